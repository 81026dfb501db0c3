"""Search: what the box asks for, newest first, permission inside the query.

How common the words are chooses the plan. If one that must be there is rare, its few tickets come from the
text index. If all are common, the newest tickets are walked until a page is full, because collecting and
sorting every hit takes seconds.
"""

import json
import re
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from lib.patience import TookTooLong, patience
from staff.models import User
from tickets.finding import ROWS, Choice, Page, page_of
from tickets.holding import core_of, numbers_holding
from tickets.models import Message
from tickets.models.ticket import REFERENCE_ALPHABET, TicketQuerySet
from tickets.narrowing import Narrowing
from tickets.search import All, Any, Kind, Node, Not, Problem, Term, Word, leaves, parse, wanted
from tickets.search.fields import FIELDS
from tickets.snippets import snippet_of

# So many messages are sooner collected from the text index than met while walking.
RARE = 3000
COUNTED = 1000
# What takes longer is too broad. A search that answers at all answers within a tenth of this.
MOST_MILLISECONDS = 5000
_NUMBER = re.compile(r"#?([0-9]{1,15})")
_REFERENCE = re.compile(f"[{REFERENCE_ALPHABET}]{{8}}")
Words = tuple[Word | Term, ...]


@dataclass(frozen=True)
class Found:
    """`count` is exact unless `more`: then there are more than that. `problems` say what was not understood;
    then nothing was looked for.
    """

    page: Page
    count: int
    more: bool
    problems: tuple[Problem, ...] = ()


def search(user: User, tickets: TicketQuerySet, choice: Choice, rows: int = ROWS) -> Found:
    """One page of the `tickets` that the words ask for. Three statements: estimate, page, count; and one for
    each team or colleague that is named.
    """
    try:
        with patience(MOST_MILLISECONDS):
            return _search(user, tickets, choice, rows)
    except TookTooLong:
        too_broad = Problem("too_broad", 0, len(choice.words))
        return Found(Page(()), 0, False, (too_broad,))


def _search(user: User, tickets: TicketQuerySet, choice: Choice, rows: int) -> Found:
    query = parse(choice.words)
    narrowing = Narrowing(user, timezone.now(), unfinished(query.tree))
    asked = narrowing.condition(query.tree) if query.tree else None
    named = _named(choice.words)
    problems = query.problems or tuple(narrowing.problems)
    if problems or (asked is None and not named):
        return Found(Page(()), 0, False, problems)
    if query.tree is None:
        tickets, walks = tickets.filter(named), False
    else:
        tickets, walks = _narrowed(tickets, query.tree, asked or Q(), named, narrowing.unfinished)
        tickets = tickets.annotate(snippet=snippet_of([*wanted(query.tree)]))
    page = page_of(user, tickets, choice, rows)
    if walks or not (page.after or page.before):
        return Found(page, len(page.rows), bool(page.after or page.before))
    count = tickets.order_by().values("pk")[: COUNTED + 1].count()
    return Found(page, min(count, COUNTED), count > COUNTED)


def narrowed_by(user: User, tickets: TicketQuerySet, words: str) -> TicketQuerySet | None:
    """Those of the tickets that the words ask for, to be counted; None if they are not understood, or so
    common that every ticket would have to be looked at. No statement but the estimate, and one for each name.
    """
    query = parse(words)
    narrowing = Narrowing(user, timezone.now())
    asked = narrowing.condition(query.tree) if query.tree else None
    named = _named(words)
    if query.problems or narrowing.problems or (asked is None and not named):
        return None
    if query.tree is None:
        return tickets.filter(named)
    found, walks = _narrowed(tickets, query.tree, asked or Q(), named, None)
    return None if walks else found


def unfinished(tree: Node | None) -> Word | None:
    """The last word may still be being typed: it is looked for as a beginning, too."""
    last = next(reversed([*leaves(tree)]), None)
    return last if isinstance(last, Word) and not last.exact else None


def _narrowed(
    tickets: TicketQuerySet, tree: Node, asked: Q, named: Q, last: Word | None
) -> tuple[TicketQuerySet, bool]:
    """The tickets asked for, and whether they are walked."""
    choices = _drivers(tree)
    estimates = estimate(choices)
    if not choices:
        return tickets.filter(asked | named), False
    least = min(estimates)
    if least > RARE:
        return tickets.filter(asked | named), True
    words = choices[estimates.index(least)]
    arms: list[QuerySet] = [arm for word in words for arm in numbers_holding(word, word is last)]
    if named:
        arms.append(tickets.model.objects.filter(named).order_by().values("pk"))
    found = tickets.filter(pk__in=arms[0].union(*arms[1:]))
    # A single word is all that was asked, and has been looked for.
    return (found if tree in words and len(words) == 1 else found.filter(asked | named)), False


def _drivers(tree: Node) -> list[Words]:
    """Words of which one must be in every hit: each is a way to collect all that can be found."""
    if isinstance(tree, All):
        return [way for item in tree.items for way in _drivers(item)]
    if isinstance(tree, Any):
        ways = [_drivers(item) for item in tree.items]
        return [tuple(word for way in ways for word in way[0])] if all(ways) else []
    if isinstance(tree, Not) or (isinstance(tree, Term) and FIELDS[tree.field].kind is not Kind.WORDS):
        return []
    return [(tree,)]


def estimate(ways: list[Words]) -> list[int]:
    """How many messages each of them would collect, as the planner guesses from its statistics, for all of
    them in one statement: costs nothing.
    """
    if not ways:
        return []
    parts, values = [], []
    for words in ways:
        for word in words:
            query = core_of(word)
            sql, params = (
                Message.objects.filter(search_vector=query).order_by().values("pk").query.sql_with_params()
            )
            parts.append(f"(SELECT count(*) FROM ({sql}) AS hits)")  # noqa: S608  compiled
            values += params
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT {', '.join(parts)}", values)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    guessed = iter([int(one["Plans"][0]["Plan Rows"]) for one in plan[0]["Plan"]["Plans"]])
    return [sum(next(guessed) for _ in words) for words in ways]


def _named(words: str) -> Q:
    """The one ticket whose number or reference this is."""
    named = Q()
    if number := _NUMBER.fullmatch(words):
        named |= Q(number=int(number[1]))
    if _REFERENCE.fullmatch(words.upper()):
        named |= Q(reference=words.upper())
    return named
