"""What is typed for a scorecard."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa.actions.setting_up import APPLIES, MOST_CRITERIA, MOST_WEIGHT
from qa.choices import Kind
from qa.models import ScorecardVersion
from qa.scoring import POINTS
from staff.models import Team
from tickets.choices import Channel
from tickets.models import TicketType

EMPTY_CRITERIA = 2
BETWEEN = POINTS[:-1]  # 2 to 4: points that can lie between the ends of a scale


def _several(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class ScorecardForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    causes = forms.CharField(
        label=_("Root causes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line: what a reviewer can name where a point was lost."),
    )  # fmt: skip
    channels = _several(_("Channels"), Channel.choices)
    languages = _several(_("Languages"), settings.LANGUAGES)
    teams = _several(_("Teams"))
    types = _several(_("Ticket types"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].choices = [(str(one.pk), one.name) for one in Team.objects.filter(active=True)]
        self.fields["types"].choices = [(str(one.pk), one.name) for one in TicketType.objects.all()]

    def said(self) -> dict[str, Any]:
        numbers = {name: [int(one) for one in self.cleaned_data[name]] for name in ("teams", "types")}
        return {
            "name": self.cleaned_data["name"],
            "causes": self.cleaned_data["causes"].splitlines(),
            "applies": {name: self.cleaned_data[name] for name in APPLIES} | numbers,
        }

    @staticmethod
    def begun(version: ScorecardVersion) -> dict[str, Any]:
        applies = {name: [str(one) for one in version.applies.get(name, [])] for name in APPLIES}
        return {"name": version.scorecard.name, "causes": "\n".join(version.causes), **applies}


class CriterionForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    section = forms.CharField(label=_("Section"), required=False, max_length=80)
    title = forms.CharField(label=_("Criterion"), required=False, max_length=120)
    hint = forms.CharField(label=_("What is looked at"), required=False, max_length=300)
    points = forms.TypedChoiceField(
        label=_("Scale"),
        coerce=int,
        initial=5,
        choices=lambda: [(n, gettext("%(n)s points") % {"n": n}) for n in POINTS],
    )
    weight = forms.IntegerField(label=_("Weight"), initial=1, min_value=0, max_value=MOST_WEIGHT)
    tone = forms.ChoiceField(
        label=_("About a kind of tone"), required=False, choices=[("", _("None")), *Kind.choices],
        help_text=_("What was heard of it in the answer is shown beside the criterion; it scores nothing."),
    )  # fmt: skip
    critical = forms.BooleanField(label=_("Critical: below half, the whole review is 0"), required=False)
    low = forms.CharField(label=_("The lowest looks like"), required=False, max_length=300)
    between_2 = forms.CharField(label=_("2 looks like"), required=False, max_length=300)
    between_3 = forms.CharField(label=_("3 looks like"), required=False, max_length=300)
    between_4 = forms.CharField(label=_("4 looks like"), required=False, max_length=300)
    high = forms.CharField(label=_("The highest looks like"), required=False, max_length=300)

    def betweens(self) -> list[forms.BoundField]:
        return [self[f"between_{n}"] for n in BETWEEN]

    def says_between(self) -> bool:
        return any(field.value() for field in self.betweens())

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**given, "between": {str(n): given.get(f"between_{n}", "") for n in BETWEEN}}

    @staticmethod
    def begun(criterion: dict[str, Any]) -> dict[str, Any]:
        said = criterion.get("between", {})
        return {**criterion, **{f"between_{n}": said.get(str(n), "") for n in BETWEEN}}


CriterionForms = forms.formset_factory(
    CriterionForm, extra=EMPTY_CRITERIA, max_num=MOST_CRITERIA, absolute_max=MOST_CRITERIA + EMPTY_CRITERIA
)
