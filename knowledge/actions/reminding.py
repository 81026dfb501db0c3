"""Who has not read a guideline is told again, and after a week so are the leads of their teams; and whoever
looks after something hears when its day of review has come.
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from knowledge.choices import ArticleKind
from knowledge.models import Article, Version
from knowledge.queries import receipts, stale
from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import User

AGAIN_AFTER = (3, 7)  # days since it came into force
LEADS_AFTER = 7
NOBODY_LATER_THAN = datetime.timedelta(days=30)


def remind(now: datetime.datetime | None = None) -> int:
    """How many were told. Safe to run at any time and twice: a notice has a key, and is given once."""
    now = now or database_clock.now()
    first, last = now - datetime.timedelta(days=AGAIN_AFTER[0]), now - NOBODY_LATER_THAN
    due = Article.objects.published().sources().filter(_held_between(last, first), kind=ArticleKind.GUIDELINE)
    told = sum(_remind(article, now) for article in due.select_related("current").prefetch_related("teams"))
    return told + sum(_ask_owner(article, now) for article in stale(Article.objects.published(), now.date()))


def _held_between(first: datetime.datetime, last: datetime.datetime) -> Q:
    """In force since then: since it was published, or since the day that was said for it."""
    at_once = Q(current__published_at__gt=first, current__published_at__lte=last)
    from_a_day = Q(current__in_force_on__gt=first.date(), current__in_force_on__lte=last.date())
    return Q(current__in_force_on=None) & at_once | from_a_day


def _days_held(version: Version, now: datetime.datetime) -> int:
    return (
        (now.date() - version.in_force_on).days if version.in_force_on else (now - version.published_at).days
    )


def _ask_owner(article: Article, now: datetime.datetime) -> int:
    """Once for each day of review that was set."""
    return notify(
        [article.owner] if article.owner.is_active else [],
        key=f"review-{article.pk}-{article.review_on}",
        kind=Kind.GUIDELINE,
        words=gettext_noop("To look through again: “{title}”"),
        params={"title": article.title},
        page="knowledge:article",
        page_args=[article.pk],
        about=("article", article.pk),
        at=now,
    )


@transaction.atomic
def _remind(article: Article, now: datetime.datetime) -> int:
    fresh = Article.objects.select_for_update(of=("self",)).select_related("current").get(pk=article.pk)
    if fresh.archived_at or fresh.current_id != article.current_id:
        return 0
    days = _days_held(fresh.current, now)
    late = list(receipts(fresh).filter(acknowledged_at=None))
    step = max(step for step in AGAIN_AFTER if step <= days)
    told = notify(
        late,
        key=f"guideline-{fresh.current_id}-{step}",
        kind=Kind.GUIDELINE,
        words=gettext_noop("Still to read: “{title}”"),
        params={"title": fresh.title},
        page="knowledge:article",
        page_args=[fresh.pk],
        about=("article", fresh.pk),
        at=now,
    )
    return told + (_tell_leads(fresh, late, now) if days >= LEADS_AFTER else 0)


def _tell_leads(article: Article, late: list[User], now: datetime.datetime) -> int:
    """Each lead hears how many of their own teams have not read it, themselves not counted."""
    leads = User.objects.filter(is_active=True, memberships__leads=True).distinct()
    told = 0
    for lead in leads:
        theirs = User.objects.filter(
            pk__in=[one.pk for one in late if one.pk != lead.pk],
            memberships__team__in=lead.memberships.filter(leads=True).values("team"),
        )
        if number := theirs.distinct().count():
            told += notify(
                [lead],
                key=f"guideline-{article.current_id}-lead",
                kind=Kind.GUIDELINE,
                words=gettext_noop("Colleagues of yours have not read “{title}” in a week: {n}"),
                params={"title": article.title, "n": number},
                page="knowledge:readers",
                page_args=[article.pk],
                about=("article", article.pk),
                at=now,
            )
    return told
