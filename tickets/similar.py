"""What was asked like this before and is solved, with how it was answered; what is written down about it; and
what else their house asked.

Only tickets that the reader may see, asked for in the queries. Shown beside a ticket, fetched after its page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists, OuterRef

from knowledge.models import Article
from knowledge.queries import fitting
from staff.models import User
from tickets.access import tickets_for
from tickets.choices import DONE, MessageKind
from tickets.finding import Choice
from tickets.models import Message, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.searching import search

SHOWN = 3
LOOKED_AT = 20  # of each search
TELLING = 4  # letters of a word that may say something
ANSWER_SHOWN = 220
_WORD = re.compile(rf"[^\W_]{{{TELLING},40}}")


@dataclass(frozen=True, slots=True)
class Similar:
    """`answer` is the beginning of the last answer that the customer got; empty if there was none."""

    ticket: Ticket
    answer: str
    same_house: bool


@dataclass(frozen=True, slots=True)
class Beside:
    similar: Sequence[Similar]
    house: Sequence[Ticket]
    articles: Sequence[Article]


def beside(user: User, ticket: Ticket) -> Beside:
    articles = fitting(user, ticket.subject, SHOWN)
    return Beside(similar_to(user, ticket), house_of(user, ticket), articles)


def similar_to(user: User, ticket: Ticket) -> list[Similar]:
    """The nearest by subject; of equals those of the same customer or organisation first."""
    solved = tickets_for(user).filter(state__in=DONE, merged_into=None).exclude(pk=ticket.pk)
    numbers = _found(user, solved, ticket.subject)
    near = TrigramSimilarity("subject", ticket.subject[:500])
    rows = list(solved.for_rows().filter(pk__in=numbers).annotate(near=near)) if numbers else []
    rows.sort(key=lambda row: (-row.near - 0.2 * _same_house(row, ticket), -row.pk))
    answers = _answers([row.pk for row in rows[:SHOWN]])
    return [Similar(row, answers.get(row.pk, ""), _same_house(row, ticket)) for row in rows[:SHOWN]]


def house_of(user: User, ticket: Ticket) -> list[Ticket]:
    """The newest of colleagues of the customer; the customer's own stand on the card above."""
    house = ticket.requester.organisation_id
    if house is None:
        return []
    rows = tickets_for(user).for_rows().filter(requester__organisation=house, merged_into=None)
    return list(rows.exclude(requester=ticket.requester_id).order_by("-active_at", "-pk")[:SHOWN])


def _found(user: User, solved: TicketQuerySet, subject: str) -> list[int]:
    """With fewer and fewer words of the subject until enough is found."""
    numbers: dict[int, None] = {}
    for words in _fewer_and_fewer(subject):
        choice = Choice(view="all", words=" ".join(f'"{word}"' for word in words), sort="newest")
        numbers |= {row.number: None for row in search(user, solved, choice, rows=LOOKED_AT).page.rows}
        if len(numbers) >= SHOWN:
            break
    return list(numbers)


def _fewer_and_fewer(subject: str) -> Iterator[list[str]]:
    """The longest words say most: three of them, two, one."""
    words = sorted(dict.fromkeys(_WORD.findall(subject.lower())), key=len, reverse=True)[:3]
    while words:
        yield words
        words = words[:-1]


def _same_house(row: Ticket, ticket: Ticket) -> bool:
    house = ticket.requester.organisation_id
    return row.requester_id == ticket.requester_id or (
        house is not None and row.requester.organisation_id == house
    )


def _answers(numbers: Sequence[int]) -> dict[int, str]:
    """What we said last in public in each of them."""
    ours = Message.objects.filter(ticket__in=numbers, kind=MessageKind.PUBLIC, author__isnull=False)
    later = ours.filter(ticket=OuterRef("ticket"), pk__gt=OuterRef("pk"))
    rows = ours.filter(~Exists(later)).order_by().values_list("ticket", "text")
    return {number: " ".join(text[:2000].split())[:ANSWER_SHOWN] for number, text in rows}
