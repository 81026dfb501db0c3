"""Search: what the box asks for, newest first, permission inside the query.

How common the words are chooses the plan. If one that must be there is rare, its few tickets come from the
text index. If fields narrow it to a few, these are looked at. If all is common, the newest tickets are walked
until a page is full, because collecting and sorting every hit takes seconds.
"""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from lib.one_of import OneOf
from lib.patience import TookTooLong, patience, settled
from staff.models import User
from tickets.finding import ROWS, Choice, Page, page_of
from tickets.holding import core_of, numbers_holding
from tickets.models import Message, Ticket
from tickets.models.ticket import REFERENCE_ALPHABET, TicketQuerySet
from tickets.narrowing import Narrowing
from tickets.search import All, Any, Kind, Node, Not, Problem, Term, Word, leaves, parse, wanted
from tickets.search.fields import FIELDS
from tickets.snippets import snippet_of

# So many messages are sooner collected from the text index than met while walking.
RARE = 3000
# So many tickets are sooner looked at than met while walking.
FEW = 3000
# More than these are not collected, whatever the estimate said.
MOST_COLLECTED = 20_000
# The planner thinks that a word is in every ticket, or in none: then it reads and sorts them all. Without
# sorting only the walk is left.
WALKING = {"enable_sort": "off", "enable_incremental_sort": "off", "enable_seqscan": "off"}
# Many search at once: one process for each, and nothing compiled that is asked once.
PLAIN = {"jit": "off", "max_parallel_workers_per_gather": 0}
STANDING = {"enable_sort": "on", "enable_incremental_sort": "on", "enable_seqscan": "on"}
# No way but to collect places from an index first.
BY_BITMAP = {"enable_seqscan": "off", "enable_indexscan": "off", "enable_indexonlyscan": "off"}
# No statistics know it: what they say of it they say of every word that is not common.
NO_WORD = Word("\u0378\u0378nobody\u0378\u0378")
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
    """One page of the `tickets` that the words ask for. Four statements: estimate, what holds a rare word,
    page, count; and one for each team or colleague that is named.
    """
    try:
        with patience(MOST_MILLISECONDS), settled(**PLAIN):
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
        tickets, walks = _narrowed(tickets, query.tree, asked or Q(), named, narrowing, collects=True)
        tickets = tickets.annotate(snippet=snippet_of([*wanted(query.tree)]))
    if walks:  # in no order but the one it is walked in
        choice = replace(choice, group="")
    with settled(**(WALKING if walks else STANDING)):
        page = page_of(user, tickets, choice, rows)
    if walks or not (page.after or page.before):
        return Found(page, len(page.rows), bool(page.after or page.before))
    with settled(enable_seqscan="off"):
        count = tickets.order_by(*_counting(query.tree)).values("pk")[: COUNTED + 1].count()
    return Found(page, min(count, COUNTED), count > COUNTED)


def _counting(tree: Node | None) -> tuple[str, ...]:
    """In which order hits are counted up to the limit: as the database likes, but for what has no index
    of its own, such as a channel. There the newest are counted, by the index that the page was read by.
    """
    asked = [*leaves(tree)] if tree else []
    unlisted = all(isinstance(one, Term) and FIELDS[one.field].kind is Kind.CHOICE for one in asked)
    return ("-active_at", "-number") if asked and unlisted else ()


def narrowed_by(
    user: User, tickets: TicketQuerySet, words: str, *, walking: bool = False
) -> TicketQuerySet | None:
    """Those of the tickets that the words ask for, all of them; None if they are not understood, or, without
    `walking`, so common that every ticket would have to be looked at. No statement but the estimate, and one
    for each name.
    """
    query = parse(words)
    narrowing = Narrowing(user, timezone.now())
    asked = narrowing.condition(query.tree) if query.tree else None
    named = _named(words)
    if query.problems or narrowing.problems or (asked is None and not named):
        return None
    if query.tree is None:
        return tickets.filter(named)
    found, walks = _narrowed(tickets, query.tree, asked or Q(), named, narrowing)
    return None if walks and not walking else found


def problems_of(user: User, words: str) -> tuple[Problem, ...]:
    """What of the words is not understood, by itself or because nobody of the reader's is called so."""
    query, narrowing = parse(words), Narrowing(user, timezone.now())
    if query.tree:
        narrowing.condition(query.tree)
    return query.problems or tuple(narrowing.problems)


def unfinished(tree: Node | None) -> Word | None:
    """The last word may still be being typed: it is looked for as a beginning, too."""
    last = next(reversed([*leaves(tree)]), None)
    return last if isinstance(last, Word) and not last.exact else None


def _narrowed(
    tickets: TicketQuerySet, tree: Node, asked: Q, named: Q, narrowing: Narrowing, *, collects: bool = False
) -> tuple[TicketQuerySet, bool]:
    """The tickets asked for, and whether they are walked."""
    ways = _drivers(tree)
    if not ways:
        return tickets.filter(asked | named), False
    plain = [narrowing.condition(node) for node in _parts(tree) if not _has_words(node)]
    fields = [tickets.filter(*plain).order_by().values("pk")] if plain else []
    *estimates, rare, few = estimate([*ways, (NO_WORD,)], fields, narrowing.unfinished)
    least = min(estimates)
    if least > max(RARE, rare):
        tagged = _tagged(tree, few, narrowing) if collects else None
        if tagged is not None:
            numbers = [*tagged, *(Ticket.objects.filter(named).values_list("pk", flat=True) if named else ())]
            return tickets.filter(OneOf(F("pk"), numbers)).filter(asked | named), False
        return tickets.filter(asked | named), few > FEW
    words = ways[estimates.index(least)]
    arms: list[QuerySet] = [
        arm for word in words for arm in numbers_holding(word, word is narrowing.unfinished)
    ]
    if named:
        arms.append(Ticket.objects.filter(named).order_by().values("pk"))
    held = arms[0].union(*arms[1:], all=True)  # what stops at a limit must not be sorted first
    if collects:
        # Asked first: the planner's guess at a union is too bad to join on.
        numbers = [n for row in held[: MOST_COLLECTED + 1] for n in row.values()]
        if len(numbers) > MOST_COLLECTED:
            return tickets.filter(asked | named), few > FEW
        found = tickets.filter(OneOf(F("pk"), numbers))
    else:
        found = tickets.filter(pk__in=held)
    # A single word is all that was asked, and has been looked for.
    return (found if tree in words and len(words) == 1 else found.filter(asked | named)), False


def _tagged(tree: Node, guessed: int, narrowing: Narrowing) -> list[int] | None:
    """The tickets with the tags that must be there, if they are few. The statistics say the same of each tag
    that they do not know, and a walk to the end for one that nobody has takes as long as the list is: so the
    index of the tags is asked, unless they say that it would be asked for too many.
    """
    tags = [one for one in _parts(tree) if isinstance(one, Term) and one.field == "tag"]
    if not tags or guessed > MOST_COLLECTED or any(one.value.endswith("*") for one in tags):
        return None
    tagged = Ticket.objects.filter(*map(narrowing.condition, tags)).order_by().values_list("pk", flat=True)
    with settled(**BY_BITMAP):
        numbers = list(tagged[: FEW + 1])
    return numbers if len(numbers) <= FEW else None


def _parts(tree: Node) -> tuple[Node, ...]:
    """What must all be so."""
    return tree.items if isinstance(tree, All) else (tree,)


def _has_words(node: Node) -> bool:
    return any(isinstance(one, Word) or FIELDS[one.field].kind is Kind.WORDS for one in leaves(node))


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


def estimate(ways: list[Words], fields: Sequence[QuerySet] = (), last: Word | None = None) -> list[int]:
    """How many messages each of the ways would collect, and last how many tickets the fields leave, as the
    planner guesses from its statistics, for all of them in one statement: costs nothing.
    """
    cores = [core_of(word, word is last) for way in ways for word in way]
    asked = [Message.objects.filter(search_vector=core).order_by().values("pk") for core in cores]
    guessed = iter(_guessed([*asked, *fields]))
    return [sum(next(guessed) for _ in words) for words in ways] + [next(guessed, sys.maxsize)]


def _guessed(asked: list[QuerySet]) -> list[int]:
    parts, values = [], []
    for queryset in asked:
        try:
            sql, params = queryset.query.sql_with_params()
        except EmptyResultSet:
            sql, params = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS hits)")  # noqa: S608  compiled
        values += params
    # Of a plan for several processes the rows of one would be read.
    with settled(**PLAIN), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT {', '.join(parts)}", values)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return [_rows_of(counted) for counted in plan[0]["Plan"]["Plans"]]


def _rows_of(counted: dict) -> int:
    """How many rows go into a count. What goes into it comes as its outer plan."""
    outer = next((one for one in counted.get("Plans", ()) if one["Parent Relationship"] == "Outer"), None)
    return int(outer["Plan Rows"]) if outer else 0


def _named(words: str) -> Q:
    """The one ticket whose number or reference this is."""
    named = Q()
    if number := _NUMBER.fullmatch(words):
        named |= Q(number=int(number[1]))
    if _REFERENCE.fullmatch(words.upper()):
        named |= Q(reference=words.upper())
    return named
