"""Saying something on a ticket."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Contact
from lib import database_clock
from lib.html import from_text
from staff.models import User
from staff.queries import is_supervised
from tickets import addressees, clocks, events, workflow
from tickets.access import may_write
from tickets.actions.assigning import hand_over, may_work
from tickets.actions.drafts import discard_draft
from tickets.actions.locking import copy_back, locked, locked_end
from tickets.actions.moving import apply_move
from tickets.actions.snoozing import rouse
from tickets.actions.stopping import stop_planned
from tickets.actions.taking_back import Hold, keep
from tickets.actions.writing import Part, write
from tickets.actors import Actor, require
from tickets.choices import Channel, EventKind, MessageKind, Waking
from tickets.mentioning import handles_on
from tickets.mentions import marked, mentioned
from tickets.models import Message, Participant, Ticket


class NeedsApproval(PermissionDenied):
    """The writer is supervised in this team: somebody else has to approve the answer first."""


class StaleReply(Exception):
    """A public message came in after the writer last looked; `newer` holds them. Nothing was sent."""

    def __init__(self, newer: Sequence[Message]) -> None:
        super().__init__(f"{len(newer)} newer messages")
        self.newer = newer


@transaction.atomic
def reply(
    ticket: Ticket,
    *,
    by: User,
    text: str,
    html: str = "",
    recipients: dict | None = None,
    parts: Sequence[Part] = (),
    then: str = "",
    seen: int | None = None,
    sent_key: str | None = None,
    at: datetime.datetime | None = None,
    channel: str = Channel.EMAIL,
    hold: Hold | None = None,
    planned: bool = False,
    approved_by: User | None = None,
) -> Message:
    """A public answer to the customer; the letter follows from its event.

    `then` is a move to make with it (wait, solve). `seen` is the last public message the writer saw:
    StaleReply
    if there is a newer one of the customer's. `sent_key` makes a double click one answer. An unassigned
    ticket becomes the writer's. With `hold` it can be taken back for a while, and leaves after that. What was
    `planned` leaves alone what its writer types at that moment. NeedsApproval if the writer is supervised and
    nobody has approved it.
    """
    require(by, "ticket.reply")
    fresh = locked(ticket)
    if sent_key and (sent := Message.objects.filter(sent_key=sent_key, author=by).first()):
        copy_back(fresh, ticket)
        return sent
    if fresh.requester.erased_at:
        raise ValidationError(_("This customer was erased: nobody can write to them."))
    if approved_by is None and is_supervised(by, fresh.team_id):
        raise NeedsApproval
    refuse_stale(fresh, by=by, seen=seen)
    at = at or database_clock.now()
    message = write(
        fresh, MessageKind.PUBLIC, author=by, channel=channel, at=at, text=text, html=html,
        recipients=recipients or addressed_to(fresh), parts=parts, sent_key=sent_key,
        held_until=hold.until(at) if hold else None,
    )  # fmt: skip
    events.touch(fresh, active_at=max(fresh.active_at, at), unanswered_since=None)
    told = {"planned": True} if planned else {}
    events.record(fresh, EventKind.AGENT_ANSWERED, by=by, at=at, message=message, via=channel, **told)
    if fresh.assignee_id is None and may_work(by, fresh.team):
        hand_over(fresh, by=by, to=by, at=at)
    follow = then or workflow.ON_AGENT_ANSWER.get(fresh.state, "")
    if follow and fresh.state != workflow.MOVES[follow].target:
        apply_move(fresh, follow, by=by, at=at)
    if not planned:
        discard_draft(fresh, by=by, kind=MessageKind.PUBLIC)
    keep(message, hold)
    clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return message


def refuse_stale(ticket: Ticket, *, by: User, seen: int | None) -> None:
    """StaleReply if somebody else wrote publicly on the locked ticket since."""
    if seen is None:
        return
    newer = ticket.messages.filter(kind=MessageKind.PUBLIC, pk__gt=seen).exclude(author=by)
    if found := list(newer):
        raise StaleReply(found)


def addressed_to(ticket: Ticket) -> dict:
    """Whom the composer of the ticket's page would show."""
    here = Ticket.objects.filter(pk=ticket.pk).annotate(**addressees.columns())
    row = here.select_related("requester").get()
    return addressees.prefilled(row)


@transaction.atomic
def add_note(
    ticket: Ticket,
    *,
    by: User,
    text: str,
    html: str = "",
    parts: Sequence[Part] = (),
    sent_key: str | None = None,
    at: datetime.datetime | None = None,
) -> Message:
    """An internal note. It has no recipients and never leaves. Whom it mentions is told, if they may see
    it.
    """
    require(by, "ticket.note")
    fresh = locked(ticket)
    if sent_key and (sent := Message.objects.filter(sent_key=sent_key, author=by).first()):
        copy_back(fresh, ticket)
        return sent
    at = at or database_clock.now()
    told, html = _mentions(fresh, by, text, html)
    message = write(
        fresh,
        MessageKind.NOTE,
        author=by,
        channel=Channel.WEB,
        at=at,
        text=text,
        html=html,
        parts=parts,
        sent_key=sent_key,
    )
    events.touch(fresh, active_at=max(fresh.active_at, at))
    events.record(fresh, EventKind.NOTED, by=by, at=at, message=message, **told)
    discard_draft(fresh, by=by, kind=MessageKind.NOTE)
    copy_back(fresh, ticket)
    return message


def _mentions(ticket: Ticket, by: User, text: str, html: str) -> tuple[dict[str, list[int]], str]:
    """For the event whom a note mentions, and its HTML with a mark around each."""
    if "@" not in text:
        return {}, html
    handles = handles_on(ticket, by=by)
    people = mentioned(text, handles)
    return ({"mentions": people}, marked(html or from_text(text), handles)) if people else ({}, html)


@transaction.atomic
def receive(
    ticket: Ticket,
    *,
    by: Contact,
    text: str,
    channel: str,
    html: str = "",
    folded: str = "",
    recipients: dict | None = None,
    parts: Sequence[Part] = (),
    participants: Sequence[Contact] = (),
    message_id: str = "",
    sent_key: str | None = None,
    at: datetime.datetime | None = None,
    reopens: bool = True,
) -> Message:
    """A customer's message; the caller has checked that they are part of the conversation. It reopens what
    had ended, unless the caller found that this happens too often to be a person's doing.

    On a ticket that was merged it comes where that one went; for colleagues only, if they take no part there.
    """
    fresh = locked_end(ticket)
    if sent_key and (sent := Message.objects.filter(sent_key=sent_key, contact=by).first()):
        copy_back(fresh, ticket)
        return sent
    if fresh.pk != ticket.pk and not may_write(by, fresh):
        kept = keep_third_party(
            fresh, by=by, text=text, channel=channel, html=html, folded=folded, recipients=recipients,
            parts=parts, message_id=message_id, sent_key=sent_key, at=at,
        )  # fmt: skip
        Message.objects.filter(pk=kept.pk).update(origin=ticket)  # where its writer reads it
        return kept
    at = at or database_clock.now()
    message = write(
        fresh, MessageKind.PUBLIC, contact=by, channel=channel, at=at, text=text, html=html, folded=folded,
        recipients=recipients, parts=parts, message_id=message_id, sent_key=sent_key,
    )  # fmt: skip
    joining = [by, *participants]
    Participant.objects.bulk_create(
        [Participant(ticket=fresh, contact=c) for c in joining if c.pk != fresh.requester_id],
        ignore_conflicts=True,
    )
    since = min(fresh.unanswered_since or at, at)
    events.touch(fresh, active_at=max(fresh.active_at, at), unanswered_since=since)
    held = {} if reopens else {"held": "reopened_too_often"}
    events.record(fresh, EventKind.CUSTOMER_WROTE, by=by, at=at, message=message, via=channel, **held)
    if not fresh.snooze_keeps:
        rouse(fresh, Waking.CUSTOMER, by=by, at=at)
    follow = workflow.ON_CUSTOMER_MESSAGE.get(fresh.state)
    if follow and (reopens or follow != "reopen"):
        apply_move(fresh, follow, by=by, at=at)
    stop_planned(fresh)
    clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return message


def keep_automatic(ticket: Ticket, *, by: Actor, kind: str = MessageKind.AUTOMATIC, **said) -> Message:
    """An automatic answer or a report: kept in the thread, but it moves nothing and stops no clock."""
    return _keep(ticket, kind, EventKind.AUTOMATIC_RECEIVED, by=by, **said)


def keep_third_party(ticket: Ticket, *, by: Contact, **said) -> Message:
    """A message of somebody who is not part of the conversation: staff see it, the customer does not."""
    return _keep(ticket, MessageKind.THIRD_PARTY, EventKind.THIRD_PARTY_WROTE, by=by, **said)


@transaction.atomic
def _keep(
    ticket: Ticket, kind: str, event: str, *, by: Actor, channel: str = Channel.EMAIL,
    at: datetime.datetime | None = None, **said,
) -> Message:  # fmt: skip
    fresh = locked_end(ticket)
    at = at or database_clock.now()
    contact = by if isinstance(by, Contact) else None
    message = write(fresh, kind, contact=contact, channel=channel, at=at, **said)
    events.touch(fresh, active_at=max(fresh.active_at, at))
    events.record(fresh, event, by=by, at=at, message=message, via=channel)
    if kind == MessageKind.THIRD_PARTY and not fresh.snooze_keeps:
        rouse(fresh, Waking.CUSTOMER, by=by, at=at)
    copy_back(fresh, ticket)
    return message
