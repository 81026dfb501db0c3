"""An article goes into what somebody writes on a ticket; one is begun from what was answered."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from knowledge.access import articles_for
from knowledge.actions import start
from knowledge.choices import ArticleKind
from knowledge.models import Article
from lib import database_clock
from staff.models import User
from staff.queries import teams_of
from tickets.access import ticket_for
from tickets.actors import require
from tickets.models import ArticleOrigin, ArticleUse, Ticket


@transaction.atomic
def use_article(
    ticket: Ticket, article: Article, *, by: User, at: datetime.datetime | None = None
) -> ArticleUse:
    """That it helps on this ticket; said twice it is one use. PermissionDenied for what they may not read."""
    require(by, "ticket.note")
    ticket_for(by, ticket.pk)
    if not articles_for(by).published().filter(pk=article.pk).exists():
        raise PermissionDenied("article.read")
    row, _made = ArticleUse.objects.get_or_create(
        ticket=ticket, article_id=article.root_id, defaults={"by": by, "at": at or database_clock.now()}
    )
    return row


def article_opened(use: ArticleUse, *, at: datetime.datetime | None = None) -> bool:
    """By the customer, from the answer; whether it was the first time."""
    fresh = ArticleUse.objects.filter(pk=use.pk, opened_at=None)
    return bool(fresh.update(opened_at=at or database_clock.now()))


@transaction.atomic
def write_from(ticket: Ticket, *, title: str, body: str, language: str, by: User) -> Article:
    """A draft for customers, of what was asked and answered here; it remembers the ticket."""
    ticket_for(by, ticket.pk)
    teams = teams_of(by)
    mine = teams.filter(pk=ticket.team_id) or teams
    said = {"title": title, "body": body, "language": language, "teams": mine}
    article = start(said, kind=ArticleKind.PUBLIC, by=by)
    ArticleOrigin.objects.create(article=article, ticket=ticket)
    return article
