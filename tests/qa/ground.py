"""An answer that can be reviewed, a scorecard, and a review at each step."""

import datetime

from qa import actions
from qa.models import Review
from tickets.actions import reply

NOW = datetime.datetime(2026, 7, 6, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
CRITERIA = (
    {"section": "Tone", "title": "Friendly", "points": 5, "weight": 2, "critical": True, "low": "Rude."},
    {"section": "Tone", "title": "By name", "points": 2, "weight": 1},
    {"section": "Content", "title": "Every question answered", "points": 3, "weight": 3},
)  # fmt: skip
ALL = {"c1": 5, "c2": 2, "c3": 3}


MONDAY = datetime.date(2026, 7, 6)


def a_plan(by, **given):
    said = {"name": "Weekly", "per_person": 2, "days": 7, "starts_on": MONDAY, "reviewers": {by: 50}, **given}
    return actions.save_plan(None, by=by, **said)


def a_scorecard(by, name="Answers", **given):
    return actions.save_scorecard(None, name=name, criteria=CRITERIA, by=by, causes=["Haste"], **given)


def an_answer(ticket, by, text="Dear Dana, the refund is on its way. Kind regards, Amara"):
    return reply(ticket, by=by, text=text)


def begun(message, scorecard, by, **given) -> Review:
    return actions.begin_review(message, scorecard=scorecard, by=by, **given)


def given(message, scorecard, by, answers=ALL, at=None, **said) -> Review:
    one = begun(message, scorecard, by, at=at)
    actions.write_review(one, answers=answers, by=by, seen=0, at=at, **said)
    return actions.give_review(one, by=by, at=at)


def again(review) -> Review:
    return Review.objects.for_rows().prefetch_related("disputes").get(pk=review.pk)
