"""Whether facts and figures say what the events say: counted anew, slowly, in Python."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction

from reports.choices import FactKind
from reports.counted.counting import BATCH, FIELDS, count, roll_stale, rows_of
from reports.counted.months import month_of
from reports.counted.queue_rollup import tell_stale
from reports.counted.queue_verifying import wrong_queues
from reports.counted.rollup import ONE_DAY, zones
from reports.counted.sketch import sketch_of
from reports.models import DayFigure, FigureZone, MonthFigure, StaleDay, TicketFact
from tickets.models import Ticket

Key = tuple[Any, ...]
# By day, kind, team, dimension and key: when, which fact, and whether it is the end of it.
Gathered = dict[Key, list[tuple[datetime.datetime, TicketFact, bool]]]


def wrong_facts() -> Iterator[int]:
    """Tickets whose facts are not what their events say."""
    numbers = [*Ticket.objects.order_by("pk").values_list("pk", flat=True)]
    for start in range(0, len(numbers), BATCH):
        yield from _wrong(numbers[start : start + BATCH])


def _wrong(numbers: Sequence[int]) -> list[int]:
    def told(fact: TicketFact) -> Key:
        return tuple(str(getattr(fact, name)) for name in FIELDS)

    stand = Counter(told(fact) for fact in TicketFact.objects.filter(ticket__in=numbers))
    ought = Counter(told(row.made) for row in rows_of(numbers))
    return sorted({int(row[0]) for row in (stand - ought) + (ought - stand)})


class Wrong(NamedTuple):
    """A figure that is not what the facts add up to."""

    day: datetime.date
    words: str


def wrong_figures() -> list[Wrong]:
    """What differs between the figures and queues of days, the figures of months, and the facts added up in
    Python.
    """
    facts = [*TicketFact.objects.all()]
    found = [Wrong(*one) for one in wrong_queues(facts)]
    for name in zones():
        gathered = _gathered(facts, ZoneInfo(name))
        ought = {place: _sums(rows) for place, rows in gathered.items()}
        found += _differing(name, ought, _standing(name))
        months = {place: _without_hours(_sums(rows)) for place, rows in _by_month(name, gathered).items()}
        found += _differing(f"{name}, the month of", months, _standing_months(name))
    return found


def _differing(what: str, ought: Mapping[Key, Key], stand: Mapping[Key, Key]) -> Iterator[Wrong]:
    for key in sorted({*ought, *stand}, key=str):
        if ought.get(key) != stand.get(key):
            yield Wrong(key[0], f"{what} {key}: {stand.get(key)}, but {ought.get(key)}")


def mend(tickets: Sequence[int], figures: Iterable[Wrong]) -> None:
    """What differs is counted anew and stored."""
    for start in range(0, len(tickets), BATCH):
        with transaction.atomic():
            count(tickets[start : start + BATCH])
    days = {wrong.day + n * ONE_DAY for wrong in figures for n in (-1, 0, 1)}
    StaleDay.objects.bulk_create([StaleDay(day=day) for day in days], ignore_conflicts=True)
    tell_stale(days)
    roll_stale()


def _standing(zone: str) -> dict[Key, Key]:
    return {
        (row.day, row.kind, row.team_id, row.dimension, row.key): (
            row.n, row.kept, row.score, row.at_minutes, row.seconds, tuple(row.hours), row.sketch,
            row.working_sketch,
        )
        for row in DayFigure.objects.filter(zone=zone)
    }  # fmt: skip


def _standing_months(zone: str) -> dict[Key, Key]:
    return {
        (row.day, row.kind, row.team_id, row.dimension, row.key): (
            row.n, row.kept, row.score, row.at_minutes, row.seconds, row.sketch, row.working_sketch,
        )
        for row in MonthFigure.objects.filter(zone=zone)
    }  # fmt: skip


def _by_month(zone: str, gathered: Gathered) -> Gathered:
    """Of the months that have figures."""
    until = FigureZone.objects.filter(name=zone).values_list("months_until", flat=True).first()
    found: Gathered = {}
    for (day, *place), rows in gathered.items():
        if until and day < until:
            found.setdefault((month_of(day), *place), []).extend(rows)
    return found


def _without_hours(sums: Key) -> Key:
    return (*sums[:5], *sums[6:])


def _gathered(facts: Sequence[TicketFact], zone: ZoneInfo) -> Gathered:
    gathered: Gathered = {}
    for fact in facts:
        moments = [(fact.at, str(fact.kind))]
        if fact.kind == FactKind.BACKLOG and fact.until:
            moments.append((fact.until, str(FactKind.LEFT)))
        for moment, kind in moments:
            local = moment.astimezone(zone)
            for dimension, key in _keys(fact):
                place = (local.date(), kind, fact.team_id, dimension, key)
                gathered.setdefault(place, []).append((local, fact, kind == FactKind.LEFT))
    return gathered


def _sums(rows: Sequence[tuple[datetime.datetime, TicketFact, bool]]) -> Key:
    hours = [0] * 24
    for local, _fact, _left in rows:
        hours[local.hour] += 1
    counted = [fact for _local, fact, left in rows if not left]
    return (
        len(rows),
        sum(1 for fact in counted if fact.kept),
        sum(fact.score or 0 for fact in counted),
        sum(int(fact.at.timestamp() // 60) for _local, fact, _left in rows),
        sum(fact.seconds or 0 for fact in counted),
        tuple(hours),
        sketch_of(fact.seconds for fact in counted if fact.seconds is not None),
        sketch_of(fact.working for fact in counted if fact.working is not None),
    )


def _keys(fact: TicketFact) -> list[tuple[str, str]]:
    return [
        ("", ""), ("agent", str(fact.agent_id or "")), ("channel", fact.channel), ("priority", fact.priority),
        ("language", fact.language), ("organisation", str(fact.organisation_id or "")),
        ("type", str(fact.type_id or "")), *(("topic", topic) for topic in set(fact.topics)),
        *(("product", str(product)) for product in set(fact.products)),
    ]  # fmt: skip
