"""What is typed when something is written down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge.models import Article, Version
from lib.html import MAX_MARKDOWN
from staff.models import Team, User
from staff.queries import teams_of


class ArticleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    category = forms.CharField(
        label=_("Category"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"list": "categories", "autocomplete": "off"}),
    )  # fmt: skip
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(),
        label=pgettext_lazy("article", "For whom"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Looked after by"), help_text=_("Hears when it is to be looked through.")
    )
    review_on = forms.DateField(
        label=_("Look through it again on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Text"), max_length=MAX_MARKDOWN, strip=False, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Markdown: # heading, **bold**, - list, [words](address)."),
    )  # fmt: skip
    change_note = forms.CharField(
        label=_("What changed, in a sentence"), max_length=300, required=False,
        help_text=_("It is what your colleagues read first."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, user: User, article: Article | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = teams_of(user).order_by("name")
        if not user.may("article.manage"):
            self.fields["teams"].required = True  # a lead writes for their own teams
        else:
            self.fields["teams"].help_text = _("Nobody ticked: for everybody.")
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("full_name")
        if article is None or article.current_id is None:
            del self.fields["change_note"]

    def said(self) -> dict[str, Any]:
        """What knowledge.actions takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def form_of(article: Article, words: Version) -> dict[str, Any]:
    """An article as the form begins with it: from its draft, else from the version in force."""
    is_draft = words.published_at is None
    return {
        "title": words.title,
        "body": words.body,
        "change_note": words.change_note if is_draft else "",
        "category": article.category,
        "teams": list(article.teams.all()),
        "owner": article.owner_id,
        "review_on": article.review_on,
        "seen": words.edit if is_draft else 0,
    }
