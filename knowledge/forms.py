"""What is typed when something is written down."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge.choices import ICONS, ArticleKind
from knowledge.languages import name_of
from knowledge.models import Article, Category, Version
from lib.html import MAX_MARKDOWN
from staff.models import Team, User
from staff.queries import teams_of


def languages() -> list[tuple[str, str]]:
    return [(code, name_of(code)) for code, _name in settings.LANGUAGES]


class ArticleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Category"), required=False, empty_label=_("None")
    )
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
    in_force_on = forms.DateField(
        label=_("In force from"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Everybody can read it at once, and has to from this day. Empty: at once."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, user: User, article: Article | None, *args: Any, kind: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kind = article.kind if article else kind
        self.fields["teams"].queryset = teams_of(user).order_by("name")
        if kind == ArticleKind.PUBLIC:
            self.fields["teams"].label = _("Teams that look after it")
        elif user.may("article.manage"):
            self.fields["teams"].help_text = _("Nobody ticked: for everybody.")
        if not user.may("article.manage"):
            self.fields["teams"].required = True  # a lead writes for their own teams
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("full_name")
        for name in _needless(article, kind):
            del self.fields[name]

    def said(self) -> dict[str, Any]:
        """What knowledge.actions takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _needless(article: Article | None, kind: str) -> set[str]:
    """What this one has from elsewhere, or never has."""
    names = set() if article is None else {"language"}
    if article is None or article.current_id is None:
        names.add("change_note")
    if article is not None and article.source_id:
        names |= {"category", "teams"}
    if kind != ArticleKind.GUIDELINE or (article is not None and article.source_id):
        names.add("in_force_on")
    return names


def form_of(article: Article, words: Version) -> dict[str, Any]:
    """An article as the form begins with it: from its draft, else from the version in force."""
    is_draft = words.published_at is None
    return {
        "title": words.title,
        "body": words.body,
        "change_note": words.change_note if is_draft else "",
        "category": article.category_id,
        "in_force_on": words.in_force_on if is_draft else None,
        "teams": list(article.teams.all()),
        "owner": article.owner_id,
        "review_on": article.review_on,
        "seen": words.edit if is_draft else 0,
    }


class TranslationForm(forms.Form):
    """`made_from` is the version of the source that stood beside it."""

    title = forms.CharField(label=_("Title"), max_length=160)
    body = forms.CharField(
        label=_("Text"), max_length=MAX_MARKDOWN, strip=False, widget=forms.Textarea(attrs={"rows": 22})
    )
    change_note = forms.CharField(label=_("What changed, in a sentence"), max_length=300, required=False)
    made_from = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, translation: Article | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if translation is None or translation.current_id is None:
            del self.fields["change_note"]


class CategoryForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    icon = forms.ChoiceField(
        label=_("Icon"), required=False, choices=[("", _("None")), *((one, one) for one in ICONS)]
    )
    parent = forms.ModelChoiceField(
        Category.objects.none(), label=_("Within"), required=False, empty_label=_("None")
    )
    place = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, required=False)

    def __init__(self, category: Category | None, *args: Any, **kwargs: Any) -> None:
        begun: dict[str, Any] = {"place": Category.objects.count() + 1}
        if category:
            fields = ("name", "icon", "place", "parent_id")
            begun = {name.removesuffix("_id"): getattr(category, name) for name in fields}
            begun |= {f"name_{code}": name for code, name in category.names.items()}
        super().__init__(*args, initial=begun, **kwargs)
        above = Category.objects.filter(parent=None)
        self.fields["parent"].queryset = above.exclude(pk=category.pk) if category else above
        for code, name in languages():
            self.fields[f"name_{code}"] = forms.CharField(label=name, max_length=60, required=False)

    def named(self) -> list[forms.BoundField]:
        """The fields of its names by language."""
        return [self[f"name_{code}"] for code, _name in settings.LANGUAGES]

    def said(self) -> dict[str, Any]:
        """What knowledge.actions takes."""
        data = self.cleaned_data
        names = {code: data[f"name_{code}"] for code, _name in settings.LANGUAGES}
        return {**{name: data[name] for name in ("name", "icon", "parent", "place")}, "names": names}
