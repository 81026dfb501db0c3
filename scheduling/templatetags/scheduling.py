"""{% load scheduling %}: numbers of demand in the reader's way of writing them."""

import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.safestring import SafeString, mark_safe

from scheduling import grid
from scheduling.demand_words import amount as in_words
from scheduling.demand_words import percent
from scheduling.models import DraftShift, ShiftTemplate
from scheduling.need_words import duration as length

register = template.Library()


@register.filter
def amount(value: float | None) -> str:
    return "–" if value is None else in_words(value)


@register.filter
def share(value: float) -> str:
    """Of one, in percent."""
    return percent(value)


@register.filter
def duration(seconds: float) -> str:
    """In hours or minutes, never in days: it is time at work."""
    return length(seconds) if seconds >= 1 else "–"


@register.filter
def clock(row: ShiftTemplate) -> str:
    """From when to when by the wall clock of an ordinary day."""
    shift = _of(row)
    return f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}"


@register.filter
def mix(row: ShiftTemplate) -> SafeString:
    return mark_safe(grid.mix(_of(row)))  # noqa: S308  numbers and words of ours


@register.filter
def made_of(row: ShiftTemplate) -> str:
    return " · ".join(grid.parts_said(_of(row), ZoneInfo("UTC")))


def _of(row: ShiftTemplate) -> DraftShift:
    start = datetime.datetime.combine(datetime.date(2025, 1, 15), row.starts, datetime.UTC)
    return DraftShift(starts_at=start, ends_at=start + row.length, parts=row.parts)
