"""What the promise page of a ticket shows: every clock, what was said about it, and what can be done."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Left
from django.forms import Form
from django.utils.safestring import SafeString

from sla.policy import Audience, Metric
from staff.models import User
from tickets import clocks
from tickets.choices import DisputeAnswer, EventKind, MessageKind
from tickets.explaining import Explained, explained
from tickets.forms.promising import DueForm, FreeForm, RetimeForm, StretchForm
from tickets.models import Dispute, Ticket, TicketEvent
from tickets.sentences import Names, sentence

NOTED = frozenset(
    {
        *(EventKind.WARNED, EventKind.BREACHED, EventKind.BREACH_SUPERSEDED, EventKind.DUE_SET),
        *(EventKind.DUE_FREED, EventKind.DISPUTED, EventKind.DISPUTE_DROPPED, EventKind.DISPUTE_DECLINED),
        *(EventKind.EXCLUDED, EventKind.INCLUDED),
    }
)
LAG_TOLD = datetime.timedelta(seconds=1)
MOST_OFFERED = 60
Bound = tuple[str, str, Form]  # which form, of which card, as it was sent


@dataclass(frozen=True, slots=True)
class Told:
    """A line about the clock. `lag`: how long after it happened it was noticed; `void`: taken back since."""

    event: TicketEvent
    line: SafeString
    lag: datetime.timedelta | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One cycle of a clock with what was said of it. A form is None where this reader may not, or cannot."""

    told: Explained
    lines: Sequence[Told] = ()
    dispute: Dispute | None = None
    exclusions: Sequence[TicketEvent] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)


def cards(
    ticket: Ticket, reader: User, events: Sequence[TicketEvent], names: Names, now: datetime.datetime,
    bound: Bound | None = None,
) -> list[Card]:  # fmt: skip
    told = clocks.read(ticket, now, events)
    adjusted = clocks.read_adjusted(ticket, now, events)
    asked = {(d.metric, d.cycle): d for d in ticket.disputes.filter(answer=DisputeAnswer.OPEN)}
    found = explained(told, adjusted, events, now)
    newest = {(each.clock.audience, each.clock.metric): each.clock.cycle for each in found}
    return [
        Card(
            told=each,
            lines=_told(events, each, names),
            dispute=None if each.is_internal else asked.get((each.clock.metric, each.clock.cycle)),
            exclusions=_exclusions(events, each),
            forms=_forms(each, reader, newest, asked, bound),
        )
        for each in found
    ]


def _about(events: Sequence[TicketEvent], each: Explained) -> list[TicketEvent]:
    return [e for e in events if e.kind in NOTED and _key_in(e.data) == clocks.key_of(each.clock)]


def _key_in(data: Mapping[str, Any]) -> tuple[str, object, object]:
    return data.get("audience", Audience.CUSTOMER.value), data.get("metric"), data.get("cycle")


def _told(events: Sequence[TicketEvent], each: Explained, names: Names) -> list[Told]:
    void = {e.data.get("breach") for e in events if e.kind == EventKind.BREACH_SUPERSEDED}
    void |= {e.data.get("exclusion") for e in events if e.kind == EventKind.INCLUDED}
    return [
        Told(event, sentence(event, names), lag_of(event), event.pk in void) for event in _about(events, each)
    ]


def lag_of(event: TicketEvent) -> datetime.timedelta | None:
    """How long after it was due somebody was told."""
    if event.kind not in (EventKind.WARNED, EventKind.BREACHED) or not event.data.get("noticed_at"):
        return None
    lag = datetime.datetime.fromisoformat(event.data["noticed_at"]) - event.at
    return lag if lag >= LAG_TOLD else datetime.timedelta(0)


def _exclusions(events: Sequence[TicketEvent], each: Explained) -> list[TicketEvent]:
    back = {e.data.get("exclusion") for e in events if e.kind == EventKind.INCLUDED}
    return [e for e in _about(events, each) if e.kind == EventKind.EXCLUDED and e.pk not in back]


def _forms(
    each: Explained,
    reader: User,
    newest: Mapping[tuple[Audience, Metric], int],
    asked: Mapping[tuple[str, int], Dispute],
    bound: Bound | None,
) -> dict[str, Form]:
    """Empty, but for the one that was sent and came back. Our own promises are nobody's to dispute."""
    if each.is_internal:
        return {}
    is_newest = newest[each.clock.audience, each.clock.metric] == each.clock.cycle
    clock, disputed = each.clock, asked.get((each.clock.metric, each.clock.cycle))
    about = {"metric": clock.metric.value, "cycle": clock.cycle}
    forms: dict[str, Form] = {}
    if reader.may("promise.set_due") and each.is_open and is_newest:
        forms["due"] = DueForm(initial=about, auto_id=f"{each.key}-due-%s")
        if clock.by_hand:
            forms["free"] = FreeForm(initial=about, auto_id=f"{each.key}-free-%s")
    stretch = {"offered": offered(each), "initial": about}
    if reader.may("promise.exclude"):
        if disputed:
            stretch["initial"] = about | {"since": disputed.since, "until": disputed.until, "stretch": ""}
        forms["exclude"] = StretchForm(**stretch, auto_id=f"{each.key}-exclude-%s")
    elif not disputed and reader.may("promise.dispute"):
        forms["dispute"] = StretchForm(**stretch, auto_id=f"{each.key}-dispute-%s")
    if bound and bound[1] == each.key:
        forms[bound[0]] = bound[2]
        bound[2].auto_id = f"{each.key}-{bound[0]}-%s"
        if isinstance(bound[2], StretchForm):
            bound[2].fields["stretch"].widget.choices = (
                StretchForm(**stretch).fields["stretch"].widget.choices
            )
    return forms


def offered(each: Explained) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """The whole cycle, and each stretch that counted."""
    whole = [(line.piece.start, line.piece.end) for line in each.stretches]
    if not whole:
        return []
    counted = [(line.piece.start, line.piece.end) for line in each.stretches if line.piece.look == "used"]
    return list(dict.fromkeys([(whole[0][0], whole[-1][1]), *counted]))[:MOST_OFFERED]


def flags(events: Sequence[TicketEvent], names: Names) -> list[SafeString]:
    """What makes the times other than they were first written down."""
    late = [e for e in events if e.kind == EventKind.OPENED and e.data.get("logged_at")]
    return [sentence(e, names) for e in (*late, *(e for e in events if e.kind == EventKind.RETIMED))]


def retime_form(ticket: Ticket, reader: User, data: Any = None) -> RetimeForm | None:
    if not reader.may("promise.retime"):
        return None
    theirs = ticket.messages.filter(kind=MessageKind.PUBLIC, contact__isnull=False)
    shown = theirs.annotate(words=Left("text", 200)).only("at", "ticket_id").order_by("-at", "-pk")
    return RetimeForm(data, messages=shown, auto_id="retime-%s")
