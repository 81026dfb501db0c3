"""What a report is made of, and when it comes by letter."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from reports.choices import Dimension
from reports.measures import GROUPS, MEASURES
from reports.models import Every
from reports.periods import USUAL, typed
from reports.saved.cuts import MOST_PARTS
from reports.trends.asked import BY, HOUR, OWN, PERIODS, STEP_WORDS
from staff.models import User
from staff.queries import teams_of

SPARE = 2
WAYS = [*((one.value, one.label) for one in Dimension), (HOUR, BY[HOUR])]


class ReportForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    shared = forms.BooleanField(
        label=_("Shared with the desk"), required=False,
        help_text=_("Whoever reads the board finds it, each with the figures of their own teams."),
    )  # fmt: skip


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PartForm(forms.Form):
    measure = forms.ChoiceField(label=_("Figure"), required=False)
    by = forms.ChoiceField(label=_("Tell apart by"), choices=WAYS, required=False)
    step = forms.ChoiceField(
        label=_("In steps of"), choices=[("", _("The whole time")), *STEP_WORDS.items()], required=False
    )
    period = forms.ChoiceField(label=_("Days"), choices=PERIODS.items(), initial=USUAL, required=False)
    since = forms.DateField(label=_("First day"), required=False, widget=_day())
    last = forms.DateField(label=_("Last day"), required=False, widget=_day())
    team = forms.ChoiceField(label=_("Team"), required=False)
    working = forms.BooleanField(label=_("Opening hours alone, where time is counted"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("None")), *_measures()]
        known = [(str(team.pk), team.name) for team in teams_of(user).order_by("name")]
        if (kept := str(self.initial.get("team", ""))) and kept not in dict(known):
            known.append((kept, _("A team that is not yours")))
        self.fields["team"].choices = [("", _("Every team")), *known]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        own = given.get("measure") and given.get("period") == OWN
        if own and typed(str(given.get("since")), str(given.get("last"))) is None:
            self.add_error("since", _("Give a first and a last day, at most three years apart."))
        return given


def _measures() -> list[tuple[Any, list[tuple[str, Any]]]]:
    return [
        (name, [(one.key, one.name) for one in MEASURES.values() if one.group == key])
        for key, name in GROUPS.items()
    ]


PartForms = forms.formset_factory(PartForm, extra=SPARE, max_num=MOST_PARTS, absolute_max=MOST_PARTS + SPARE)


class SubscriptionForm(forms.Form):
    every = forms.ChoiceField(label=_("How often"), choices=Every.choices, initial=Every.WEEK)
    weekday = forms.TypedChoiceField(
        label=_("Day, if every week"), choices=WEEKDAYS.items(), coerce=int, initial=0, required=False,
        empty_value=0,
    )  # fmt: skip
    day = forms.IntegerField(
        label=_("Day, if every month"), min_value=1, max_value=31, initial=1, required=False,
        help_text=_("In a shorter month it is the last one."),
    )  # fmt: skip
    hour = forms.TypedChoiceField(
        label=_("At"), choices=[(n, f"{n:02}:00") for n in range(24)], coerce=int, initial=8
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        days = {Every.WEEK: given["weekday"] or 0, Every.MONTH: given["day"] or 1}
        return {"every": given["every"], "on_day": days.get(given["every"], 0), "hour": given["hour"],
                "language": given["language"]}  # fmt: skip
