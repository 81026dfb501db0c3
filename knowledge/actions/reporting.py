"""A colleague says that something is wrong with an article; whoever looks after it sees to it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.access import may_write, mine
from knowledge.choices import Wrong
from knowledge.models import Report, Version
from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import User

MOST_SAID = 1000


@transaction.atomic
def report(
    version: Version, *, what: str, words: str, by: User, at: datetime.datetime | None = None
) -> Report:
    """The owner is told. ValidationError without a word on what is wrong."""
    article = mine(by).filter(pk=version.article_id).first()
    if article is None or version.published_at is None:
        raise PermissionDenied("article.read")
    said = words.replace("\x00", "").strip()[:MOST_SAID]
    if what not in Wrong.values or not said:
        raise ValidationError(_("Say in a sentence what is wrong."))
    at = at or database_clock.now()
    made = Report.objects.create(version=version, what=what, words=said, by=by, at=at)
    notify(
        [article.owner] if article.owner.is_active and article.owner_id != by.pk else [],
        key=f"article-report-{made.pk}",
        kind=Kind.GUIDELINE,
        words=gettext_noop("{who} says that something is wrong with “{title}”: {said}"),
        params={"who": by.full_name, "title": article.title, "said": said[:200]},
        page="knowledge:article",
        page_args=[article.pk],
        about=("article", article.pk),
        at=at,
    )
    return made


@transaction.atomic
def settle_report(made: Report, *, by: User, at: datetime.datetime | None = None) -> bool:
    """It is seen to; whether it was open."""
    article = made.version.article
    if not may_write(by, article) and article.owner_id != by.pk:
        raise PermissionDenied("article.write")
    fresh = Report.objects.filter(pk=made.pk, settled_at=None)
    return bool(fresh.update(settled_by=by, settled_at=at or database_clock.now()))
