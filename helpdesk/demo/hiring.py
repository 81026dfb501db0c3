"""Whom the demo company looks for, who stands for it, and one recommendation that waits."""

import datetime

from hiring import actions
from hiring.models import Candidate, Position, Stage
from staff.actions import let_work_on_hiring
from staff.models import Team, User

DAY = datetime.timedelta(days=1)
CRITERIA = """Writes clearly, in two languages
Stays calm with an angry caller
Finds out before answering
Works well with others"""
POSITION = {
    "title": "Support agent for billing",
    "skills": "Estonian and English\nInvoices and refunds\nPatience",
    "criteria": CRITERIA,
    "reason": "Since the spring half of all billing requests come on Mondays, and two of us cannot answer "
    "them in the promised time.",
    "heads": 1,
    "budget_line": "People, billing",
}
# name, address, language, how they found us, days ago, stages after the first
WHO = (
    ("Kadri Oja", "kadri.oja@mail.example", "et", "applied", 19, 3),
    ("Rasmus Vaher", "rasmus.vaher@mail.example", "et", "colleague", 16, 2),
    ("Ewa Lis", "ewa.lis@mail.example", "pl", "advert", 9, 1),
    ("Marek Uus", "marek.uus@mail.example", "en", "applied", 2, 0),
)
FOUND = (
    (4, "Took the caller's side first, then explained the bill."),
    (3, ""),
    (3, ""),
    (2, "Quiet in a group."),
)
CV = """{name}

Three years at a help desk of a shop, before that a library.
Languages: Estonian, English."""


def look_for_people(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """A position with four candidates, interviews with one of them, and a promotion to be approved."""
    by_role = {one.role: one for one in people.values()}
    manager, admin = by_role["manager"], by_role["admin"]
    for one in (manager, admin):
        let_work_on_hiring(one, by=admin)
    said = {**POSITION, "team": teams["billing"]}
    position = actions.open_position(said, by=manager, at=now - 21 * DAY)
    stood = [_stand(position, manager, now, *one) for one in WHO]
    _judged(stood[0], manager, [one for one in people.values() if one.role == "agent"][-2:])
    subject = next(one for one in people.values() if one.role == "agent")
    _recommend(subject, manager, admin, now)


def _stand(
    position: Position, by: User, now: datetime.datetime, name: str, email: str, language: str, source: str,
    days: int, stages: int,
) -> Candidate:  # fmt: skip
    at = now - days * DAY
    said = {"name": name, "email": email, "language": language, "source": source, "consent_on": at.date()}
    one = actions.add_candidate(position, said, by=by, at=at)
    actions.add_file(one, name="cv.txt", content=CV.format(name=name).encode(), by=by, released=True)
    for number, stage in enumerate(list(Stage.objects.filter(active=True))[1 : stages + 1], start=1):
        actions.move(one, to=stage, by=by, at=at + number * 2 * DAY)
    return one


def _judged(one: Candidate, by: User, interviewers: list[User]) -> None:
    """The first has handed in, the second has it still to do."""
    cards = [actions.ask_interviewer(one, user=user, by=by) for user in interviewers]
    marks = [{"mark": mark, "words": words} for mark, words in FOUND]
    actions.judge(
        cards[0], by=interviewers[0], marks=marks, advice="rather", seen=1, hand_in=True,
        summary="Asked what the caller wanted before she looked anything up. I would like to work with her.",
    )  # fmt: skip
    actions.add_note(one, text="Could begin on the first of the month.", by=by)


def _recommend(subject: User, by: User, second: User, now: datetime.datetime) -> None:
    words = {
        "reason": "He answers for the shift already when the lead is away, and the others ask him first.",
        "findings": [
            {"criterion": "Judgement", "finding": "Calls in the network team early, and says why."},
            {"criterion": "Helps others", "finding": "Wrote two of the macros that everybody uses."},
        ],
        "alternatives": {"training": "Course for leads, in autumn.", "plan": "", "other": "Deputy first."},
        "evidence_from": (now - 60 * DAY).date(),
        "evidence_to": now.date(),
    }
    made = actions.recommend(words, kind="promotion", by=by, second=second, subject=subject, at=now - DAY)
    actions.move_recommendation(made, "propose", by=by, at=now)
