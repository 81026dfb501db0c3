"""The words of an article in another language, with versions of their own."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.access import may_translate
from knowledge.actions.writing import draft_as, require_seen, words_of
from knowledge.models import Article, Version
from lib import database_clock
from staff.models import User


@transaction.atomic
def translate(
    source: Article, language: str, said: Mapping[str, Any], *, by: User, made_from: Version,
    seen: int | None = None, at: datetime.datetime | None = None,
) -> Version:  # fmt: skip
    """The draft in that language, begun if there is none. `made_from` is the version of the source that was
    read for it; `seen` as for write.
    """
    source = Article.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if not may_translate(by, source):
        raise PermissionDenied("article.draft")
    _require(source, language, made_from)
    words = {**words_of(said), "in_force_on": None, "made_from": made_from}
    at = at or database_clock.now()
    article = source.translations.select_for_update(of=("self",)).filter(language=language).first()
    if article is None:
        article = Article.objects.create(
            source=source, kind=source.kind, language=language, category=source.category, owner=by,
            title=words["title"], made_at=at,
        )  # fmt: skip
        article.teams.set(source.teams.all())
    require_seen(article, seen)
    return draft_as(article, words, by=by, at=at)


def _require(source: Article, language: str, made_from: Version) -> None:
    if source.source_id or language == source.language or language not in dict(settings.LANGUAGES):
        raise ValidationError(_("There is no such choice."))
    if made_from.article_id != source.pk or made_from.published_at is None:
        raise ValidationError(_("Publish it before it is translated."))
