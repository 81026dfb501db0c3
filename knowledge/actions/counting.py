"""What readers do with an article, counted by day and by nothing else."""

import datetime
import re

from django.db.models import F

from knowledge.choices import Counted, Place
from knowledge.models import Article, DayCount, Missed, Version, Vote
from knowledge.searching import words_of
from lib import database_clock
from lib.word_forms import forms

MOST_WORDS = 6
MOST_SAID = 1000
STEM = 5  # letters; what follows is mostly an ending
LEAST = 4
_LITTLE = {
    *("the", "and", "for", "how", "not", "with", "from", "can", "does", "what", "when", "why", "you", "your"),
    *("kuidas", "mis", "miks", "kas", "see", "oma", "jak", "nie", "jest", "dla", "czy", "moje"),
    *("que", "como", "los", "las", "para", "por", "con", "una", "как", "что", "для", "это", "где", "мой"),
}
_SECRET = re.compile(r"\S*[@\d/]\S*")  # addresses, numbers, references: nobody's business later


def count(article: Article, what: Counted, *, day: datetime.date | None = None) -> None:
    """Of the article that all languages are of, so that a translation takes nothing away."""
    day = day or database_clock.now().date()
    row = {"article_id": article.root_id, "what": what, "day": day}
    DayCount.objects.bulk_create([DayCount(**row)], ignore_conflicts=True)
    DayCount.objects.filter(**row).update(n=F("n") + 1)


def vote(version: Version, *, helpful: bool, words: str = "", at: datetime.datetime | None = None) -> Vote:
    """A customer's word on what they read; who they are is not kept, and what looks like an address or a
    number is taken out of what they say.
    """
    said = _SECRET.sub("…", " ".join(words.replace("\x00", "").split()))[:MOST_SAID]
    return Vote.objects.create(version=version, helpful=helpful, words=said, at=at or database_clock.now())


def missed(
    words: str, *, language: str, place: Place, without: str = "", day: datetime.date | None = None
) -> bool:
    """Words that nothing was found for, without what may say whose they were; whether anything is left.
    `without` are words to leave out, such as the name of whoever asked.
    """
    kept = asked(words, without)
    if not kept:
        return False
    day = day or database_clock.now().date()
    row = {"words": " ".join(kept)[:120], "language": language, "place": place, "day": day}
    Missed.objects.bulk_create([Missed(near=near(kept), **row)], ignore_conflicts=True)
    Missed.objects.filter(**row).update(n=F("n") + 1)
    return True


def asked(words: str, without: str = "") -> list[str]:
    """Words of three letters and more, with nothing in them that could be a number or an address."""
    left_out = set(words_of(without))
    found = [word for word in words_of(_SECRET.sub(" ", words)) if len(word) > 2 and word not in left_out]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def near(words: list[str]) -> str:
    """The same for the same words in other forms and another order: too much together is put right by a
    glance, too little is not seen.
    """
    telling = [word for word in words if word not in _LITTLE] or words
    return " ".join(sorted({_stem(word) for word in telling}))[:120]


def _stem(word: str) -> str:
    found = forms(word)
    long_enough = [
        one for one in (*found.words, *found.beginnings) if len(one) >= LEAST and word.startswith(one)
    ]
    return min([*long_enough, word], key=len)[:STEM]
