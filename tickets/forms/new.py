"""A ticket that a colleague writes down for a customer."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models import Contact
from staff.models import Team, User
from staff.queries import teams_of
from tickets import setup
from tickets.actions.sorting import clean_tags
from tickets.choices import LOGGED_BY_AGENT, Channel, Priority
from tickets.field_inputs import AsksFields
from tickets.fields import Stage
from tickets.models import TicketType

LONGEST_TEXT = 100_000
OLDEST = datetime.timedelta(days=366)


def chosen(types: Iterable[TicketType], value: object) -> TicketType | None:
    return next((one for one in types if str(one.pk) == str(value)), None)


class NewTicketForm(AsksFields):
    """Who asked, what, and what to do with it. `requester` is (contact, or None for address and name)."""

    type = forms.ModelChoiceField(
        TicketType.objects.none(), label=_("What it is about"), required=False, empty_label="—"
    )

    customer = forms.ModelChoiceField(
        Contact.objects.all(),
        label=_("Customer"),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("Choose a customer from the list.")},
    )
    address = forms.CharField(label=_("Address of somebody new"), max_length=254, required=False)
    name = forms.CharField(label=_("Name of somebody new"), max_length=200, required=False)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), to_field_name="slug", empty_label=None
    )
    channel = forms.ChoiceField(
        label=_("How they asked"),
        choices=[(c.value, c.label) for c in Channel if c in LOGGED_BY_AGENT | {Channel.EMAIL}],
        initial=Channel.PHONE,
    )
    subject = forms.CharField(label=_("Subject"), max_length=500)
    text = forms.CharField(
        label=_("What they asked"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8})
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.NORMAL)
    tags = forms.CharField(
        label=_("Tags"), max_length=900, required=False, help_text=_("Separated by commas")
    )
    assignee = forms.ChoiceField(
        label=_("Who works on it"), choices=[("", _("Nobody yet")), ("me", _("Me"))], required=False
    )
    happened_at = forms.DateTimeField(
        label=_("When they asked"),
        required=False,
        help_text=_("Empty means now. The promise counts from here."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    call_minutes = forms.IntegerField(
        label=_("Length of the call"),
        required=False,
        min_value=0,
        max_value=600,
        help_text=_("In minutes. It counts as handling time."),
    )
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput(attrs={"data-once": ""}))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_of(by)
        self.fields["type"].queryset = types = TicketType.objects.in_use()
        if not types:
            del self.fields["type"]
        else:
            self.fields["priority"].required = False
            self.fields["priority"].choices = [("", _("As usual")), *Priority.choices]
            self.fields["priority"].initial = ""
        kind = chosen(types, self["type"].value() if types else None)
        self.ask(setup.definitions(), type_id=kind.pk if kind else None, stage=Stage.OPENING)

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip().lower()
        if address:
            validate_email(address)
        return address

    def clean_tags(self) -> list[str]:
        return clean_tags(self.cleaned_data["tags"].split(","))

    def clean_happened_at(self) -> datetime.datetime | None:
        at = self.cleaned_data["happened_at"]
        now = timezone.now()
        if at and at > now:
            raise ValidationError(_("That is in the future."))
        if at and at < now - OLDEST:
            raise ValidationError(_("That is more than a year ago."))
        return at

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (
            not said.get("customer")
            and not said.get("address")
            and not {"customer", "address"} & set(self.errors)
        ):
            self.add_error("customer", _("Choose a customer, or give the address of somebody new."))
        return said

    @property
    def shown_customer(self) -> str:
        """What the combobox shows when the form comes back."""
        chosen = self["customer"].value()
        text = str(chosen or "")
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            return ""
        contact = Contact.objects.filter(pk=chosen).first()
        return str(contact) if contact else ""
