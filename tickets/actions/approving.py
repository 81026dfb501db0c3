"""Supervised answers: written by one, approved by another, or returned with a word why.

Until then nothing is said: the promise to the customer runs on.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from staff.queries import is_supervised
from tickets.access import tickets_for
from tickets.actions.drafts import MOST_ADDRESSED, discard_draft, write_on
from tickets.actions.locking import locked
from tickets.actions.macros import use_macro
from tickets.actions.planning import as_answer, attach, last_public
from tickets.actions.stopping import note
from tickets.actions.talking import add_note, addressed_to, refuse_stale, reply
from tickets.actions.writing import Part
from tickets.actors import require
from tickets.approval_words import tell_approvers, tell_returned
from tickets.choices import EventKind, MessageKind
from tickets.models import Draft, Macro, Message, Ticket
from tickets.typed import in_words


class NotAsked(Exception):
    """It was sent, or is a draft again."""


@transaction.atomic
def ask_approval(
    ticket: Ticket, *, by: User, text: str, to: str = "", cc: str = "", then: str = "",
    seen: int | None = None, parts: Sequence[Part] = (), macro: Macro | None = None,
) -> Draft:  # fmt: skip
    """The answer waits for an approver, and whoever can approve it hears. StaleReply as with any answer. The
    same words asked for twice are one answer. Without `to` it goes to whom the composer would show. What the
    macro changes is changed when it is approved.
    """
    require(by, "ticket.reply")
    fresh = locked(ticket)
    if waits := Draft.objects.asked().filter(user=by, ticket=fresh, text=text).first():
        return waits
    refuse_stale(fresh, by=by, seen=seen)
    at = database_clock.now()
    if not to:
        people = addressed_to(fresh)
        to, cc = in_words(people["to"]), in_words(people["cc"])
    row = Draft.objects.create(
        user=by, ticket=fresh, kind=MessageKind.PUBLIC, text=text, to=to[:MOST_ADDRESSED],
        cc=cc[:MOST_ADDRESSED], then=then, seen=last_public(fresh) if seen is None else seen, asked_at=at,
        macro=macro,
    )  # fmt: skip
    attach(row, parts)
    discard_draft(fresh, by=by, kind=MessageKind.PUBLIC)
    note(fresh, EventKind.ANSWER_ASKED, row, by=by, at=at)
    tell_approvers(fresh, row, at=at)
    return row


def answer(ticket: Ticket, *, by: User, text: str, **given: Any) -> Message | None:
    """What is no composer's doing, from mail or a program: sent, or None if it waits for an approver."""
    if not is_supervised(by, ticket.team_id):
        return reply(ticket, by=by, text=text, **given)
    asked = {name: given[name] for name in ("then", "seen", "parts") if name in given}
    ask_approval(ticket, by=by, text=text, **asked)
    return None


@transaction.atomic
def approve(row: Draft, *, by: User, seen: int | None = None, text: str = "") -> Message:
    """It is sent in its writer's name, with the approver's words if they changed any. `seen` is the last
    public message the approver saw.
    """
    _check_approver(row, by)
    ticket, fresh = _locked(row)
    refuse_stale(ticket, by=fresh.user, seen=seen)
    if not tickets_for(fresh.user).filter(pk=ticket.pk).exists():
        raise PermissionDenied
    if fresh.macro:
        use_macro(ticket, macro=fresh.macro, by=fresh.user, sent_key=f"planned-{fresh.pk}")
    fresh.text = text.strip() or fresh.text
    message = as_answer(ticket, fresh, by=fresh.user, approved_by=by, seen=None)
    note(ticket, EventKind.ANSWER_APPROVED, fresh, by=by, at=message.at)
    fresh.delete()
    return message


@transaction.atomic
def send_back(row: Draft, *, by: User, why: str) -> Draft:
    """A draft of its writer again; why stands in the thread as a note."""
    _check_approver(row, by)
    if not why.strip():
        raise ValidationError(_("Say why, so that its writer can put it right."))
    ticket, fresh = _locked(row)
    at = database_clock.now()
    write_on(fresh)
    note(ticket, EventKind.ANSWER_RETURNED, fresh, by=by, at=at)
    add_note(ticket, by=by, text=why, at=at)
    tell_returned(ticket, fresh, by=by, why=why, at=at)
    return fresh


@transaction.atomic
def withdraw(row: Draft, *, by: User) -> Draft:
    """Its writer has it as a draft again; whoever calls has made sure that it is theirs."""
    ticket, fresh = _locked(row)
    write_on(fresh)
    note(ticket, EventKind.ANSWER_RETURNED, fresh, by=by, at=database_clock.now())
    return fresh


def _check_approver(row: Draft, by: User) -> None:
    """Nobody approves what they wrote."""
    require(by, "answer.approve")
    if row.user_id == by.pk:
        raise PermissionDenied


def _locked(row: Draft) -> tuple[Ticket, Draft]:
    asked = Draft.objects.asked().filter(pk=row.pk)
    ticket = Ticket.objects.filter(pk__in=asked.values("ticket")).first()
    if ticket is None:
        raise NotAsked
    ticket = locked(ticket)
    fresh = (
        asked.filter(ticket=ticket).select_related("user", "macro").select_for_update(of=("self",)).first()
    )
    if fresh is None:
        raise NotAsked
    return ticket, fresh
