"""What other floors tell the tickets, and what these tell each other."""

import logging

from celery import current_app

from customers.models import OrganisationChange
from outbox.models import Letter
from sla.models import Adoption
from tickets.actions import note_deliveries, note_letter
from tickets.actions.drafts import forget_sent
from tickets.choices import EventKind
from tickets.models import TicketEvent

log = logging.getLogger(__name__)


def on_answer(event: TicketEvent) -> None:
    """An answer is on its way: nobody can take it back any more. Safe to run twice."""
    if event.message and event.message.held_until:
        forget_sent(event.message)


on_answer.hears = frozenset({EventKind.AGENT_ANSWERED})  # type: ignore[attr-defined]


def on_letter(letter: Letter) -> None:
    """Something is known about a letter of a ticket: the ticket says so. Safe to run twice."""
    if message := getattr(letter, "ticket_message", None):
        note_deliveries(message)
    elif letter.thread:
        note_letter(letter)


def on_adoption(adoption: Adoption) -> None:
    """Open tickets are to take over a promise: a worker begins now, or the beat finds the row."""
    _hint()


def on_organisation(change: OrganisationChange) -> None:
    """Something is said of an organisation: its open tickets may be promised something else."""
    _hint()


def _hint() -> None:
    try:
        current_app.send_task("tickets.tasks.adopt_promises")
    except Exception as error:  # any broker trouble: the rows are the truth
        log.warning("promises wait for the beat: %s", error)
