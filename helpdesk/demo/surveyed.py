"""What customers of the demo company said once their ticket was solved, and what followed."""

import datetime
import random

from helpdesk.demo.surveyed_words import BAD, GOOD
from notices.actions import mark_read
from notices.models import Notice
from staff.models import Team, User
from tickets.actions.following_up import settle, take_up
from tickets.actions.survey_setup import RANGES, save_survey
from tickets.actions.surveying import ask, leave_out, plan_survey, rate
from tickets.choices import EventKind
from tickets.models import FollowUp, Survey, TeamSurvey, TicketEvent
from tickets.surveys import objection

SEED = "How was it?"
DAY = datetime.timedelta(days=1)
STILL_OPEN = 3
ANSWER = 0.46
# Scores as customers give them; those whose promise was missed give others.
USUAL, LATE = (5, 5, 5, 5, 4, 4, 4, 3, 2), (5, 4, 3, 3, 2, 2, 1)
DONE = (
    "Called them, said sorry and explained what happened. They are fine.",
    "The answer was right but hard to read. Talked it over with the team.",
    "Wrote once more and gave them a month free.",
)


def ask_customers(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """Every team asks since the company began; all but the newest low scores were looked into."""
    rng = random.Random(SEED)  # noqa: S311  the same world for everyone is what is wanted
    manager = next(one for one in people.values() if one.role == "manager")
    usual = {name: getattr(TeamSurvey(), name) for name in RANGES}
    for team in teams.values():
        save_survey(team, {**usual, "active": True}, by=manager)
    solvings = TicketEvent.objects.filter(kind=EventKind.MOVED, data__move="solve", at__lt=now)
    for event in solvings.select_related("ticket__requester", "ticket__team", "actor").order_by("at", "pk"):
        survey = plan_survey(event)
        if survey is None or survey.due_at >= now:
            Survey.objects.filter(solved=event).delete()  # nobody writes to invented people
            continue
        if why := objection(survey, event.ticket, survey.due_at):
            leave_out(survey, why)
        else:
            ask(survey, at=survey.due_at)
            _answer(survey, rng, now)
    _look_into(people, manager, now)


def _answer(survey: Survey, rng: random.Random, now: datetime.datetime) -> None:
    late = survey.ticket.clocks.filter(breached_at__isnull=False).exists()
    answers, score = rng.random() < ANSWER, rng.choice(LATE if late else USUAL)
    at = survey.due_at + datetime.timedelta(minutes=rng.randrange(10, 3000))
    words = rng.choice((GOOD if score > 3 else BAD).get(survey.language, ("",)))
    if answers and at < now:
        comment = words if score <= 3 or rng.random() < 0.4 else ""
        rate(survey, by=survey.contact, score=score, comment=comment, at=at)


def _look_into(people: dict[str, User], manager: User, now: datetime.datetime) -> None:
    leads = {row.team_id: row.user for one in people.values() for row in one.memberships.filter(leads=True)}
    rows = [*FollowUp.objects.select_related("survey").order_by("opened_at", "pk")]
    older, newest = rows[:-STILL_OPEN], rows[-STILL_OPEN:]
    for number, row in enumerate(older):
        lead = leads.get(row.survey.team_id, manager)
        settle(row, by=lead, note=DONE[number % len(DONE)], at=min(row.opened_at + DAY, now))
    for row in newest[:1]:
        take_up(row, by=leads.get(row.survey.team_id, manager), at=now)
    keys = [f"low-score-{row.survey_id}" for row in older]
    for person in people.values():
        mark_read([*Notice.objects.filter(recipient=person, key__in=keys)], by=person)
