"""Writing down how many people are needed, for the weeks that rosters are planned for."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from lib import database_clock
from scheduling.access import may_plan
from scheduling.actions.forecasting import AHEAD, newest
from scheduling.actions.terms import terms_of
from scheduling.arriving import QUARTER
from scheduling.asking import ANYBODY
from scheduling.choices import Work
from scheduling.headcount import Heads, Slot, StaffingError, heads_for
from scheduling.history import Place, measured_handling, place_for
from scheduling.models import Need, NeedOverride, StaffingTerms
from scheduling.need_asked import Of, OfAsk, asked
from scheduling.sources import sources
from scheduling.weeks import HALF, half_hours, midnight, place_of
from staff.models import Team, User

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('scheduling.need', %s))"
TICKETS = Work.TICKETS
MEASURED = datetime.timedelta(weeks=13)
CENT = Decimal("0.01")


@dataclass
class Problem:
    """Why nothing could be computed for a kind of work: forecast, handling, impossible, stale."""

    work: str
    kind: str


@dataclass
class Written:
    changed: int
    problems: list[Problem]


def write_all_needs(now: datetime.datetime | None = None) -> int:
    now = now or database_clock.now()
    teams = Team.objects.filter(active=True).order_by("pk")
    return sum(write_need(team, now=now).changed for team in teams)


@transaction.atomic
def write_need(team: Team, *, by: User | None = None, now: datetime.datetime | None = None) -> Written:
    """From now on; what is behind stays as it was planned. Safe to repeat: only what changes is written."""
    if by is not None and not may_plan(by, team):
        raise PermissionDenied
    now = now or database_clock.now()
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [team.pk])
    place = place_for(team)
    today = now.astimezone(place.zone).date()
    start, end = midnight(today, place.zone), midnight(today + AHEAD, place.zone)
    # What is behind stays as it was planned, of today as well.
    start += (now - start) // HALF * HALF
    fresh: dict[Of, Heads] = {}
    problems = []
    for work in (Work.PHONE, Work.CHAT, Work.TICKETS):
        computed, problem = compute(team, work, place, start, end, now, fresh)
        if problem:
            problems.append(problem)
        for at, heads in computed.items():
            fresh[at, work] = heads
    overrides = overrides_of(team, start, end)[::-1]
    for override in overrides:
        if override.ask == ANYBODY:
            _set(fresh, override, start, end)
    by_ask = asked(team, fresh, place, today)
    for override in overrides:
        if override.ask != ANYBODY:
            _set_asked(by_ask, override, start, end)
    return Written(_write(team, start, end, by_ask), problems)


def overrides_of(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[NeedOverride]:
    """That hold then, the newest first."""
    found = NeedOverride.objects.filter(team=team, undone_at=None, starts_at__lt=end, ends_at__gt=start)
    return list(found.select_related("by").order_by("-at", "-pk"))


def compute(
    team: Team,
    work: str,
    place: Place,
    start: datetime.datetime,
    end: datetime.datetime,
    now: datetime.datetime,
    before: Mapping[Of, Heads],
) -> tuple[dict[datetime.datetime, Heads], Problem | None]:
    """By half hour; empty with the reason where it cannot be computed. `before` is what calls need."""
    terms = terms_of(team, work)
    halves = list(half_hours(start, end))
    if terms.typed.get("unit") == "heads":
        return {at: _typed(terms, place, at) for at in halves}, None
    run = newest(team, work)
    if run is None:
        return {}, Problem(work, "forecast") if terms.number else None
    run_end = run.starts_at + len(run.expected) * HALF
    by_slot = dict(zip(half_hours(run.starts_at, run_end), run.expected, strict=True))
    handle, _number = handling_of(team, terms, now)
    if handle is None:
        return {}, Problem(work, "handling")
    is_open = openness(place, start, end)
    slots = [Slot(at, by_slot.get(at, 0.0), is_open(at)) for at in halves]
    calls: dict[datetime.datetime, list[Heads]] = {}
    for (at, _work), one in before.items():
        calls.setdefault(at, []).append(one)
    waits = [due for source in sources().values() for due in source.backlog(team)] if work == TICKETS else []
    try:
        heads = heads_for(terms, handle, slots, backlog=waits, calls=calls)
    except StaffingError:
        return {}, Problem(work, "impossible")
    return {slot.starts_at: one for slot, one in zip(slots, heads, strict=True)}, None


def handling_of(team: Team, terms: StaffingTerms, now: datetime.datetime) -> tuple[int | None, int]:
    """Seconds, as typed or as measured, and of how many it was measured (0: typed)."""
    if terms.handle_seconds:
        return terms.handle_seconds, 0
    return measured_handling(team, terms.work, now - MEASURED)


def openness(place: Place, start: datetime.datetime, end: datetime.datetime):
    """Whether the team is open for any of the half hour from there on."""
    if place.version is None:
        return lambda at: True
    spans = place.version.working_calendar().intervals(start, end)
    found = set()
    for opens, shuts in spans:
        at = start + (opens - start) // HALF * HALF
        while at < shuts:
            found.add(at)
            at += HALF
    return found.__contains__


def _typed(terms: StaffingTerms, place: Place, at: datetime.datetime) -> Heads:
    day, slot = place_of(at, place.zone)
    return Heads(terms.typed["week"][day.weekday()][slot], {"kind": "typed", "terms": terms.number})


def _set(fresh: dict[Of, Heads], override: NeedOverride, start: datetime.datetime, end: datetime.datetime):
    for at in _within(override, start, end):
        fresh[at, override.work] = _by_hand(override, fresh.get((at, override.work)))


def _set_asked(
    by_ask: dict[OfAsk, Heads], override: NeedOverride, start: datetime.datetime, end: datetime.datetime
) -> None:
    """Those who are set beside the others: of who is needed, so many less may be anybody."""
    for at in _within(override, start, end):
        key, rest = (at, override.work, override.ask), (at, override.work, ANYBODY)
        was, others = by_ask.get(key), by_ask.get(rest)
        by_ask[key] = _by_hand(override, was)
        if others:
            more = by_ask[key].heads - (was.heads if was else 0.0)
            by_ask[rest] = Heads(max(others.heads - more, 0.0), others.why)


def _within(
    override: NeedOverride, start: datetime.datetime, end: datetime.datetime
) -> Iterable[datetime.datetime]:
    return (at for at in half_hours(start, end) if override.starts_at < at + HALF and override.ends_at > at)


def _by_hand(override: NeedOverride, was: Heads | None) -> Heads:
    why: dict[str, Any] = {
        "kind": "override", "override": override.pk, "reason": override.reason,
        "by": override.by.full_name, "computed": was.heads if was else None,
    }  # fmt: skip
    return Heads(float(override.heads), why)


def _write(team: Team, start: datetime.datetime, end: datetime.datetime, fresh: Mapping[OfAsk, Heads]) -> int:
    """How many rows of a quarter of an hour are another than before."""
    rows = Need.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end)
    stored = {(row.starts_at, row.activity, row.ask): row for row in rows}
    wanted = dict(_quarters(fresh))
    gone = [row.pk for key, row in stored.items() if not _same(row, wanted.get(key))]
    new = [
        Need(
            team=team, starts_at=key[0], activity=key[1], skill_id=key[2].skill, language=key[2].language,
            heads=heads, why=why,
        )
        for key, (heads, why) in wanted.items()
        if key not in stored or not _same(stored[key], (heads, why))
    ]  # fmt: skip
    Need.objects.filter(pk__in=gone).delete()
    Need.objects.bulk_create(new, batch_size=2000)
    return len(new) + len(gone)


def _quarters(
    fresh: Mapping[OfAsk, Heads],
) -> Iterable[tuple[OfAsk, tuple[Decimal, dict[str, Any]]]]:
    for (at, work, ask), one in fresh.items():
        heads = Decimal(one.heads).quantize(CENT)
        if heads > 0:
            for quarter in (at, at + QUARTER):
                yield (quarter, work, ask), (heads, dict(one.why))


def _same(row: Need, wanted: tuple[Decimal, dict[str, Any]] | None) -> bool:
    return wanted is not None and (row.heads, row.why) == wanted
