"""What we write to candidates, in their language. It goes out by the outbox and goes with them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hiring.actions.candidates import held_for, noted
from hiring.choices import LetterKind, OfferState
from hiring.models import Candidate, CandidateLetter
from lib import database_clock
from lib.text import clean
from outbox import letters
from outbox.actions import queue
from outbox.writing import full_address
from staff.models import User

MOST_WORDS = 4_000


def rendered(candidate: Candidate, kind: str, *, words: str, by: User) -> tuple[str, str, str]:
    """Subject, text and HTML, as it would leave. ValidationError if nothing can be offered."""
    offer = None
    if kind == LetterKind.OFFER:
        offer = candidate.offers.filter(state__in=(OfferState.APPROVED, OfferState.MADE)).first()
        if offer is None:
            raise ValidationError(_("No offer is approved yet."))
    context = {
        "name": candidate.name,
        "title": candidate.position.title,
        "words": clean(words).strip()[:MOST_WORDS],
        "offer": offer,
        "writer": by.full_name,
        "until": candidate.consent_until,
    }
    return letters.render(f"hiring_{kind}", context, candidate.language)


@transaction.atomic
def write_letter(
    candidate: Candidate, kind: str, *, by: User, words: str = "", sent_key: str = ""
) -> CandidateLetter:
    """Queued. An answer goes to whoever wrote, never into the desk's mailboxes, where others read. The same
    `sent_key` sends once.
    """
    held = held_for(candidate, by)
    if kind not in LetterKind.values:
        raise ValidationError(_("There is no such choice."))
    if not held.email:
        raise ValidationError(_("They have no mail address."))
    if kind == LetterKind.INVITATION and not words.strip():
        raise ValidationError(_("Say when and where."))
    subject, text, html = rendered(held, kind, words=words, by=by)
    now = database_clock.now()
    letter = queue(
        key=f"hiring-{held.pk}-{kind}-{sent_key or now.timestamp()}"[:200],
        kind=f"hiring_{kind}",
        to=[full_address(held.name, held.email)],
        subject=subject,
        text=text,
        html=html,
        reply_to=full_address(by.full_name, by.email),
        automatic=False,
    )
    row, made = CandidateLetter.objects.get_or_create(
        letter=letter, defaults={"candidate": held, "kind": kind, "by": by, "at": now}
    )
    if made:
        noted(held, by, "letter")
    return row
