"""A draft is looked at by somebody who may publish it; an earlier version comes back as a draft."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.access import may_publish, may_write
from knowledge.actions.stale import StaleDraft
from knowledge.actions.writing import draft_as, locked, require_seen
from knowledge.models import Article, Version
from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.choices import Role
from staff.models import User


@transaction.atomic
def ask_review(article: Article, *, by: User, seen: int, at: datetime.datetime | None = None) -> Version:
    """Those who may publish it are told; asked again it is told again."""
    fresh = locked(article, by)
    draft = _draft(fresh, seen)
    at = at or database_clock.now()
    draft.asked_by, draft.asked_at = by, at
    draft.save(update_fields=["asked_by", "asked_at"])
    _tell(
        [one for one in reviewers(fresh) if one.pk != by.pk and may_publish(one, fresh, draft)],
        fresh,
        key=f"article-review-{draft.pk}-{draft.edit}",
        words=gettext_noop("{who} asks you to look at “{title}”"),
        params={"who": by.full_name, "title": draft.title},
        at=at,
    )
    return draft


@transaction.atomic
def return_draft(
    article: Article, *, by: User, seen: int, words: str, at: datetime.datetime | None = None
) -> Version:
    """Back to whoever wrote it, with a word on what to change."""
    fresh = locked(article, by)
    draft = _draft(fresh, seen)
    said = " ".join(words.split())[:1000]
    if not by.may("article.write"):
        raise PermissionDenied("article.write")
    if not said:
        raise ValidationError(_("Say what should be changed."))
    asked, draft.asked_by, draft.asked_at = draft.asked_at, None, None
    draft.save(update_fields=["asked_by", "asked_at"])
    if asked is not None and draft.written_by_id != by.pk:
        _tell(
            [draft.written_by],
            fresh,
            key=f"article-returned-{draft.pk}-{draft.edit}-{asked.timestamp():.0f}",
            words=gettext_noop("{who} gave “{title}” back to you: {said}"),
            params={"who": by.full_name, "title": draft.title, "said": said},
            at=at or database_clock.now(),
        )
    return draft


@transaction.atomic
def bring_back(
    article: Article, version: Version, *, by: User, seen: int | None = None,
    at: datetime.datetime | None = None,
) -> Version:  # fmt: skip
    """An earlier version as the new draft: nothing is taken back, another one follows."""
    fresh = locked(article, by)
    if version.article_id != fresh.pk or version.published_at is None:
        raise ValidationError(_("There is no such choice."))
    require_seen(fresh, seen)
    words = {
        "title": version.title,
        "body": version.body,
        "change_note": _("As it was in version %(n)s.") % {"n": version.number},
        "in_force_on": None,
        "made_from": version.made_from,
    }
    return draft_as(fresh, words, by=by, at=at)


def reviewers(article: Article) -> QuerySet[User]:
    """Managers, and those who lead a team that looks after it."""
    teams = [team.pk for team in article.teams.all()]
    leads = Q(role=Role.LEAD, memberships__team__in=teams)
    managers = Q(role__in=(Role.MANAGER, Role.ADMIN))
    return User.objects.filter(leads | managers, is_active=True).distinct()


def _draft(fresh: Article, seen: int) -> Version:
    draft = fresh.versions.filter(published_at=None).select_related("written_by").first()
    if draft is None or draft.edit != seen:
        raise StaleDraft
    return draft


def _tell(people: list[User], article: Article, **told) -> None:
    notify(
        [one for one in people if one.is_active and may_write(one, article)],
        kind=Kind.GUIDELINE,
        page="knowledge:article",
        page_args=[article.pk],
        about=("article", article.pk),
        **told,
    )
