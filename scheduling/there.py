"""Who is there, until when, and when they are back. The roster speaks where one is published; elsewhere it is
whoever is on duty as far as opening hours and presence tell.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Max, Min

from scheduling.choices import Work
from scheduling.load import Span
from scheduling.models import OnCall, Publication, Shift
from scheduling.queries import on_call, rostered
from staff.duty import is_away, on_duty
from staff.models import Membership, User

# Shifts of so long before and after are looked at.
BEFORE, AFTER = datetime.timedelta(days=8), datetime.timedelta(days=15)


@dataclass(frozen=True, slots=True)
class There:
    """`working`: in a part of the shift in which work is done. `ends_at` of the shift they are in, `left_at`
    when the last one ended. `next_at` is when they are back, once they leave; where no shift is known, until
    when it is known that they have none. All unknown without a roster. `planned`: their shifts of the weeks
    around.
    """

    on_shift: bool
    working: bool
    rostered: bool = False
    on_call: bool = False
    ends_at: datetime.datetime | None = None
    left_at: datetime.datetime | None = None
    next_at: datetime.datetime | None = None
    planned: tuple[Span, ...] = ()


NOT_THERE = There(False, False)


def there(users: Collection[User], at: datetime.datetime) -> dict[int, There]:
    """In four statements for those on a roster, and what being on duty costs for the others."""
    known_until = _published(users, at)
    shifts: dict[int, list[Shift]] = {number: [] for number in known_until}
    if known_until:
        for one in Shift.objects.of(*known_until).between(at - BEFORE, at + AFTER).order_by("starts_at"):
            shifts[one.user_id].append(one)
    calls = set(_calls(users, at))
    others = [one for one in users if one.pk not in known_until]
    on = on_duty(others, at) if others else set()
    return {
        one.pk: _rostered(one, shifts[one.pk], known_until[one.pk], one.pk in calls, at)
        if one.pk in known_until
        else There(one.pk in on, one.pk in on, on_call=one.pk in calls)
        for one in users
    }


def _published(users: Collection[User], at: datetime.datetime) -> dict[int, datetime.datetime]:
    """Of whom the roster of a team speaks now, and until when it does."""
    teams: dict[int, set[int]] = {}
    members = Membership.objects.filter(user__in=[one.pk for one in users], team__active=True)
    for user, team in members.values_list("user", "team"):
        teams.setdefault(user, set()).add(team)
    rows = (
        Publication.objects.filter(team__in=set().union(*teams.values()), ends_at__gt=at)
        .order_by()
        .values_list("team")
        .annotate(since=Min("starts_at"), until=Max("ends_at"))
    )
    until = {team: end for team, since, end in rows if since <= at}
    return {
        user: max(until[team] for team in theirs & until.keys())
        for user, theirs in teams.items()
        if theirs & until.keys()
    }


def _calls(users: Collection[User], at: datetime.datetime) -> Collection[int]:
    rows = OnCall.objects.filter(user__in=[one.pk for one in users], starts_at__lte=at, ends_at__gt=at)
    away = {one.pk for one in users if is_away(one, at)}
    return set(rows.values_list("user", flat=True)) - away


def _rostered(
    user: User, shifts: Sequence[Shift], known_until: datetime.datetime, called: bool, at: datetime.datetime
) -> There:
    """Who said that they are away is off until then, whatever the roster says."""
    away_until = user.away_until if is_away(user, at) else None
    now = None if away_until else next((one for one in shifts if one.starts_at <= at < one.ends_at), None)
    return There(
        on_shift=now is not None,
        working=now is not None and now.activity_at(at) in Work.values,
        rostered=True,
        on_call=called,
        ends_at=now.ends_at if now else None,
        left_at=max((one.ends_at for one in shifts if one.ends_at <= at), default=None),
        next_at=_back(shifts, now, away_until or at) or known_until,
        planned=tuple(Span(one.starts_at, one.ends_at) for one in shifts),
    )


def _back(shifts: Sequence[Shift], now: Shift | None, after: datetime.datetime) -> datetime.datetime | None:
    """When they are at work again: in the middle of a shift, for who was away, or with the next one."""
    if now is None and any(one.starts_at <= after < one.ends_at for one in shifts):
        return after
    return min((one.starts_at for one in shifts if one.starts_at > after), default=None)


def called(team: int, at: datetime.datetime) -> list[int]:
    """Who is on call for the team, the first to be called first."""
    return [one.user_id for one in on_call(team, at)]


def speaks(team: int, at: datetime.datetime) -> bool:
    """Whether a roster of the team is published for that moment."""
    return bool(rostered([team], at))


def any_roster(at: datetime.datetime) -> bool:
    """Whether any team has one for that moment."""
    return Publication.objects.filter(starts_at__lte=at, ends_at__gt=at).exists()
