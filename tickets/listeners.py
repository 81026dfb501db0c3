"""What other floors tell the tickets, and what these tell each other."""

import logging

from celery import current_app
from django.utils.translation import gettext_noop

from customers.models import OrganisationChange
from lib.hints import hint
from notices.actions import notify
from notices.choices import Kind as NoticeKind
from outbox.models import Letter
from sla.models import Adoption
from staff.models import User
from tickets.access import colleagues_for
from tickets.actions import note_deliveries, note_letter
from tickets.actions.drafts import forget_sent
from tickets.actions.following import followers_of
from tickets.actions.surveying import plan_survey
from tickets.choices import OURS, EventKind
from tickets.crews import is_handed_out
from tickets.models import Ticket, TicketEvent
from tickets.phrases import who

log = logging.getLogger(__name__)


def on_answer(event: TicketEvent) -> None:
    """An answer is on its way: nobody can take it back any more. Safe to run twice."""
    if event.message and event.message.held_until:
        forget_sent(event.message)


on_answer.hears = frozenset({EventKind.AGENT_ANSWERED})  # type: ignore[attr-defined]


def on_said(event: TicketEvent) -> None:
    """Followers are told, but for whoever said it, and whose ticket it is what its customer wrote. Safe to
    run twice: each of them once for each event.
    """
    if event.kind not in SAID:
        return
    mine = _whose(event.ticket) if event.kind == EventKind.CUSTOMER_WROTE else []
    _tell_said(event, mine, NoticeKind.CUSTOMER)
    people = [one for one in followers_of(event.ticket) if one.pk != event.actor_id and one not in mine]
    _tell_said(event, people, NoticeKind.FOLLOWED)


def _whose(ticket: Ticket) -> list[User]:
    return list(User.objects.filter(pk=ticket.assignee_id, is_active=True))


def _tell_said(event: TicketEvent, people: list[User], kind: str) -> None:
    notify(
        people,
        key=f"said-{event.pk}",
        kind=kind,
        words=SAID[event.kind],
        params={"who": who(event), "subject": event.ticket.subject},
        page="tickets:ticket",
        page_args=[event.ticket_id],
        about=("ticket", event.ticket_id),
    )


SAID = {
    EventKind.CUSTOMER_WROTE: gettext_noop("{who} wrote: {subject}"),
    EventKind.AGENT_ANSWERED: gettext_noop("{who} answered: {subject}"),
}
on_said.hears = frozenset(SAID)  # type: ignore[attr-defined]


def on_note(event: TicketEvent) -> None:
    """Whom a note mentions is told, if they may still see it. Safe to run twice: each of them once."""
    people = event.data.get("mentions") if event.kind == EventKind.NOTED else None
    if not people or event.message_id is None:
        return
    notify(
        colleagues_for(event.ticket).filter(pk__in=people).exclude(pk=event.actor_id),
        key=f"mention-{event.message_id}",
        kind=NoticeKind.MENTIONED,
        words=MENTIONED,
        params={"who": who(event), "number": event.ticket_id, "subject": event.ticket.subject},
        page="tickets:message",
        page_args=[event.message_id],
        about=("ticket", event.ticket_id),
    )


MENTIONED = gettext_noop("{who} mentioned you: #{number} {subject}")
on_note.hears = frozenset({EventKind.NOTED})  # type: ignore[attr-defined]


def on_routable(event: TicketEvent) -> None:
    """It came to a team, or its customer wrote: if nobody has it, or nobody who is there, a worker looks for
    somebody. Only a hint: what it misses, the beat finds.
    """
    if event.ticket.state in OURS and is_handed_out(event.ticket.team_id):
        hint("tickets.tasks.route", event.pk)


on_routable.hears = frozenset(  # type: ignore[attr-defined]
    {EventKind.OPENED, EventKind.CUSTOMER_WROTE, EventKind.TEAM_CHANGED}
)


def on_solved(event: TicketEvent) -> None:
    """Its customer is asked how it was, once some time has passed. Safe to run twice."""
    if event.data.get("move") == "solve":
        plan_survey(event)


on_solved.hears = frozenset({EventKind.MOVED})  # type: ignore[attr-defined]


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
