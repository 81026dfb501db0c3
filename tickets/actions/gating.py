"""Gates made, changed and taken away by who may, each time with a trace."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.choices import ArticleKind
from lib import database_clock
from staff.models import User
from tickets.actions.setting_up import PERMISSION, Overtaken
from tickets.actions.sorting import clean_tags
from tickets.actors import require
from tickets.choices import SetupNoun
from tickets.gates import as_json
from tickets.models import Gate, GateGuideline, SetupChange
from tickets.tags import meant

MOST_GATES = 100
MOST_GUIDELINES = 20
MOST_GRACE = 365
LEVELS = range(1, 4)


@transaction.atomic
def save_gate(
    row: Gate | None, said: Mapping[str, Any], *, by: User, seen: int = 0, at: datetime.datetime | None = None
) -> Gate:
    """A new gate, or one as it shall be from now on: before what it stands it keeps. What it did not ask for
    until now leaves everybody the days of grace. ValidationError says what is wrong, Overtaken that it is no
    longer the version `seen`.
    """
    require(by, PERMISSION)
    at = at or database_clock.now()
    row = Gate.objects.select_for_update(of=("self",)).get(pk=row.pk) if row else _new(said)
    if (row.version if row.pk else 0) != seen:
        raise Overtaken
    was = as_json(row) if row.pk else {}
    _ask_skill(row, said, at)
    row.grace_days = _grace(said)
    row.version = seen + 1
    row.save()
    _ask_guidelines(row, said, at)
    if not (row.skill_id or row.asked.exists()):
        raise ValidationError(_("Choose a skill or a guideline: a gate that asks for nothing is none."))
    _trace(row, was, by=by)
    return row


def _new(said: Mapping[str, Any]) -> Gate:
    kind = said.get("type")
    tags = meant(clean_tags([str(said.get("tag") or "").replace("\x00", "")]))
    if bool(kind) == bool(tags):
        raise ValidationError(_("Choose a type, or write a tag: one of the two."))
    taken = Gate.objects.in_use().filter(type=kind, tag="" if kind else tags[0])
    if taken.exists():
        raise ValidationError(_("There is a gate before these already. Open it and change it."))
    if Gate.objects.in_use().count() >= MOST_GATES:
        raise ValidationError(
            _("There are %(most)s already; archive one first."), params={"most": MOST_GATES}
        )
    return Gate(type=kind, tag="" if kind else tags[0], version=0)


def _ask_skill(row: Gate, said: Mapping[str, Any], at: datetime.datetime) -> None:
    """A lower level of the same skill is asked for as long as it was; a higher one is new."""
    skill, level = said.get("skill"), said.get("level") or 1
    if level not in LEVELS:
        raise ValidationError({"level": _("There is no such choice.")})
    if skill is None:
        row.skill, row.skill_since, row.level = None, None, 1
        return
    if row.skill_id != skill.pk or level > row.level:
        row.skill_since = at
    row.skill, row.level = skill, level


def _grace(said: Mapping[str, Any]) -> int:
    days = said.get("grace_days")
    if not isinstance(days, int) or not 0 <= days <= MOST_GRACE:
        raise ValidationError({"grace_days": _("From 0 to %(most)s days.") % {"most": MOST_GRACE}})
    return days


def _ask_guidelines(row: Gate, said: Mapping[str, Any], at: datetime.datetime) -> None:
    articles = {one.pk: one for one in said.get("guidelines") or ()}
    if len(articles) > MOST_GUIDELINES or any(
        one.kind != ArticleKind.GUIDELINE or one.source_id for one in articles.values()
    ):
        raise ValidationError({"guidelines": _("There is no such choice.")})
    row.asked.exclude(article__in=articles).delete()
    asked = set(row.asked.values_list("article", flat=True))
    GateGuideline.objects.bulk_create(
        GateGuideline(gate=row, article=one, since=at) for pk, one in articles.items() if pk not in asked
    )


@transaction.atomic
def archive_gate(row: Gate, *, by: User) -> None:
    """Nothing stands before these tickets any more. Twice is once."""
    require(by, PERMISSION)
    fresh = Gate.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if fresh.archived_at is None:
        was = as_json(fresh)
        fresh.archived_at, fresh.version = database_clock.now(), fresh.version + 1
        fresh.save(update_fields=["archived_at", "version"])
        _trace(fresh, was, by=by)


def _trace(row: Gate, was: Mapping[str, Any], *, by: User) -> None:
    now = as_json(row)
    changed = [name for name in now if was.get(name) != now[name]]
    if changed:
        SetupChange.objects.create(
            noun=SetupNoun.GATE, about=row.pk, name=row.name[:100], by=by,
            was={name: was[name] for name in changed if name in was},
            to={name: now[name] for name in changed},
        )  # fmt: skip
