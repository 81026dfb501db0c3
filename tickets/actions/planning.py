"""An answer that leaves later: written now, sent at its time by the same action as any other.

It is a draft with a time. Sending it deletes the row in the transaction that writes the answer, so it is sent
once whoever tries, and stays where it is if that was cut off. Whatever speaks against it makes it a draft
again, and its writer hears why.
"""

import datetime
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from staff.queries import is_supervised
from tickets import workflow
from tickets.access import tickets_for
from tickets.actions.drafts import MOST_ADDRESSED, discard_draft
from tickets.actions.locking import MergedAway, locked
from tickets.actions.stopping import CLOCKWORK, note, stop
from tickets.actions.taking_back import Hold
from tickets.actions.talking import NeedsApproval, StaleReply, refuse_stale, reply
from tickets.actions.writing import Part, clean_name
from tickets.actors import require
from tickets.choices import EventKind, MessageKind
from tickets.later import is_possible
from tickets.models import Draft, DraftFile, Message, Ticket
from tickets.planned_words import Why
from tickets.typed import addresses, signature_of, signed

log = logging.getLogger(__name__)
MOST_PLANNED = 20  # of one person on one ticket


class NotPlanned(Exception):
    """It was sent, or is a draft again."""


@transaction.atomic
def plan_answer(
    ticket: Ticket,
    *,
    by: User,
    text: str,
    to: str,
    cc: str = "",
    send_at: datetime.datetime,
    then: str = "",
    seen: int | None = None,
    parts: Sequence[Part] = (),
) -> Draft:
    """To be sent at that time, if no public message comes before; the same words planned twice for one time
    are one answer. StaleReply if a message has come already; ValidationError for a time that is past or too
    far away.
    """
    require(by, "ticket.reply")
    fresh = locked(ticket)
    if row := Draft.objects.planned().filter(user=by, ticket=fresh, text=text, send_at=send_at).first():
        return row
    if is_supervised(by, fresh.team_id):
        raise NeedsApproval
    refuse_stale(fresh, by=by, seen=seen)
    at = database_clock.now()
    _check_time(send_at, at)
    if Draft.objects.planned().filter(ticket=fresh, user=by).count() >= MOST_PLANNED:
        raise ValidationError(_("At most %(n)s planned answers, please."), params={"n": MOST_PLANNED})
    row = Draft.objects.create(
        user=by, ticket=fresh, kind=MessageKind.PUBLIC, text=text, to=to[:MOST_ADDRESSED],
        cc=cc[:MOST_ADDRESSED], then=then, send_at=send_at,
        seen=last_public(fresh) if seen is None else seen,
    )  # fmt: skip
    attach(row, parts)
    discard_draft(fresh, by=by, kind=MessageKind.PUBLIC)
    note(fresh, EventKind.ANSWER_PLANNED, row, by=by, at=at, send_at=send_at.isoformat())
    return row


def _check_time(send_at: datetime.datetime, now: datetime.datetime) -> None:
    if not is_possible(send_at, now):
        raise ValidationError(_("Choose a time ahead of us, within a year."))


def last_public(ticket: Ticket) -> int:
    newest = ticket.messages.filter(kind=MessageKind.PUBLIC).order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


@transaction.atomic
def replan(row: Draft, *, by: User, send_at: datetime.datetime) -> Draft:
    """At another time. Only its writer's to decide, says whoever calls."""
    ticket, fresh = _locked(row)
    at = database_clock.now()
    _check_time(send_at, at)
    was, fresh.send_at = fresh.send_at, send_at
    fresh.save(update_fields=["send_at"])
    told = {"send_at": send_at.isoformat(), "was": was.isoformat() if was else None}
    note(ticket, EventKind.ANSWER_PLANNED, fresh, by=by, at=at, **told)
    return fresh


@transaction.atomic
def unplan(row: Draft, *, by: User) -> Draft:
    """A draft of its writer again; one that a colleague stopped tells them so. NotPlanned if it has left."""
    require(by, "ticket.reply")
    ticket, fresh = _locked(row)
    stop(ticket, fresh, Why.COLLEAGUE if by.pk != fresh.user_id else Why.WRITER, by=by)
    return fresh


@transaction.atomic
def send_now(row: Draft, *, by: User, hold: Hold | None = None) -> Message:
    """Before its time. What speaks against it is raised, as with any answer."""
    ticket, fresh = _locked(row)
    return _send(ticket, fresh, by=by, hold=hold)


def send_due(now: datetime.datetime | None = None) -> int:
    """Send all whose time has come; how many left. One that fails holds up nobody; the next tick tries it."""
    until, sent = now or database_clock.now(), 0
    due = Draft.objects.planned().filter(send_at__lte=until).order_by("send_at", "pk")
    for number in list(due.values_list("pk", flat=True)[:1000]):
        try:
            sent += send_planned(number, until)
        except Exception:
            log.exception("planned answer %s could not be sent", number)
    return sent


@transaction.atomic
def send_planned(number: int, now: datetime.datetime) -> bool:
    """One of them, if it is still due; False if it is not sent. What speaks against it is told its writer."""
    try:
        ticket, row = _locked(Draft(pk=number), due=now)
    except (NotPlanned, MergedAway):
        return False
    try:
        with transaction.atomic():
            if not tickets_for(row.user).filter(pk=ticket.pk).exists():
                raise PermissionDenied
            _send(ticket, row, by=row.user)
    except StaleReply as stale:
        asked = any(message.from_customer for message in stale.newer)
        stop(ticket, row, Why.CUSTOMER if asked else Why.ANSWERED, by=CLOCKWORK)
    except PermissionDenied:
        stop(ticket, row, Why.FORBIDDEN, by=CLOCKWORK)
    except (workflow.MoveRefused, ValidationError):
        stop(ticket, row, Why.REFUSED, by=CLOCKWORK)
    else:
        return True
    return False


def _locked(row: Draft, *, due: datetime.datetime | None = None) -> tuple[Ticket, Draft]:
    """Its ticket first, as everybody does, then the row. NotPlanned if it waits no more."""
    planned = Draft.objects.planned().filter(pk=row.pk)
    if due:
        planned = planned.filter(send_at__lte=due)
    ticket = Ticket.objects.filter(pk__in=planned.values("ticket")).first()
    if ticket is None:
        raise NotPlanned
    ticket = locked(ticket)
    fresh = planned.filter(ticket=ticket).select_related("user").select_for_update(of=("self",)).first()
    if fresh is None:
        raise NotPlanned
    return ticket, fresh


def _send(ticket: Ticket, row: Draft, *, by: User, hold: Hold | None = None) -> Message:
    message = as_answer(ticket, row, by=by, hold=hold, seen=row.seen)
    row.delete()
    return message


def as_answer(ticket: Ticket, row: Draft, *, by: User, **given: Any) -> Message:
    """The answer that waited; the row is the caller's to delete, in this transaction."""
    text, html = signed(row.text, signature_of(by, ticket))
    files = row.files.select_related("blob")
    return reply(
        ticket, by=by, text=text, html=html, then=row.then, planned=True, sent_key=f"planned-{row.pk}",
        recipients={"to": addresses(row.to), "cc": addresses(row.cc)},
        parts=[Part(name=f.name, content=f.blob, content_type=f.content_type) for f in files], **given,
    )  # fmt: skip


def attach(row: Draft, parts: Sequence[Part]) -> None:
    DraftFile.objects.bulk_create(
        [
            DraftFile(draft=row, blob=part.blob(), name=clean_name(part.name), content_type=part.content_type)
            for part in parts
        ]
    )
