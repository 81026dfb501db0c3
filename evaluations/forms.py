"""What is typed for evaluations, cycles, forms and goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.access import people_held_by
from evaluations.actions.setting_up import MOST_SECTIONS
from evaluations.actions.writing import MOST_PROPOSALS
from evaluations.choices import Held, SectionKind, Voice
from evaluations.models import Cycle, Evaluation, Form
from evaluations.queries import holders
from lib.html import MAX_MARKDOWN
from staff.models import Team, User

EMPTY_SECTIONS = 2


def _day(label: Any, **given: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given
    )


class WritingForm(forms.Form):
    """One box for each section; with the comments, boxes for proposals."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, evaluation: Evaluation, voice: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = evaluation.cycle.form.sections
        self.proposed = range(MOST_PROPOSALS if voice == Voice.COMMENT else 0)
        for section in self.sections:
            self.fields[section["key"]] = forms.CharField(
                label=section["title"], required=False, strip=False, max_length=MAX_MARKDOWN,
                help_text="" if voice == Voice.COMMENT else section["hint"],
                widget=forms.Textarea(attrs={"rows": 3 if voice == Voice.COMMENT else 6}),
            )  # fmt: skip
        for number in self.proposed:
            self._propose(number)

    def _propose(self, number: int) -> None:
        self.fields[f"title{number}"] = forms.CharField(
            label=_("In a few words"), required=False, max_length=160
        )
        self.fields[f"body{number}"] = forms.CharField(
            label=_("What would be better, and why"), required=False, max_length=10_000, strip=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
        self.fields[f"shared{number}"] = forms.BooleanField(
            label=_("Colleagues may see it too"), required=False
        )

    def words(self) -> dict[str, str]:
        return {section["key"]: self.cleaned_data[section["key"]] for section in self.sections}

    def proposals(self) -> list[dict[str, object]]:
        return [
            {name: self.cleaned_data[f"{name}{number}"] for name in ("title", "body", "shared")}
            for number in self.proposed
        ]

    def boxes(self) -> list[tuple[dict[str, str], forms.BoundField]]:
        return [(section, self[section["key"]]) for section in self.sections]

    def proposal_boxes(self) -> list[dict[str, Any]]:
        """Those with words, and one more to begin with; the others wait folded away."""
        return [
            {"title": self[f"title{n}"], "body": self[f"body{n}"], "shared": self[f"shared{n}"],
             "filled": bool(self[f"title{n}"].value() or self[f"body{n}"].value())}
            for n in self.proposed
        ]  # fmt: skip


class PeopleForm(forms.Form):
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(), label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Colleagues"), required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Besides those of the teams. Hold Ctrl or ⌘ to choose several."),
    )  # fmt: skip
    held = forms.ChoiceField(
        label=_("Evaluated by"), choices=Held.choices,
        help_text=_(
            "Where there is nobody, it is the other one, else you. A manager can hand an evaluation over."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = Team.objects.filter(active=True).order_by("name")
        self.fields["people"].queryset = User.objects.filter(is_active=True).order_by("full_name")

    def chosen(self) -> list[User]:
        people = User.objects.filter(is_active=True, memberships__team__in=self.cleaned_data["teams"])
        chosen = {one.pk: one for one in [*people.distinct(), *self.cleaned_data["people"]]}
        return sorted(chosen.values(), key=lambda one: one.full_name)


class CycleForm(PeopleForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    form = forms.ModelChoiceField(Form.objects.none(), label=_("Form"), empty_label=None)
    since = _day(_("Period from"))
    until = _day(_("Period until"), help_text=_("This day belongs to it."))
    write_by = _day(_("Write by"), help_text=_("Both write before they see what the other wrote."))
    sign_by = _day(_("Sign by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = Form.objects.filter(retired_at=None).exclude(current=None)

    def clean(self) -> None:
        if not self.cleaned_data.get("teams") and not self.cleaned_data.get("people"):
            self.add_error("teams", _("Choose teams or colleagues."))

    def said(self) -> dict[str, Any]:
        names = ("name", "form", "since", "until", "write_by", "sign_by", "held")
        return {name: self.cleaned_data[name] for name in names} | {"people": self.chosen()}


class SectionForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    title = forms.CharField(label=_("Asks for"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=SectionKind.choices, initial=SectionKind.OWN)
    hint = forms.CharField(label=_("Hint"), required=False, max_length=300)


SectionForms = forms.formset_factory(
    SectionForm, extra=EMPTY_SECTIONS, max_num=MOST_SECTIONS, absolute_max=MOST_SECTIONS + EMPTY_SECTIONS
)


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Evaluated by"), empty_label=None)

    def __init__(self, evaluation: Evaluation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aside = (evaluation.person_id, evaluation.evaluator_id)
        self.fields["to"].queryset = holders().exclude(pk__in=aside)


class GoalForm(forms.Form):
    person = forms.ModelChoiceField(User.objects.none(), label=_("For whom"), empty_label=None)
    title = forms.CharField(label=_("Goal"), max_length=160)
    measure = forms.CharField(
        label=_("How one sees that it is reached"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = _day(pgettext_lazy("goal", "By"))

    def __init__(self, user: User, *args: Any, new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = User.objects.filter(pk=user.pk)
        self.fields["person"].queryset = (own | people_held_by(user)).distinct().order_by("full_name")
        if not new:
            del self.fields["person"]


class FilterForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(required=False, max_length=80)
    cycle = forms.ModelChoiceField(Cycle.objects.all(), required=False)
