"""How a team hands out its tickets, set by who leads it, each time with a trace."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scheduling.actions.load import CAPS, may_set, set_caps
from scheduling.models import LoadCaps
from staff.choices import Level
from staff.models import Team, User
from tickets.actions.setting_up import Overtaken
from tickets.actions.sorting import clean_tags
from tickets.choices import RoutingStrategy, SetupNoun
from tickets.models import RoutingNeed, RoutingShare, SetupChange, TeamRouting
from tickets.tags import meant

TERMS = ("strategy", "fallback_minutes", "climb_minutes", "untouched_minutes", "capacity_minutes",
         "on_call_for_all", "hand_over_minutes")  # fmt: skip
MOST_NEEDS = 50
MOST_SHARE, USUAL_SHARE = 200, 100


def spelled(team: Team) -> dict[str, Any]:
    """Everything that holds for the team, for the trace and the form."""
    row = TeamRouting.objects.filter(team=team).first() or TeamRouting(team=team)
    caps = LoadCaps.objects.filter(team=team).first() or LoadCaps(team=team)
    shares = RoutingShare.objects.filter(team=team).exclude(percent=USUAL_SHARE)
    needs = RoutingNeed.objects.filter(routing__team=team).select_related("type", "skill")
    return {
        **{name: getattr(row, name) for name in TERMS},
        **{name: getattr(caps, name) for name in CAPS},
        "shares": dict(shares.order_by("user__full_name", "pk").values_list("user__full_name", "percent")),
        "needs": [f"{one.type or '#' + one.tag}: {one.skill} {one.level}" for one in needs],
    }


@transaction.atomic
def save_routing(team: Team, said: Mapping[str, Any], *, by: User, seen: int = 0) -> TeamRouting:
    """Terms and caps of the team from now on. ValidationError says what is wrong, Overtaken that it is no
    longer the version `seen`.
    """
    row = _locked(team, by)
    if row.version != seen:
        raise Overtaken
    was = spelled(team)
    if said["strategy"] not in RoutingStrategy.values:
        raise ValidationError({"strategy": _("There is no such choice.")})
    for name in TERMS:
        setattr(row, name, said[name])
    row.version = seen + 1
    row.save()
    set_caps(team, {name: said[name] for name in CAPS}, by=by)
    _trace(team, was, by=by)
    return row


@transaction.atomic
def set_shares(team: Team, percents: Mapping[int, int], *, by: User) -> int:
    """How much each of these members gets beside the others; how many changed. ValidationError for what is
    not from 0 to 200. Who is not in the team is passed over.
    """
    _locked(team, by)
    if not all(0 <= percent <= MOST_SHARE for percent in percents.values()):
        raise ValidationError(_("A share is a number from 0 to %(most)s."), params={"most": MOST_SHARE})
    was, known = spelled(team), dict(RoutingShare.objects.filter(team=team).values_list("user", "percent"))
    members = set(team.members.filter(pk__in=percents).values_list("pk", flat=True))
    rows = [
        RoutingShare(team=team, user_id=pk, percent=percents[pk])
        for pk in members
        if known.get(pk, USUAL_SHARE) != percents[pk]
    ]
    RoutingShare.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["team", "user"], update_fields=["percent"]
    )
    _trace(team, was, by=by)
    return len(rows)


@transaction.atomic
def need_skill(team: Team, said: Mapping[str, Any], *, by: User) -> RoutingNeed:
    """Tickets of a type, or with a tag, go to whoever holds the skill. Said again it is the new level."""
    row = _locked(team, by)
    if not row.version:
        row.version = 1
        row.save()
    was, kind = spelled(team), said.get("type")
    tags = meant(clean_tags([str(said.get("tag") or "").replace("\x00", "")]))
    if bool(kind) == bool(tags):
        raise ValidationError(_("Choose a type, or write a tag: one of the two."))
    if said.get("level") not in Level.values:
        raise ValidationError({"level": _("There is no such choice.")})
    if row.needs.count() >= MOST_NEEDS:
        raise ValidationError(_("There are %(most)s already; remove one first."), params={"most": MOST_NEEDS})
    need, _made = RoutingNeed.objects.update_or_create(
        routing=row, type=kind, tag="" if kind else tags[0], skill=said["skill"],
        defaults={"level": said["level"]},
    )  # fmt: skip
    _trace(team, was, by=by)
    return need


@transaction.atomic
def drop_need(team: Team, need_id: int, *, by: User) -> None:
    """Twice is once."""
    row = _locked(team, by)
    was = spelled(team)
    if row.pk:
        row.needs.filter(pk=need_id).delete()
    _trace(team, was, by=by)


def _locked(team: Team, by: User) -> TeamRouting:
    if not may_set(by, team):
        raise PermissionDenied("routing.set")
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)  # two who begin at once take turns
    return TeamRouting.objects.filter(team=team).first() or TeamRouting(team=team, version=0)


def _trace(team: Team, was: Mapping[str, Any], *, by: User) -> None:
    now = spelled(team)
    changed = [name for name in now if was.get(name) != now[name]]
    if changed:
        SetupChange.objects.create(
            noun=SetupNoun.ROUTING, about=team.pk, name=team.name, by=by,
            was={name: was[name] for name in changed}, to={name: now[name] for name in changed},
        )  # fmt: skip
