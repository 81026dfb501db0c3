"""What is typed when something is suggested, answered, thanked for."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge.access import articles_for
from knowledge.models import Article
from staff.models import Membership, Team, User
from suggestions.access import answerable_by, sets_goals_of, who_may_answer
from suggestions.actions.suggesting import MOST_BODY, MOST_TITLE
from suggestions.choices import Source
from suggestions.models import Suggestion

MOST_OFFERED = 200


class SuggestionForm(forms.Form):
    """Every team is offered to everybody: what somebody chose must not say in which they are."""

    title = forms.CharField(label=_("In a few words"), max_length=MOST_TITLE)
    body = forms.CharField(
        label=_("What would be better, and why"), max_length=MOST_BODY, strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Markdown: # heading, **bold**, - list, [words](address)."),
    )  # fmt: skip
    team = forms.ModelChoiceField(
        Team.objects.none(), label=pgettext_lazy("suggestion", "For whom"), required=False,
        empty_label=_("The whole desk: a manager answers"),
        help_text=_("Whoever leads the team answers."),
    )  # fmt: skip
    shared = forms.BooleanField(
        label=_("Colleagues may see it and say that they would like it too"), required=False, initial=True
    )
    anonymous = forms.BooleanField(
        label=_("Without my name"), required=False,
        help_text=_(
            "Your name is kept nowhere, nor the time, nor what it came from: only the day. You get a code, "
            "shown once, by which you find the answer. Do not write what only you can know."
        ),
    )  # fmt: skip
    receipt = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    source = forms.ChoiceField(choices=Source.choices, widget=forms.HiddenInput, required=False)
    source_ref = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(active=True)

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or Source.BOX


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Who answers"), empty_label=None)

    def __init__(self, suggestion: Suggestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = who_may_answer(suggestion)
        self.fields["to"].initial = suggestion.owner_id


class LinkForm(forms.Form):
    """An article stands for its version in force."""

    article = forms.ModelChoiceField(
        Article.objects.none(), label=_("Guideline or article, as it is now"), required=False,
        empty_label=_("None"),
    )  # fmt: skip
    changed = forms.CharField(label=_("Or what else changed"), max_length=200, required=False)

    def __init__(self, user: User, suggestion: Suggestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = articles_for(user).published().order_by("title")
        self.fields["article"].initial = suggestion.version.article_id if suggestion.version_id else None
        self.fields["changed"].initial = suggestion.changed


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Suggestion.objects.none(), label=_("It says the same as"), empty_label=_("Choose…")
    )

    def __init__(self, user: User, suggestion: Suggestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = answerable_by(user).standing().exclude(pk=suggestion.pk)
        offered = others.values_list("pk", flat=True)[:MOST_OFFERED]
        self.fields["into"].queryset = Suggestion.objects.filter(pk__in=offered)


class ThanksForm(forms.Form):
    """Colleagues of one's own teams come first."""

    to = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Whom"), widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    words = forms.CharField(
        label=_("What for"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )
    ticket = forms.IntegerField(
        label=_("Ticket number"), required=False, min_value=1, max_value=10**15,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    shared = forms.BooleanField(
        label=_("Their team may read it, if they want that too"), required=False, initial=True
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = Membership.objects.filter(user=OuterRef("pk"), team__memberships__user=user)
        people = User.objects.filter(is_active=True).exclude(pk=user.pk).annotate(is_near=Exists(beside))
        self.fields["to"].queryset = people.order_by("-is_near", "full_name")


class GoalForm(forms.Form):
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), empty_label=None)
    title = forms.CharField(label=_("What shall be reached"), max_length=160)
    until = forms.DateField(
        label=pgettext_lazy("goal", "Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = sets_goals_of(user)


class ProgressForm(forms.Form):
    progress = forms.IntegerField(
        label=_("Progress in percent"), min_value=0, max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)
