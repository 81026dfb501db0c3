"""How a list is arranged: the groups it stands in, and what its rows show."""

import datetime
from collections.abc import Mapping

from django.db.models import Case, F, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from tickets.choices import Priority, State
from tickets.models.ticket import NEVER

GROUPS = ("team", "assignee", "priority", "state", "due")
# What a row can show besides who, when, what and its state; and what it does unless something else is chosen.
SHOWN = ("number", "organisation", "team", "promise", "priority", "tags", "assignee")
USUAL = SHOWN[1:]
PRIORITIES = (Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)
STATES = (State.NEW, State.OPEN, State.HOLD, State.WAITING, State.SOLVED, State.CLOSED)
LATE, TODAY, TOMORROW, WEEK, LATER, UNPROMISED = "012345"


def group_of(group: str, now: datetime.datetime) -> Combinable:
    """The group of a ticket, as a text that groups are in order by."""
    match group:
        case "team":
            return Cast(F("team__name"), TextField())
        case "assignee":  # nobody's first
            return Coalesce(Cast(F("assignee__full_name"), TextField()), Value(""), output_field=TextField())
        case "priority":
            return _place_in("priority", PRIORITIES)
        case "state":
            return _place_in("state", STATES)
    return _due(now)


def _place_in(field: str, words: tuple[str, ...]) -> Case:
    places = [When(**{field: word}, then=Value(str(n))) for n, word in enumerate(words)]
    return Case(*places, default=Value(str(len(words))), output_field=TextField())


def _due(now: datetime.datetime) -> Case:
    """By the reader's days."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    until = {
        LATE: now,
        TODAY: midnight + datetime.timedelta(days=1),
        TOMORROW: midnight + datetime.timedelta(days=2),
        WEEK: midnight + datetime.timedelta(days=7),
        LATER: NEVER,
    }
    ends = [When(queue_at__lt=end, then=Value(part)) for part, end in until.items()]
    return Case(*ends, default=Value(UNPROMISED), output_field=TextField())


def name_of(group: str, part: str) -> str:
    """What stands above a group."""
    match group:
        case "assignee":
            return part or _("Nobody")
        case "priority":
            return str(PRIORITIES[int(part)].label)
        case "state":
            return str(STATES[int(part)].label)
        case "due":
            return _due_words()[part]
    return part


def _due_words() -> dict[str, str]:
    return {
        LATE: _("Late"),
        TODAY: _("Due today"),
        TOMORROW: _("Due tomorrow"),
        WEEK: _("Due within a week"),
        LATER: _("Due later"),
        UNPROMISED: _("Nothing is promised"),
    }


def columns_from(params: Mapping[str, str]) -> tuple[str, ...] | None:
    """cols=team.tags, or a box for each: col_team=1; None for what is usual."""
    said = str(params.get("cols") or "").split(".")
    found = tuple(name for name in SHOWN if name in said or params.get(f"col_{name}"))
    return None if found == USUAL or (not found and said == [""]) else found
