"""Goals of a team: set, followed by hand, reached together."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import Team, User
from staff.queries import colleagues
from suggestions.access import sets_goals_of
from suggestions.models import TeamGoal

MOST_TITLE, MOST_NOTE = 160, 300
ALL = 100


class StaleGoal(Exception):
    """Somebody changed the goal since it was opened."""


@transaction.atomic
def set_goal(
    *, by: User, team: Team, title: str, until: datetime.date, at: datetime.datetime | None = None
) -> TeamGoal:
    """ValidationError says what is wrong."""
    _require(by, team)
    at = at or database_clock.now()
    title = _line(title, most=MOST_TITLE)
    if not title:
        raise ValidationError(_("A title has 1 to %(most)s characters."), params={"most": MOST_TITLE})
    if until < at.date():
        raise ValidationError(_("That day is over. Choose one that comes."))
    return TeamGoal.objects.create(team=team, title=title, until=until, set_by=by, set_at=at)


@transaction.atomic
def tell_progress(
    goal: TeamGoal, *, by: User, progress: int, note: str = "", seen: int,
    at: datetime.datetime | None = None,
) -> TeamGoal:  # fmt: skip
    """How far it is, in percent; at a hundred it is reached and the team hears of it, once. `seen` is the
    goal's `edit`: StaleGoal if it was changed since.
    """
    fresh = _locked(goal, by, seen)
    if fresh.reached_at or fresh.dropped_at:
        raise ValidationError(_("This goal is closed."))
    if not 0 <= progress <= ALL:
        raise ValidationError(_("Progress is a number from 0 to 100."))
    fresh.progress, fresh.note, fresh.edit = progress, _line(note, most=MOST_NOTE), fresh.edit + 1
    fresh.reached_at = (at or database_clock.now()) if progress == ALL else None
    fresh.save(update_fields=["progress", "note", "edit", "reached_at"])
    if fresh.reached_at:
        _celebrate(fresh)
    return fresh


@transaction.atomic
def drop_goal(goal: TeamGoal, *, by: User, seen: int, at: datetime.datetime | None = None) -> TeamGoal:
    """It is no goal any more. One that was reached stays."""
    fresh = _locked(goal, by, seen)
    if fresh.reached_at or fresh.dropped_at:
        raise ValidationError(_("This goal is closed."))
    fresh.dropped_at, fresh.edit = at or database_clock.now(), fresh.edit + 1
    fresh.save(update_fields=["dropped_at", "edit"])
    return fresh


def _celebrate(goal: TeamGoal) -> None:
    notify(
        list(colleagues(goal.team)),
        key=f"goal-{goal.pk}",
        kind=Kind.THANKS,
        words=gettext_noop("Reached together: “{title}”"),
        detail="{note}",
        params={"title": goal.title, "note": goal.note},
        page="suggestions:thanks",
        at=goal.reached_at,
    )


def _locked(goal: TeamGoal, by: User, seen: int) -> TeamGoal:
    fresh = TeamGoal.objects.select_for_update(of=("self",)).select_related("team").get(pk=goal.pk)
    _require(by, fresh.team)
    if fresh.edit != seen:
        raise StaleGoal
    return fresh


def _require(by: User, team: Team) -> None:
    if not sets_goals_of(by).filter(pk=team.pk).exists():
        raise PermissionDenied("suggestion.answer")


def _line(text: str, *, most: int) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if len(text) > most:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": most})
    return text
