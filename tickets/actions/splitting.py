"""Part of a conversation gets a ticket of its own."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Contact
from lib import database_clock
from staff.models import Team, User
from tickets import clocks, events
from tickets.actions.assigning import may_work
from tickets.actions.carrying import carry
from tickets.actions.linking import note_link
from tickets.actions.locking import locked
from tickets.actions.opening import open_ticket
from tickets.actors import require
from tickets.choices import EventKind, LinkKind, MessageKind
from tickets.fields import Kind, Value
from tickets.models import Message, Ticket
from tickets.setup import every_definition
from tickets.unmerging import retold_by


@transaction.atomic
def split(
    ticket: Ticket,
    *,
    by: User,
    messages: Sequence[int],
    subject: str = "",
    team: Team | None = None,
    participants: Sequence[Contact] = (),
    at: datetime.datetime | None = None,
) -> Ticket:
    """A new ticket with these messages and their files. It begins when the first of them came, and asks for
    whoever wrote it. Here they no longer count: the timers and since when the customer waits follow.

    ValidationError if the first is no customer's, or if it is the one that this ticket began with.
    """
    require(by, "ticket.open")
    old = locked(ticket)
    chosen = _chosen(old, messages)
    at, first = at or database_clock.now(), chosen[0]
    team = team or old.team
    mine = old.assignee if old.assignee_id and may_work(old.assignee, team) else None
    own = open_ticket(
        by=by, requester=first.contact, team=team, subject=subject or old.subject, text=first.text,
        channel=first.channel, priority=old.priority, language=old.language, tags=old.tags, at=first.at,
        assignee=mine, participants=participants, message=first, split_from=old.pk,
        kind=old.type, custom=_without_files(old),
    )  # fmt: skip
    carry(chosen[1:], own)
    events.record(old, EventKind.SPLIT, by=by, at=at, to=own.pk, messages=[m.pk for m in chosen])
    told = retold_by(old)
    events.touch(old, unanswered_since=told.owed_since)
    note_link(own, old, LinkKind.SPLIT, by=by, at=at)
    clocks.refresh(old, at)
    clocks.refresh(own, at)
    own.refresh_from_db()
    return own


def _chosen(ticket: Ticket, numbers: Sequence[int]) -> list[Message]:
    """The messages, in their order, the first a public one of a customer."""
    rows = ticket.messages.filter(pk__in=numbers).exclude(kind=MessageKind.TAKEN_BACK)
    rows = rows.select_related("contact", "author")
    chosen = list(rows.order_by("at", "pk"))
    if not chosen or len(chosen) != len(set(numbers)):
        raise ValidationError(_("Choose messages of this ticket."))
    first = chosen[0]
    if first.contact is None or first.kind != MessageKind.PUBLIC:
        raise ValidationError(_("The first of them must be something a customer wrote to us."))
    opening = ticket.events.filter(kind=EventKind.OPENED).values_list("message", flat=True).first()
    if opening in {message.pk for message in chosen}:
        raise ValidationError(
            _("The ticket began with one of them: without it nothing would be left of its question.")
        )
    return chosen


def _without_files(old: Ticket) -> dict[str, Value]:
    """What its fields say; files stay where they are."""
    known = every_definition() if old.custom else {}
    return {k: v for k, v in old.custom.items() if k not in known or known[k].kind is not Kind.FILE}
