"""Making forecasts: what was learned, carried on over what is known of the days ahead."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lib import database_clock
from scheduling.access import may_plan
from scheduling.actions.terms import terms_of
from scheduling.choices import MarkKind
from scheduling.history import HOLIDAY, UNLIKE, Day, Place, history, marks_for, place_for, works_of
from scheduling.models import DemandMark, ForecastRun
from scheduling.parting import Part, parts_of
from scheduling.predicting import Predicted, Slots, enough, predict
from scheduling.weeks import ONE_DAY, half_hours, midnight, place_of
from staff.models import Team, User

# Rosters are planned up to eight weeks ahead; what is older than half a year says little of them.
AHEAD = datetime.timedelta(weeks=8)
LEARNED = datetime.timedelta(weeks=26)
KEPT = datetime.timedelta(days=30)
TYPED = "typed"
SUNDAY = 6


def forecast_all(now: datetime.datetime | None = None) -> int:
    """For each team what comes to it; how many forecasts were made. Safe to repeat: the newest counts."""
    now = now or database_clock.now()
    made = 0
    for team in Team.objects.filter(active=True).order_by("pk"):
        for work in works_of(team):
            made += forecast(team, work, now=now) is not None
    _forget(now)
    return made


@transaction.atomic
def forecast(
    team: Team, work: str, *, by: User | None = None, now: datetime.datetime | None = None
) -> ForecastRun | None:
    """None where there is too little history and nobody typed what comes."""
    if by is not None and not may_plan(by, team):
        raise PermissionDenied
    now = now or database_clock.now()
    place = place_for(team)
    today = now.astimezone(place.zone).date()
    past = history(team, work, today - LEARNED, today - ONE_DAY, place)
    days, ahead = past.days, [today + n * ONE_DAY for n in range(AHEAD.days)]
    typed = terms_of(team, work).typed
    if typed.get("unit") == "arrivals":
        found, method = _as_typed(typed["week"], days, today), TYPED
    elif enough(days):
        found = predict(days, ahead)
        method = found.method
    else:
        return None
    parts = parts_of(past, found.expected, ahead)
    return _keep(team, work, place, today, found, method, days, parts, by=by, now=now)


def _as_typed(week: Sequence[Sequence[float]], days: Iterable[Day], today: datetime.date) -> Predicted:
    """Of what somebody typed nobody knows how far off it is; by chance alone it is as far as this."""
    expected = [week[(today + n * ONE_DAY).weekday()] for n in range(AHEAD.days)]
    low = [[max(one - 1.28 * one**0.5, 0.0) for one in day] for day in expected]
    high = [[one + 1.28 * one**0.5 for one in day] for day in expected]
    return Predicted(expected, low, high, TYPED, ())


def _keep(
    team: Team,
    work: str,
    place: Place,
    today: datetime.date,
    found: Predicted,
    method: str,
    days: Sequence[Day],
    parts: Sequence[Part],
    *,
    by: User | None,
    now: datetime.datetime,
) -> ForecastRun:
    start, end = midnight(today, place.zone), midnight(today + AHEAD, place.zone)
    marks = list(marks_for(team, work, start, end))

    def line(values: Slots) -> list[float]:
        return _on_the_clock(values, today, start, end, place, marks)

    counted = [day for day in days if any(value is not None for value in day.values)]
    told = {
        "days": len(counted),
        "from": counted[0].day.isoformat() if counted else "",
        "left_out": _left_out(days) | ({UNLIKE: found.unlike} if found.unlike else {}),
        "zone": place.zone.key,
        "marks": [mark.pk for mark in marks],
    }
    return ForecastRun.objects.create(
        team=team, work=work, made_at=now, made_by=by, starts_at=start, expected=line(found.expected),
        low=line(found.low), high=line(found.high), method=method, told=told,
        scores=[score.as_json() for score in found.scores],
        parts=[
            {
                "skill": one.ask.skill, "language": one.ask.language, "share": round(one.share, 4),
                "method": one.method, "expected": line(one.expected),
            }
            for one in parts
        ],
    )  # fmt: skip


def _left_out(days: Sequence[Day]) -> dict[str, int]:
    """From the first day on that was counted."""
    counts: dict[str, int] = {}
    first = next((n for n, day in enumerate(days) if any(v is not None for v in day.values)), len(days))
    for day in days[first:]:
        for why in day.left_out:
            counts[why] = counts.get(why, 0) + 1
    return counts


def _on_the_clock(
    values: Slots,
    today: datetime.date,
    start: datetime.datetime,
    end: datetime.datetime,
    place: Place,
    marks: Sequence[DemandMark],
) -> list[float]:
    """From local places to absolute time; a half hour that exists twice has as much each time."""
    found = []
    for at in half_hours(start, end):
        day, slot = place_of(at, place.zone)
        value = values[_like(day, today, place.holidays, marks, at)][slot]
        for mark in marks:
            if mark.starts_at <= at < mark.ends_at and mark.factor is not None:
                value *= float(mark.factor)
        found.append(round(value, 3))
    return found


def _like(
    day: datetime.date,
    today: datetime.date,
    holidays: Mapping[datetime.date, str],
    marks: Sequence[DemandMark],
    at: datetime.datetime,
) -> int:
    """Which of the days it is like: a holiday is like the Sunday after it, unless a factor is said."""
    number = (day - today).days
    marked = [m for m in marks if m.kind == MarkKind.HOLIDAY and m.starts_at <= at < m.ends_at]
    if not (marked or day in holidays) or any(mark.factor is not None for mark in marked):
        return number
    like = number + (SUNDAY - day.weekday())
    return like if like < AHEAD.days else max(like - 7, 0)


def newest(team: Team, work: str) -> ForecastRun | None:
    return ForecastRun.objects.filter(team=team, work=work).order_by("-made_at", "-pk").first()


def _forget(now: datetime.datetime) -> None:
    """Old ones, but for the newest of each team and work."""
    kept = ForecastRun.objects.order_by("team_id", "work", "-made_at", "-pk").distinct("team_id", "work")
    old = ForecastRun.objects.filter(made_at__lt=now - KEPT)
    old.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


__all__ = ["HOLIDAY", "forecast", "forecast_all", "newest"]
