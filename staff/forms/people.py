"""What a manager fills in about colleagues, and what somebody new fills in first."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from staff.actions.changing import may_give
from staff.choices import Role
from staff.models import Contract, Invitation, Team, User
from staff.permissions import role_may


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def roles_for(user: User) -> list[tuple[str, str]]:
    return [(role, word) for role, word in Role.choices if may_give(user, role)]


class PersonForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    reports_to = forms.ModelChoiceField(
        User.objects.none(), label=_("Reports to"), required=False, empty_label=_("Nobody")
    )
    starts_on = forms.DateField(label=_("Works here since"), required=False, widget=day_input())
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(), label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )
    leads = forms.ModelMultipleChoiceField(
        Team.objects.none(), label=_("Leads"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only of the teams ticked above, and not for agents."),
    )  # fmt: skip

    works_hiring = forms.BooleanField(
        label=_("Works on hiring and recommendations"), required=False,
        help_text=_(
            "Opens Hiring: they begin files about candidates and colleagues, approve them, and see those "
            "that name them. For managers and administrators. Those who work on hiring are told."
        ),
    )  # fmt: skip
    hiring_to = forms.ModelChoiceField(
        User.objects.none(), label=_("Who takes over their files of hiring"), required=False,
        empty_label=_("Who works on them already"),
        help_text=_("If you take it from them. What they recommended and is not over ends that day."),
    )  # fmt: skip

    def __init__(self, by: User, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rights(by, person)
        self.fields["role"].choices = roles_for(by)
        self.fields["role"].disabled = by.pk == person.pk
        self.fields["reports_to"].queryset = User.objects.filter(is_active=True).exclude(pk=person.pk)
        for name in ("teams", "leads"):
            self.fields[name].queryset = Team.objects.filter(active=True)

    def _rights(self, by: User, person: User) -> None:
        """Only who may give them is asked."""
        self.fields["hiring_to"].queryset = User.objects.who_may("hiring.work").exclude(pk=person.pk)
        gives = by.may("hiring.give") and person.is_active
        for name, shown in (("works_hiring", gives), ("hiring_to", gives and person.works_hiring)):
            if not shown:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("works_hiring") and not role_may(said.get("role", ""), "hiring.work"):
            self.add_error("works_hiring", _("Only managers and administrators work on hiring."))
        if set(said.get("leads", ())) - set(said.get("teams", ())):
            self.add_error("leads", _("They lead only teams they are in."))
        if said.get("role") == Role.AGENT and said.get("leads"):
            self.add_error("leads", _("An agent leads no team: choose another role first."))
        return said


class ContractForm(forms.ModelForm):
    class Meta:
        model = Contract
        fields = (
            *("from_on", "weekly_hours", "hourly_cost"),
            *("max_day_hours", "max_week_hours", "min_rest_hours", "regime", "night_work"),
        )
        labels = {
            "from_on": pgettext_lazy("time", "From"),
            "weekly_hours": _("Hours a week"),
            "hourly_cost": _("Cost of an hour"),
            "max_day_hours": _("At most hours a day"),
            "max_week_hours": _("At most hours a week"),
            "min_rest_hours": _("Hours of rest between shifts"),
            "regime": _("Working-time law"),
            "night_work": _("May work at night"),
        }
        help_texts = {
            "from_on": _("A contract of the same day is replaced; others stay in the file."),
            "hourly_cost": _(
                "All that an hour costs the company. Only they and those who work with money see it."
            ),
            "regime": _("Its rules hold too, wherever they are stricter than what is written here."),
        }
        widgets = {"from_on": day_input()}

    def _post_clean(self) -> None:
        """The action looks at the whole of it."""


# In the session: what an invitation begins with, when another page asked for it. Names stay out of addresses.
BEGUN_KEY = "invitation_begun"


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Email"), max_length=254)
    full_name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(), label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_for(by)
        self.fields["teams"].queryset = Team.objects.filter(active=True)


class AcceptForm(forms.Form):
    full_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A sentence is easier to remember than a word."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Password once more"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"full_name": invitation.full_name}, **kwargs)
        self.invitation = invitation

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        password = said.get("password")
        if password and said.get("again") and password != said["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        if password:
            user = User(email=self.invitation.email, full_name=said.get("full_name", ""))
            try:
                password_validation.validate_password(password, user)
            except ValidationError as error:
                self.add_error("password", error)
        return said


class LeaveForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Who takes over"), required=False,
        empty_label=_("Nobody: back to their teams"),
        help_text=_("Tickets of teams they do not work in go back to those teams."),
    )  # fmt: skip

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(pk=person.pk)
        mates = people.filter(memberships__team__in=person.memberships.values("team")).distinct()
        self.fields["to"].queryset = mates if mates.exists() else people


def said_of(error: ValidationError, form: forms.Form) -> None:
    """What an action refused, beside the field it names, or above all."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)


def not_allowed(form: forms.Form) -> None:
    form.add_error(None, _now("Your role may not do that."))
