"""Templates of shifts, and who is on call; each change told to whom it concerns."""

import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from scheduling.actions.locking import lock
from scheduling.actions.planning import allow
from scheduling.call_rules import against
from scheduling.call_turns import Pattern
from scheduling.calls import planned
from scheduling.fitness import zone_of
from scheduling.models import OnCall, ShiftTemplate
from scheduling.telling import tell
from scheduling.template_law import against_law
from staff.models import Skill, Team, User

MOST_SAID = 20
OVER = gettext_noop("You are no longer on call for {team}")


def save_template(template: ShiftTemplate, *, by: User) -> ShiftTemplate:
    """IntegrityError where another template of the team has its name or letter; ValidationError where the law
    lets nobody work it.
    """
    _may_make(by, template)
    if wrong := against_law(template):
        raise ValidationError(
            _("No law of this team’s people allows such a shift: %(why)s") % {"why": "; ".join(wrong)}
        )
    template.save()
    return template


def drop_template(template: ShiftTemplate, *, by: User) -> None:
    """Offered no more; shifts that were made from it stay as they are."""
    _may_make(by, template)
    ShiftTemplate.objects.filter(pk=template.pk).update(active=False)


def _may_make(by: User, template: ShiftTemplate) -> None:
    """One of every team is for who plans for every team."""
    if template.team:
        allow(by, template.team)
    elif not by.may("roster.manage"):
        raise PermissionDenied("roster.manage")


@transaction.atomic
def put_on_call(on_call: OnCall, *, team: Team, by: User) -> OnCall:
    """ValidationError says why they may not be called then."""
    allow(by, team)
    on_call.team, on_call.made_by = team, by
    lock(team.pk, {on_call.user_id})
    if why := against(on_call):
        raise ValidationError([f"{on_call.user.full_name}: {one}" for one in why])
    on_call.save()
    _tell([on_call], gettext_noop("You are on call for {team}"), "on-call")
    return on_call


@transaction.atomic
def take_turns(
    team: Team, *, by: User, people: Sequence[User], pattern: Pattern, skill: Skill | None = None,
    second: bool = False,
) -> list[OnCall]:  # fmt: skip
    """All of it or nothing: ValidationError says what cannot be; whom a rule keeps away is passed over.
    Each is told of all of theirs at once.
    """
    allow(by, team)
    lock(team.pk, {one.pk for one in people})
    found = planned(team, people, pattern, skill=skill, second=second)
    if trouble := [line for one in found for line in one.trouble]:
        raise ValidationError(list(dict.fromkeys(trouble))[:MOST_SAID])
    batch = uuid.uuid4()
    rows = OnCall.objects.bulk_create(
        OnCall(
            user=one.user, team=team, batch=batch, skill=skill, starts_at=one.turn.starts_at,
            ends_at=one.turn.ends_at, order=one.order, made_by=by,
        )
        for one in found
    )  # fmt: skip
    for user in dict.fromkeys(people):
        if theirs := [one for one in rows if one.user_id == user.pk]:
            _tell(theirs, gettext_noop("You are on call for {team}"), "on-call")
    return rows


@transaction.atomic
def drop_turns(team: Team, batch: uuid.UUID, *, by: User) -> int:
    """All that was entered at once, as far as it is not over; how many turns that is. Each person is told
    once.
    """
    allow(by, Team.objects.select_for_update().get(pk=team.pk))
    rows = list(team.on_calls.filter(batch=batch, ends_at__gt=timezone.now()).select_related("user", "team"))
    for user in dict.fromkeys(one.user_id for one in rows):
        _tell([one for one in rows if one.user_id == user], OVER, "off-call")
    OnCall.objects.filter(pk__in=[one.pk for one in rows]).delete()
    return len(rows)


@transaction.atomic
def drop_on_call(on_call: OnCall, *, by: User) -> None:
    allow(by, on_call.team)
    _tell([on_call], OVER, "off-call")
    on_call.delete()


def _tell(rows: Sequence[OnCall], words: str, word: str) -> None:
    """Of one person; a letter, since they are not at their desk then."""
    first = rows[0]
    tell(
        [first.user], key=f"{word}-{first.pk}", words=words, detail="{turns}", team=first.team.name,
        turns=_spoken(first.user, rows), page="scheduling:my_shifts",
    )  # fmt: skip


def _spoken(user: User, rows: Sequence[OnCall]) -> str:
    """“Tue 3 Nov 20:00 – Wed 4 Nov 08:00 · …”, by their clock."""
    zone = zone_of(user)
    with translation.override(user.language):
        said = [
            " – ".join(date_format(at.astimezone(zone), "D j M H:i") for at in (one.starts_at, one.ends_at))
            for one in rows[:MOST_SAID]
        ]
    return " · ".join([*said, *(["…"] if len(rows) > MOST_SAID else [])])
