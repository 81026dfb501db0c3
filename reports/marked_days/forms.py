"""A day, or several, and a word about them."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.marked_days.actions import LONGEST_WORDS
from reports.models import Annotation
from staff.models import User
from staff.queries import teams_of


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AnnotationForm(forms.Form):
    words = forms.CharField(
        label=_("What it was"), max_length=LONGEST_WORDS, help_text=_("Such as: Price change"),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )  # fmt: skip
    since = forms.DateField(label=_("First day"), widget=_day())
    last = forms.DateField(
        label=_("Last day"), required=False, widget=_day(), help_text=_("Nothing: that one day.")
    )
    team = forms.ModelChoiceField(
        queryset=None, label=_("Who is told"), required=False,
        empty_label=pgettext_lazy("teams", "Every team"),
        help_text=_("With a team, only whoever sees its figures."),
    )  # fmt: skip

    def __init__(self, data: Any, *, by: User, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["team"].queryset = teams_of(by).order_by("name")
        if not by.may("ticket.see_all"):
            self.fields["team"].required, self.fields["team"].empty_label = True, None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["last"] = given.get("last") or given.get("since")
        return given


def initial_of(one: Annotation) -> dict[str, Any]:
    last = one.last if one.last != one.since else None
    return {"words": one.words, "since": one.since, "last": last, "team": one.team_id}


def initial_in(given: dict[str, str], day: datetime.date) -> dict[str, Any]:
    """What an address proposes; of a day that is none, today."""
    return {
        "words": given.get("words", "")[:LONGEST_WORDS], "since": given.get("day") or day,
        "last": given.get("to", ""), "team": given.get("of_team", ""),
    }  # fmt: skip
