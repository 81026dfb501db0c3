"""Goals: set, looked at again, reached or dropped."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evaluations.access import evaluations_for, people_held_by
from evaluations.actions.keeping import moment, stamp
from evaluations.choices import GoalState
from evaluations.models import CheckIn, Evaluation, Goal
from notices.actions import notify, settle
from notices.choices import Kind
from staff.models import User

MOST_WORDS = 5000
MOST_OPEN = 20


@transaction.atomic
def set_goal(
    person: User, *, title: str, measure: str, due_on: datetime.date, by: User,
    evaluation: Evaluation | None = None, at: datetime.datetime | None = None,
) -> Goal:  # fmt: skip
    """A goal of one's own, or of somebody one holds, who is told. ValidationError says what is wrong."""
    _require(person, by)
    at = moment(at)
    if due_on < at.date():
        raise ValidationError(_("The day of a new goal lies ahead."))
    if Goal.objects.filter(person=person, state=GoalState.OPEN).count() >= MOST_OPEN:
        raise ValidationError(_("Those are too many goals at once: finish or drop one first."))
    if evaluation is not None and (
        evaluation.person_id != person.pk or not evaluations_for(by).filter(pk=evaluation.pk).exists()
    ):
        raise ValidationError(_("There is no such choice."))
    words = {"title": _title(title), "measure": _text(measure)}
    goal = Goal.objects.create(
        person=person, due_on=due_on, evaluation=evaluation, set_by=by, set_at=at, **words
    )
    _tell(goal, by, key="set", words=gettext_noop("A goal for you: “{title}”"), at=at)
    return goal


@transaction.atomic
def change_goal(
    goal: Goal, *, title: str, measure: str, due_on: datetime.date, by: User,
    at: datetime.datetime | None = None,
) -> Goal:  # fmt: skip
    fresh = _locked(goal, by)
    _require_open(fresh)
    fresh.title, fresh.measure, fresh.due_on = _title(title), _text(measure), due_on
    fresh.save(update_fields=["title", "measure", "due_on"])
    at = moment(at)
    _tell(fresh, by, key=f"changed-{stamp(at)}", words=gettext_noop("A goal changed: “{title}”"), at=at)
    return fresh


@transaction.atomic
def check_in(
    goal: Goal, *, words: str, by: User, percent: int | None = None, at: datetime.datetime | None = None
) -> CheckIn:
    """How it stands. Stays as it was said."""
    fresh, at = _locked(goal, by), moment(at)
    _require_open(fresh)
    if percent is not None and not 0 <= percent <= 100:
        raise ValidationError(_("How far it is lies between 0 and 100 percent."))
    made = CheckIn.objects.create(goal=fresh, by=by, at=at, words=_text(words), percent=percent)
    _tell(fresh, by, key=f"said-{made.pk}", words=gettext_noop("{by} on your goal “{title}”"), at=at)
    return made


@transaction.atomic
def end_goal(goal: Goal, *, state: str, why: str, by: User, at: datetime.datetime | None = None) -> Goal:
    """Reached, or dropped for a reason."""
    fresh, at = _locked(goal, by), moment(at)
    _require_open(fresh)
    if state not in (GoalState.DONE, GoalState.DROPPED):
        raise ValidationError(_("There is no such choice."))
    why = _clean(why)
    if state == GoalState.DROPPED and not why:
        raise ValidationError(_("Say why it is dropped."))
    fresh.state, fresh.ended_at, fresh.ended_by, fresh.ended_for = state, at, by, why
    fresh.save(update_fields=["state", "ended_at", "ended_by", "ended_for"])
    settle(("goal", fresh.pk))
    words = gettext_noop("Your goal is reached: “{title}”")
    if state == GoalState.DROPPED:
        words = gettext_noop("Your goal was dropped: “{title}”")
    _tell(fresh, by, key=f"ended-{stamp(at)}", words=words, at=at)
    return fresh


@transaction.atomic
def resume_goal(goal: Goal, *, by: User) -> Goal:
    """It was ended by mistake, or too early."""
    fresh = _locked(goal, by)
    if fresh.state != GoalState.OPEN:
        fresh.state, fresh.ended_at, fresh.ended_by, fresh.ended_for = GoalState.OPEN, None, None, ""
        fresh.save(update_fields=["state", "ended_at", "ended_by", "ended_for"])
    return fresh


def _require(person: User, by: User) -> None:
    is_theirs = by.pk == person.pk and by.may("evaluation.have")
    if not is_theirs and not people_held_by(by).filter(pk=person.pk).exists():
        raise PermissionDenied("goal")


def _locked(goal: Goal, by: User) -> Goal:
    fresh = Goal.objects.select_for_update(of=("self",)).select_related("person", "set_by").get(pk=goal.pk)
    _require(fresh.person, by)
    return fresh


def _require_open(goal: Goal) -> None:
    if goal.state != GoalState.OPEN:
        raise ValidationError(_("This goal has ended."))


def _title(text: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if not 1 <= len(text) <= 160:
        raise ValidationError(_("A title has 1 to %(most)s characters."), params={"most": 160})
    return text


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > MOST_WORDS:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": MOST_WORDS})
    return text


def _text(text: str) -> str:
    text = _clean(text)
    if not text:
        raise ValidationError(_("Write what it says."))
    return text


def _tell(goal: Goal, by: User, *, key: str, words: str, at: datetime.datetime) -> None:
    """The person whose goal it is, unless they did it themselves: then nobody."""
    notify(
        [] if goal.person_id == by.pk or not goal.person.is_active else [goal.person],
        key=f"goal-{goal.pk}-{key}",
        kind=Kind.EVALUATION,
        words=words,
        params={"title": goal.title, "by": by.full_name},
        page="evaluations:goal",
        page_args=[goal.pk],
        about=("goal", goal.pk),
        at=at,
    )
