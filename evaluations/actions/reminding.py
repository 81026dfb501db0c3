"""Whose turn it is hears when the day comes near and when it is over; after a week those above hear too."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from evaluations.actions.keeping import locked, tell
from evaluations.choices import GoalState, State
from evaluations.models import Evaluation, Goal
from evaluations.queries import above
from evaluations.steps import EVALUATOR, PERSON, due_on, waits_for
from lib import database_clock
from notices.actions import notify
from notices.choices import Kind

SOON = datetime.timedelta(days=3)
ABOVE_AFTER = datetime.timedelta(days=7)
GOAL_SOON = datetime.timedelta(days=7)


def remind(now: datetime.datetime | None = None) -> int:
    """How many were told. Safe to run at any time and twice: a notice has a key, and is given once."""
    now = now or database_clock.now()
    soon = now.date() + SOON
    near = Q(state=State.OPENED, cycle__write_by__lte=soon) | Q(
        state__in=(State.SHARED, State.COMMENTED, State.SIGNED), cycle__sign_by__lte=soon
    )
    told = sum(_remind(one, now) for one in Evaluation.objects.filter(near).order_by("pk").iterator(500))
    goals = Goal.objects.filter(
        state=GoalState.OPEN, due_on__lte=now.date() + GOAL_SOON, person__is_active=True
    )
    return told + sum(_remind_of(one, now) for one in goals.select_related("person").iterator(500))


@transaction.atomic
def _remind(evaluation: Evaluation, now: datetime.datetime) -> int:
    fresh = locked(evaluation)
    due = due_on(fresh.standing)
    if due is None or now.date() < due - SOON:
        return 0
    turn = waits_for(fresh.standing)
    people = {EVALUATOR: fresh.evaluator, PERSON: fresh.person}
    is_late = now.date() > due
    key = f"{fresh.state}-{'late' if is_late else 'soon'}-{due}"
    words = gettext_noop("The evaluation of {name} waits for you since {day}: {cycle}")
    if not is_late:
        words = gettext_noop("The evaluation of {name} is due on {day}: {cycle}")
    told = tell([people[side] for side in turn], fresh, key=key, words=words, at=now, day=due.isoformat())
    return told + (_tell_above(fresh, due, now) if now.date() > due + ABOVE_AFTER else 0)


def _tell_above(evaluation: Evaluation, due: datetime.date, now: datetime.datetime) -> int:
    return tell(
        above(evaluation), evaluation, key=f"{evaluation.state}-above-{due}", at=now,
        day=due.isoformat(), evaluator=evaluation.evaluator.full_name,
        words=gettext_noop("The evaluation of {name} by {evaluator} is a week late: {cycle}"),
    )  # fmt: skip


def _remind_of(goal: Goal, now: datetime.datetime) -> int:
    is_late = now.date() > goal.due_on
    words = gettext_noop("A goal of yours is due on {day}: “{title}”")
    if is_late:
        words = gettext_noop("The day of a goal of yours is over: “{title}”")
    return notify(
        [goal.person],
        key=f"goal-{goal.pk}-{'late' if is_late else 'soon'}-{goal.due_on}",
        kind=Kind.EVALUATION,
        words=words,
        params={"title": goal.title, "day": goal.due_on.isoformat()},
        page="evaluations:goal",
        page_args=[goal.pk],
        about=("goal", goal.pk),
        at=now,
    )
