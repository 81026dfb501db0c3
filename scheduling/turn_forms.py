"""The form of turns: a pattern of weeks, and who begins it where."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from scheduling.models import Rotation, ShiftTemplate
from staff.models import User

MOST_WEEKS = 8
Pattern = list[list[ShiftTemplate | None]]


class TurnsForm(forms.Form):
    """A select for each day of each week, and for each person a tick and the week they begin with."""

    def __init__(
        self,
        *args: Any,
        templates: Sequence[ShiftTemplate],
        people: Sequence[User],
        weeks: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.templates, self.people, self.weeks = templates, people, weeks
        shifts = [("", "–"), *((str(one.pk), f"{one.letter} · {one.name}") for one in templates)]
        for week in range(weeks):
            for day, name in WEEKDAYS.items():
                label = _("Week %(n)s, %(day)s") % {"n": week + 1, "day": name}
                self.fields[f"day_{week}_{day}"] = _choice(label, shifts)
        begins = [(str(n), str(n + 1)) for n in range(weeks)]
        for person in people:
            self.fields[f"in_{person.pk}"] = forms.BooleanField(label=person.full_name, required=False)
            label = _("%(name)s begins with week") % {"name": person.full_name}
            self.fields[f"at_{person.pk}"] = _choice(label, begins)

    @property
    def weekdays(self) -> list[Any]:
        return list(WEEKDAYS_ABBR.values())

    @property
    def pattern_rows(self) -> list[list[BoundField]]:
        return [[self[f"day_{week}_{day}"] for day in WEEKDAYS] for week in range(self.weeks)]

    @property
    def person_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        for one in self.people:
            yield self[f"in_{one.pk}"], self[f"at_{one.pk}"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.get(f"in_{one.pk}") for one in self.people):
            raise ValidationError(_("Choose at least one person."))
        if not any(shift for week in self.pattern for shift in week):
            raise ValidationError(_("Choose a shift for at least one day."))
        return said

    @property
    def pattern(self) -> Pattern:
        by_number = {str(one.pk): one for one in self.templates}
        return [
            [by_number.get(self.cleaned_data.get(f"day_{week}_{day}", "")) for day in WEEKDAYS]
            for week in range(self.weeks)
        ]

    @property
    def starts(self) -> dict[User, int]:
        said = self.cleaned_data
        return {one: int(said[f"at_{one.pk}"] or 0) for one in self.people if said[f"in_{one.pk}"]}


def _choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.Select(attrs={"aria-label": label})
    )


def first_guess(
    templates: Sequence[ShiftTemplate], people: Sequence[User], kept: Rotation | None
) -> tuple[int, dict[str, Any]]:
    """How many weeks, and what stands in the form: what was kept, else early and late by turns."""
    ends = dict.fromkeys([*templates[:1], *templates[-1:]])
    weeks = kept.weeks if kept else [[one.pk] * 5 + [None] * 2 for one in ends] or [[None] * 7]
    said: dict[str, Any] = {
        f"day_{week}_{day}": str(shift or "")
        for week, days in enumerate(weeks)
        for day, shift in enumerate(days)
    }
    for place, one in enumerate(people):
        said |= {f"in_{one.pk}": True, f"at_{one.pk}": str(place % len(weeks))}
    return len(weeks), said


def longer(said: Mapping[str, Any], weeks: int) -> tuple[int, dict[str, Any]]:
    """One week more or less, as was pressed; what is chosen stays."""
    change = {"more": 1, "less": -1}.get(str(said.get("weeks_by", "")), 0)
    return min(max(weeks + change, 1), MOST_WEEKS), dict(said)
