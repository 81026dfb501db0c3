"""What is typed about demand and about what a team wants to keep."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduling.asking import Ask
from scheduling.choices import MarkKind, Work
from scheduling.models import StaffingTerms
from scheduling.typed_week import NotAWeek, read_day, write_day
from scheduling.weeks import ONE_DAY, midnight

PROBLEMS = {
    "malformed": _("“%(piece)s”: write it like 08:00-12:00 3."),
    "hours": _("“%(piece)s”: the end comes after the beginning, by 24:00."),
    "overlap": _("“%(piece)s” says something else of hours that were said before."),
    "big": _("“%(piece)s” is more than can be."),
}


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _time(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": 1800}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **more)


class MarkForm(forms.Form):
    """Whole days, or from one time to another; in the zone of the team."""

    kind = forms.ChoiceField(label=_("What it is"), choices=MarkKind.choices)
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"), required=False)
    starts = _time(pgettext_lazy("time", "From"), required=False)
    ends = _time(_("Until"), required=False)
    percent = _number(
        _("How much comes, in %"), required=False, min_value=0, max_value=2000,
        help_text=_("100 is as usual. Empty: a holiday is like a Sunday, an outage teaches nothing."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    whole_desk = forms.BooleanField(label=_("For all teams"), required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, manages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        if not manages:
            del self.fields["whole_desk"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on") or said.get("starts_on")
        if first and last and last < first:
            raise ValidationError({"ends_on": _("The last day is before the first.")})
        if first and last:
            said["starts_at"] = _moment(first, said.get("starts"), self.zone)
            end = said.get("ends")
            said["ends_at"] = _moment(last, end, self.zone) if end else midnight(last + ONE_DAY, self.zone)
        return said

    def factor(self) -> Decimal | None:
        percent = self.cleaned_data.get("percent")
        return None if percent is None else Decimal(percent) / 100


def _moment(day: datetime.date, time: datetime.time | None, zone: ZoneInfo) -> datetime.datetime:
    if time is None:
        return midnight(day, zone)
    return datetime.datetime.combine(day, time, zone).astimezone(datetime.UTC)


class TypedForm(forms.Form):
    """A week by hand: a line for each day."""

    unit = forms.ChoiceField(
        label=_("The numbers are"), widget=forms.RadioSelect,
        choices=[("arrivals", _("what comes in an hour")), ("heads", _("how many people are needed"))],
    )  # fmt: skip

    def __init__(self, *args: Any, typed: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = typed or {}
        self.initial.setdefault("unit", typed.get("unit", "arrivals"))
        per_hour = 2 if typed.get("unit") == "arrivals" else 1
        for number, name in WEEKDAYS.items():
            self.fields[f"d{number}"] = forms.CharField(
                label=name, required=False, max_length=1000,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip
            if week := typed.get("week"):
                self.initial[f"d{number}"] = write_day([value * per_hour for value in week[number]])

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"d{number}"] for number in range(7)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        week, half = [], 2 if said.get("unit") == "arrivals" else 1
        for number in range(7):
            try:
                week.append([round(value / half, 4) for value in read_day(said.get(f"d{number}", ""))])
            except NotAWeek as problem:
                self.add_error(
                    f"d{number}",
                    ValidationError(PROBLEMS[problem.problem], params={"piece": problem.piece}),
                )
        empty = len(week) == 7 and not any(any(day) for day in week)
        self.typed = {} if empty or len(week) < 7 else {"unit": said.get("unit"), "week": week}
        return said


class TermsForm(forms.ModelForm):
    """What is not asked of this kind of work is left out."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    target = forms.DecimalField(min_value=Decimal(0), max_digits=8, decimal_places=2)
    handle_minutes = forms.DecimalField(
        label=_("Handling time in minutes"), required=False, min_value=Decimal("0.1"),
        max_value=Decimal(1440), max_digits=6, decimal_places=1,
    )  # fmt: skip

    class Meta:
        model = StaffingTerms
        fields = [
            "service_percent", "patience_seconds", "shrinkage_percent", "occupancy_percent", "concurrency",
            "fewest", "between_calls",
        ]  # fmt: skip

    def __init__(self, *args: Any, measured: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = self.instance
        self.per = 3600 if terms.work == Work.TICKETS else 1
        say = _say_tickets if terms.work == Work.TICKETS else _say_calls
        for name, (label, help_text) in say().items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        self.initial |= {
            "seen": terms.number,
            "target": Decimal(terms.target_seconds) / self.per,
            "handle_minutes": terms.handle_seconds and round(Decimal(terms.handle_seconds) / 60, 1),
        }
        self.fields["handle_minutes"].help_text = measured
        for name in _unasked(terms.work):
            del self.fields[name]
        self.order_fields(["service_percent", "target", "handle_minutes"])

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        minutes = said.get("handle_minutes")
        values = {name: said[name] for name in self.Meta.fields if name in said}
        return values | {
            "target_seconds": int(said["target"] * self.per),
            "handle_seconds": int(minutes * 60) if minutes else None,
        }


def _unasked(work: str) -> tuple[str, ...]:
    if work == Work.TICKETS:
        return ("patience_seconds", "concurrency", "occupancy_percent")
    return ("between_calls",) if work == Work.CHAT else ("concurrency", "between_calls")


def _say_calls() -> dict[str, tuple[Any, Any]]:
    return {
        "service_percent": (_("Answered in time, in %"), _("So many of a hundred calls or chats.")),
        "target": (_("In time: within so many seconds"), ""),
        "patience_seconds": (
            _("Patience in seconds"),
            _("How long people wait before they give up. Empty: for ever."),
        ),
        "shrinkage_percent": (_("Not at work though on shift, in %"), _("Breaks, meetings, sickness.")),
        "occupancy_percent": (_("Busy at most, in %"), _("Of the time at work; more wears people out.")),
        "concurrency": (_("Chats at once"), ""),
        "fewest": (_("Never fewer people than"), _("While the team is open.")),
        "between_calls": (_("Also answered between calls and chats, by whoever is there for these"), ""),
    }  # fmt: skip


def _say_tickets() -> dict[str, tuple[Any, Any]]:
    return _say_calls() | {
        "service_percent": (_("Answered in time, in %"), _("So many of a hundred tickets.")),
        "target": (_("In time: within so many open hours"), _("As the team promises its first answer.")),
    }


class OverrideForm(forms.Form):
    work = forms.ChoiceField(label=_("Kind of work"), choices=Work.choices)
    ask = forms.ChoiceField(
        label=_("Who"), required=False, help_text=_("All of them, or those with a skill or a language.")
    )
    day = _day(_("Day"))
    starts = _time(pgettext_lazy("time", "From"))
    ends = _time(_("Until"))
    heads = forms.DecimalField(
        label=_("People"), min_value=Decimal(0), max_value=Decimal(500), max_digits=6, decimal_places=1
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, zone: ZoneInfo, asks: Mapping[Ask, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        choices = [("", _("All of them")), *((ask.key, name) for ask, name in asks.items())]
        self.fields["ask"].choices = choices  # type: ignore[attr-defined]
        if not asks:
            del self.fields["ask"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        day, starts, ends = (said.get(name) for name in ("day", "starts", "ends"))
        if day and starts is not None and ends is not None:
            said["starts_at"] = _moment(day, starts, self.zone)
            # Until midnight, or over it.
            said["ends_at"] = _moment(day if ends > starts else day + ONE_DAY, ends, self.zone)
        return said


class AlarmForm(forms.Form):
    alarm_percent = _number(
        _("Tell from this risk on, in %"), min_value=0, max_value=100, help_text=_("0: never.")
    )
    days_ahead = _number(_("So many days ahead"), min_value=1, max_value=14)
