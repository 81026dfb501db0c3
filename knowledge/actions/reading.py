"""What a reader leaves: that they opened a version, and that they follow it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.access import mine
from knowledge.models import Article, Reading, Version
from lib import database_clock
from notices.actions import settle
from staff.models import User


@transaction.atomic
def open_version(version: Version, *, by: User, at: datetime.datetime | None = None) -> Reading:
    """Remembered the first time only."""
    _require(version, by)
    row, _made = Reading.objects.get_or_create(
        version=version, reader=by, defaults={"opened_at": at or database_clock.now()}
    )
    return row


@transaction.atomic
def acknowledge(version: Version, *, by: User, at: datetime.datetime | None = None) -> Reading:
    """They have read it and follow it; said twice it keeps the first time. ValidationError if another version
    came into force meanwhile, or if it is no guideline.
    """
    row = open_version(version, by=by, at=at)
    article = Article.objects.get(pk=version.article_id)
    if not article.is_guideline or article.archived_at or article.current_id != version.pk:
        raise ValidationError(_("This is not the version in force. Open the guideline again."))
    if row.acknowledged_at is None:
        row.acknowledged_at = at or database_clock.now()
        row.save(update_fields=["acknowledged_at"])
        settle(("article", article.pk), by=by, alone=True)
    return row


def _require(version: Version, by: User) -> None:
    if version.published_at is None or not mine(by).filter(pk=version.article_id).exists():
        raise PermissionDenied("article.read")
