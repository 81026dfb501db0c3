"""What a writer types, as it leaves: to whom, and what stands under it."""

from collections.abc import Sequence
from email.utils import getaddresses

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from lib.html import from_markdown, from_text
from staff.models import Team, User
from tickets.models import Ticket

MOST_ADDRESSES = 50
is_address = EmailValidator()


def addresses(text: str) -> list[dict[str, str]]:
    """What one types into To: names and addresses between commas, semicolons or lines. ValidationError."""
    text = ", ".join(line for line in text.replace(";", ",").splitlines() if line.strip())
    found: dict[str, dict[str, str]] = {}
    for name, address in getaddresses([text]):
        if not name and not address:
            if text.strip(" ,"):
                raise ValidationError(_("“%(text)s” is not an address."), params={"text": text[:100]})
            continue
        try:
            is_address(address)
        except ValidationError as error:
            wrong = address or name
            raise ValidationError(_("“%(text)s” is not an address."), params={"text": wrong[:100]}) from error
        clean = "".join(c for c in name if c.isprintable())[:200]
        found.setdefault(address.lower(), {"name": clean, "address": address})
    if len(found) > MOST_ADDRESSES:
        raise ValidationError(_("At most %(n)s addresses, please."), params={"n": MOST_ADDRESSES})
    return list(found.values())


def in_words(people: Sequence[dict[str, str]]) -> str:
    """As one would type them; never encoded, because a person reads it."""
    return ", ".join(_typed(person) for person in people)


def _typed(person: dict[str, str]) -> str:
    name = person.get("name", "").replace('"', "").strip()
    if not name:
        return person["address"]
    return (
        f'"{name}" <{person["address"]}>'
        if set(name) & set(",;:@<>()[]\\.")
        else f"{name} <{person['address']}>"
    )


def signature_of(user: User, ticket: Ticket) -> str:
    """The writer's own signature, else the team's in the language of the ticket."""
    if hasattr(ticket, "team_signature"):
        team = Team(signature=ticket.team_signature, signatures=ticket.team_signatures)
    else:
        team = ticket.team
    return (user.signature or team.signature_in(ticket.language)).strip()


def signed(text: str, signature: str) -> tuple[str, str]:
    """Text and HTML as they leave, the signature under them."""
    html = from_markdown(text)
    if not signature:
        return text, html
    return f"{text}\n\n{signature}", f"{html}\n{from_text(signature)}"
