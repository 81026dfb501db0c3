"""What other floors tell the tickets."""

from outbox.models import Letter
from tickets.actions import note_deliveries, note_letter


def on_letter(letter: Letter) -> None:
    """Something is known about a letter of a ticket: the ticket says so. Safe to run twice."""
    if message := getattr(letter, "ticket_message", None):
        note_deliveries(message)
    elif letter.thread:
        note_letter(letter)
