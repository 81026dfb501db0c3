"""What is typed about positions, candidates and recommendations."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from hiring.choices import Advice, Mark, Meaning, RecommendationKind, Source
from hiring.models import Candidate, Position, Recommendation, Stage, Wording
from staff.models import Team, User

SPARE = 2  # empty lines of a list that is typed
HALF_A_YEAR = datetime.timedelta(days=182)


def languages() -> list[tuple[str, str]]:
    """Each as those call it who speak it."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


def day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def lines(number: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": number}), **more)


class Colleague(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return f"{user.full_name} ({user.get_role_display()})"


def colleagues() -> Any:
    return User.objects.filter(is_active=True).order_by("full_name")


def managers() -> Any:
    """Those who may work on hiring."""
    return User.objects.who_may("hiring.work").order_by("full_name")


class PositionForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    team = forms.ModelChoiceField(
        Team.objects.filter(active=True).order_by("name"), label=_("Team"), required=False,
        empty_label=_("None"),
    )  # fmt: skip
    heads = forms.IntegerField(label=_("Heads"), min_value=1, max_value=99, initial=1)
    budget_line = forms.CharField(
        label=_("Line of the budget"), max_length=80, required=False, help_text=_("What the budget calls it.")
    )
    reason = lines(
        label=_("Why we need somebody"), max_length=5000,
        help_text=_("It is read by whoever takes part, never by candidates."),
    )  # fmt: skip
    skills = lines(
        3, label=_("Skills we look for"), max_length=2000, required=False, help_text=_("One a line.")
    )
    criteria = lines(
        label=_("What interviewers judge by"), max_length=2000,
        help_text=_("One criterion a line, at most ten. Everybody gives each a mark from 1 to 4."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def clean_criteria(self) -> str:
        rows = [row.strip()[:160] for row in self.cleaned_data["criteria"].splitlines() if row.strip()]
        if len(rows) > 10:
            raise forms.ValidationError(_("At most ten: more of them nobody judges with care."))
        return "\n".join(dict.fromkeys(rows))


def form_of_position(position: Position) -> dict[str, Any]:
    names = ("title", "heads", "budget_line", "reason", "skills", "criteria")
    return {"team": position.team_id, "seen": position.edit} | {n: getattr(position, n) for n in names}


class CandidateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Email"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=languages, help_text=_("In which we write to them.")
    )
    source = forms.ChoiceField(label=_("How they found us"), choices=Source.choices)
    source_note = forms.CharField(label=_("More about that"), max_length=160, required=False)
    consent_on = day(
        label=_("Agreed that we keep their data on"),
        help_text=_("Without their consent nothing of them is kept."),
    )
    consent_until = day(
        label=_("Their consent ends on"), required=False,
        help_text=_("Empty: it holds until the time after the decision is over."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("consent_on"), said.get("consent_until")
        if since and until and until < since:
            self.add_error("consent_until", _("The consent ends before it begins."))
        return said


def form_of_candidate(candidate: Candidate) -> dict[str, Any]:
    names = (
        *("name", "email", "phone", "language", "source", "source_note"),
        *("consent_on", "consent_until"),
    )
    return {"seen": candidate.edit} | {name: getattr(candidate, name) for name in names}


class ScorecardForm(forms.Form):
    """A mark and words for each criterion, then what they advise."""

    advice = forms.ChoiceField(
        label=_("What do you advise?"), choices=Advice.choices, widget=forms.RadioSelect, required=False
    )
    summary = lines(
        label=_("In a few sentences"), max_length=4000, required=False,
        help_text=_("What you saw and heard, not what you feel."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, criteria: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for number, criterion in enumerate(criteria):
            self.fields[f"mark_{number}"] = forms.TypedChoiceField(
                label=criterion, choices=Mark.choices, coerce=int, empty_value=None, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("Why: %(criterion)s") % {"criterion": criterion}, max_length=500, required=False
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"mark_{number}"], self[f"words_{number}"]) for number in range(len(self.criteria))]

    def marks(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        return [{"mark": said[f"mark_{n}"], "words": said[f"words_{n}"]} for n in range(len(self.criteria))]


class OfferForm(forms.Form):
    terms = lines(label=_("What we offer"), max_length=10_000)
    starts_on = day(label=_("They would begin on"), required=False)
    answer_by = day(label=_("They should answer by"), required=False)
    second = Colleague(User.objects.none(), label=_("Approved by"), help_text=_("Somebody else than you."))

    def __init__(self, approvers: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = approvers


class LetterForm(forms.Form):
    words = lines(6, label=_("Your own words"), max_length=4000, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


class NameForm(forms.Form):
    user = Colleague(User.objects.none(), label=_("Colleague"))

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people


class InterviewerForm(NameForm):
    on = day(label=_("Day of the talk"), required=False)


class RecommendationForm(forms.Form):
    kind = forms.ChoiceField(label=_("What you recommend"), choices=RecommendationKind.choices)
    subject = Colleague(User.objects.none(), label=_("About whom"), required=False)
    candidate = forms.ModelChoiceField(
        Candidate.objects.none(), label=_("Or which candidate"), required=False,
        help_text=_("Only to hire somebody."),
    )  # fmt: skip
    reason = lines(6, label=_("Why"), max_length=20_000)
    training = lines(2, label=_("Training that was considered"), max_length=2000, required=False)
    plan = lines(2, label=_("Plan that was agreed or tried"), max_length=2000, required=False)
    other = lines(2, label=_("Other ways"), max_length=2000, required=False)
    evidence_from = day(label=_("Evidence from"))
    evidence_to = day(label=_("Evidence to"))
    second = Colleague(
        User.objects.none(), label=_("Approved by"), required=False,
        help_text=_("Another manager. They see it once you propose it."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(
        self, user: User, candidates: Any, made: Recommendation | None, *args: Any, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["subject"].queryset = colleagues().exclude(pk=user.pk)
        self.fields["candidate"].queryset = candidates
        self.fields["candidate"].label_from_instance = lambda one: one.name
        self.fields["second"].queryset = managers().exclude(pk=user.pk)
        for name in ("kind", "subject", "candidate") if made else ():
            del self.fields[name]
        self.rows = self._rows(kw.get("initial", {}).get("findings", []))

    def _rows(self, findings: list[dict[str, str]]) -> list[dict[str, str]]:
        """The criteria as typed, else as they were, with room for more."""
        if self.is_bound:
            pairs = zip(self.data.getlist("criterion"), self.data.getlist("finding"), strict=False)
            findings = [{"criterion": a, "finding": b} for a, b in pairs if a.strip() or b.strip()]
        return [*findings, *[{"criterion": "", "finding": ""}] * max(SPARE, 3 - len(findings))]

    def said(self) -> dict[str, Any]:
        """What hiring.actions takes."""
        names = ("reason", "evidence_from", "evidence_to")
        given = self.cleaned_data
        return {
            **{name: given[name] for name in names},
            "findings": self.rows,
            "alternatives": {name: given[name] for name in ("training", "plan", "other")},
        }


def form_of_recommendation(made: Recommendation, draft: Wording) -> dict[str, Any]:
    names = ("reason", "evidence_from", "evidence_to", "findings")
    return (
        {name: getattr(draft, name) for name in names}
        | draft.alternatives
        | {"second": made.second_id, "seen": draft.edit}
    )


def stage_rows(data: Any = None) -> list[dict[str, Any]]:
    """As typed, sorted by their place, or as they are."""
    if data is None:
        rows = [
            {"id": one.pk, "name": one.name, "meaning": one.meaning, "active": one.active, "place": place}
            for place, one in enumerate(Stage.objects.all(), start=1)
        ]
        return [*rows, {"id": "", "name": "", "meaning": "open", "active": True, "place": len(rows) + 1}]
    found = []
    columns = [data.getlist(name)[:40] for name in ("id", "name", "meaning", "active", "place")]
    for key, name, meaning, active, place in zip(*columns, strict=False):
        if key or name.strip():
            found.append(
                {
                    "id": int(key) if key.isdecimal() and len(key) < 18 else None,
                    "name": name.strip()[:60],
                    "meaning": meaning if meaning in Meaning.values else "open",
                    "active": active == "1",
                    "place": int(place) if place.isdecimal() and len(place) < 6 else 999,
                }
            )
    return sorted(found, key=lambda row: row["place"])
