"""Turns at being called, as they are typed."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling.call_turns import Pattern
from scheduling.roster_forms import DAY, TIME
from staff.models import Skill, Team, User
from staff.queries import colleagues

PLACES, LONGEST = 8, datetime.timedelta(days=370)
EVERY_DAY = "day"


class CallTurnsForm(forms.Form):
    first_on = forms.DateField(label=gettext_lazy("First day"), widget=DAY)
    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=DAY)
    change = forms.ChoiceField(label=gettext_lazy("The next one takes over"))
    hour = forms.TimeField(label=gettext_lazy("At"), widget=TIME, initial=datetime.time(9))
    starts = forms.TimeField(label=gettext_lazy("Only from"), widget=TIME, required=False)
    ends = forms.TimeField(label=gettext_lazy("Until"), widget=TIME, required=False)
    skill = forms.ModelChoiceField(
        Skill.objects.filter(active=True), label=gettext_lazy("For"), required=False,
        empty_label=gettext_lazy("Whatever comes"),
    )  # fmt: skip
    second = forms.BooleanField(
        label=gettext_lazy("Whoever comes next is the second to be called"), required=False
    )

    def __init__(self, *args: Any, team: Team, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        changes = [(str(day), _("on %(day)s") % {"day": name}) for day, name in WEEKDAYS.items()]
        self.fields["change"].choices = [*changes, (EVERY_DAY, _("every day"))]  # type: ignore[attr-defined]
        people = colleagues(team).order_by("full_name")
        for place in range(1, min(PLACES, max(people.count(), 1)) + 1):
            self.fields[f"who_{place}"] = forms.ModelChoiceField(
                people, label=_("%(place)s.") % {"place": place}, required=place == 1, empty_label="—"
            )

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("who_")]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_on"), said.get("last_on")
        if first and last and not first <= last <= first + LONGEST:
            self.add_error("last_on", _("The last day comes after the first, within a year."))
        if bool(said.get("starts")) != bool(said.get("ends")):
            self.add_error("ends", _("Say both, or neither for all hours."))
        people = [said[name] for name in self.fields if name.startswith("who_") and said.get(name)]
        if len(people) != len(set(people)):
            raise ValidationError(_("Each of them once: they take turns."))
        said["people"] = people
        return said

    def pattern(self) -> Pattern:
        said = self.cleaned_data
        weekday = None if said["change"] == EVERY_DAY else int(said["change"])
        nightly = (said["starts"], said["ends"]) if said["starts"] else None
        return Pattern(said["first_on"], said["last_on"], weekday, said["hour"], self.zone, nightly)

    def turns(self) -> dict[str, Any]:
        """As `calls.planned` and `take_turns` want them."""
        people: list[User] = self.cleaned_data["people"]
        return {
            "people": people, "pattern": self.pattern(), "skill": self.cleaned_data["skill"],
            "second": self.cleaned_data["second"],
        }  # fmt: skip
