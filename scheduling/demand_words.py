"""Forecasts in words."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling.history import CLOCKS, GAP, HOLIDAY, OUTAGE, UNLIKE

METHODS: Mapping[str, object] = {
    "": gettext_lazy("What is left over"),
    "share": gettext_lazy("Its share of all that comes"),
    "typed": gettext_lazy("As typed by hand"),
    "seasonal_naive": gettext_lazy("As a week before"),
    "fading": gettext_lazy("Same weekdays, older ones counting less"),
    "pooled_8": gettext_lazy("Mean of the weekday in the shape of all days"),
    "level_8": gettext_lazy("Mean of the last 8 same weekdays at the level of the last days"),
    "alike": gettext_lazy("Days that are alike"),
    "level_fading": gettext_lazy("Same weekdays, older ones counting less, at the level of the last days"),
}
LEFT_OUT: Mapping[str, object] = {
    GAP: gettext_lazy("nobody counted then"),
    OUTAGE: gettext_lazy("marked as an outage or an event"),
    HOLIDAY: gettext_lazy("holidays"),
    CLOCKS: gettext_lazy("an hour lost or doubled when clocks changed"),
    UNLIKE: gettext_lazy("so unlike the same weekdays that something must have happened"),
}


def method_name(method: str) -> str:
    """`mean_8`: the mean of the last eight same weekdays."""
    if method in METHODS:
        return str(METHODS[method])
    kind, _sep, number = method.partition("_")
    if kind in ("mean", "median") and number.isdigit():
        text = _("Mean of the last %(n)s same weekdays") if kind == "mean" else _(
            "Median of the last %(n)s same weekdays"
        )  # fmt: skip
        return text % {"n": number}
    return method.replace("_", " ").capitalize()


def amount(value: float) -> str:
    """With a place after the point where that says something: counts have none."""
    places = 1 if value < 20 and not float(value).is_integer() else 0
    return number_format(round(value, places), decimal_pos=places)


def percent(share: float | None) -> str:
    return "–" if share is None else _("%(n)s %%") % {"n": number_format(round(share * 100))}


def ratio(value: float | None) -> str:
    return "–" if value is None else number_format(round(value, 2), decimal_pos=2)
