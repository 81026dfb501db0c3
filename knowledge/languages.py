"""In which language a reader gets an article: their own if there is one, else that it was written in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language_info

from knowledge.access import may_translate, may_write
from knowledge.models import Article
from staff.models import User


def read_in(found: QuerySet[Article], language: str) -> QuerySet[Article]:
    """Each article once: as a translation into the language where there is one in `found`, else as it is."""
    translated = found.filter(language=language, source__isnull=False).order_by()
    return found.filter(
        Q(pk__in=translated.values("pk"))
        | Q(source=None) & ~Q(pk__in=translated.exclude(source=None).values("source"))
    )


def once(found: Iterable[Article]) -> list[Article]:
    """The first of each article, whatever language it is in."""
    kept: dict[int, Article] = {}
    for one in found:
        kept.setdefault(one.root_id, one)
    return list(kept.values())


def outdated(found: QuerySet[Article]) -> QuerySet[Article]:
    """Translations whose source has a newer version than the one they were made from."""
    behind = ~Q(current__made_from=F("source__current")) | Q(current__made_from=None)
    return found.filter(behind, source__current__isnull=False, current__isnull=False)


def is_outdated(article: Article) -> bool:
    """One that was read with `source` and `current`."""
    if article.source is None or article.current is None:
        return False
    return article.current.made_from_id != article.source.current_id


def name_of(language: str) -> str:
    """As those call it who speak it."""
    known = dict(settings.LANGUAGES)
    return get_language_info(language)["name_local"].capitalize() if language in known else language


@dataclass(frozen=True)
class InLanguage:
    """One language of an article: `article` is None where it is not there yet. `state` is source, there,
    outdated, draft or missing.
    """

    code: str
    article: Article | None
    state: str
    may_translate: bool

    @property
    def name(self) -> str:
        return name_of(self.code)


def languages_of(user: User, article: Article) -> list[InLanguage]:
    """That it is written in first; those it is missing in for whoever may translate it. Of what is a draft
    only its writers hear. One statement, besides those of access.
    """
    source = article.source or article
    translates = source.current_id is not None and may_translate(user, source)
    found = [InLanguage(source.language, source, "source", False)]
    there = {one.language: one for one in source.translations.in_use().select_related("current", "owner")}
    for code, _name in settings.LANGUAGES:
        one = there.get(code)
        if code == source.language:
            continue
        if one is None or (one.current_id is None and not (translates or may_write(user, one))):
            found += [InLanguage(code, None, "missing", True)] if translates and one is None else []
        elif one.current is None:
            found.append(InLanguage(code, one, "draft", translates))
        else:
            is_behind = one.current.made_from_id != source.current_id
            found.append(InLanguage(code, one, "outdated" if is_behind else "there", translates))
    return found
