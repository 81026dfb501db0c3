"""Who should have read what, and who has."""

import datetime
import re
from collections.abc import Collection

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from knowledge.access import articles_for, mine
from knowledge.choices import ArticleKind
from knowledge.languages import read_in
from knowledge.models import Article, Reading, Report, Version
from staff.models import User

TELLING = 4  # letters of a word that may say something
MOST_STEMS = 6
_WORD = re.compile(rf"[^\W\d_]{{{TELLING},40}}")


def audience(article: Article) -> QuerySet[User]:
    """Active colleagues it is for."""
    people = User.objects.filter(is_active=True)
    teams = [team.pk for team in article.teams.all()]
    return people.filter(memberships__team__in=teams).distinct() if teams else people


def to_read(user: User) -> QuerySet[Article]:
    """Guidelines in force for this person that they have not confirmed; the oldest first.

    A manager may read those of every team, but has to read only those of their own. A version that holds from
    a later day need not be read before.
    """
    confirmed = Reading.objects.filter(
        version=OuterRef("current"), reader=user, acknowledged_at__isnull=False
    )
    of_teams = Article.teams.through.objects.filter(article_id=OuterRef("pk"))
    own = of_teams.filter(team__memberships__user=user)
    return (
        mine(user)
        .published()
        .sources()
        .filter(Exists(own) | ~Exists(of_teams), ~Exists(confirmed), in_force(), kind=ArticleKind.GUIDELINE)
        .order_by("current__published_at", "pk")
    )


def in_force(day: datetime.date | None = None) -> Q:
    """Articles whose newest version holds already, not only from a day to come."""
    day = day or timezone.localdate()
    return Q(current__in_force_on=None) | Q(current__in_force_on__lte=day)


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


def has_confirmed(user_ids: Collection[int], article_ids: Collection[int]) -> set[tuple[int, int]]:
    """Who of them has confirmed which of these articles, in the version in force: (person, article)."""
    confirmed = Reading.objects.filter(
        version__current_of__in=article_ids, reader__in=user_ids, acknowledged_at__isnull=False
    )
    return set(confirmed.values_list("reader_id", "version__article_id"))


def reports_of(article: Article) -> QuerySet[Report]:
    """What colleagues say is wrong with it, and nobody has seen to."""
    open_ones = Report.objects.filter(version__article=article, settled_at=None)
    return open_ones.select_related("by", "version").order_by("at", "pk")


def reported(found: QuerySet[Article]) -> QuerySet[Article]:
    """Those that somebody has something to see to in."""
    return found.filter(Exists(Report.objects.filter(version__article=OuterRef("pk"), settled_at=None)))


def in_review(found: QuerySet[Article]) -> QuerySet[Article]:
    return found.filter(
        Exists(Version.objects.filter(article=OuterRef("pk"), asked_at__isnull=False, published_at=None))
    )


def in_words(found: QuerySet[Article], words: str) -> QuerySet[Article]:
    """Those whose title, category or text holds every word."""
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word) | Q(category__name__icontains=word) | Q(current__body__icontains=word)
        )
    return found


def fitting(user: User, text: str, most: int) -> list[Article]:
    """What is in force and may help a colleague with it; translations stand for nothing here."""
    return list(weighed(articles_for(user).published().sources(), text)[:most])


def fitting_for_customers(text: str, language: str, most: int) -> list[Article]:
    """What may answer a customer before they ask, each once, in their language where it is."""
    shown = read_in(Article.objects.public().usable(), language)
    return list(weighed(shown.select_related("current", "source"), text).filter(weight__gt=1)[:most])


def weighed(found: QuerySet[Article], text: str) -> QuerySet[Article]:
    """Those with the most of its longer words, in the title first. What waits to be looked through again is
    offered to nobody.

    A word counts without its last letters, because those are what most of our languages change.
    """
    stems = [word[: max(TELLING, len(word) - 2)] for word in _WORD.findall(text.lower())]
    stems = sorted(dict.fromkeys(stems), key=len, reverse=True)[:MOST_STEMS]
    if not stems:
        return found.none()
    weight = sum((_weighing(stem) for stem in stems), Value(0))
    found = found.exclude(review_on__lte=timezone.localdate())
    return found.annotate(weight=weight).filter(weight__gt=0).order_by("-weight", "-current__published_at")


def _weighing(stem: str) -> Case:
    in_title = Q(title__icontains=stem) | Q(keywords__icontains=stem)
    in_text = Q(current__body__icontains=stem)
    return Case(When(in_title, then=Value(3)), When(in_text, then=Value(1)), default=Value(0))


def stale(found: QuerySet[Article], today: datetime.date) -> QuerySet[Article]:
    """Those whose day of review has come."""
    return found.filter(review_on__lte=today).select_related("owner").order_by("review_on", "pk")
