"""What is typed as a what-if: a few changes of heads, a few of promises."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budget.forms import AmountField
from budget.models import Scenario, Year
from budget.showing import month_name
from budget.what_if import Change, Heads, Promise

ROWS = (0, 1, 2)  # of each


class ScenarioForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, year: Year, scenario: Scenario | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(n, month_name(month)) for n, month in enumerate(year.months)]
        for n in ROWS:
            self.fields |= self._heads(n, months) | self._promise(n, months)
        if scenario:
            self._begin(scenario)

    def _heads(self, n: int, months: list[tuple[int, str]]) -> dict[str, forms.Field]:
        return {
            f"h{n}_words": forms.CharField(label=_("Who"), max_length=120, required=False),
            f"h{n}_change": forms.IntegerField(
                label=_("Heads more or fewer"), min_value=-99, max_value=99, required=False
            ),
            f"h{n}_from": forms.TypedChoiceField(
                label=pgettext_lazy("time", "From"), choices=months, coerce=int, required=False, empty_value=0
            ),
            f"h{n}_cost": AmountField(label=_("One costs a month"), required=False),
            f"h{n}_hours": forms.DecimalField(
                label=_("and works hours a month"),
                min_value=0,
                max_value=400,
                decimal_places=1,
                required=False,
            ),
            f"h{n}_once": AmountField(label=_("once for each"), required=False),
        }

    def _promise(self, n: int, months: list[tuple[int, str]]) -> dict[str, forms.Field]:
        return {
            f"p{n}_words": forms.CharField(label=_("Which promise"), max_length=120, required=False),
            f"p{n}_hours": forms.DecimalField(
                label=_("Hours more or fewer a month"), min_value=-9999, max_value=9999, decimal_places=1,
                required=False, help_text=_("Such as a back-test of the promise says."),
            ),
            f"p{n}_from": forms.TypedChoiceField(
                label=pgettext_lazy("time", "From"), choices=months, coerce=int, required=False, empty_value=0
            ),
            f"p{n}_cost": AmountField(label=_("An hour costs"), required=False),
            f"p{n}_once": AmountField(label=_("once"), required=False),
        }  # fmt: skip

    def _begin(self, scenario: Scenario) -> None:
        self.initial["name"] = scenario.name
        counts = {Heads: 0, Promise: 0}
        for kept, change in zip(scenario.changes, scenario.read(), strict=True):
            n = counts[type(change)]
            counts[type(change)] += 1
            self.initial |= _typed(n, change, kept.get("words", ""))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for n in ROWS:
            if said.get(f"h{n}_change") and said.get(f"h{n}_cost") is None:
                self.add_error(f"h{n}_cost", _("Say what one costs."))
            if said.get(f"p{n}_hours") and said.get(f"p{n}_cost") is None:
                self.add_error(f"p{n}_cost", _("Say what an hour costs."))
        if not self.errors and not self.changes():
            raise ValidationError(_("Change something: heads, or hours for a promise."))
        return said

    def changes(self) -> list[tuple[Change, str]]:
        return list(self._changes())

    def _changes(self) -> Iterator[tuple[Change, str]]:
        said = self.cleaned_data
        for n in ROWS:
            if said.get(f"h{n}_change"):
                yield Heads(
                    said[f"h{n}_change"], said[f"h{n}_from"], said[f"h{n}_cost"] or 0,
                    said[f"h{n}_hours"] or Decimal(0), said[f"h{n}_once"] or 0,
                ), said[f"h{n}_words"]  # fmt: skip
        for n in ROWS:
            if said.get(f"p{n}_hours"):
                yield (
                    Promise(
                        said[f"p{n}_hours"],
                        said[f"p{n}_from"],
                        said[f"p{n}_cost"] or 0,
                        said[f"p{n}_once"] or 0,
                    ),
                    said[f"p{n}_words"],
                )

    def groups(self) -> list[dict[str, Any]]:
        """The fields of each change together; open where something is said."""
        found = []
        for kind in "hp":
            for n in ROWS:
                fields = [self[name] for name in self.fields if name.startswith(f"{kind}{n}_")]
                is_said = n == 0 or any(one.value() for one in fields if not one.name.endswith("_from"))
                found.append({"kind": kind, "n": n + 1, "fields": fields, "open": is_said})
        return found


def _typed(n: int, change: Change, words: str) -> dict[str, Any]:
    if isinstance(change, Heads):
        return {
            f"h{n}_words": words, f"h{n}_change": change.change, f"h{n}_from": change.from_month,
            f"h{n}_cost": change.monthly_cents, f"h{n}_hours": change.hours,
            f"h{n}_once": change.one_off_cents,
        }  # fmt: skip
    return {
        f"p{n}_words": words, f"p{n}_hours": change.hours, f"p{n}_from": change.from_month,
        f"p{n}_cost": change.hourly_cents, f"p{n}_once": change.one_off_cents,
    }  # fmt: skip
