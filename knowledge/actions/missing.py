"""What is done about words that nothing was found for."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.access import articles_for, may_write
from knowledge.actions.writing import start
from knowledge.choices import Answered, ArticleKind
from knowledge.models import Article, Missed, MissedAnswer
from lib import database_clock
from staff.models import User
from staff.queries import teams_of

MOST_KEYWORDS = 2000


@transaction.atomic
def draft_for(near: str, language: str, *, by: User, at: datetime.datetime | None = None) -> Article:
    """An article for customers is begun about it, in the language that was asked in."""
    title = _words(near, language, by).capitalize()
    body = _("Customers looked for: %(words)s") % {"words": ", ".join(_said(near, language))}
    teams = () if by.may("article.manage") else teams_of(by)
    said = {"title": title, "body": body, "language": language, "teams": teams}
    article = start(said, kind=ArticleKind.PUBLIC, by=by, at=at)
    _answer(near, language, Answered.DRAFTED, by=by, article=article, at=at)
    return article


@transaction.atomic
def find_with(
    near: str, language: str, article: Article, *, by: User, at: datetime.datetime | None = None
) -> Article:
    """From now on the article is found by these words, whichever form was typed."""
    _words(near, language, by)
    fresh = articles_for(by).select_for_update(of=("self",)).filter(pk=article.pk).first()
    if fresh is None or not may_write(by, fresh):
        raise PermissionDenied("article.write")
    kept = dict.fromkeys([*fresh.keywords.splitlines(), *_said(near, language)])
    fresh.keywords = "\n".join(kept)[:MOST_KEYWORDS]
    fresh.save(update_fields=["keywords"])
    _answer(near, language, Answered.LINKED, by=by, article=fresh, at=at)
    return fresh


@transaction.atomic
def dismiss_missed(near: str, language: str, *, by: User, at: datetime.datetime | None = None) -> None:
    """Nothing is to be written about it."""
    _words(near, language, by)
    _answer(near, language, Answered.DISMISSED, by=by, article=None, at=at)


def _words(near: str, language: str, by: User) -> str:
    """The form that was typed most. PermissionDenied for whoever writes nothing."""
    if not by.may("article.write"):
        raise PermissionDenied("article.write")
    said = _said(near, language)
    if not said:
        raise ValidationError(_("Nobody looked for that."))
    return said[0]


def _said(near: str, language: str) -> list[str]:
    rows = Missed.objects.filter(near=near, language=language).order_by("-n", "words")
    return list(dict.fromkeys(rows.values_list("words", flat=True)))[:10]


def _answer(near: str, language: str, what: Answered, *, by: User, article: Article | None, at) -> None:
    MissedAnswer.objects.update_or_create(
        near=near,
        language=language,
        defaults={"what": what, "article": article, "by": by, "at": at or database_clock.now()},
    )
