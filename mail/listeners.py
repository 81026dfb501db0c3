"""What the tickets tell the mail: an answer was written, so a letter must leave."""

from tickets.models import TicketEvent


def on_ticket_event(event: TicketEvent) -> None:
    """Queue the letter that this event calls for. Safe to run twice: the letter's key is unique."""
