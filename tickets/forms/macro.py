"""The form of a macro."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from staff.models import Team, User
from staff.queries import teams_of
from tickets.choices import Handing, MessageKind, Priority
from tickets.models import Macro

MINE, EVERYBODY = "me", "all"
PLAIN = ("name", "text", "kind", "then", "priority", "to_team", "handing")


class MacroForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    whose = forms.ChoiceField(label=_("For whom"))
    text = forms.CharField(
        label=_("Text"), required=False, max_length=50_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 9}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Written as"),
        choices=[(MessageKind.PUBLIC, _("an answer")), (MessageKind.NOTE, _("a note"))],
    )
    then = forms.ChoiceField(
        label=_("When it is sent"),
        required=False,
        choices=[
            ("", _("the ticket stays open")),
            ("wait", _("it waits for the customer")),
            ("solve", _("it is solved")),
        ],
    )
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=[("", _("As it is")), *Priority.choices]
    )
    to_team = forms.ModelChoiceField(
        Team.objects.filter(active=True).order_by("name"), label=_("Team"), required=False,
        empty_label=_("As it is"),
    )  # fmt: skip
    handing = forms.ChoiceField(
        label=_("Assignee"), required=False, choices=[("", _("As it is")), *Handing.choices]
    )
    add_tags = forms.CharField(label=_("Add tags"), max_length=900, required=False)
    remove_tags = forms.CharField(label=_("Remove tags"), max_length=900, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.teams = {str(team.pk): team for team in teams_of(user)} if user.may("macro.share") else {}
        whose = [(MINE, _("Only me")), *((pk, team.name) for pk, team in self.teams.items())]
        if user.may("macro.manage"):
            whose.append((EVERYBODY, _("Everybody")))
        self.fields["whose"].choices = whose

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if "\x00" in text:
            raise ValidationError(_("There is a character in it that cannot be kept."))
        return text

    def said(self) -> dict[str, Any]:
        """What tickets.actions.macros takes."""
        asked = self.cleaned_data
        return {
            **{name: asked[name] for name in PLAIN},
            "owner": self.user if asked["whose"] == MINE else None,
            "team": self.teams.get(asked["whose"]),
            "add_tags": asked["add_tags"].split(","),
            "remove_tags": asked["remove_tags"].split(","),
        }


def form_of(macro: Macro) -> dict[str, Any]:
    """A macro as the form begins with it."""
    return {
        **{name: getattr(macro, name) for name in PLAIN},
        "whose": MINE if macro.owner_id else str(macro.team_id or EVERYBODY),
        "add_tags": ", ".join(macro.add_tags),
        "remove_tags": ", ".join(macro.remove_tags),
        "seen": macro.version,
    }
