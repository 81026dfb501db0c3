"""In which language a reader gets an article: their own if there is one, else that it was written in."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from knowledge.models import Article


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
