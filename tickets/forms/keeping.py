"""A view that is kept, as a form: its name, who sees it, what it asks for and how it is arranged."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.models import User
from staff.queries import teams_of
from tickets.arranging import SHOWN, USUAL
from tickets.choices import State
from tickets.finding import SORTS, VIEWS, Choice, choice_from
from tickets.listing_words import COLUMN_WORDS, GROUP_WORDS, SORT_WORDS, TITLES
from tickets.models import SavedView
from tickets.saved_views import EVERYBODY, circles_of
from tickets.search import MOST_LENGTH
from tickets.search_words import Said, explained
from tickets.searching import problems_of

# What comes from links alone and stays with its view.
FROM_LINKS = ("within", "assignee")


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    share = forms.ChoiceField(label=_("Who sees it"), required=False)
    view = forms.ChoiceField(label=_("Out of which list"), choices=[(one, TITLES[one]) for one in VIEWS])
    team = forms.ChoiceField(label=_("Team"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All of the list")), *State.choices]
    )
    q = forms.CharField(
        label=_("Conditions"),
        required=False,
        max_length=MOST_LENGTH,
        help_text=_("As in the search box: status:open tag:refund -from:acme.com …"),
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("The usual one")), *SORT_WORDS]
    )
    group = forms.ChoiceField(
        label=_("Groups"), required=False, choices=[("", _("No groups")), *GROUP_WORDS.items()]
    )
    columns = forms.MultipleChoiceField(
        label=_("In the rows"),
        required=False,
        choices=list(COLUMN_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, reader: User, row: SavedView, **kwargs: Any) -> None:
        self.reader, self.row, self.said = reader, row, list[Said]()
        choice = choice_from(reader, row.query)
        super().__init__(*args, initial=_initial(row, choice), **kwargs)
        teams = [(team.slug, team.name) for team in teams_of(reader).order_by("name")]
        self.fields["team"].choices = [("", _("Every team")), *teams]
        self.fields["share"].choices = circles = _circles(reader, row)
        if len(circles) < 2:
            del self.fields["share"]

    def clean_q(self) -> str:
        words = " ".join(self.cleaned_data["q"].replace("\x00", " ").split())
        self.said = [explained(one, words) for one in (problems_of(self.reader, words) if words else ())]
        if self.said:
            raise forms.ValidationError([one.sentence for one in self.said])
        return words

    @property
    def query(self) -> dict[str, str]:
        """What the view asks for from now on."""
        given = self.cleaned_data
        kept = {name: self.row.query[name] for name in FROM_LINKS if name in self.row.query}
        asked = {name: given[name] for name in ("view", "team", "state", "q", "sort", "group")}
        columns = {"cols": ".".join(one for one in SHOWN if one in given["columns"]) or "-"}
        return choice_from(self.reader, kept | asked | columns).query


def _initial(row: SavedView, choice: Choice) -> dict[str, Any]:
    return {
        "name": row.name,
        "share": EVERYBODY if row.shared else row.team.slug if row.team else "",
        "view": choice.view,
        "team": choice.team.slug if choice.team else "",
        "state": choice.state,
        "q": choice.words,
        "sort": choice.sort if choice.sort in SORTS and choice.sort != choice.usual_sort else "",
        "group": choice.group,
        "columns": USUAL if choice.columns is None else choice.columns,
    }


def _circles(reader: User, row: SavedView) -> list[tuple[str, str]]:
    """With whom the reader may share, and with whom it is shared already."""
    circles = circles_of(reader)
    if row.team and row.team.slug not in dict(circles):
        circles.append((row.team.slug, row.team.name))
    return circles
