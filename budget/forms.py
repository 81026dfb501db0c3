"""What is typed about money."""

import datetime
import secrets
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budget.choices import LineKind
from budget.models import Commitment, CostCentre, Line, Year
from budget.money import over_months
from budget.showing import amount, month_name, typed
from budget.sums import Method
from staff.models import Team, User
from staff.permissions import roles_with

METHODS = (
    (Method.PLAN.value, _("What was, and what is left of the plan")),
    (Method.RATE.value, _("What was, and as much each month from now on")),
)


class AmountField(forms.CharField):
    """Cents, as the reader writes amounts."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        return typed(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return amount(value) if isinstance(value, int) else value


def day_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class MonthsForm(forms.Form):
    """Twelve amounts. `whole` is shared out evenly instead of them."""

    def add_months(self, year: Year, cents: list[int] | None = None) -> None:
        self.fields["whole"] = AmountField(
            label=_("The whole year, in equal parts"), required=False,
            help_text=_("Fills every month; leave it empty to write each month by itself."),
        )  # fmt: skip
        for n, month in enumerate(year.months):
            self.fields[f"m{n}"] = AmountField(label=month_name(month), required=False)
            if cents:
                self.initial[f"m{n}"] = cents[n]

    def months(self) -> list[int]:
        whole = self.cleaned_data.get("whole")
        if whole is not None:
            return over_months(whole)
        return [self.cleaned_data.get(f"m{n}") or 0 for n in range(12)]

    @property
    def month_fields(self) -> list[forms.BoundField]:
        return [self[f"m{n}"] for n in range(12)]


class YearForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40)
    starts_on = day_field(label=_("Begins on"), help_text=_("The first day of a month."))
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", label=_("Currency"), max_length=3, initial="EUR",
        help_text=_("Three letters, such as EUR."),
    )  # fmt: skip
    method = forms.ChoiceField(label=_("Forecast"), choices=METHODS, initial=Method.PLAN.value)
    limit_percent = forms.IntegerField(
        label=_("Explain differences of more than, in % of the plan"), min_value=0, max_value=1000, initial=10
    )
    limit_cents = AmountField(
        label=_("and of more than, in money"),
        help_text=_("A difference is explained when it is more than both."),
    )  # fmt: skip

    def __init__(self, *args: Any, year: Year | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if year is None:
            self.initial.setdefault("limit_cents", 500_00)
            return
        del self.fields["starts_on"]
        names = ("name", "currency", "method", "limit_percent", "limit_cents")
        self.initial |= {name: getattr(year, name) for name in names}

    def clean_limit_cents(self) -> int:
        cents = self.cleaned_data["limit_cents"]
        if cents < 0:
            raise ValidationError(_("Not less than nothing."))
        return cents


class CentreForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=80)
    parent = forms.ModelChoiceField(
        CostCentre.objects.none(), label=_("Below"), required=False, empty_label=_("None")
    )
    team = forms.ModelChoiceField(
        Team.objects.filter(active=True), label=_("Team"), required=False, empty_label=_("None"),
        help_text=_("What the team's people cost is this cost centre's, and its leads see it."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Owner"), required=False, empty_label=_("None"),
        help_text=_("Explains what is out of bounds."),
    )  # fmt: skip
    takes_rest = forms.BooleanField(label=_("Takes what belongs to no other"), required=False)
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, centre: CostCentre | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = CostCentre.objects.exclude(pk=centre.pk) if centre else CostCentre.objects.all()
        self.fields["parent"].queryset = others
        self.fields["owner"].queryset = User.objects.filter(
            is_active=True, role__in=roles_with("budget.see")
        ).order_by("full_name")
        if centre:
            self.initial |= {name: getattr(centre, name) for name in self.fields}


class PlaceForm(MonthsForm):
    """Something in a cost centre, of a kind."""

    centre = forms.ModelChoiceField(CostCentre.objects.filter(active=True), label=_("Cost centre"))
    kind = forms.ChoiceField(label=pgettext_lazy("budget", "Kind"), choices=LineKind.choices)


class LineForm(PlaceForm):
    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, year: Year, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_months(year)


class PlanForm(MonthsForm):
    """The months of a line. `seen` is the edit they were opened at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, year: Year, cents: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_months(year, cents)


class CommitmentForm(PlaceForm):
    vendor = forms.CharField(label=_("Vendor"), max_length=80)
    reference = forms.CharField(label=_("Reference"), max_length=80, required=False)

    def __init__(self, year: Year, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", LineKind.VENDORS.value)
        self.add_months(year)


class PostingForm(forms.Form):
    day = day_field(label=_("Day"))
    amount = AmountField(label=_("Amount"), help_text=_("With a minus for money that came back."))
    centre = forms.ModelChoiceField(CostCentre.objects.filter(active=True), label=_("Cost centre"))
    kind = forms.ChoiceField(label=pgettext_lazy("budget", "Kind"), choices=LineKind.choices)
    words = forms.CharField(label=_("What for"), max_length=200)
    reference = forms.CharField(
        label=_("Reference"), max_length=80, required=False,
        help_text=_("Such as the number of the invoice: it is posted once."),
    )  # fmt: skip
    line = forms.ModelChoiceField(
        Line.objects.none(), label=pgettext_lazy("budget", "Line"), required=False, empty_label=_("By itself")
    )
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(), label=_("Commitment"), required=False, empty_label=_("None")
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, year: Year, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = year.lines.select_related("centre")
        self.fields["line"].label_from_instance = lambda one: f"{one.centre.code} · {one.name}"
        self.fields["commitment"].queryset = year.commitments.filter(ended_at=None).select_related("centre")
        self.fields["commitment"].label_from_instance = lambda one: f"{one.centre.code} · {one.vendor}"
        self.initial.setdefault("key", secrets.token_hex(8))


class ReverseForm(forms.Form):
    words = forms.CharField(label=_("Why"), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the plan changes"), max_length=300, help_text=_("It stays with the new plan.")
    )


class ImportForm(forms.Form):
    file = forms.FileField(label=_("CSV file"))


def refuse(form: forms.Form, error: ValidationError) -> None:
    """What an action refused, beside the field it is about where there is one."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def first_day(years: Collection[Year], today: datetime.date) -> datetime.date:
    """Where the next year begins."""
    last = max((one.ends_on for one in years), default=None)
    return last + datetime.timedelta(days=1) if last else today.replace(month=1, day=1)
