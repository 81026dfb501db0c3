"""What the floors below know of somebody's period, as evidence: what was learned, what others thanked for."""

import datetime

from django.utils.translation import gettext_noop

from knowledge.evidence import training
from lib.evidence import PERCENT, Evidence, Row
from staff.models import User
from suggestions.evidence import thanks


def learned(user: User, since: datetime.datetime, until: datetime.datetime) -> Evidence:
    """Courses that ended in the period, with what the quiz said where there was one."""
    courses = training(user, since, until)
    rows = [Row(gettext_noop("Courses finished"), len(courses))]
    rows += [
        Row(
            "{title}", course["score"], PERCENT, params={"title": course["title"], "day": day_of(course)},
            note=gettext_noop("Finished on {day}"),
        )
        for course in courses
    ]  # fmt: skip
    return Evidence("training", gettext_noop("Training"), tuple(rows))


def day_of(course: dict[str, object]) -> str:
    return str(course["finished_at"])[:10]


def thanked(user: User, since: datetime.datetime, until: datetime.datetime) -> Evidence:
    """What both sides let others read, and what customers praised: what was said, never how often."""
    until -= datetime.timedelta(microseconds=1)  # that provider counts its end in
    return Evidence(
        "thanks",
        gettext_noop("Thanks and praise"),
        about=gettext_noop("What colleagues and customers said, where both let others read it."),
        quotes=tuple((row["at"].date().isoformat(), str(row["text"])) for row in thanks(user, since, until)),
    )
