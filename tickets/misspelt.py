"""What may have been meant by words that nobody wrote, or hardly anybody: names and words of subjects that
look like them.

Only words of tickets that the reader may see, and only what finds something: a word that stands in a ticket
of others alone is never told.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Upper

from customers.models import Contact, Organisation
from lib.patience import TookTooLong, patience, settled
from staff.models import User
from tickets.access import tickets_for
from tickets.finding import Choice
from tickets.models.ticket import TicketQuerySet
from tickets.search import Word, parse, wanted
from tickets.searching import search

SHORTEST = 4
# So many words of a search are looked at, so many rows that look like one, and so much is offered.
MOST_WORDS, MOST_ROWS, OFFERED = 3, 80, 3
# Shared trigrams for the index, shared letters for the eye.
ALIKE = {"pg_trgm.word_similarity_threshold": "0.3"}
LOOKS_ALIKE = 0.7
# So few found that another word is looked for, after the page; it has to find so many times more.
FEW, MANY_MORE = 3, 5
MOST_MILLISECONDS = 1000
_WORD = re.compile(r"\w{3,}")


def meant(user: User, tickets: TicketQuerySet, choice: Choice, found: int = 0) -> list[str]:
    """Whole searches to offer in place of one that found nothing, or so few that this one finds many more;
    the nearest first.
    """
    tree = parse(choice.words).tree
    leaves = [one for one in wanted(tree) if isinstance(one, Word) and not one.exact and _is_word(one.text)]
    try:
        with patience(MOST_MILLISECONDS), settled(**ALIKE):
            near = [(leaf, _near(user, leaf.text)) for leaf in leaves[:MOST_WORDS]]
    except TookTooLong:
        return []
    offers = list(dict.fromkeys(_texts(choice.words, [(leaf, words) for leaf, words in near if words])))
    least = max(1, found * MANY_MORE)
    return [text for text in offers[: OFFERED * 2] if _found(user, tickets, text) >= least][:OFFERED]


def _is_word(text: str) -> bool:
    return text.isalpha() and len(text) >= SHORTEST


def _found(user: User, tickets: TicketQuerySet, text: str) -> int:
    choice = Choice(view="all", words=text, sort="newest")
    return search(user, tickets, choice, rows=1).count


def _texts(asked: str, near: list[tuple[Word, list[str]]]) -> Iterator[str]:
    """The text with the nearest of every word, and with one word alone changed."""
    if len(near) > 1:
        yield _put(asked, [(leaf, words[0]) for leaf, words in near])
    for leaf, words in near:
        for word in words:
            yield _put(asked, [(leaf, word)])


def _put(asked: str, changes: list[tuple[Word, str]]) -> str:
    for leaf, word in sorted(changes, key=lambda change: -change[0].at):
        asked = asked[: leaf.at] + word + asked[leaf.at + leaf.length :]
    return asked


def _near(user: User, word: str) -> list[str]:
    """Words that look like it, of what this reader may see."""
    theirs = tickets_for(user).order_by()
    people = Contact.objects.filter(Exists(theirs.filter(requester=OuterRef("pk"))))
    houses = Organisation.objects.filter(Exists(theirs.filter(requester__organisation=OuterRef("pk"))))
    rows = [*_like(people, "name", word), *_like(houses, "name", word), *_like(theirs, "subject", word)]
    found = {_bare(one): one.lower() for text in rows for one in _WORD.findall(text)}
    return [found[bare] for bare in _ranked(_bare(word), found)]


def _like(rows: QuerySet, name: str, word: str) -> list[str]:
    like = TrigramWordSimilar(Upper(name), Value(word.upper()))
    return list(rows.filter(like).order_by().values_list(name, flat=True)[:MOST_ROWS])


def _ranked(word: str, others: Iterable[str]) -> list[str]:
    alike = [(SequenceMatcher(None, word, other, autojunk=False).ratio(), other) for other in others]
    return [other for ratio, other in sorted(alike, reverse=True) if LOOKS_ALIKE <= ratio < 1][:OFFERED]


def _bare(word: str) -> str:
    """In small letters, without accents."""
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in plain if not unicodedata.combining(char))
