"""Articles by words: every word in one of its forms, in the title, the text, or words that readers used."""

import re
import unicodedata

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Left

from knowledge.models import Article
from lib.found_words import CLOSE, OPEN
from lib.word_forms import forms

MOST_WORDS = 8
READ_CHARS = 20_000
_WORD = re.compile(r"[^\W_]+")


def search(found: QuerySet[Article], words: str, language: str) -> QuerySet[Article]:
    """Those that hold every word, with a `snippet`; in the reader's language first, then the nearest."""
    query = query_of(words)
    if query is None:
        return found.none()
    known = SearchVector("keywords", config="desk")
    theirs = Case(When(language=language, then=Value(0)), default=Value(1))
    return (
        found.annotate(known=known)
        .filter(Q(current__search_vector=query) | Q(known=query) | Q(category__name__icontains=words.strip()))
        .annotate(
            rank=SearchRank(F("current__search_vector"), query),
            snippet=SearchHeadline(
                Left("current__body", READ_CHARS), query, config="desk", start_sel=OPEN, stop_sel=CLOSE,
                max_words=24, min_words=10, short_word=0, max_fragments=1, fragment_delimiter=" … ",
            ),
        )
        .order_by(theirs, "-rank", "title", "pk")
    )  # fmt: skip


def query_of(words: str) -> SearchQuery | None:
    """Every word in one of its forms; the last one also as a beginning, for it may still be being typed."""
    asked = words_of(words)[:MOST_WORDS]
    if not asked:
        return None
    parts = [_wanted(word, begins=word is asked[-1]) for word in asked]
    return SearchQuery(" & ".join(parts), search_type="raw", config="desk")


def words_of(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _wanted(word: str, *, begins: bool) -> str:
    found = forms(word) if word.isalpha() else None
    wanted = [f"'{one}'" for one in found.words] if found else [f"'{word}'"]
    wanted += [f"'{one}':*" for one in found.beginnings] if found else []
    return "(" + " | ".join([*wanted, f"'{word}':*"] if begins else wanted) + ")"
