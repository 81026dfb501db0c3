"""Years made, approved, planned anew and closed."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budget.actions.guarding import in_words, must_manage, open_year, remember
from budget.choices import Done, YearState
from budget.models import Planned, PlanVersion, Year
from budget.sums import Method, last_day
from lib import database_clock
from staff.models import User

SAID = ("name", "currency", "method", "limit_percent", "limit_cents")


@transaction.atomic
def make_year(said: Mapping[str, Any], *, by: User, at: datetime.datetime | None = None) -> Year:
    """With the draft of its first plan. ValidationError if the name is taken or it overlaps another."""
    must_manage(by)
    at = at or database_clock.now()
    starts_on = said["starts_on"].replace(day=1)
    ends_on = last_day(starts_on)
    other = Year.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if other:
        raise ValidationError(
            {"starts_on": _("“%(year)s” has some of these months already.") % {"year": other.name}}
        )
    year = Year(starts_on=starts_on, ends_on=ends_on, made_by=by, made_at=at)
    _describe(year, said)
    try:
        with transaction.atomic():
            year.save()
    except IntegrityError as error:  # two at the same moment
        raise ValidationError(_("There is such a year already.")) from error
    year.current = PlanVersion.objects.create(year=year, number=1, made_by=by, made_at=at)
    year.save(update_fields=["current"])
    remember(year, Done.YEAR_MADE, by=by, at=at, words=year.name)
    return year


@transaction.atomic
def save_year(year: Year, said: Mapping[str, Any], *, by: User) -> Year:
    """Its name, limits and method; when it begins stays."""
    must_manage(by)
    fresh = open_year(year)
    before = {name: getattr(fresh, name) for name in SAID}
    _describe(fresh, said)
    after = {name: getattr(fresh, name) for name in SAID}
    if before != after:
        fresh.save(update_fields=SAID)
        changed = {name: [before[name], after[name]] for name in SAID if before[name] != after[name]}
        remember(fresh, Done.YEAR_CHANGED, by=by, at=database_clock.now(), words=fresh.name, changed=changed)
    return fresh


def _describe(year: Year, said: Mapping[str, Any]) -> None:
    year.name = in_words(said["name"], 40, what=_("Name"))
    if Year.objects.filter(name=year.name).exclude(pk=year.pk).exists():
        raise ValidationError({"name": _("There is such a year already.")})
    year.currency = str(said.get("currency") or "EUR").upper()
    year.method = Method(said.get("method") or Method.PLAN).value
    year.limit_percent = said.get("limit_percent", year.limit_percent)
    year.limit_cents = said.get("limit_cents", year.limit_cents)


@transaction.atomic
def approve(year: Year, *, by: User, at: datetime.datetime | None = None) -> PlanVersion:
    """The plan that is being written counts from now on, and stays as it is."""
    must_manage(by)
    fresh = open_year(year)
    draft = fresh.versions.filter(approved_at=None).first()
    if draft is None:
        raise ValidationError(_("No plan is being written."))
    if not draft.planned.exists():
        raise ValidationError(_("The plan has no line yet."))
    at = at or database_clock.now()
    draft.approved_at, draft.approved_by = at, by
    draft.save(update_fields=["approved_at", "approved_by"])
    fresh.current, fresh.state = draft, YearState.APPROVED
    fresh.save(update_fields=["current", "state"])
    total = sum(sum(one.cents) for one in draft.planned.all())
    remember(fresh, Done.APPROVED, by=by, at=at, words=draft.reason, version=draft.number, total=total)
    return draft


@transaction.atomic
def replan(year: Year, *, reason: str, by: User, at: datetime.datetime | None = None) -> PlanVersion:
    """A new plan, begun as a copy of the last. That stays in force until the new one is approved."""
    must_manage(by)
    fresh = open_year(year)
    if fresh.versions.filter(approved_at=None).exists():
        raise ValidationError(_("A plan is being written already."))
    reason = in_words(reason, 300, what=_("Reason"))
    at = at or database_clock.now()
    last = fresh.versions.first()
    draft = PlanVersion.objects.create(
        year=fresh, number=last.number + 1, reason=reason, made_by=by, made_at=at
    )
    Planned.objects.bulk_create(
        Planned(version=draft, line_id=one.line_id, cents=one.cents) for one in last.planned.all()
    )
    remember(fresh, Done.REPLANNED, by=by, at=at, words=reason, version=draft.number)
    return draft


@transaction.atomic
def drop_plan(year: Year, *, by: User) -> None:
    """The new plan is thrown away; the one that counts goes on. The first plan of a year stays."""
    must_manage(by)
    fresh = open_year(year)
    draft = fresh.versions.filter(approved_at=None, number__gt=1).first()
    if draft is None:
        raise ValidationError(_("No new plan is being written."))
    remember(fresh, Done.DROPPED, by=by, at=database_clock.now(), words=draft.reason, version=draft.number)
    draft.delete()


@transaction.atomic
def close(year: Year, *, by: User, at: datetime.datetime | None = None) -> Year:
    """Nothing is planned or posted in it any more. ValidationError while a plan is being written or something
    waits to be explained.
    """
    must_manage(by)
    fresh = open_year(year)
    if fresh.state != YearState.APPROVED or fresh.versions.filter(approved_at=None).exists():
        raise ValidationError(_("Approve the plan first, or drop it."))
    waiting = fresh.explanations.filter(explained_at=None, settled_at=None).count()
    if waiting:
        raise ValidationError(_("%(n)s variances still wait for an explanation."), params={"n": waiting})
    fresh.state, fresh.closed_by, fresh.closed_at = YearState.CLOSED, by, at or database_clock.now()
    fresh.save(update_fields=["state", "closed_by", "closed_at"])
    remember(fresh, Done.CLOSED, by=by, at=fresh.closed_at, words=fresh.name)
    return fresh
