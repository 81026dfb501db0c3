"""Findings that say the same, and the guideline that follows from them."""

import datetime
from collections.abc import Sequence

from knowledge import actions as articles
from knowledge.choices import ArticleKind
from knowledge.models import Article
from qa import actions
from qa.models import Loop, Review
from staff.models import User
from tests.pure.said_alike import NO_DAY
from tests.qa.ground import ALL, NOW, given
from tickets.actions import reply

HOUR = datetime.timedelta(hours=1)


def finding(ticket, card, person: User, by: User, words: str, *, key="c3", at=NOW, **said) -> Review:
    answer = reply(ticket, by=person, text=f"{words} {at:%d %H:%M}", at=at - HOUR)
    return given(answer, card, by, {**ALL, key: 1}, at=at, words=words, **said)


def findings(ticket, card, people: Sequence[User], by: User, number: int, *, words=NO_DAY, at=NOW, **said):
    """One after another, each person in turn."""
    return [
        finding(ticket, card, people[n % len(people)], by, words[n % len(words)], at=at + n * HOUR, **said)
        for n in range(number)
    ]


def a_guideline(by: User, title="What happens next", **said) -> Article:
    made = articles.start(
        {"title": title, "body": "Tell what happens next.\n\nBe kind.", **said}, kind=ArticleKind.GUIDELINE,
        by=by, at=NOW - datetime.timedelta(days=90),
    )  # fmt: skip
    articles.publish(made, by=by, seen=1, at=NOW - datetime.timedelta(days=90))
    return Article.objects.get(pk=made.pk)


def publish(loop: Loop, by: User, at: datetime.datetime) -> Loop:
    """What is written for it comes into force, by the ordinary action."""
    article = Article.objects.get(pk=Loop.objects.get(pk=loop.pk).article_id)
    articles.publish(article, by=by, seen=article.versions.get(published_at=None).edit, at=at)
    return Loop.objects.get(pk=loop.pk)


def in_force(loop: Loop, by: User, at: datetime.datetime, **said) -> Loop:
    actions.take_up(loop, by=by, at=at, **said)
    return publish(loop, by, at)
