"""What is typed for plans, reviews and what follows from them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa.actions.checking import MOST_EACH
from qa.actions.keeping import MOST_WORDS
from qa.actions.planning import LENGTHS, MOST_A_PERSON, MOST_QUOTA
from qa.models import Plan, Review, Scorecard, ScorecardVersion
from staff.models import Team, User
from staff.permissions import roles_with

NOT_HERE = "na"


class PlanForm(forms.Form):
    """A plan, and for everybody who may review how many they get of a cycle."""

    name = forms.CharField(label=_("Name"), max_length=80)
    per_person = forms.IntegerField(
        label=_("Answers of each person"), min_value=1, max_value=MOST_A_PERSON, initial=3
    )
    days = forms.TypedChoiceField(
        label=_("Every"),
        coerce=int,
        initial=7,
        choices=lambda: [(n, gettext("%(n)s days") % {"n": n}) for n in LENGTHS],
    )
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scorecard = forms.ModelChoiceField(
        Scorecard.objects.none(), label=_("Scorecard"), required=False,
        empty_label=_("whichever applies to the answer"),
    )  # fmt: skip
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(), label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Where nothing is ticked, it is for all."),
    )  # fmt: skip
    blind = forms.BooleanField(
        label=_("Blind"), required=False, initial=True,
        help_text=_("Names are left out while you review, so that they do not sway you."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = Team.objects.filter(active=True)
        self.fields["scorecard"].queryset = Scorecard.objects.filter(retired_at=None).exclude(current=None)
        self.people = [*User.objects.filter(role__in=roles_with("review.give"), is_active=True)]
        for one in self.people:
            self.fields[f"q-{one.pk}"] = forms.IntegerField(
                label=one.full_name, required=False, min_value=0, max_value=MOST_QUOTA
            )

    def quotas(self) -> list[forms.BoundField]:
        return [self[f"q-{one.pk}"] for one in self.people]

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("name", "per_person", "days", "starts_on", "scorecard", "teams", "blind")
        reviewers = {one: given[f"q-{one.pk}"] or 0 for one in self.people}
        return {name: given[name] for name in names} | {"reviewers": reviewers}

    @staticmethod
    def begun(plan: Plan) -> dict[str, Any]:
        names = ("name", "per_person", "days", "starts_on", "scorecard", "blind")
        quotas = {f"q-{one.user_id}": one.quota for one in plan.reviewers.all()}
        return {name: getattr(plan, name) for name in names} | {"teams": plan.teams.all()} | quotas


class BeginForm(forms.Form):
    scorecard = forms.ModelChoiceField(Scorecard.objects.none(), label=_("Scorecard"), empty_label=None)
    blind = forms.BooleanField(
        label=_("Blind"), required=False,
        help_text=_("Names are left out while you review, so that they do not sway you."),
    )  # fmt: skip

    def __init__(self, scorecards: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scorecard"].queryset = scorecards


class AnswersForm(forms.Form):
    """A choice for each criterion, or only for those of `keys`."""

    def __init__(self, version: ScorecardVersion, *args: Any, keys: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = [one for one in version.criteria if keys is None or one["key"] in keys]
        for one in self.criteria:
            self.fields[f"a-{one['key']}"] = forms.ChoiceField(
                label=one["title"], required=False, help_text=one["hint"], choices=scale_of(one),
                widget=forms.RadioSelect,
            )  # fmt: skip

    def answers(self) -> dict[str, int | None]:
        given = {one["key"]: self.cleaned_data[f"a-{one['key']}"] for one in self.criteria}
        return {key: None if said == NOT_HERE else int(said) for key, said in given.items() if said}

    @staticmethod
    def begun(answers: dict[str, int | None]) -> dict[str, Any]:
        return {f"a-{key}": NOT_HERE if said is None else str(said) for key, said in answers.items()}


class ReviewForm(AnswersForm):
    """The whole scorecard with causes and words."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seconds = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    words = forms.CharField(
        label=_("For the colleague"), required=False, max_length=MOST_WORDS, strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    aside = forms.CharField(
        label=_("Private note"), required=False, max_length=MOST_WORDS, strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For reviewers and managers; the colleague never sees it."),
    )  # fmt: skip

    def __init__(self, review: Review, *args: Any, **kwargs: Any) -> None:
        super().__init__(review.scorecard, *args, **kwargs)
        for one in self.criteria if review.scorecard.causes else ():
            self.fields[f"c-{one['key']}"] = forms.MultipleChoiceField(
                label=_("Root causes"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(cause, cause) for cause in review.scorecard.causes],
            )  # fmt: skip

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        causes = {one["key"]: given.get(f"c-{one['key']}", []) for one in self.criteria}
        return {
            "answers": self.answers(), "causes": causes, "words": given["words"], "aside": given["aside"],
            "seconds": given["seconds"] or 0, "seen": given["seen"],
        }  # fmt: skip

    @staticmethod
    def as_written(review: Review) -> dict[str, Any]:
        return {
            **AnswersForm.begun(review.answers),
            **{f"c-{key}": named for key, named in review.causes.items()},
            "words": review.words, "aside": review.aside, "seen": review.edit, "seconds": 0,
        }  # fmt: skip


class MarkForm(forms.Form):
    """A passage: where it begins and ends, or its words, as they first stand in the answer."""

    message = forms.IntegerField(min_value=1, required=False)
    start = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=1, required=False)
    quote = forms.CharField(required=False, max_length=2000)
    criterion = forms.CharField(required=False, max_length=8)
    note = forms.CharField(required=False, max_length=500)

    def clean(self) -> None:
        given = self.cleaned_data
        if not given.get("quote") and (given.get("start") is None or given.get("end") is None):
            raise ValidationError("no passage")

    def place(self, text: str) -> tuple[int, int] | None:
        """From where to where in the text; None if the words do not stand in it."""
        given = self.cleaned_data
        if given["start"] is not None and given["end"] is not None:
            return given["start"], given["end"]
        start = text.casefold().find(given["quote"].casefold())
        return None if start < 0 else (start, start + len(given["quote"]))


class ToneDisputeForm(forms.Form):
    words = forms.CharField(
        label=_("Why"), max_length=MOST_WORDS, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class DisputeForm(ToneDisputeForm):
    criteria = forms.MultipleChoiceField(
        label=_("What you disagree with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("criteria", "words")

    def __init__(self, version: ScorecardVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria"].choices = [(one["key"], one["title"]) for one in version.criteria]


class SettleToneForm(forms.Form):
    answer = forms.CharField(
        label=_("How it was decided, and why"), max_length=MOST_WORDS, strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean_answer(self) -> str:
        if not self.cleaned_data["answer"].strip():
            raise ValidationError(_("Say how you decided, and why: the person reads it."))
        return self.cleaned_data["answer"]


class SettleForm(SettleToneForm, AnswersForm):
    """With a choice for each criterion that was disputed."""


def scale_of(one: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(str(n), str(n)) for n in range(1, one["points"] + 1)] + [(NOT_HERE, _("Does not apply"))]


class CalibrationForm(forms.Form):
    """`tickets` are numbers: of each the newest answer that may be reviewed is taken."""

    name = forms.CharField(label=_("Name"), max_length=80)
    scorecard = forms.ModelChoiceField(Scorecard.objects.none(), label=_("Scorecard"), empty_label=None)
    tickets = forms.CharField(
        label=_("Tickets"), max_length=400,
        help_text=_("Their numbers. Of each the newest answer is scored."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "1042, 1051, 1060"}),
    )  # fmt: skip
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who scores"), widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(label=_("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, scorecards: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scorecard"].queryset = scorecards
        reviewers = User.objects.filter(role__in=roles_with("review.give"), is_active=True)
        self.fields["people"].queryset = reviewers.order_by("full_name")

    def clean_tickets(self) -> list[int]:
        """ValidationError for what is no number."""
        sent = self.cleaned_data["tickets"].replace("#", " ").replace(",", " ").split()
        if wrong := [one for one in sent if not (one.isascii() and one.isdecimal() and len(one) < 12)]:
            raise ValidationError(_("“%(word)s” is no ticket number."), params={"word": wrong[0]})
        return [*dict.fromkeys(map(int, sent))]


class SheetForm(AnswersForm):
    words = forms.CharField(
        label=_("What you would say of it"), required=False, max_length=MOST_WORDS, strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ChecksForm(forms.Form):
    each = forms.IntegerField(
        label=_("Reviews of each reviewer"), min_value=1, max_value=MOST_EACH, initial=3
    )


class FindingsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, one: Review) -> str:
        score = "–" if one.score is None else f"{round(100 * one.score)} %"
        day = date_format(localtime(one.given_at), "j E")
        return f"{one.message.ticket.subject} #{one.message.ticket_id} · {score} · {day}"


class CoachingForm(forms.Form):
    """`reviews` are the findings: other reviews of the same person by the same scorecard."""

    criterion = forms.ChoiceField(label=_("Criterion"))
    reviews = FindingsField(
        Review.objects.none(), label=_("Findings"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Other reviews that show the same. This one is among them already."),
    )  # fmt: skip
    action = forms.CharField(
        label=_("What you agreed to do"), max_length=MOST_WORDS, strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    follow_up_on = forms.DateField(
        label=_("Follow-up on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that day answers written since are drawn for you to review."),
    )  # fmt: skip
    wanted = forms.IntegerField(label=_("How many answers"), min_value=1, max_value=20, initial=5)

    def __init__(self, review: Review, others: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rated = [one for one in review.scorecard.criteria if review.answers.get(one["key"]) is not None]
        self.fields["criterion"].choices = [(one["key"], one["title"]) for one in rated]
        self.fields["reviews"].queryset = others
