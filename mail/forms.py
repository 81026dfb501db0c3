"""The door of the quarantine page."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

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
