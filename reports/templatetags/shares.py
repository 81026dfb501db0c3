"""Shares and means as words."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.words.showing import hours
from reports.words.showing import one_place as rounded

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """0.876 → 88 %; a dash where there is nothing to be a share of. Only what is all is 100."""
    if share is None:
        return "–"
    whole = min(round(share * 100), 99) if share < 1 else 100
    return _("%(n)s %%") % {"n": number_format(max(whole, 1) if share > 0 else 0)}


@register.filter
def one_place(number: float) -> str:
    return rounded(number)


@register.filter
def as_hours(seconds: int) -> str:
    return hours(seconds)
