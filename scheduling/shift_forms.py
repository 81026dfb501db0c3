"""What is typed about time off, wishes, the clock, and shifts that change hands."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduling.choices import ApprovalWhen, DeviationKind, HalfDay, OffKind
from scheduling.models import Blackout, ShiftTemplate
from staff.models import User

WEIGHTS = [(1, _("a little")), (2, _("much")), (3, _("very much"))]
WANTED = [("no", _("Rather not")), ("yes", _("Gladly"))]


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def time_field(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


class TimeOffForm(forms.Form):
    """`people`: whom besides oneself it may be for."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("For whom"), required=False, empty_label=_("For me")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=OffKind.choices,
        help_text=_("Sick leave holds at once; the rest waits for an answer."),
    )  # fmt: skip
    first_on = day_field(_("First day"))
    last_on = day_field(_("Last day"), required=False)
    half = forms.ChoiceField(
        label=_("Half a day"), choices=[("", _("No, whole days")), *HalfDay.choices], required=False
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = people.order_by("full_name")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["last_on"] = said.get("last_on") or said.get("first_on")
        return said


class WishForm(forms.Form):
    wanted = forms.ChoiceField(label=_("I would work then"), choices=WANTED)
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), choices=[("", _("any")), *WEEKDAYS.items()], coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    on = day_field(_("or a day"), required=False)
    template = forms.ModelChoiceField(
        ShiftTemplate.objects.none(), label=_("Kind of shift"), required=False, empty_label=_("any")
    )
    weight = forms.TypedChoiceField(label=_("It matters"), choices=WEIGHTS, coerce=int, initial=2)

    def __init__(self, *args: Any, templates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates

    def clean_wanted(self) -> bool:
        return self.cleaned_data["wanted"] == "yes"


class AvailabilityForm(forms.Form):
    """Of each weekday: always, never, or from–to."""

    CHOICES = [("any", _("Whenever")), ("hours", _("From–to")), ("never", _("Not at all"))]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            self.fields[f"how_{number}"] = forms.ChoiceField(label=name, choices=self.CHOICES)
            self.fields[f"from_{number}"] = time_field(_("%(day)s from") % {"day": name}, required=False)
            self.fields[f"to_{number}"] = time_field(_("%(day)s until") % {"day": name}, required=False)

    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(self[f"how_{n}"], self[f"from_{n}"], self[f"to_{n}"]) for n in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for n in WEEKDAYS:
            if said.get(f"how_{n}") == "hours" and None in (said.get(f"from_{n}"), said.get(f"to_{n}")):
                self.add_error(f"from_{n}", _("Say from when and until when."))
        return said

    def week(self) -> dict[int, tuple[datetime.time, datetime.time] | None]:
        said = self.cleaned_data
        return {
            n: (said[f"from_{n}"], said[f"to_{n}"]) if said[f"how_{n}"] == "hours" else None
            for n in WEEKDAYS
            if said[f"how_{n}"] != "any"
        }


class SpanForm(forms.Form):
    """A stretch of one day by the reader's clock; one that ends before it begins ends on the next day."""

    day = day_field(_("Day"))
    starts = time_field(pgettext_lazy("time", "From"))
    ends = time_field(_("Until"))

    def __init__(self, *args: Any, zone: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            start = datetime.datetime.combine(said["day"], said["starts"], self.zone)
            last = said["day"] + datetime.timedelta(days=said["ends"] <= said["starts"])
            end = datetime.datetime.combine(last, said["ends"], self.zone)
            said["starts_at"], said["ends_at"] = start.astimezone(datetime.UTC), end.astimezone(datetime.UTC)
        return said


class CorrectionForm(SpanForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class DeviationForm(SpanForm):
    kind = forms.ChoiceField(label=_("What it was"), choices=DeviationKind.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class BlackoutForm(forms.ModelForm):
    class Meta:
        model = Blackout
        fields = ["first_on", "last_on", "reason"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("first_on", "last_on")
        }


class ApprovalForm(forms.Form):
    approval = forms.ChoiceField(
        label=_("Swaps and offers need approval"), choices=ApprovalWhen.choices,
        help_text=_("Hours change when a shift is given away, or two that are swapped are not equally long."),
    )  # fmt: skip


class AllowanceForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label=_("For whom"))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("Kind"), choices=OffKind.choices)
    days = forms.DecimalField(
        label=_("Days"), min_value=0, max_value=366, max_digits=4, decimal_places=1, required=False,
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    carried = forms.DecimalField(
        label=_("Carried over"), min_value=0, max_value=366, max_digits=4, decimal_places=1, required=False,
        help_text=_("Days left of the year before. Empty: as it is."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people


class CarryForm(forms.Form):
    year = forms.IntegerField(label=_("From the year"), min_value=2000, max_value=2099)
    most = forms.DecimalField(
        label=_("At most so many days each"), min_value=0, max_value=366, max_digits=4, decimal_places=1
    )
    until = forms.DateField(
        label=_("To be taken until"), required=False,
        help_text=_("What is left then is gone. Empty: it stays."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """What an action found, beside the field it belongs to."""
    if hasattr(error, "error_dict"):
        for name, words in error.message_dict.items():
            form.add_error(name if name in form.fields else None, words)
    else:
        form.add_error(None, error.messages)
