"""What the tickets tell the reports."""

from reports.radar.printing import forget_words
from tickets.choices import EventKind
from tickets.models import TicketEvent


def on_redacted(event: TicketEvent) -> None:
    """What was taken out of a ticket is not kept by the radar either. Safe to run twice."""
    forget_words(event.ticket_id)


on_redacted.hears = frozenset({EventKind.REDACTED})  # type: ignore[attr-defined]
