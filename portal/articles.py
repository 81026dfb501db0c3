"""An article as a customer gets it: in which language, where, and in which others it is there."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import slugify

from knowledge.languages import name_of
from knowledge.models import Article, Version
from staff.middleware import LANGUAGES

MOST_TYPED = 600


@dataclass(frozen=True)
class Reading:
    """`wanted` is the language that was asked for; `languages` are those it is there in."""

    article: Article
    root_id: int
    wanted: str
    languages: tuple[str, ...]

    @property
    def version(self) -> Version:
        assert self.article.current is not None  # it is public
        return self.article.current

    @property
    def is_fallback(self) -> bool:
        return self.article.language != self.wanted

    @property
    def address(self) -> str:
        return reverse("portal:article", args=[self.root_id, slug_of(self.article.title)])

    @property
    def language_name(self) -> str:
        return name_of(self.article.language)

    @property
    def wanted_name(self) -> str:
        return name_of(self.wanted)

    def others(self) -> list[tuple[str, str]]:
        """Language and its own name, of those that it can be read in besides."""
        return [(code, name_of(code)) for code in self.languages if code != self.article.language]


def reading_of(article: Article, language: str) -> Reading:
    """`article` is any language of it. One statement."""
    root = article.root_id
    every = Article.objects.public().select_related("current", "category", "source")
    there = list((every.filter(pk=root) | every.filter(source=root)).order_by("language"))
    by_language = {one.language: one for one in there}
    source = next((one for one in there if one.source_id is None), article)
    shown = by_language.get(language, source)
    known = language if language in LANGUAGES else source.language
    return Reading(shown, root, known, tuple(by_language))


def slug_of(title: str) -> str:
    return slugify(title, allow_unicode=True)[:80] or "-"


def fitting_words(sent: QueryDict) -> str:
    """Subject first; of a long text its beginning, which says what it is about."""
    return f"{sent.get('subject', '')} {sent.get('text', '')}".replace("\x00", "")[:MOST_TYPED]
