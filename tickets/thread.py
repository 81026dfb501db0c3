"""The conversation as one reads it: messages, and between them one dim line for each thing that happened."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.safestring import SafeString

from lib.prepared import Prepared
from outbox.choices import DeliveryState, LetterState
from outbox.models import Delivery
from tickets.choices import EventKind, MessageKind
from tickets.models import Attachment, Message, Ticket, TicketEvent
from tickets.sentences import Names, sentence

SHOWN = 30
# A letter that says with its markup what text alone would lose.
RICH = r"<(img|table|ul|ol|h[1-6]|b|strong|em|i|u|font|pre|code|hr|a)[ />]"
# What a colleague wrote stands in the page itself; with pictures, which only mail brings, in a frame.
PICTURED = Q(html__contains="<img ")
OURS = Q(author__isnull=False) & ~PICTURED
TEXT_SHOWN = 20_000
FAILED = frozenset({LetterState.FAILED, LetterState.SUPPRESSED})
# What is told of a message that the page shows already.
ABOUT_DELIVERY = frozenset(
    {
        EventKind.ANSWER_FAILED,
        EventKind.ANSWER_PARTLY_FAILED,
        EventKind.ANSWER_UNDECIDED,
        EventKind.ANSWER_RESENT,
        EventKind.ANSWER_ARRIVED,
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """Either a message or a line about an event."""

    at: datetime.datetime
    rank: int
    pk: int
    message: Message | None = None
    event: TicketEvent | None = None
    line: SafeString = field(default_factory=SafeString)
    is_new: bool = False

    @property
    def key(self) -> tuple[datetime.datetime, int, int]:
        return self.at, self.rank, self.pk

    @property
    def cursor(self) -> str:
        return f"{self.at.timestamp():.6f}.{self.rank}.{self.pk}"


@dataclass(frozen=True, slots=True)
class Thread:
    """`earlier` is the cursor of what came before; `last_event` is where the next look begins."""

    items: Sequence[Item]
    earlier: str
    last_event: int
    last_public: int


def messages_of(ticket: Ticket) -> QuerySet[Message]:
    """With authors, files and the state of their letters, but without a stranger's HTML, which its own
    frame shows.
    """
    files = Attachment.objects.filter(message=OuterRef("pk")).order_by("pk")
    troubled = Delivery.objects.filter(letter=OuterRef("letter")).exclude(state=DeliveryState.SENT)
    return (
        ticket.messages.exclude(kind=MessageKind.TAKEN_BACK)
        .select_related("author", "contact", "letter")
        .annotate(
            files=ArraySubquery(files.values(row=JSONObject(
                id="pk", name="name", size="blob__size", inline="inline", cid="content_id",
            ))),
            deliveries=ArraySubquery(troubled.order_by("pk").values(row=JSONObject(
                address="address", state="state", code="code", diagnostic="diagnostic",
            ))),
            own_html=Case(When(OURS, then=F("html")), default=Value(""), output_field=TextField()),
            rich=ExpressionWrapper(
                Q(author__isnull=True, html__iregex=RICH) | Q(author__isnull=False) & PICTURED,
                output_field=BooleanField(),
            ),
        )
        .defer(
            "search_vector", "html", "author__password", "author__signature",
            "letter__text", "letter__html", "letter__headers", "letter__files",
        )
    )  # fmt: skip


def events_of(ticket: Ticket) -> list[TicketEvent]:
    """The whole log, without the rarely read columns."""
    return _log(ticket_id=ticket.pk)


@Prepared
def _newest(*, ticket_id: int) -> QuerySet[Message]:
    return messages_of(Ticket(pk=ticket_id)).order_by("-at", "-pk")[: SHOWN + 1]


@Prepared
def _log(*, ticket_id: int) -> QuerySet[TicketEvent]:
    events = TicketEvent.objects.filter(ticket=ticket_id).select_related("actor", "contact").only(
        "kind", "at", "data", "via", "message_id", "ticket_id", "actor__full_name", "contact__name",
        "contact__email"
    )  # fmt: skip
    return events.order_by("at", "pk")


def thread_of(
    ticket: Ticket,
    events: Sequence[TicketEvent],
    names: Names,
    *,
    before: str = "",
    reader_id: int | None = None,
) -> Thread:
    """The last SHOWN items, or those before the cursor. Http404 for a cursor that we never made."""
    end = parse_cursor(before) if before else None
    if end:
        same = Q(at=end[0], pk__lt=end[2]) if end[1] == 0 else Q(at=end[0])
        rows = messages_of(ticket).filter(Q(at__lt=end[0]) | same)
        messages = list(rows.order_by("-at", "-pk")[: SHOWN + 1])
    else:
        messages = _newest(ticket_id=ticket.pk)
    tell_failures(messages, events)
    items = [_message_item(m) for m in messages] + _lines(events, names)
    items.sort(key=lambda item: item.key)
    if end:
        items = [item for item in items if item.key < end]
    if len(messages) > SHOWN:  # what is older than these is not loaded
        oldest = (messages[-1].at, 0, messages[-1].pk)
        items = [item for item in items if item.key > oldest]
    shown = items[-SHOWN:]
    has_more = len(items) > SHOWN or len(messages) > SHOWN
    public = [m.pk for m in messages if m.kind == MessageKind.PUBLIC]
    return Thread(
        items=_mark_new(shown, ticket, reader_id),
        earlier=shown[0].cursor if has_more and shown else "",
        last_event=max((e.pk for e in events), default=0),
        last_public=max(public, default=0),
    )


def since(ticket: Ticket, events: Sequence[TicketEvent], names: Names, last_event: int) -> list[Item]:
    """What came after the event that the page has seen last."""
    fresh = [e for e in events if e.pk > last_event]
    wanted = {e.message_id for e in fresh if e.message_id and e.kind not in ABOUT_DELIVERY}
    messages = list(messages_of(ticket).filter(pk__in=wanted)) if wanted else []
    tell_failures(messages, events)
    items = [_message_item(m) for m in messages] + _lines(fresh, names)
    return sorted(items, key=lambda item: item.key)


def tell_failures(messages: Iterable[Message], events: Iterable[TicketEvent]) -> None:
    """Give each message the `problem` of its letter, be it refused at once or sent back later."""
    came_back: dict[int | None, str] = {}
    for event in events:
        if event.kind == EventKind.ANSWER_FAILED:
            came_back[event.message_id] = event.data.get("problem", "")
        elif event.kind in {EventKind.ANSWER_RESENT, EventKind.ANSWER_ARRIVED}:
            came_back.pop(event.message_id, None)
    for message in messages:
        refused = message.letter.problem if message.letter and message.letter.state in FAILED else None
        message.problem = came_back.get(message.pk, refused)


def told_of(events: Iterable[TicketEvent], last_event: int | None) -> set[int]:
    """The messages whose delivery has news since that event."""
    if last_event is None:
        return set()
    return {e.message_id for e in events if e.pk > last_event and e.message_id and e.kind in ABOUT_DELIVERY}


def parse_cursor(text: str) -> tuple[datetime.datetime, int, int]:
    try:
        seconds, fraction, rank, pk = text[:60].split(".")
        at = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
        return at + datetime.timedelta(microseconds=int(fraction)), int(rank), min(int(pk), 2**62)
    except (ValueError, OverflowError, OSError) as error:
        raise Http404("no such place in the thread") from error


def _message_item(message: Message) -> Item:
    return Item(at=message.at, rank=0, pk=message.pk, message=message)


def _lines(events: Iterable[TicketEvent], names: Names) -> list[Item]:
    """What came with an answer that was taken back is in the history only."""
    events = list(events)
    undone = {pk for e in events if e.kind == EventKind.ANSWER_TAKEN_BACK for pk in e.data["events"]}
    told = ((event, sentence(event, names)) for event in events if event.pk not in undone)
    return [Item(at=e.at, rank=1, pk=e.pk, event=e, line=line) for e, line in told if line]


def _mark_new(items: Sequence[Item], ticket: Any, reader_id: int | None) -> list[Item]:
    """The first message of somebody else that came after the reader's last look gets a line above it."""
    seen_at = getattr(ticket, "seen_at", None)
    if seen_at is None:
        return list(items)
    for at, item in enumerate(items):
        if item.message and item.at > seen_at and item.message.author_id != reader_id:
            new = Item(at=item.at, rank=item.rank, pk=item.pk, message=item.message, is_new=True)
            return [*items[:at], new, *items[at + 1 :]]
    return list(items)
