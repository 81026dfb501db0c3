"""Evaluations of the demo company: one cycle signed, one in the middle, goals on the way."""

import datetime

from evaluations import actions
from evaluations.choices import Held
from evaluations.models import Cycle, Evaluation, Form
from staff.models import User

DAY = datetime.timedelta(days=1)
SECTIONS = (
    {"kind": "strengths", "title": "Strengths", "hint": "What went well? Say it with an example."},
    {"kind": "improve", "title": "Areas to improve", "hint": "What would help, and who helps?"},
    {"kind": "own", "title": "Working with the team", "hint": "Hand-overs, notes, help asked and given."},
)
HELD = {
    "s1": "Customers get a whole answer the first time: what happened, what we do, **when they hear again**."
    " In the outage of the second week your notes kept the night shift going.",
    "s2": "Refunds over 50 € still wait too long on your desk before you ask. Ask on the same day.",
    "s3": "Colleagues come to you with router questions, and leave with an article. Please go on.",
}
OWN = {
    "s1": "I know the FiberBox by heart by now, and I like the long tickets.",
    "s2": "Billing rules change often and I read of it late.",
    "s3": "The hand-over at eight is too short when there is an outage.",
}
COMMENTS = {
    "s1": "Thank you.",
    "s2": "True, but nobody told me who decides while my lead is away. Let us name a deputy.",
    "s3": "I would like an hour a week for articles.",
}
PROPOSAL = {
    "title": "Name a deputy who decides about refunds",
    "body": "While the lead is away, refunds over 50 € stand still. One name in the guideline would do.",
    "shared": True,
}


def evaluate(people: dict[str, User], now: datetime.datetime) -> None:
    by_name = {one.email.split("@")[0]: one for one in people.values()}
    mona = by_name["mona"]
    form = actions.save_form(None, name="Half an hour", sections=SECTIONS, by=mona, at=now - 40 * DAY).form
    _signed(by_name, form, mona, now - 30 * DAY)
    _in_the_middle(by_name, form, mona, now)
    _goals(by_name, now)


def _open(name: str, form: Form, people: list[User], mona: User, at: datetime.datetime, weeks: int) -> Cycle:
    day = at.date()
    return actions.open_cycle(
        by=mona, name=name, form=form, since=day - weeks * 7 * DAY, until=day - DAY, write_by=day + 9 * DAY,
        sign_by=day + 16 * DAY, people=people, held=Held.LEAD, at=at,
    )  # fmt: skip


def _signed(people: dict[str, User], form: Form, mona: User, at: datetime.datetime) -> None:
    emma, maarja = people["emma"], people["maarja"]
    cycle = _open("First weeks", form, [emma, maarja], mona, at, 5)
    for one in cycle.evaluations.select_related("person", "evaluator"):
        _commented(one, at + 8 * DAY)
        actions.sign(one, by=one.evaluator, at=at + 12 * DAY)
        one.refresh_from_db()
        disagrees = one.person_id == maarja.pk
        actions.countersign(
            one, by=one.person, sha256=one.current.sha256, agrees=not disagrees, at=at + 14 * DAY,
            words="The two late refunds waited for an answer of the bank." if disagrees else "",
        )  # fmt: skip


def _in_the_middle(people: dict[str, User], form: Form, mona: User, now: datetime.datetime) -> None:
    """Each agent stands somewhere else; it is to be written by today."""
    at = now - 9 * DAY
    agents = [one for one in people.values() if one.role == "agent"]
    cycle = _open("Autumn", form, agents, mona, at, 8)
    found = {one.person_id: one for one in cycle.evaluations.select_related("person", "evaluator")}
    _commented(found[people["triin"].pk], at + 5 * DAY)
    signed = found[people["piotr"].pk]
    _commented(signed, at + 6 * DAY)
    actions.sign(signed, by=signed.evaluator, at=at + 8 * DAY)
    _shared(found[people["emma"].pk], at + 7 * DAY)
    _shared(found[people["lucia"].pk], at + 7 * DAY)
    for name in ("jaan", "katarzyna", "diego"):
        one = found[people[name].pk]
        _write(one, "person", OWN, one.person, at + 4 * DAY)
    for name in ("jaan", "andrei"):
        one = found[people[name].pk]
        _write(one, "evaluator", HELD, one.evaluator, at + 7 * DAY)


def _write(one: Evaluation, voice: str, words: dict[str, str], by: User, at: datetime.datetime) -> None:
    actions.write(one, voice=voice, sections=words, by=by, seen=0, at=at)
    actions.hand_in(one, by=by, at=at)


def _shared(one: Evaluation, at: datetime.datetime) -> None:
    _write(one, "person", OWN, one.person, at - 2 * DAY)
    _write(one, "evaluator", HELD, one.evaluator, at - DAY)
    actions.share(one, by=one.evaluator, at=at)


def _commented(one: Evaluation, at: datetime.datetime) -> None:
    _shared(one, at)
    proposals = [{**PROPOSAL, "title": f"{PROPOSAL['title']} ({one.person.first_name})"}]
    actions.write(
        one, voice="comment", sections=COMMENTS, proposals=proposals, by=one.person, seen=0, at=at + DAY
    )
    actions.send_comments(one, by=one.person, at=at + DAY)


def _goals(people: dict[str, User], now: datetime.datetime) -> None:
    emma, liis = people["emma"], people["liis"]
    signed = Evaluation.objects.filter(person=emma, cycle__name="First weeks").first()
    articles = actions.set_goal(
        emma, title="Write down what you are asked twice", evaluation=signed, by=liis, at=now - 20 * DAY,
        measure="Six articles about devices, each read by a colleague before it is published.",
        due_on=(now + 40 * DAY).date(),
    )  # fmt: skip
    actions.check_in(
        articles, words="Two are published, one is a draft.", percent=40, by=emma, at=now - 4 * DAY
    )
    asking = actions.set_goal(
        emma, title="Ask about a refund on the day it comes", evaluation=signed, by=liis, at=now - 20 * DAY,
        measure="No refund over 50 € is older than a day without a note to the lead.",
        due_on=(now + 10 * DAY).date(),
    )  # fmt: skip
    actions.end_goal(asking, state="done", why="None in three weeks.", by=liis, at=now - DAY)
    actions.set_goal(
        people["diego"], title="Certificate for FiberBox 3", by=people["agnieszka"], at=now - 9 * DAY,
        measure="The course is finished and the quiz passed.", due_on=(now + 5 * DAY).date(),
    )  # fmt: skip
