"""What other floors tell the tickets."""

from outbox.models import Letter
from tickets.actions import note_deliveries


def on_letter(letter: Letter) -> None:
    """Something is known about a letter that carried an answer: the ticket says so. Safe to run twice."""
    if message := getattr(letter, "ticket_message", None):
        note_deliveries(message)
