"""Who should have read what, and who has."""

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from knowledge.access import mine
from knowledge.choices import ArticleKind
from knowledge.models import Article, Reading, Version
from staff.models import User


def audience(article: Article) -> QuerySet[User]:
    """Active colleagues it is for."""
    people = User.objects.filter(is_active=True)
    teams = [team.pk for team in article.teams.all()]
    return people.filter(memberships__team__in=teams).distinct() if teams else people


def to_read(user: User) -> QuerySet[Article]:
    """Guidelines in force for this person that they have not confirmed; the oldest first.

    A manager may read those of every team, but has to read only those of their own.
    """
    confirmed = Reading.objects.filter(
        version=OuterRef("current"), reader=user, acknowledged_at__isnull=False
    )
    of_teams = Article.teams.through.objects.filter(article_id=OuterRef("pk"))
    own = of_teams.filter(team__memberships__user=user)
    return (
        mine(user)
        .published()
        .filter(Exists(own) | ~Exists(of_teams), ~Exists(confirmed), kind=ArticleKind.GUIDELINE)
        .order_by("current__published_at", "pk")
    )


def receipts(article: Article) -> QuerySet[User]:
    """Everybody it is for, with `opened_at` and `acknowledged_at` of the version in force and `last_read`,
    the newest version they confirmed; who has not comes first.
    """
    theirs = Reading.objects.filter(reader=OuterRef("pk"))
    now = theirs.filter(version=article.current_id)
    earlier = theirs.filter(version__article=article, acknowledged_at__isnull=False).order_by(
        "-version__number"
    )
    return (
        audience(article)
        .annotate(
            opened_at=Subquery(now.values("opened_at")[:1]),
            acknowledged_at=Subquery(now.values("acknowledged_at")[:1]),
            last_read=Subquery(earlier.values("version__number")[:1]),
        )
        .order_by(F("acknowledged_at").asc(nulls_first=True), "full_name", "pk")
    )


def last_confirmed(article: Article, user: User) -> Version | None:
    """The newest version of it that this person has confirmed."""
    return (
        article.versions.filter(readings__reader=user, readings__acknowledged_at__isnull=False)
        .order_by("-number")
        .first()
    )


def in_words(found: QuerySet[Article], words: str) -> QuerySet[Article]:
    """Those whose title, category or text holds every word."""
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word) | Q(category__icontains=word) | Q(current__body__icontains=word)
        )
    return found


def stale(found: QuerySet[Article], today: datetime.date) -> QuerySet[Article]:
    """Those whose day of review has come."""
    return found.filter(review_on__lte=today).order_by("review_on", "pk")
