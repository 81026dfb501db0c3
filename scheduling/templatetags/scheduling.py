"""{% load scheduling %}: numbers of demand in the reader's way of writing them."""

from django import template

from scheduling.demand_words import amount as in_words

register = template.Library()


@register.filter
def amount(value: float | None) -> str:
    return "–" if value is None else in_words(value)
