"""What is filled in about a team."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from staff.choices import COLOURS, Role
from staff.models import Team, User


class TeamForm(forms.Form):
    """People are chosen once the team is there and in use."""

    name = forms.CharField(label=_("Name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    colour = forms.TypedChoiceField(
        label=_("Colour"), choices=COLOURS, coerce=int, initial=1, widget=forms.RadioSelect
    )
    takes_web_form = forms.BooleanField(
        label=_("Customers can choose it on the web form"), required=False, initial=True
    )
    active = forms.BooleanField(
        label=_("In use"), required=False, initial=True,
        help_text=_("A team that is closed keeps its past tickets and can be opened again."),
    )  # fmt: skip
    members = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who is in it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    leads = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who leads it"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only of those who are in it, and no agents."),
    )  # fmt: skip

    def __init__(self, by: User, team: Team | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_it_is(team), **kwargs)
        if team is None or not team.active:
            del self.fields["members"], self.fields["leads"]
            return
        people = User.objects.filter(is_active=True).order_by("full_name")
        self.fields["members"].queryset = people
        self.fields["leads"].queryset = people.exclude(role=Role.AGENT)


def _as_it_is(team: Team | None) -> dict[str, Any]:
    if team is None:
        return {}
    rows = list(team.memberships.filter(user__is_active=True))
    names = ("name", "language", "colour", "takes_web_form", "active")
    return {name: getattr(team, name) for name in names} | {
        "members": [row.user_id for row in rows], "leads": [row.user_id for row in rows if row.leads],
    }  # fmt: skip
