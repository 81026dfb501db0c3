"""A ticket begins."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from customers.models import Contact
from lib import database_clock
from staff.models import Team, User
from tickets import clocks, events, promised
from tickets.actions.writing import Part, write
from tickets.actors import Actor, require
from tickets.choices import EventKind, MessageKind, Priority, State
from tickets.models import Message, Participant, Ticket
from tickets.models.ticket import new_reference

NO_SUBJECT_CHARS = 60
SOON_ENOUGH = datetime.timedelta(minutes=1)


@transaction.atomic
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
    priority: str = Priority.NORMAL,
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
) -> Ticket:
    """A new ticket with its first message, which is the customer's: whoever opens it, they asked.

    `at` is when the customer's words reached us. A colleague opens it on behalf of the customer (phone,
    walk-in). `message` is one that stood on another ticket and becomes the first of this one; `split_from` is
    that ticket, if the customer knows it as theirs.
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
        tags=sorted(set(tags)),
        opened_at=at,
        active_at=at,
        unanswered_since=at,
    )
    promised.settle(ticket)
    ticket.save(force_insert=True)
    Participant.objects.bulk_create(
        [
            Participant(ticket=ticket, contact=c)
            for c in {c.pk: c for c in participants}.values()
            if c.pk != requester.pk
        ],
        ignore_conflicts=True,
    )
    if message:
        message.ticket, message.kind = ticket, MessageKind.PUBLIC
        message.origin, message.apart = None, False
        message.save(update_fields=["ticket", "kind", "origin", "apart"])
    else:
        message = write(
            ticket, MessageKind.PUBLIC, contact=requester, channel=channel, at=at, text=text, html=html,
            folded=folded,
            recipients=recipients or {}, parts=parts, message_id=message_id, sent_key=sent_key,
        )  # fmt: skip
    opened = events.record(
        ticket, EventKind.OPENED, by=by, at=at, message=message, via=channel, team=team.pk, priority=priority,
        category=ticket.state, on_behalf=logged, **late, **split,
    )  # fmt: skip
    told = promised.promise(ticket, by=by, at=at)
    if assignee:
        events.record(ticket, EventKind.ASSIGNED, by=by, at=at, to=assignee.pk, was=None)
    clocks.refresh(ticket, at, begun=[opened, told])
    ticket.first_message = message
    return ticket
