"""A ticket begins."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction

from customers.models import Contact
from lib import database_clock
from lib.storing import insert
from staff.models import Team, User
from tickets import clocks, events, handling, promised
from tickets.actions.assigning import tell_owner
from tickets.actions.checking_off import add_of_type
from tickets.actions.filling import all_said, first_values, numbered
from tickets.actions.sorting import MOST_TAGS
from tickets.actions.writing import Part, write
from tickets.actors import Actor, require
from tickets.choices import Channel, EventKind, MessageKind, Priority, State
from tickets.fields import Stage, Value
from tickets.models import Message, Participant, Ticket, TicketType
from tickets.models.ticket import new_reference
from tickets.tags import meant, note_words

NO_SUBJECT_CHARS = 60
SOON_ENOUGH = datetime.timedelta(minutes=1)


# Nobody catches what fails in here and goes on, so a letter need not pay for a savepoint.
@transaction.atomic(savepoint=False)
def open_ticket(
    *,
    by: Actor,
    requester: Contact,
    team: Team,
    subject: str,
    text: str,
    channel: str,
    html: str = "",
    folded: str = "",
    priority: str = "",
    language: str = "",
    tags: Sequence[str] = (),
    at: datetime.datetime | None = None,
    assignee: User | None = None,
    participants: Sequence[Contact] = (),
    recipients: dict | None = None,
    parts: Sequence[Part] = (),
    message_id: str = "",
    sent_key: str | None = None,
    message: Message | None = None,
    split_from: int | None = None,
    call: datetime.timedelta | None = None,
    kind: TicketType | None = None,
    custom: Mapping[str, object] | None = None,
) -> Ticket:
    """A new ticket with its first message, which is the customer's: whoever opens it, they asked.

    `at` is when the customer's words reached us. A colleague opens it on behalf of the customer (phone,
    walk-in). `message` is one that stood on another ticket and becomes the first of this one; `split_from` is
    that ticket, if the customer knows it as theirs. What `kind` says of tags and priority holds unless the
    caller knows better. `custom` are fields as they were typed, if anybody was asked: then ValidationError
    says what is wrong or needed; what mail brings is taken as far as it is good. `call`: how long the
    colleague talked with them.
    The ticket comes with it as `first_message`.
    """
    if isinstance(by, User):
        require(by, "ticket.open")
    now = database_clock.now()
    at = at or now
    # A colleague wrote it down later than it was said: its timers begin in the past, and the history says so.
    logged = isinstance(by, User) and split_from is None
    late = {"logged_at": now.isoformat()} if logged and now - at > SOON_ENOUGH else {}
    split = {"split_from": split_from} if split_from else {}
    called = {"call_seconds": round(call.total_seconds())} if logged and call else {}
    priority = priority or (kind.priority if kind else "") or Priority.NORMAL
    asked = not split_from and (isinstance(by, User) or channel != Channel.EMAIL)
    values, given = _values(kind, custom, asked, by) if custom is not None else ({}, {})
    subject = " ".join(subject.split())[:500] or " ".join(text.split())[:NO_SUBJECT_CHARS] or "—"
    ticket = Ticket(
        reference=new_reference(),
        subject=subject,
        team=team,
        requester=requester,
        assignee=assignee,
        state=State.OPEN if assignee else State.NEW,
        priority=priority,
        channel=channel,
        language=language or requester.language,
        tags=meant([*tags, *(kind.tags if kind else ())])[:MOST_TAGS],
        type=kind,
        custom=values,
        opened_at=at,
        active_at=at,
        unanswered_since=at,
    )
    note_words(ticket.tags)
    promised.settle(ticket)
    insert(ticket)
    others = {c.pk: c for c in participants if c.pk != requester.pk}.values()
    if others:
        insert(*(Participant(ticket=ticket, contact=c) for c in others))
    if message:
        message.ticket, message.kind = ticket, MessageKind.PUBLIC
        message.origin, message.apart = None, False
        message.save(update_fields=["ticket", "kind", "origin", "apart"])
    else:
        message = write(
            ticket, MessageKind.PUBLIC, contact=requester, channel=channel, at=at, text=text, html=html,
            folded=folded,
            recipients=recipients or {}, parts=[*parts, *given.values()], message_id=message_id,
            sent_key=sent_key,
        )  # fmt: skip
        if given:
            values |= numbered(message, given, first=len(parts))
            Ticket.objects.filter(pk=ticket.pk).update(custom=values)
    opened = events.record(
        ticket, EventKind.OPENED, by=by, at=at, message=message, via=channel, team=team.pk, priority=priority,
        category=ticket.state, on_behalf=logged, **late, **split, **called,
        **_began(kind, values),
    )  # fmt: skip
    add_of_type(ticket, kind, by=by, at=at)
    told = promised.promise(ticket, by=by, at=at)
    if assignee:
        given = events.record(ticket, EventKind.ASSIGNED, by=by, at=at, to=assignee.pk, was=None)
        tell_owner(ticket, given, by=by, to=assignee)
    clocks.refresh(ticket, at, begun=[opened, told])
    if called and call and isinstance(by, User):
        handling.add(by, ticket.pk, call)
    ticket.first_message = message
    return ticket


def _values(
    kind: TicketType | None, raw: Mapping[str, object], asked: bool, by: Actor
) -> tuple[dict[str, Value], dict[str, Part]]:
    """Nothing keeps a letter out; who fills in a form is told what to put right."""
    stage = Stage.OPENING if asked else Stage.KEEPING
    values, given, problems, fields = first_values(
        kind, raw, stage=stage, by_customer=isinstance(by, Contact)
    )
    if problems and asked:
        raise all_said(problems, fields)
    return values, given


def _began(kind: TicketType | None, values: Mapping[str, Value]) -> dict[str, object]:
    """What of it the history keeps."""
    began: dict[str, object] = {"type": kind.pk, "type_name": kind.name} if kind else {}
    return {**began, "custom": dict(values)} if values else began
