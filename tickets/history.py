"""The log of a ticket as its page of history shows it: newest first, a page at a time, by key."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tickets.choices import EventKind
from tickets.models import Ticket, TicketEvent
from tickets.sentences import Names, sentence
from tickets.ways import by_which_way

SHOWN = 100
ON_PAPER = 5000
LATER = datetime.timedelta(minutes=1)
# What was said, and what became of it on its way.
ABOUT_MESSAGES = frozenset(
    {
        EventKind.OPENED,
        EventKind.CUSTOMER_WROTE,
        EventKind.AGENT_ANSWERED,
        EventKind.NOTED,
        EventKind.AUTOMATIC_RECEIVED,
        EventKind.THIRD_PARTY_WROTE,
        EventKind.ANSWER_FAILED,
        EventKind.ANSWER_PARTLY_FAILED,
        EventKind.ANSWER_UNDECIDED,
        EventKind.ANSWER_RESENT,
        EventKind.ANSWER_ARRIVED,
        EventKind.ANSWER_TAKEN_BACK,
        EventKind.ANSWER_PLANNED,
        EventKind.ANSWER_UNPLANNED,
    }
)
# What the reader wants to see → which events that are.
FILTERS: Mapping[str, tuple[object, Q]] = {
    "": (_("Everything"), Q()),
    "changes": (_("Changes"), ~Q(kind__in=sorted(ABOUT_MESSAGES - {EventKind.OPENED}))),
    "messages": (_("Messages"), Q(kind__in=sorted(ABOUT_MESSAGES))),
}


@dataclass(frozen=True, slots=True)
class Row:
    """`late`: when it was written down, if that was a while after it happened."""

    event: TicketEvent
    line: SafeString
    way: SafeString
    late: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """`rows` newest first; `earlier` is where the next page begins, empty on the last one."""

    rows: Sequence[Row]
    earlier: str
    events: Sequence[TicketEvent]


def history_of(
    ticket: Ticket,
    names_of: Callable[[list[TicketEvent]], Names],
    *,
    shows: str = "",
    before: str = "",
    most: int = SHOWN,
) -> Page:
    """Http404 for a filter or a place that we never offered."""
    if shows not in FILTERS:
        raise Http404("no such filter")
    rows = _log(ticket).filter(FILTERS[shows][1])
    if before:
        at, pk = _place(before)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    events = list(rows[: most + 1])
    shown = events[:most]
    names = names_of(shown)
    last = shown[-1] if len(events) > most else None
    return Page(
        rows=[_row(event, line) for event in shown if (line := sentence(event, names))],
        earlier=f"{last.at.isoformat()}_{last.pk}" if last else "",
        events=shown,
    )


def _log(ticket: Ticket) -> QuerySet[TicketEvent]:
    rows = TicketEvent.objects.filter(ticket=ticket.pk).select_related("actor", "contact")
    return rows.order_by("-at", "-pk").only(
        "kind", "at", "recorded_at", "data", "via", "through", "message_id", "ticket_id", "actor__full_name",
        "contact__name", "contact__email",
    )  # fmt: skip


def _row(event: TicketEvent, line: SafeString) -> Row:
    late = event.recorded_at if event.recorded_at - event.at > LATER else None
    return Row(event, line, by_which_way(event), late)


def _place(said: str) -> tuple[datetime.datetime, int]:
    try:
        at, _sign, pk = said[:60].rpartition("_")
        moment = datetime.datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("no zone")
        return moment, min(int(pk), 2**62)
    except (ValueError, OverflowError) as error:
        raise Http404("no such place in the history") from error
