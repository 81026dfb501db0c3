"""A cycle in the middle of which the tests begin."""

import datetime

from evaluations import actions
from evaluations.choices import Held
from evaluations.models import Evaluation

NOW = datetime.datetime(2026, 7, 6, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
SECTIONS = (
    {"kind": "strengths", "title": "What went well", "hint": "With an example."},
    {"kind": "improve", "title": "What to improve", "hint": ""},
    {"kind": "own", "title": "Working together", "hint": ""},
)
KEYS = ("s1", "s2", "s3")


def a_form(by, name="Half a year"):
    return actions.save_form(None, name=name, sections=SECTIONS, by=by).form


def a_cycle(by, people, *, form=None, at=NOW, **given):
    day = at.date()
    days = {
        "name": "First half of 2026", "since": datetime.date(2026, 1, 1), "until": datetime.date(2026, 6, 30),
        "write_by": day + 10 * DAY, "sign_by": day + 20 * DAY, "held": Held.LEAD, **given,
    }  # fmt: skip
    return actions.open_cycle(by=by, form=form or a_form(by), people=people, at=at, **days)


def words(text):
    return {key: f"{text} {key}" for key in KEYS}


def opened(by, person, **given) -> Evaluation:
    return a_cycle(by, [person], **given).evaluations.get()


def shared(evaluation, *, at=NOW) -> Evaluation:
    for voice, who in (("evaluator", evaluation.evaluator), ("person", evaluation.person)):
        actions.write(evaluation, voice=voice, sections=words(voice), by=who, seen=0, at=at)
        actions.hand_in(evaluation, by=who, at=at)
    return actions.share(evaluation, by=evaluation.evaluator, at=at)


PROPOSAL = {"title": "Refund macro", "body": "One macro for refunds up to 50 €.", "shared": True}


def commented(evaluation, *, proposals=(PROPOSAL,), at=NOW) -> Evaluation:
    shared(evaluation, at=at)
    actions.write(
        evaluation, voice="comment", sections=words("comment"), by=evaluation.person, seen=0,
        proposals=proposals, at=at,
    )  # fmt: skip
    return actions.send_comments(evaluation, by=evaluation.person, at=at)


def signed(evaluation, *, at=NOW) -> Evaluation:
    commented(evaluation, at=at)
    actions.sign(evaluation, by=evaluation.evaluator, at=at)
    return again(evaluation)


def done(evaluation, *, at=NOW) -> Evaluation:
    fresh = signed(evaluation, at=at)
    actions.countersign(fresh, by=fresh.person, sha256=fresh.current.sha256, at=at)
    return again(evaluation)


def again(evaluation) -> Evaluation:
    return Evaluation.objects.for_rows().select_related("cycle__form__form").get(pk=evaluation.pk)
