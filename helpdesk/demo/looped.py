"""Loops of the demo company: one that was measured, and one that waits for somebody to take it up."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.actions import acknowledge, publish, write
from knowledge.actions.training_taking import begin_attempt, complete_lesson, finish_attempt
from knowledge.models import Enrolment
from knowledge.queries import audience
from qa import actions
from qa.choices import Why
from qa.models import Loop, ScorecardVersion
from staff.models import User
from tickets.choices import MessageKind
from tickets.models import Message

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
# Days ago: findings, the proposal, the guideline, and what came of it.
FOUND, OPENED, PUBLISHED, MEASURED = 49, 48, 45, 1
CRITERION = "c2"
LEARNERS, EACH, OTHERS = 3, 6, 4
WORDS = (
    "She signed with her name: greet her by name.",
    "Greet them by the name they signed with.",
    "No name in the greeting, although it stands in the ticket.",
    "The name in the greeting is misspelt: greet by the right name.",
)
TEXT = """Greet everybody by the name they sign with, in the language they write in.

- **They signed “Maarika”:** “Dear Maarika”, not “Dear customer”.
- **No name anywhere:** “Hello”, and ask for it where you need it.
- **You are not sure how it is spelt:** copy it from their letter."""


def close_a_loop(card: ScorecardVersion, mona: User, now: datetime.datetime) -> None:
    answers = _answers(now)
    before = {person: found for person, found in answers.items() if len(_early(found, now)) >= EACH}
    learners = sorted(before, key=lambda one: (-len(_early(before[one], now)), one.pk))[:LEARNERS]
    if len(learners) < LEARNERS:
        return  # a company too small for it
    teams = {team for one in learners for team in one.teams.all()}
    others = [one for one in answers if one not in learners and teams & {*one.teams.all()}]
    _review(_each(answers, learners, now, EACH), card, mona, now, bad=(0, 1, 3, 4), words=WORDS)
    _review(_each(answers, others, now, OTHERS), card, mona, now, bad=(3,))
    actions.propose(at=now - OPENED * DAY)
    loop = Loop.objects.filter(criterion=CRITERION).first()
    if loop is None:
        return
    _teach(loop, mona, now)
    late = {one: [each for each in found if _after(each, now)] for one, found in answers.items()}
    _review([late[one][:EACH] for one in learners], card, mona, now, bad=(5,))
    _review([late[one][:OTHERS] for one in others], card, mona, now, bad=(3,))
    actions.measure_due(at=now - MEASURED * DAY)


def _answers(now: datetime.datetime) -> dict[User, list[Message]]:
    """Of each agent, the oldest first."""
    rows = Message.objects.filter(kind=MessageKind.PUBLIC, author__role="agent", at__lt=now - 13 * DAY)
    rows = rows.select_related("author", "ticket__team", "ticket__type").order_by("author", "at", "pk")
    return {person: [*found] for person, found in groupby(rows, key=lambda one: one.author)}


def _early(found: Sequence[Message], now: datetime.datetime) -> list[Message]:
    return [one for one in found if one.at < now - (FOUND + 1) * DAY]


def _after(one: Message, now: datetime.datetime) -> bool:
    """When everybody has learned, and for thirty days no longer."""
    return now - 42 * DAY < one.at < now - 15 * DAY


def _each(
    answers: dict[User, list[Message]], people: Sequence[User], now: datetime.datetime, most: int
) -> Iterator[list[Message]]:
    return (_early(answers[one], now)[:most] for one in people)


def _review(
    groups: Iterator[list[Message]] | Sequence[list[Message]], card: ScorecardVersion, mona: User,
    now: datetime.datetime, *, bad: tuple[int, ...], words: Sequence[str] = ("",),
) -> None:  # fmt: skip
    """As if they had been drawn; those at these places of each person are not by name."""
    for found in groups:
        for place, message in enumerate(found):
            at = max(message.at + DAY, now - FOUND * DAY + place * HOUR)
            wrong = place in bad
            one = actions.begin_review(message, scorecard=card, by=mona, why=Why.SAMPLED, chance=0.2, at=at)
            actions.write_review(
                one, answers={"c1": 5, "c2": 1 if wrong else 2, "c3": 5, "c4": 3}, by=mona, seen=0, at=at,
                words=words[place % len(words)] if wrong else "", seconds=200,
            )  # fmt: skip
            actions.give_review(one, by=mona, at=at)


def _teach(loop: Loop, mona: User, now: datetime.datetime) -> None:
    """Written, published, and gone through by each a day after the other."""
    at = now - PUBLISHED * DAY
    actions.ask_with(
        loop, by=mona, text="The letter ends with “Best, Jüri”. How do you begin?",
        lines="Dear customer,\n* Dear Jüri,\nHello!",
    )  # fmt: skip
    article = actions.take_up(loop, by=mona, at=at - DAY).article
    said = {"title": "By name", "body": TEXT, "teams": [*article.teams.all()]}
    draft = write(article, said, by=mona, at=at - DAY)
    version = publish(article, by=mona, seen=draft.edit, at=at)
    course = Loop.objects.get(pk=loop.pk).course
    for place, way in enumerate(course.enrolments.select_related("person").order_by("pk"), 1):
        done = at + place * DAY * 0.8
        complete_lesson(way, course.current.lessons.get(), by=way.person, version=version.number, at=done)
        _answer(way, done)
    for reader in audience(article):
        acknowledge(version, by=reader, at=at + 3 * DAY)


def _answer(way: Enrolment, at: datetime.datetime) -> None:
    attempt = begin_attempt(way, by=way.person, at=at)
    right = {one.key: [str(place) for place in one.right] for one in attempt.edition.quiz}
    finish_attempt(attempt, right, by=way.person, at=at)
