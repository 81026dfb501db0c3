"""Keeping facts and figures up to date with the log of events, in batches that may be killed anywhere.

Events get their numbers before they are committed, so those that may not be settled are looked at again: a
ticket is counted anew when it has more events than it was counted from.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce

from lib import database_clock
from reports.choices import FactKind
from reports.counted.drifted import drifted
from reports.counted.facts import Ended, Event, Fact, facts_of
from reports.counted.month_rollup import close_a_month
from reports.counted.queue_rollup import days_of, roll_queues, tell_stale
from reports.counted.rollup import notice_zones, roll
from reports.models import Counted, CountedUpTo, StaleDay, TicketFact
from sla.choices import Audience
from tickets.choices import ClockState, EventKind, MessageKind
from tickets.handling import spent_on
from tickets.models import Ticket, TicketClock, TicketEvent
from tickets.products import signs
from tickets.promised import calendar_of

SLICE = 20_000
BATCH = 200
LATE_COMMITS = datetime.timedelta(minutes=10)
LOCK = 0x0F16_0922  # an advisory lock: one counts at a time
SAID = (EventKind.OPENED, EventKind.CUSTOMER_WROTE, EventKind.AGENT_ANSWERED)
OLDEST_WRITER = """
SELECT min(xact_start) FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"""
FIELDS = (
    "ticket_id", "kind", "number", "at", "until", "seconds", "working", "kept", "score", "team_id",
    "agent_id", "channel", "priority", "language", "organisation_id", "type_id", "topics", "products",
)  # fmt: skip


def bring_up_to_date() -> int:
    """All that is new; how many tickets were counted. Nothing, if somebody is at it already."""
    done = 0
    while (count := _next_batch()) is not None:
        done += count
    roll_stale()
    return done


def look_over() -> int:
    """Tickets that are something else now than their facts say, though nothing happened to them: counted
    anew; how many. By their numbers, a slice at a time, and never more of them in one transaction.
    """
    newest = Counted.objects.aggregate(newest=Max("pk"))["newest"] or 0
    done = 0
    for after in range(0, newest, SLICE):
        numbers = drifted(after, after + SLICE)
        for start in range(0, len(numbers), BATCH):
            with transaction.atomic():
                if not _alone():
                    return done
                count(numbers[start : start + BATCH])
            done += len(numbers[start : start + BATCH])
    roll_stale()
    return done


def roll_stale(most: int = 40) -> None:
    """The queues and figures of the days that are stale, so many in a transaction; then figures of months
    that are over, one in a transaction.
    """
    while True:
        with transaction.atomic():
            if not _alone():
                return
            notice_zones()
            queues = roll_queues()
            days = [*StaleDay.objects.select_for_update(skip_locked=True).order_by("-day")[:most]]
            if not days and not queues and not close_a_month(database_clock.now()):
                return
            roll(day.day for day in days)
            StaleDay.objects.filter(pk__in=[day.pk for day in days]).delete()


def _next_batch() -> int | None:
    """Of the tickets to which something happened, in the order of their events: how many were counted; None
    if nothing is left or another is at it. The cursor moves as far as all is settled; what is younger is
    looked at each time.
    """
    with transaction.atomic():
        if not _alone():
            return None
        row, _ = CountedUpTo.objects.get_or_create(pk=1)
        after = row.event
        while (last := _end_of_slice(after)) is not None:
            found = TicketEvent.objects.filter(pk__gt=after, pk__lte=last)
            stale = _stale(set(found.order_by().values_list("ticket", flat=True).distinct()))
            if stale:
                count(stale[:BATCH])
                return len(stale[:BATCH])
            settled = found.filter(recorded_at__lt=_settled_before()).aggregate(last=Max("pk"))["last"]
            if settled is not None and row.event == after:
                row.event = settled
                row.save(update_fields=["event"])
                if settled == last:
                    return 0  # a transaction for each slice
            after = last
        return None


def _end_of_slice(after: int) -> int | None:
    """From the first event that there is: numbers may be missing, however many. None after the last."""
    ahead = TicketEvent.objects.filter(pk__gt=after).aggregate(first=Min("pk"), newest=Max("pk"))
    return None if ahead["first"] is None else min(ahead["first"] + SLICE, ahead["newest"])


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _settled_before() -> datetime.datetime:
    """What was recorded before has been committed: no transaction that may still write is older."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_WRITER)
        began = cursor.fetchone()[0]
    now = database_clock.now()
    return min(now, began or now) - LATE_COMMITS


def _stale(numbers: Iterable[int]) -> list[int]:
    """Those of the tickets that have other events than they were counted from."""
    numbers = [*numbers]
    known = dict(Counted.objects.filter(pk__in=numbers).values_list("pk", "events"))
    rows = TicketEvent.objects.filter(ticket__in=numbers).order_by().values_list("ticket")
    return sorted(number for number, n in rows.annotate(n=Count("pk")) if known.get(number) != n)


def count(numbers: Sequence[int]) -> None:
    """The facts of these tickets anew, in the caller's transaction; days that are touched become stale."""
    # Counted before they are read: what comes in between is found the next time.
    events = TicketEvent.objects.filter(ticket__in=numbers).order_by().values_list("ticket")
    counted = [Counted(pk=number, events=n) for number, n in events.annotate(n=Count("pk"))]
    made = {row.key: row for row in rows_of(numbers)}
    kept: set[tuple[Any, ...]] = set()
    gone: list[int] = []
    days: set[datetime.date] = set()
    waited: set[datetime.date] = set()
    for old in TicketFact.objects.filter(ticket__in=numbers):
        key = (old.ticket_id, old.kind, old.number)
        if key in made and made[key].says(old):
            kept.add(key)
        else:
            gone.append(old.pk)
            days |= _days(old)
            waited |= days_of(old)
    new = [row.made for key, row in made.items() if key not in kept]
    for row in new:
        days |= _days(row)
        waited |= days_of(row)
    TicketFact.objects.filter(pk__in=gone).delete()
    TicketFact.objects.bulk_create(new, batch_size=1000)
    StaleDay.objects.bulk_create([StaleDay(day=day) for day in days], ignore_conflicts=True)
    tell_stale(waited)
    Counted.objects.bulk_create(
        counted, update_conflicts=True, unique_fields=["ticket"], update_fields=["events"]
    )


class Row:
    """A fact as it is to stand."""

    def __init__(self, ticket: Ticket, products: list[int], fact: Fact) -> None:
        self.made = TicketFact(
            ticket_id=ticket.pk, kind=fact.kind, number=fact.number, at=fact.at, until=fact.until,
            seconds=fact.seconds, working=fact.working, kept=fact.kept, score=fact.score, team_id=fact.team,
            agent_id=fact.agent, channel=ticket.channel, priority=ticket.priority, language=ticket.language,
            organisation_id=ticket.requester.organisation_id, type_id=ticket.type_id,
            topics=sorted(ticket.tags), products=products,
        )  # fmt: skip
        self.key = (ticket.pk, fact.kind, fact.number)

    def says(self, old: TicketFact) -> bool:
        return all(getattr(old, name) == getattr(self.made, name) for name in FIELDS)


def rows_of(numbers: Sequence[int]) -> list[Row]:
    """The facts of these tickets from their events, in seven statements."""
    tickets = Ticket.objects.filter(pk__in=numbers).select_related("requester")
    tickets = tickets.defer("search_vector", "custom")
    log, promises, spent, said = _logs(numbers), _promises(numbers), spent_on(numbers), signs()
    found = []
    for ticket in tickets:
        calendar = calendar_of(ticket.calendar_version_id) if ticket.calendar_version_id else None
        facts = facts_of(
            log[ticket.pk], promises[ticket.pk], merged=ticket.merged_into_id is not None,
            working=(lambda a, b, of=calendar: int(of.between(a, b).total_seconds())) if calendar else None,
            spent=spent.get(ticket.pk, 0),
        )  # fmt: skip
        products = said.products(ticket.type_id, ticket.tags)
        found += [Row(ticket, products, fact) for fact in facts]
    return found


def _logs(numbers: Sequence[int]) -> dict[int, list[Event]]:
    """The events of each, and of others those of messages that stand in it now."""
    wanted, log = set(numbers), defaultdict(list)
    rows = (
        TicketEvent.objects.filter(Q(ticket__in=numbers) | Q(message__ticket__in=numbers, kind__in=SAID))
        .order_by()
        .values_list(
            "pk", "ticket", "kind", "at", "actor", "message", "message__ticket", "message__kind", "data"
        )
    )
    for pk, ticket, kind, at, actor, message, stands, sort, data in rows:
        if kind == EventKind.AGENT_ANSWERED and sort != MessageKind.PUBLIC:
            continue
        event = Event(pk, kind, at, actor, message, message is None or stands == ticket, False, data)
        if ticket in wanted:
            log[ticket].append(event)
        if message is not None and stands != ticket and stands in wanted and kind in SAID:
            log[stands].append(Event(pk, kind, at, actor, message, True, True, data))
    return log


def _promises(numbers: Sequence[int]) -> dict[int, list[Ended]]:
    """Of customers, that were kept or missed; as a manager adjusted them."""
    found = defaultdict(list)
    rows = TicketClock.objects.filter(ticket__in=numbers, audience=Audience.CUSTOMER).annotate(
        ended_at=Coalesce("breached_at", "stopped_at")
    )
    for clock in rows.order_by("pk"):
        told = clock.adjusted_state or clock.state
        if clock.ended_at is not None and told in (ClockState.MET, ClockState.MISSED):
            found[clock.ticket_id].append(
                Ended(clock.metric, clock.cycle, clock.ended_at, told == ClockState.MET)
            )
    return found


def _days(fact: TicketFact) -> set[datetime.date]:
    moments = [fact.at, *([fact.until] if fact.until and fact.kind == FactKind.BACKLOG else [])]
    return {moment.astimezone(datetime.UTC).date() for moment in moments}
