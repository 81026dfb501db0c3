"""Whose knowledge it is: everybody's without teams, else that of those who work in them. What is written for
customers every colleague may read; its teams are those that look after it.
"""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from knowledge.choices import ArticleKind
from knowledge.models import Article, Version
from staff.models import Team, User
from staff.queries import teams_of


def articles_for(user: User) -> QuerySet[Article]:
    """Those in use that this person may read; whoever writes them also sees what is not published yet, and
    everybody their own drafts.
    """
    found = mine(user).filter(archived_at=None)
    if not user.may("article.write"):
        found = found.exclude(~Q(owner=user), current=None)
    return found


def mine(user: User) -> QuerySet[Article]:
    """Of the teams of this person, archived ones too."""
    if not user.may("article.read"):
        return Article.objects.none()
    found = Article.objects.select_related("current", "owner", "category", "source")
    if user.may("article.manage"):
        return found
    theirs = Q(_is_of(teams_of(user))) | ~Q(_is_of(Team.objects.all()))
    return found.filter(theirs | Q(kind=ArticleKind.PUBLIC))


def _is_of(teams: QuerySet[Team]) -> Exists:
    through = Article.teams.through.objects
    return Exists(through.filter(article_id=OuterRef("pk"), team_id__in=teams.values("pk")))


def numbers_for(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the articles that this colleague may read, archived ones too."""
    return set(mine(user).filter(pk__in=numbers).values_list("pk", flat=True))


def article_for(user: User, article_id: int) -> Article:
    """Http404 if it is not theirs to read; archived ones only for those who write."""
    found = mine(user) if user.may("article.write") else articles_for(user)
    article = found.filter(pk=article_id).first()
    if article is None:
        raise Http404(f"no article {article_id} for this reader")
    return article


def version_for(user: User, article: Article, number: int) -> Version:
    """A published version; the one being written only for those who write it. Http404 else."""
    found = article.versions.filter(number=number).select_related("written_by", "published_by").first()
    if found is None or (found.published_at is None and not may_write(user, article)):
        raise Http404(f"no version {number} for this reader")
    return found


def may_write(user: User, article: Article) -> bool:
    """A manager writes everything; a lead what is their teams' alone; whoever looks after something for
    customers writes that, and leaves it to others to publish it.
    """
    if not user.may("article.write"):
        return article.is_public and article.owner_id == user.pk and user.may("article.draft")
    if user.may("article.manage"):
        return True
    teams = {team.pk for team in article.teams.all()}
    return bool(teams) and teams <= set(teams_of(user).values_list("pk", flat=True))


def may_publish(user: User, article: Article, draft: Version) -> bool:
    """For customers, where the desk wants two people, not whoever wrote it."""
    if not user.may("article.write") or not may_write(user, article):
        return False
    return not (article.is_public and settings.ARTICLES_TWO_PEOPLE and draft.written_by_id == user.pk)


def writable_article(user: User, article_id: int) -> Article:
    """Http404 unless this person may change it."""
    article = article_for(user, article_id)
    if not may_write(user, article):
        raise Http404(f"article {article_id} is not this person's to write")
    return article


def may_translate(user: User, source: Article) -> bool:
    """What customers read every colleague may put into another language; it is published by others."""
    if source.source_id or source.archived_at or not mine(user).filter(pk=source.pk).exists():
        return False
    return may_write(user, source) or (source.is_public and user.may("article.draft"))


def public_article(article_id: int) -> Article:
    """What customers may read, in whatever language; Http404 for everything else."""
    found = (
        Article.objects.public().filter(pk=article_id).select_related("current", "category", "source").first()
    )
    if found is None:
        raise Http404(f"no public article {article_id}")
    return found
