"""Originals of somebody who is erased: bytes, envelopes, subjects go; the account still counts them."""

from django.db.models import Q

from customers.erasing import marks_of
from customers.models import Erasure
from lib import database_clock
from lib.blacking import REMOVED
from mail.choices import Outcome
from mail.models import AwaitedId, Courtesy, RawEmail, SenderRule

AT_ONCE = 200


def go_on(erasure: Erasure) -> bool:
    """Whether all of it is done; a slice at a time. What has not been read yet is a new customer's."""
    addresses = erasure.words.get("addresses", [])
    theirs = Q(message__contact=erasure.contact_id) | Q(message=None, ticket__requester=erasure.contact_id)
    for address in addresses:
        theirs |= Q(sender__icontains=address) | Q(envelope_from__iexact=address)
    rows = RawEmail.objects.filter(theirs, stored_at__lt=erasure.at).exclude(outcome=Outcome.PENDING)
    rows = list(rows.exclude(sender=REMOVED).defer("content").order_by("pk")[:AT_ONCE])
    marks = marks_of(erasure.words)
    others = _of_others(erasure)
    for row in others:
        RawEmail.objects.filter(pk=row.pk).update(
            content=b"",
            emptied_at=database_clock.now(),
            subject=REMOVED,
            sender=marks.text(row.sender),
            verdict=marks.plain(row.verdict),
        )
    for row in rows:
        RawEmail.objects.filter(pk=row.pk).update(
            content=b"",
            emptied_at=row.emptied_at or database_clock.now(),
            sender=REMOVED,
            envelope_from="",
            envelope_to=marks.text(row.envelope_to),
            subject=REMOVED,
            # By it another copy of the same mail is known, and not taken in again.
            mail_key=f"removed-{row.pk}" if marks.within(row.mail_key) else row.mail_key,
            verdict=marks.plain(row.verdict),
        )
    for address in addresses:
        Courtesy.objects.filter(address__iexact=address).delete()
        SenderRule.objects.filter(address__iexact=address).delete()
    AwaitedId.objects.filter(ticket__requester=erasure.contact_id).delete()
    return max(len(rows), len(others)) < AT_ONCE


def _of_others(erasure: Erasure) -> list[RawEmail]:
    """What others wrote on tickets that they asked: with their name and address, and words quoted below."""
    rows = RawEmail.objects.filter(message__ticket__requester=erasure.contact_id, emptied_at=None)
    rows = rows.exclude(message__contact=erasure.contact_id).defer("content")
    return list(rows.order_by("pk")[:AT_ONCE])
