"""Tickets into prints, and prints into counts by hour: new ones, and step by step those of the weeks before.

Everything is found from the rows each time, so that it may be killed anywhere.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.models import F, Max, Min, QuerySet

from reports.models import TicketPrint, TopicHour, WordCount
from reports.radar.clusters import beginnings
from reports.radar.topic_weeks import open_again
from tickets.choices import MessageKind
from tickets.fields import Kind
from tickets.models import Message, Ticket
from tickets.setup import definitions

LOOK_BACK = datetime.timedelta(weeks=12)
RECENT = datetime.timedelta(hours=3)
HOUR = datetime.timedelta(hours=1)
BATCH = 1000
BATCHES = 10
LATE_STORED = 200
_RECOUNT = """
INSERT INTO reports_topichour (topic, hour, n)
SELECT topic, date_trunc('hour', p.at, 'UTC') AS hour, count(*)
FROM reports_ticketprint p, LATERAL unnest(p.topics || ''::varchar) AS topic
WHERE p.at >= %s AND p.at < %s GROUP BY 1, 2"""
_COUNT_WORDS = """
INSERT INTO reports_wordcount AS w (word, n) SELECT * FROM unnest(%s::varchar[], %s::int[])
ON CONFLICT (word) DO UPDATE SET n = GREATEST(w.n + EXCLUDED.n, 0)"""


def print_new(now: datetime.datetime) -> bool:
    """Whether everything that is to be looked back on has its print."""
    _batch(_again(now))
    for _n in range(BATCHES):
        rows = _missing(now)
        if not rows:
            return True
        _batch(rows)
    return False


def _missing(now: datetime.datetime) -> list[Ticket]:
    """By number, on from where the prints end: above first, then below, so that between their ends none is
    left out. Those of the last numbers are looked for one by one: they may be stored in another order.
    """
    ends = TicketPrint.objects.aggregate(top=Max("ticket"), bottom=Min("ticket"))
    tickets = _plain(Ticket.objects.filter(opened_at__gt=now - LOOK_BACK, opened_at__lte=now))
    if ends["top"] is None:
        return [*tickets.order_by("-number")[:BATCH]]
    edge = max(ends["top"] - LATE_STORED, ends["bottom"])
    known = {*TicketPrint.objects.filter(pk__gte=edge).values_list("pk", flat=True)}
    above = [*tickets.filter(number__gte=edge).exclude(number__in=known).order_by("number")[:BATCH]]
    return above or [*tickets.filter(number__lt=ends["bottom"]).order_by("-number")[:BATCH]]


def _again(now: datetime.datetime) -> list[Ticket]:
    """Those of the last hours that have a print: tags and fields are often set a little later."""
    lately = TicketPrint.objects.filter(at__gt=now - RECENT).values("ticket")
    return [*_plain(Ticket.objects.filter(number__in=lately))]


def _plain(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return tickets.only("number", "subject", "tags", "type", "custom", "opened_at", "requester").order_by()


@transaction.atomic
def _batch(tickets: Sequence[Ticket]) -> None:
    numbers = [ticket.pk for ticket in tickets]
    known = TicketPrint.objects.in_bulk(numbers)
    choices = {one.key for one in definitions() if one.kind is Kind.CHOICE}
    texts = _first_texts([number for number in numbers if number not in known])
    new, changed, hours = [], [], set()
    for ticket in tickets:
        topics = topics_of(ticket, choices)
        there = known.get(ticket.pk)
        if there is None:
            words = sorted(beginnings(ticket.subject, texts.get(ticket.pk, "")))
            new.append(
                TicketPrint(
                    ticket=ticket, at=ticket.opened_at, who=ticket.requester_id, topics=topics, words=words
                )
            )
        elif there.topics != topics:
            there.topics = topics
            changed.append(there)
        else:
            continue
        hours.add(ticket.opened_at.replace(minute=0, second=0, microsecond=0))
    TicketPrint.objects.bulk_create(new, ignore_conflicts=True)
    TicketPrint.objects.bulk_update(changed, ["topics"])
    _count_words(new, 1)
    _recount(hours)


def _first_texts(numbers: Collection[int]) -> dict[int, str]:
    rows = Message.objects.filter(ticket__in=numbers, kind=MessageKind.PUBLIC, contact__isnull=False)
    return dict(rows.order_by("ticket", "at", "pk").distinct("ticket").values_list("ticket", "text"))


def topics_of(ticket: Ticket, choices: Collection[str]) -> list[str]:
    """As keys: its tags, its type, what was chosen in the desk's own fields."""
    found = [f"tag:{tag}" for tag in ticket.tags]
    if ticket.type_id:
        found.append(f"type:{ticket.type_id}")
    chosen = ((key, ticket.custom.get(key)) for key in choices)
    found += [f"field:{key}={value}" for key, value in chosen if isinstance(value, str) and value]
    return sorted(key for key in found if len(key) <= 120)


def _count_words(prints: Sequence[TicketPrint], sign: int) -> None:
    counted = Counter(word for one in prints for word in one.words)
    counted[""] = len(prints)
    rows = sorted(counted.items())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_WORDS, [[word for word, _n in rows], [sign * n for _word, n in rows]])


def _recount(hours: Collection[datetime.datetime]) -> None:
    open_again(hours)
    for hour in sorted(hours):
        TopicHour.objects.filter(hour=hour).delete()
        with connection.cursor() as cursor:
            cursor.execute(_RECOUNT, [hour, hour + HOUR])


def forget_old(now: datetime.datetime) -> int:
    """Prints that nobody looks back on any more; counts by hour stay."""
    with transaction.atomic():
        old = [*TicketPrint.objects.filter(at__lt=now - LOOK_BACK - HOUR).order_by("at")[: BATCH * BATCHES]]
        TicketPrint.objects.filter(pk__in=[one.pk for one in old]).delete()
        if old:
            _lower(old)
    return len(old)


def _lower(prints: Sequence[TicketPrint]) -> None:
    counted = Counter(word for one in prints for word in one.words)
    counted[""] = len(prints)
    for word, n in sorted(counted.items()):
        WordCount.objects.filter(word=word, n__gte=n).update(n=F("n") - n)


def forget_words(number: int) -> None:
    TicketPrint.objects.filter(ticket=number).update(words=[])
