"""Other tickets that one may belong to: what somebody looks for, and what looks like the same."""

import datetime
import re

from django.contrib.postgres.search import TrigramSimilarity
from django.utils import timezone

from customers.models import Contact
from staff.models import User
from tickets.access import tickets_for
from tickets.finding import Choice
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.searching import search

OFFERED = 8
LOOKED_AT = 200
ALIKE = 0.35
LATELY = datetime.timedelta(days=7)
_NUMBER = re.compile(r"\s*#?([0-9]{1,15})\s*")
_PREFIX = re.compile(r"^\s*((re|aw|fwd?|wg|sv|vs|odp|rv)\s*(\[\d+\])?:\s*)+", re.IGNORECASE)


def others_for(user: User, ticket: Ticket, words: str) -> list[Ticket]:
    """Tickets of this colleague's that were not merged: by number or words, those of the same customer first.
    With nothing typed, the customer's newest.
    """
    theirs = _standing(user).exclude(pk=ticket.pk)
    if not words.strip():
        return list(theirs.filter(requester=ticket.requester_id).order_by("-active_at", "-pk")[:OFFERED])
    numbers = [row.number for row in _found(user, theirs, words)]
    if number := _NUMBER.fullmatch(words):
        numbers.insert(0, int(number[1]))
    rows = {row.pk: row for row in theirs.filter(pk__in=numbers)}
    found = [rows[number] for number in dict.fromkeys(numbers) if number in rows]
    found.sort(key=lambda one: (str(one.pk) != words.strip(" #"), one.requester_id != ticket.requester_id))
    return found[:OFFERED]


def _found(user: User, tickets: TicketQuerySet, words: str) -> tuple:
    choice = Choice(view="all", words=words[:200], sort="newest")
    return search(user, tickets, choice, rows=OFFERED * 2).page.rows


def alike(
    user: User,
    requester: Contact | int,
    subject: str,
    *,
    but: int | None = None,
    at: datetime.datetime | None = None,
) -> list[Ticket]:
    """What the same customer asked within a week under a similar subject, if this colleague may see it."""
    bare, at = _PREFIX.sub("", subject).strip()[:500], at or timezone.now()
    if not bare:
        return []
    recent = (
        _standing(user)
        .filter(requester=requester, opened_at__gte=at - LATELY, opened_at__lte=at + LATELY)
        .exclude(pk=but)
        .order_by("-active_at")[:LOOKED_AT]
    )
    near = Ticket.objects.filter(pk__in=recent.values("pk")).annotate(near=TrigramSimilarity("subject", bare))
    numbers = list(near.filter(near__gte=ALIKE).order_by("-near", "-pk").values_list("pk", flat=True)[:3])
    rows = {row.pk: row for row in _standing(user).filter(pk__in=numbers)}
    return [rows[number] for number in numbers if number in rows]


def _standing(user: User) -> TicketQuerySet:
    return tickets_for(user).for_rows().filter(merged_into=None)
