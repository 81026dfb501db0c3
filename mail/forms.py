"""The doors of the quarantine and of the log."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from mail import words
from mail.choices import Outcome
from mail.models import Mailbox, SenderRule
from staff.models import User
from tickets.access import ticket_for

MAX_NUMBER = 2**62


class AppendForm(forms.Form):
    number = forms.CharField(
        label=_("Ticket number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "1042", "autocomplete": "off"}),
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_number(self):
        """The ticket itself, if there is one of this number for this colleague."""
        said = self.cleaned_data["number"].strip().lstrip("#")
        if not said.isascii() or not said.isdigit() or int(said) > MAX_NUMBER:
            raise forms.ValidationError(_("A ticket number has only digits, such as 1042."))
        try:
            return ticket_for(self.user, int(said))
        except Http404 as error:
            raise forms.ValidationError(_("There is no ticket with this number for you.")) from error


def mailboxes_for(user: User):
    """The mailboxes whose mail this colleague may look through."""
    boxes = Mailbox.objects.order_by("address")
    if user.may("ticket.see_all"):
        return boxes
    return boxes.filter(team__in=user.memberships.values("team"))


class LogForm(forms.Form):
    """What to look for in the log. Anything odd in the address bar is as if it were not asked."""

    q = forms.CharField(
        label=_("Sender, subject or id"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Sender, subject or id")}),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("Every outcome")), *Outcome.choices]
    )
    mailbox = forms.ModelChoiceField(
        Mailbox.objects.none(), label=_("Mailbox"), required=False, empty_label=_("Every mailbox")
    )
    days = forms.ChoiceField(
        label=_("Search in"),
        required=False,
        choices=[("", _("The last 30 days")), ("7", _("The last 7 days")), ("365", _("The last year"))],
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mailbox"].queryset = mailboxes_for(user)


class HeldForm(forms.Form):
    """What to look for among held mail."""

    q = forms.CharField(
        label=_("Sender or subject"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Sender or subject")}),
    )
    cause = forms.ChoiceField(label=_("Cause"), required=False)
    mailbox = forms.ModelChoiceField(
        Mailbox.objects.none(), label=_("Mailbox"), required=False, empty_label=_("Every mailbox")
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mailbox"].queryset = mailboxes_for(user)
        causes = [(code, name) for code, (name, _what) in words.CAUSES.items()]
        self.fields["cause"].choices = [("", _("Every cause")), *causes]


class SenderForm(forms.Form):
    address = forms.CharField(
        label=_("Address, or @domain"),
        max_length=320,
        widget=forms.TextInput(attrs={"placeholder": "@house.example", "autocomplete": "off"}),
    )
    say = forms.ChoiceField(label=_("From now on"), choices=SenderRule.Say.choices)
