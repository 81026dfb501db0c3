"""The hinge: every change of a ticket leaves a row here, and the news of it travels upward from here."""

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from customers.models import Contact
from lib import through
from lib.hints import hint
from lib.storing import insert, update
from staff.models import User
from tickets import chaining
from tickets.actors import Actor, Desk
from tickets.models import Message, Ticket, TicketEvent

log = logging.getLogger(__name__)
_history = ContextVar("history", default=False)


@contextmanager
def as_history() -> Iterator[None]:
    """What is recorded inside happened long ago: nobody is told and no letter follows."""
    token = _history.set(True)
    try:
        yield
    finally:
        _history.reset(token)


@contextmanager
def as_news() -> Iterator[None]:
    """Inside a history that is written down: this part of it happened just now."""
    token = _history.set(False)
    try:
        yield
    finally:
        _history.reset(token)


def is_history() -> bool:
    return _history.get()


def record(
    ticket: Ticket,
    kind: str,
    *,
    by: Actor,
    at: datetime.datetime,
    message: Message | None = None,
    via: str = "",
    **data: Any,
) -> TicketEvent:
    """Write the event in the caller's transaction; once that commits, a task announces it to
    TICKET_LISTENERS, if any of them hears of this kind.
    """
    if isinstance(by, Desk):
        data["source"] = by.source
    event = TicketEvent(
        ticket=ticket,
        kind=kind,
        at=at,
        actor=by if isinstance(by, User) else None,
        contact=by if isinstance(by, Contact) else None,
        message=message,
        via=via,
        through=through.way(),
        data=data,
        announced_at=None if not _history.get() and _heard(kind, tuple(settings.TICKET_LISTENERS)) else at,
    )
    event.seal = chaining.seal(event)
    insert(event)
    if event.announced_at is None:
        wait = held_for(message, at)
        transaction.on_commit(lambda: hint("tickets.tasks.announce", event.pk, wait), robust=True)
    return event


def held_for(message: Message | None, at: datetime.datetime) -> float:
    """How many seconds later than that it may be announced: an answer can be taken back until then."""
    if message is None or message.held_until is None:
        return 0
    return max((message.held_until - at).total_seconds() + 0.5, 0)


@lru_cache(maxsize=256)
def _heard(kind: str, listeners: tuple[str, ...]) -> bool:
    """Whether anybody is to be told: a listener names its kinds in `hears`; one that names none hears all.

    Most events concern no listener, and a task for each would cost more than the event itself.
    """
    return any(kind in getattr(import_string(path), "hears", (kind,)) for path in listeners)


def announce_row(event_id: int) -> bool:
    """Tell every listener once; False if it was told already, somebody is telling it right now, or it is of
    an answer that can still be taken back.
    """
    with transaction.atomic():
        event = (
            TicketEvent.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=event_id, announced_at=None)
            .exclude(message__held_until__gt=Now())
            .select_related("ticket", "message")
            .first()
        )
        if event is None:
            return False
        for path in settings.TICKET_LISTENERS:
            import_string(path)(event)
        event.announced_at = timezone.now()
        event.save(update_fields=["announced_at"])
    return True


def touch(ticket: Ticket, **fields: Any) -> None:
    """Save exactly these fields and count the revision up."""
    for name, value in fields.items():
        setattr(ticket, name, value)
    ticket.revision = ticket.revision + 1
    update(ticket, *fields, count_up="revision")
