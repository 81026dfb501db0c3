"""What other floors tell the tickets."""

from outbox.choices import LetterState
from outbox.models import Letter
from tickets.actions import note_failure


def on_letter(letter: Letter) -> None:
    """A letter that carried an answer has failed for good: the ticket says so. Safe to run twice."""
    message = getattr(letter, "ticket_message", None)
    if message and letter.state in {LetterState.FAILED, LetterState.SUPPRESSED}:
        note_failure(message, problem=letter.problem)
