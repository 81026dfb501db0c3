"""{% load money %}: amounts in the reader's way of writing them."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

from budget import showing

register = template.Library()
register.filter("money", showing.amount)
register.filter("units", showing.units)
register.filter("signed", showing.signed)


@register.filter
def month(day: object) -> str:
    return showing.month_name(day)


@register.filter
def short_month(day: object) -> str:
    return showing.month_name(day, short=True)


@register.filter
def minus(cents: int, other: int) -> int:
    return cents - other


@register.filter
def hours(number: Decimal) -> str:
    """More or fewer, with a real minus."""
    said = number_format(abs(round(number, 1)), decimal_pos=1, force_grouping=True)
    return ("+" if number > 0 else "−" if number < 0 else "") + said


@register.filter
def whole(number: int) -> str:
    return f"−{-number}" if number < 0 else str(number)
