"""Search over subjects, messages, customers and numbers; newest first, permission inside the query.

How common the words are chooses the plan. Rare: their few tickets come from the text index. Common: the
newest tickets are walked until a page is full, because collecting and sorting every hit takes seconds.
"""

import json
import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import OuterRef, Q, Subquery

from customers.models import Contact
from staff.models import User
from tickets.finding import ROWS, Choice, Page, page_of
from tickets.models import Message, Ticket
from tickets.models.ticket import REFERENCE_ALPHABET, TicketQuerySet

# So many messages are sooner collected from the text index than met while walking.
RARE = 3000
COUNTED = 1000
MOST_WORDS = 12
MOST_CONTACTS = 200
_CHUNK = re.compile(r'"([^"]+)"|(\S+)')
_NUMBER = re.compile(r"#?([0-9]{1,15})")
_REFERENCE = re.compile(f"[{REFERENCE_ALPHABET}]{{8}}")


@dataclass(frozen=True)
class Found:
    """`count` is exact unless `more`: then there are more than that."""

    page: Page
    count: int
    more: bool


def query_for(words: str) -> SearchQuery | None:
    """All the words, a "phrase" as one, the last word also as a beginning; None if there are no words."""
    parts = []
    for phrase, word in _CHUNK.findall(words)[:MOST_WORDS]:
        text = re.sub(r"['\\\x00]", " ", phrase or word).strip()
        if any(c.isalnum() for c in text):
            parts.append((f"'{text}'", bool(word)))
    if not parts:
        return None
    last, is_word = parts[-1]
    quoted = [part for part, _ in parts[:-1]] + [f"{last}:*" if is_word else last]
    return SearchQuery(" & ".join(quoted), search_type="raw", config="desk")


def search(user: User, tickets: TicketQuerySet, choice: Choice, rows: int = ROWS) -> Found:
    """One page of the `tickets` that hold the words. At most three statements: estimate, page, count."""
    query, named = query_for(choice.words), _named(choice.words)
    if query is None:
        tickets = tickets.filter(named) if named else tickets.none()
    elif _estimate(query) > RARE:
        hit = Message.objects.filter(ticket=OuterRef("pk"), search_vector=query).order_by()
        # A scalar subquery, unlike EXISTS, is never turned into one pass over all messages.
        tickets = tickets.annotate(hit=Subquery(hit.values("pk")[:1]))
        tickets = tickets.filter(Q(hit__isnull=False) | Q(search_vector=query) | named)
        page = page_of(user, tickets, choice, rows)
        return Found(page, len(page.rows), bool(page.after or page.before))
    else:
        tickets = tickets.filter(pk__in=_numbers(query, named, choice.words))
    page = page_of(user, tickets, choice, rows)
    if not page.after and not page.before:
        return Found(page, len(page.rows), False)
    count = tickets.order_by().values("pk")[: COUNTED + 1].count()
    return Found(page, min(count, COUNTED), count > COUNTED)


def _named(words: str) -> Q:
    """The one ticket whose number or reference this is."""
    named = Q()
    if number := _NUMBER.fullmatch(words):
        named |= Q(number=int(number[1]))
    if _REFERENCE.fullmatch(words.upper()):
        named |= Q(reference=words.upper())
    return named


def _estimate(query: SearchQuery) -> int:
    """How many messages hold the words, as the planner guesses from its statistics: costs nothing."""
    plan = Message.objects.filter(search_vector=query).order_by().values("pk").explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"])


def _numbers(query: SearchQuery, named: Q, words: str):
    texts = Message.objects.filter(search_vector=query).order_by().values("ticket_id")
    subjects = Ticket.objects.filter(search_vector=query).order_by().values("pk")
    asked = Ticket.objects.filter(requester__in=_contacts(words)).order_by().values("pk")
    arms = [subjects, asked]
    if named:
        arms.append(Ticket.objects.filter(named).order_by().values("pk"))
    return texts.union(*arms)


def _contacts(words: str):
    people = Contact.objects.order_by()
    for word in words.split()[:MOST_WORDS]:
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return people.values("pk")[:MOST_CONTACTS]
