"""The last stop before a letter leaves: whom we write to no more, and how much a machine may write."""

import datetime
from collections.abc import Collection

from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from outbox.choices import LetterState, Why
from outbox.models import Delivery, Letter, Suppression

HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)


def objections(letter: Letter, addresses: Collection[str], now: datetime.datetime) -> dict[str, str]:
    """Bare address → why this letter does not go there. A person's answers are not counted."""
    why = {
        row.address.lower(): row.reason or str(row.get_why_display())
        for row in suppressions(addresses)
        if letter.automatic or row.why != Why.BOUNCED
    }
    if letter.automatic:
        rest = [address for address in addresses if address not in why]
        if _thread_is_full(letter, now):
            return why | dict.fromkeys(rest, _("too many automatic letters in this conversation"))
        why |= {address: _("too many automatic letters to this address") for address in _crowded(rest, now)}
    return why


def held_until(letter: Letter, now: datetime.datetime) -> datetime.datetime | None:
    """When the whole desk has sent its automatic letters of this minute: the next; else None."""
    if not letter.automatic:
        return None
    lately = Letter.objects.filter(automatic=True, sent_at__gt=now - MINUTE).count()
    in_hand = Letter.objects.filter(automatic=True, state=LetterState.SENDING).exclude(pk=letter.pk).count()
    return now + MINUTE if lately + in_hand >= settings.AUTOMATIC_LETTERS["desk_minute"] else None


def suppressions(addresses: Collection[str]) -> list[Suppression]:
    return list(
        Suppression.objects.annotate(bare=Lower("address")).filter(bare__in=[a.lower() for a in addresses])
    )


def _thread_is_full(letter: Letter, now: datetime.datetime) -> bool:
    if not letter.thread:
        return False
    earlier = Letter.objects.filter(automatic=True, thread=letter.thread, sent_at__gt=now - HOUR)
    return earlier.exclude(pk=letter.pk).count() >= settings.AUTOMATIC_LETTERS["thread_hour"]


def _crowded(addresses: Collection[str], now: datetime.datetime) -> list[str]:
    most = settings.AUTOMATIC_LETTERS["recipient_hour"]

    def lately(address: str) -> int:
        return (
            Delivery.objects.annotate(bare=Lower("address"))
            .filter(bare=address, sent_at__gt=now - HOUR, letter__automatic=True)
            .count()
        )

    return [address for address in addresses if lately(address) >= most]
