"""{% load scheduling %}: numbers of demand in the reader's way of writing them."""

from django import template

from scheduling.demand_words import amount as in_words
from scheduling.demand_words import percent
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
