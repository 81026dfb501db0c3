"""Holding the roster against what will come: the risk of each quarter of an hour, for two weeks ahead.

Whoever is on shift for tickets takes calls and chats when those who are there for them do not suffice, and
tickets get what is left.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from lib import database_clock
from scheduling.actions.forecasting import newest
from scheduling.actions.needing import handling_of, openness
from scheduling.actions.terms import terms_of
from scheduling.arriving import QUARTER
from scheduling.choices import Work
from scheduling.coverage import Calls, calls_late, letters_late
from scheduling.deferring import Letters
from scheduling.headcount import backlog_in_slots
from scheduling.history import Place, place_for
from scheduling.models import CoverageRisk, CoverageTerms, Need, StaffingTerms
from scheduling.rostered import covers, heads_by_quarter, published
from scheduling.sources import sources
from scheduling.weeks import HALF
from staff.models import Team

AHEAD = datetime.timedelta(days=14)
KEPT = datetime.timedelta(days=7)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('scheduling.coverage', %s))"
QUARTERS, SECONDS = int(AHEAD / QUARTER), QUARTER.total_seconds()


@dataclass
class Slot:
    """`heads` by kind of work, as they are on shift; `need`, `expected` and `late` by kind of work too."""

    starts_at: datetime.datetime
    heads: dict[str, float] = field(default_factory=dict)
    need: dict[str, Decimal] = field(default_factory=dict)
    expected: dict[str, float] = field(default_factory=dict)
    late: dict[str, float] = field(default_factory=dict)

    @property
    def required(self) -> Decimal:
        return sum(self.need.values(), Decimal(0))

    @property
    def rostered(self) -> float:
        return sum(self.heads.values())

    @property
    def p_breach(self) -> float:
        """Of all that comes then. Where only people were asked for by hand: the share of them that lacks."""
        come = sum(self.expected.get(work, 0.0) for work in self.late)
        if come > 0:
            return min(sum(self.expected[work] * late for work, late in self.late.items()) / come, 1.0)
        lacks = float(self.required) - self.rostered
        return max(min(lacks / float(self.required), 1.0), 0.0) if self.required else 0.0

    def why(self) -> dict[str, Any]:
        works = sorted({*self.need, *self.expected, *self.heads})
        return {
            work: {
                "need": float(self.need.get(work, 0)), "there": round(self.heads.get(work, 0.0), 2),
                "expected": round(self.expected.get(work, 0.0), 2),
                "late": round(self.late.get(work, 0.0), 3),
            }
            for work in works
        }  # fmt: skip


def cover_all(now: datetime.datetime | None = None) -> int:
    """Each team for itself, so that one that fails or is killed leaves the others right; how many slots
    changed.
    """
    now = now or database_clock.now()
    teams = Team.objects.filter(active=True).order_by("pk")
    return sum(cover(team, now=now) for team in teams)


@transaction.atomic
def cover(team: Team, *, now: datetime.datetime | None = None) -> int:
    now = now or database_clock.now()
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [team.pk])
    changed = _write(team, risks(team, now), now)
    CoverageTerms.objects.get_or_create(team=team)
    CoverageTerms.objects.filter(team=team).update(computed_at=now)
    return changed


def risks(
    team: Team, now: datetime.datetime, heads: Mapping[datetime.datetime, Mapping[str, int]] | None = None
) -> list[Slot]:
    """Slots for which a roster is published, with their risk; `heads` what if somebody else were there."""
    place = place_for(team)
    start = now - (now - now.replace(minute=0, second=0, microsecond=0)) % QUARTER
    end = start + AHEAD
    spans = published(team, start, end)
    if not spans:
        return []
    there = heads if heads is not None else heads_by_quarter(team, start, end)
    slots = [Slot(at, dict(there.get(at, {}))) for at in (start + n * QUARTER for n in range(QUARTERS))]
    _needs(team, slots, start, end)
    for work in (Work.PHONE, Work.CHAT):
        _calls(team, work, slots, place, now)
    _tickets(team, slots, place, now)
    return [slot for slot in slots if covers(spans, slot.starts_at)]


def _needs(team: Team, slots: Sequence[Slot], start: datetime.datetime, end: datetime.datetime) -> None:
    by_time = {slot.starts_at: slot for slot in slots}
    for row in Need.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end):
        need = by_time[row.starts_at].need
        need[row.activity] = need.get(row.activity, Decimal(0)) + row.heads


def _expect(team: Team, work: str, slots: Sequence[Slot]) -> bool:
    """What the newest forecast says, by quarter; whether there is one."""
    run = newest(team, work)
    if run is None:
        return False
    for slot in slots:
        number = (slot.starts_at - run.starts_at) // HALF
        if 0 <= number < len(run.expected):
            slot.expected[work] = run.expected[number] / 2
    return True


def _calls(team: Team, work: str, slots: Sequence[Slot], place: Place, now: datetime.datetime) -> None:
    """Whoever calls while the team is closed is not waited for."""
    terms = terms_of(team, work)
    handle, _number = handling_of(team, terms, now)
    if not _expect(team, work, slots) or handle is None:
        return
    is_open = openness(place, slots[0].starts_at, slots[-1].starts_at + QUARTER)
    for slot in slots:
        if not is_open(_half(slot.starts_at, place)) or not slot.expected.get(work):
            slot.expected.pop(work, None)
        else:
            _lend(slot, work)
    calls = Calls(
        [slot.expected.get(work, 0.0) for slot in slots], handle, terms.target_seconds, SECONDS,
        terms.patience_seconds or None, terms.concurrency,
    )  # fmt: skip
    at_work = [slot.heads.get(work, 0.0) * (1 - terms.shrinkage_percent / 100) for slot in slots]
    for slot, late in zip(slots, calls_late(calls, at_work).late, strict=True):
        if slot.expected.get(work):
            slot.late[work] = late


def _lend(slot: Slot, work: str) -> None:
    """From those who are there for tickets to what calls lack."""
    lacks = float(slot.need.get(work, 0)) - slot.heads.get(work, 0.0)
    more = min(max(lacks, 0.0), slot.heads.get(Work.TICKETS, 0.0))
    if more:
        slot.heads[work] = slot.heads.get(work, 0.0) + more
        slot.heads[Work.TICKETS] -= more


def _half(at: datetime.datetime, place: Place) -> datetime.datetime:
    """The half hour that the quarter lies in, as `openness` counts them."""
    return at - (at - at.replace(minute=0)) % HALF


def _tickets(team: Team, slots: Sequence[Slot], place: Place, now: datetime.datetime) -> None:
    terms = terms_of(team, Work.TICKETS)
    handle, _number = handling_of(team, terms, now)
    if not _expect(team, Work.TICKETS, slots) or handle is None:
        return
    is_open = openness(place, slots[0].starts_at, slots[-1].starts_at + QUARTER)
    opens = [slot.starts_at for slot in slots if is_open(_half(slot.starts_at, place))]
    waits = [due for source in sources().values() for due in source.backlog(team)]
    letters = Letters(
        [slot.expected.get(Work.TICKETS, 0.0) for slot in slots],
        [is_open(_half(slot.starts_at, place)) for slot in slots],
        terms.target_seconds / SECONDS, handle, terms.service_percent / 100, SECONDS,
        backlog=backlog_in_slots(opens, waits),
    )  # fmt: skip
    found = letters_late(letters, [_for_letters(slot, terms) for slot in slots])
    for slot, share in zip(slots, found.late, strict=True):
        slot.late[Work.TICKETS] = share


def _for_letters(slot: Slot, terms: StaffingTerms) -> float:
    """Heads at work for tickets, with what those have over who are there for calls."""
    heads = slot.heads.get(Work.TICKETS, 0.0)
    if terms.between_calls:
        for work in (Work.PHONE, Work.CHAT):
            lent = slot.heads.get(work, 0.0) - float(slot.need.get(work, 0))
            heads += max(lent, 0.0)
    return heads * (1 - terms.shrinkage_percent / 100)


def _write(team: Team, slots: Sequence[Slot], now: datetime.datetime) -> int:
    stored = {row.starts_at: row for row in CoverageRisk.objects.filter(team=team)}
    kept = {at for at in stored if at < now - QUARTER and at > now - KEPT}
    fresh = {slot.starts_at: slot for slot in slots}
    gone = {row.pk for at, row in stored.items() if at not in kept and not _same(row, fresh.get(at))}
    new = [
        CoverageRisk(
            team=team, starts_at=at, required=slot.required, rostered=round(Decimal(slot.rostered), 2),
            p_breach=round(slot.p_breach, 3), why=slot.why(), computed_at=now,
        )
        for at, slot in fresh.items()
        if not _same(stored.get(at), slot)
    ]  # fmt: skip
    CoverageRisk.objects.filter(pk__in=gone).delete()
    CoverageRisk.objects.bulk_create(new, batch_size=1000)
    return len({row.starts_at for row in new} | {at for at, row in stored.items() if row.pk in gone})


def _same(row: CoverageRisk | None, slot: Slot | None) -> bool:
    if row is None or slot is None:
        return False
    return row.why == slot.why() and row.p_breach == round(slot.p_breach, 3)
