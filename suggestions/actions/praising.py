"""What customers said well of us. Whoever calls has made sure that `by` may see the message."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import Team, User
from suggestions.models import Praise

MOST_WORDS = 2000


@transaction.atomic
def keep_praise(
    *, by: User, message: int, ticket: int, team: Team | None, colleague: User | None, words: str,
    at: datetime.datetime | None = None,
) -> Praise:  # fmt: skip
    """Once for each message; `colleague`, whose work it is, hears of it. ValidationError without words."""
    if not by.may("thanks.say"):
        raise PermissionDenied("thanks.say")
    words = words.replace("\x00", "").strip()
    if not words:
        raise ValidationError(_("There are no words to keep in this message."))
    at = at or database_clock.now()
    said = {"ticket": ticket, "team": team, "colleague": colleague, "words": words[:MOST_WORDS]}
    row, is_new = Praise.objects.get_or_create(
        message=message, defaults={**said, "noted_by": by, "noted_at": at}
    )
    heard = colleague if is_new and colleague and colleague.is_active and colleague.pk != by.pk else None
    if heard is not None:
        notify(
            [heard],
            key=f"praise-{message}",
            kind=Kind.THANKS,
            words=gettext_noop("A customer praises your work on #{number}"),
            params={"number": ticket},
            page="tickets:ticket",
            page_args=[ticket],
            about=("ticket", ticket),
            at=at,
        )
    return row


@transaction.atomic
def forget_praise(*, by: User, message: int) -> bool:
    """It was none; whether there was one to forget."""
    if not by.may("thanks.say"):
        raise PermissionDenied("thanks.say")
    return bool(Praise.objects.filter(message=message).delete()[0])
