"""What an admin fills in about a mailbox, and about the application that opens it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lib.sealed import seal
from mail.actions import save_grant, save_mailbox, set_manners
from mail.choices import AfterFetch, Colleagues, Copies, Protocol, Provider, Security, SignIn, ThirdParty
from mail.mailboxes import HERE, PORTS
from mail.models import Mailbox, OAuthGrant
from staff.models import Team, User


def _lines(said: str) -> list[str]:
    return [line.strip() for line in said.replace(",", "\n").splitlines() if line.strip()]


class Lines(forms.CharField):
    """A list, one a line; commas part as well."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def clean(self, value: Any) -> list[str]:
        return _lines(super().clean(value))


class FolderLines(Lines):
    """Names of folders may hold commas."""

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in forms.CharField.clean(self, value).splitlines() if line.strip()]


class MailboxForm(forms.Form):
    """`box` is the mailbox as it is. The password is written only: it never comes back to the page."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Customers see it as the sender of our letters.")
    )
    address = forms.EmailField(label=_("Address"), max_length=254)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), to_field_name="slug", empty_label=None)
    aliases = Lines(label=_("Other addresses that lead here"), max_length=5000, help_text=_("One a line."))
    plus_addressing = forms.BooleanField(
        label=_("The server takes name+anything@… as well"),
        required=False,
        help_text=_("Then answers find their ticket even if everything else in them was cut off."),
    )
    active = forms.BooleanField(label=_("In use: its mail is fetched"), required=False)

    protocol = forms.ChoiceField(label=_("Protocol"), choices=Protocol.choices)
    host = forms.CharField(
        label=_("Server"),
        max_length=255,
        required=False,
        help_text=_("Empty: nothing is fetched. It only sends, or mail is handed in."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    port = forms.IntegerField(
        label=_("Port"),
        min_value=1,
        max_value=65535,
        required=False,
        help_text=_("Empty: the usual one."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    security = forms.ChoiceField(label=_("Encryption"), choices=Security.choices)
    sign_in = forms.ChoiceField(label=_("Sign in with"), choices=SignIn.choices)
    username = forms.CharField(
        label=_("User name"),
        max_length=255,
        required=False,
        help_text=_("Empty: the address."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )
    folders = FolderLines(label=_("Folders"), max_length=9000, help_text=_("One a line."))
    after_fetch = forms.ChoiceField(
        label=_("What happens to mail on the server"),
        choices=AfterFetch.choices,
        help_text=_("Only when ours is stored for good."),
    )
    move_to = forms.CharField(label=_("Folder it is moved to"), max_length=255, required=False)

    third_party = forms.ChoiceField(
        label=_("A stranger writes to somebody else's ticket"), choices=ThirdParty.choices
    )
    same_organisation = forms.BooleanField(
        label=_("Colleagues of the customer may join, where their organisation shares its tickets"),
        required=False,
    )
    colleagues = forms.ChoiceField(
        label=_("One of ours writes to a ticket by mail"), choices=Colleagues.choices
    )
    copies = forms.ChoiceField(label=_("One mail comes to two of our mailboxes"), choices=Copies.choices)
    authserv_id = forms.CharField(
        label=_("Name of the server that checks senders"),
        max_length=255,
        required=False,
        help_text=_("As it stands first in Authentication-Results. Empty: nobody's word is believed."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, box: Mailbox | None = None, **kwargs: Any) -> None:
        self.box = box
        kwargs.setdefault("initial", self._as_it_is(box or Mailbox()))
        super().__init__(*args, **kwargs)
        if box and box.secret:
            self.fields["password"].help_text = _("One is stored. Empty: it stays.")

    @staticmethod
    def _as_it_is(box: Mailbox) -> dict[str, Any]:
        """What the page shows; a new mailbox shows what it would be."""
        plain = (
            *("name", "address", "aliases", "plus_addressing", "active", "protocol", "host", "security"),
            *("sign_in", "username", "after_fetch", "move_to"),
            *("third_party", "same_organisation", "colleagues", "copies", "authserv_id"),
        )
        folders = list(box.folders.values_list("name", flat=True)) if box.pk else []
        return {name: getattr(box, name) for name in plain} | {
            "team": box.team.slug if box.pk else None,
            "port": box.port if box.host else None,
            "folders": folders or ["INBOX"],
        }

    def clean_folders(self) -> list[str]:
        return self.cleaned_data["folders"] or ["INBOX"]

    def clean(self) -> dict[str, Any]:
        """Secrets travel only where they are safe, and never to another server than they were given for."""
        said = self.cleaned_data
        host = said.get("host", "").strip()
        if said.get("security") == Security.NONE and host and host not in HERE:
            self.add_error("security", _("Without TLS only a server on the same machine may be used."))
        box = self.box
        kept = box and box.secret and not said.get("password") and said.get("sign_in") == SignIn.PASSWORD
        if kept and host and (box.host, box.security) != (host, said.get("security")):
            self.add_error("password", _("Type the password again: it was given for another server."))
        return said

    def draft(self) -> Mailbox:
        """The mailbox as it would be, not saved: for a try before anything is kept."""
        said = self.cleaned_data
        box = Mailbox.objects.get(pk=self.box.pk) if self.box else Mailbox()
        for name in ("protocol", "security", "sign_in", "after_fetch", "move_to"):
            setattr(box, name, said[name])
        box.address, box.host = said["address"], said["host"].strip()
        box.username = said["username"].strip() or said["address"]
        box.port = said["port"] or PORTS[Protocol(said["protocol"]), Security(said["security"])]
        if said["password"]:
            box.secret = seal(said["password"])
        return box

    def save(self, *, by: User) -> Mailbox | None:
        """The mailbox, or None: then the errors stand beside their fields."""
        said = dict(self.cleaned_data)
        manners = {
            name: said.pop(name)
            for name in (
                *("plus_addressing", "third_party", "same_organisation", "colleagues", "copies"),
                "authserv_id",
            )
        }
        try:
            with transaction.atomic():
                if self.box is None and Mailbox.objects.filter(address__iexact=said["address"]).exists():
                    raise ValidationError({"address": _("There is a mailbox with this address already.")})
                box = save_mailbox(by=by, box=self.box, **said | {"port": said["port"] or 0})
                return set_manners(box, by=by, **manners)
        except ValidationError as error:
            for field, problems in error.message_dict.items():
                self.add_error(field if field in self.fields else None, problems)
            return None


class GrantForm(forms.Form):
    """What the desk is to the provider. The secret is written only."""

    provider = forms.ChoiceField(label=_("Provider"), choices=Provider.choices)
    client_id = forms.CharField(
        label=_("Client id"), max_length=255, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=1000,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )
    tenant = forms.CharField(
        label=_("Tenant"),
        max_length=100,
        required=False,
        help_text=_("Microsoft 365 only. Empty: any."),
    )
    authorize_url = forms.URLField(
        label=_("Address of the consent page"), max_length=500, required=False, assume_scheme="https"
    )
    token_url = forms.URLField(
        label=_("Address for tokens"), max_length=500, required=False, assume_scheme="https"
    )
    scope = forms.CharField(label=_("Scope"), max_length=500, required=False)

    def __init__(self, *args: Any, grant: OAuthGrant | None = None, **kwargs: Any) -> None:
        plain = ("provider", "client_id", "tenant", "authorize_url", "token_url", "scope")
        kwargs.setdefault("initial", {name: getattr(grant, name) for name in plain} if grant else {})
        super().__init__(*args, prefix="grant", **kwargs)
        if grant and grant.client_secret:
            self.fields["client_secret"].help_text = _("One is stored. Empty: it stays.")

    def save(self, box: Mailbox, *, by: User) -> OAuthGrant | None:
        try:
            return save_grant(box, by=by, **self.cleaned_data)
        except ValidationError as error:
            for field, problems in error.message_dict.items():
                self.add_error(field if field in self.fields else None, problems)
            return None
