"""Who learned what in the demo company: three courses, and everybody somewhere on the way through them."""

import datetime
from collections.abc import Iterable
from typing import Any

from helpdesk.demo.taught import FIBERBOX, FIBERBOX_ASKED, MONEY, MONEY_ASKED, OUTAGES_ASKED
from knowledge.actions import training_questions, training_writing
from knowledge.actions.training_enrolling import enrol, save_rule
from knowledge.actions.training_sessions import mark_attendance, plan_session, sign_up
from knowledge.actions.training_taking import begin_attempt, complete_lesson, finish_attempt
from knowledge.models import Article, Course, Enrolment, Session
from staff.actions import save_skill
from staff.models import Skill, Team, User

DAY = datetime.timedelta(days=1)


def train(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """Done, on the way, late, failed once; a certificate that ends soon; a session to come with a waiting
    list.
    """
    who = {email.split("@")[0]: person for email, person in people.items()}
    mona = who["mona"]
    _outages(mona, people, now)
    _fiberbox(teams, who, now)
    _money(teams, who, now)


def _outages(mona: User, people: dict[str, User], now: datetime.datetime) -> None:
    """The micro-lesson of the guideline that changed two days ago; each second one has taken it."""
    article = Article.objects.get(title="Outages", kind="guideline")
    course = _course(
        {"title": "Outages: what changed", "about": "Five minutes: read it, answer three questions."},
        [], OUTAGES_ASKED, by=mona, at=now - 40 * DAY, article=article,
    )  # fmt: skip
    save_rule(course, kind="guideline", article=article, due_days=7, by=mona, at=now - 2 * DAY)
    ways = course.enrolments.select_related("person").order_by("person__email")
    for number, way in enumerate(ways):
        if number % 2 == 0:
            _pass(way, now - DAY + number * datetime.timedelta(minutes=23))


def _fiberbox(teams: dict[str, Team], who: dict[str, User], now: datetime.datetime) -> None:
    said = {
        "title": "FiberBox 3", "about": "Set it up, reset it, and find out why it is slow.", "level": 2,
        "skill": _skill("FiberBox 3 in practice", "product", who["mona"]), "valid_months": 12,
    }  # fmt: skip
    course = _course(said, FIBERBOX, FIBERBOX_ASKED, by=who["mona"], at=now - 400 * DAY)
    for name, days in (("jaan", 352), ("olga", 170), ("lucia", 44)):
        _pass(_into(course, who[name], who["mona"], now - (days + 9) * DAY), now - days * DAY)
    late = _into(course, who["andrei"], who["liis"], now - 20 * DAY, due=14)
    _read(late, 2, now - 12 * DAY)
    failed = _into(course, who["piotr"], who["agnieszka"], now - 9 * DAY, due=14)
    _read(failed, 3, now - 3 * DAY)
    first = begin_attempt(failed, by=failed.person, at=now - 3 * DAY)
    finish_attempt(first, _answers(first, wrong=2), by=failed.person, at=now - 3 * DAY)
    save_rule(course, kind="team", team=teams["tallinn"], due_days=30, by=who["liis"], at=now - 5 * DAY)


def _money(teams: dict[str, Team], who: dict[str, User], now: datetime.datetime) -> None:
    said = {
        "title": "Money back", "about": "What we pay back, how, and who decides.", "level": 2,
        "skill": _skill("Paying money back", "craft", who["mona"]), "valid_months": 24,
        "teams": [teams["billing"]],
    }  # fmt: skip
    refunds = Article.objects.get(title="Refunds", kind="guideline")
    course = _course(said, MONEY, MONEY_ASKED, by=who["mona"], at=now - 60 * DAY, article=refunds)
    room = course.current.lessons.get(title=MONEY[1][0])
    for name in ("maarja", "emma", "triin"):
        _into(course, who[name], who["liis"], now - 25 * DAY, due=40)
    past = _session(course, who["liis"], room.key, now - 10 * DAY, places=6, at=now - 20 * DAY)
    for name in ("maarja", "emma"):
        sign_up(past, by=who[name], at=now - 15 * DAY)
    mark_attendance(past, {who["maarja"].pk}, by=who["liis"], at=past.ends_at)
    _pass(course.enrolments.select_related("person").get(person=who["maarja"]), now - 8 * DAY)
    morning = (now + 5 * DAY).replace(hour=8, minute=0, second=0, microsecond=0)
    session = _session(course, who["liis"], room.key, morning, places=1, at=now - 4 * DAY)
    for name in ("emma", "triin"):
        sign_up(session, by=who[name], at=now - 3 * DAY)


def _course(
    said: dict[str, Any], lessons: Iterable[tuple[str, str]], asked: Iterable[dict[str, Any]], *, by: User,
    at: datetime.datetime, article: Article | None = None,
) -> Course:  # fmt: skip
    course = training_writing.start_course(said, by=by, at=at)
    for title, body in lessons:
        training_writing.save_lesson(course, None, {"title": title, "body": body}, by=by)
    if article is not None:
        lesson = {"title": f"The guideline “{article.title}”", "article": article}
        training_writing.save_lesson(course, None, lesson, by=by)
    for question in asked:
        training_questions.save_question(course, None, question, by=by)
    training_writing.publish_course(course, by=by, seen=course.editions.get().edit, at=at)
    return Course.objects.select_related("current").get(pk=course.pk)


def _skill(name: str, kind: str, by: User) -> Skill:
    return Skill.objects.filter(name=name).first() or save_skill(None, {"name": name, "kind": kind}, by=by)


def _into(
    course: Course, person: User, by: User, at: datetime.datetime, due: int | None = None
) -> Enrolment:  # fmt: skip
    due_on = (at + due * DAY).date() if due else None
    enrol(course, [person], by=by, due_on=due_on, at=at)
    return course.enrolments.open().select_related("person").get(person=person)


def _read(way: Enrolment, lessons: int, at: datetime.datetime) -> None:
    for lesson in way.edition.lessons.select_related("article__current")[:lessons]:
        version = lesson.article.current.number if lesson.article else None
        complete_lesson(way, lesson, by=way.person, version=version, at=at)


def _pass(way: Enrolment, at: datetime.datetime) -> None:
    _read(way, way.edition.lessons.count(), at)
    attempt = begin_attempt(way, by=way.person, at=at)
    finish_attempt(attempt, _answers(attempt), by=way.person, at=at + datetime.timedelta(minutes=6))


def _answers(attempt: Any, wrong: int = 0) -> dict[str, list[str]]:
    """Right ones, but for the first so many."""
    found = {
        one.key: [one.accepted[0]] if one.accepted else [str(place) for place in one.right]
        for one in attempt.edition.quiz
    }
    return {key: given for number, (key, given) in enumerate(found.items()) if number >= wrong}


def _session(
    course: Course, trainer: User, key: str, starts_at: datetime.datetime, *, places: int,
    at: datetime.datetime,
) -> Session:  # fmt: skip
    said = {
        "trainer": trainer, "starts_at": starts_at, "ends_at": starts_at + datetime.timedelta(hours=1),
        "place": "Tallinn, room “Saaremaa”", "places": places, "lesson_key": key,
        "about": "Two refunds of your own that went wrong.",
    }  # fmt: skip
    return plan_session(course, said, by=trainer, at=at)
