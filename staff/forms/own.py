"""What colleagues fill in about themselves."""

from functools import lru_cache

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.utils.translation import gettext_lazy as _

from lib.zones import known_zones
from staff.letters import queue_reset
from staff.models import User

REGIONS = ("Europe", "Africa", "America", "Asia", "Atlantic", "Australia", "Indian", "Pacific")


@lru_cache(maxsize=1)
def time_zones() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Every zone of a place, grouped by part of the world, then UTC; read from the disk once."""
    names = sorted(known_zones())

    def of(region: str) -> tuple[tuple[str, str], ...]:
        inside = [name for name in names if name.startswith(f"{region}/")]
        return tuple((name, name.partition("/")[2].replace("_", " ")) for name in inside)

    groups = tuple((region, of(region)) for region in REGIONS)
    return (*groups, ("UTC", (("UTC", "UTC"),)))


class SignIn(AuthenticationForm):
    """One answer for an unknown address, a wrong password and somebody who left."""

    error_messages = {
        "invalid_login": _("This address and password do not belong together."),
        "inactive": _("This address and password do not belong together."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Email")
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True, "maxlength": 254}
        )

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip().lower()


class AskForReset(PasswordResetForm):
    """The letter goes through the outbox."""

    email = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def save(self, *args, token_generator=None, **kwargs) -> None:
        for user in self.get_users(self.cleaned_data["email"]):
            queue_reset(user)


class Profile(forms.ModelForm):
    """One's own name, language, zone, look and signature."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = User
        fields = (
            *("full_name", "language", "time_zone", "theme", "density", "single_keys"),
            *("undo_seconds", "tone_hints", "news_by_mail", "signature"),
        )
        labels = {
            "full_name": _("Name"),
            "language": _("Language"),
            "theme": _("Theme"),
            "density": _("Rows"),
            "single_keys": _("Single-letter keys"),
            "undo_seconds": _("Take an answer back"),
            "tone_hints": _("Hints on tone while I write"),
            "news_by_mail": _("Mail me when my tickets get a reply"),
            "signature": _("Signature"),
        }
        help_texts = {
            "single_keys": _("Switch them off if they get in the way of speech input or of your fingers."),
            "undo_seconds": _("So long after sending, an answer can be undone. It leaves a little later."),
            "tone_hints": _(
                "Words that may hurt or leave something open. Nobody else sees these hints, and none is kept."
            ),
            "news_by_mail": _("You can answer such a letter: what you write goes to the customer."),
            "signature": _("Stands under your answers."),
        }
        widgets = {"signature": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # A zone under one of its older names stays what it is until somebody chooses another.
        field, own = self.fields["time_zone"], self.instance.time_zone
        if not field.valid_value(own):
            field.choices = [(own, own), *field.choices]

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())


class Appearance(forms.Form):
    """Theme or density, one at a time, from the menu of the sidebar."""

    theme = forms.ChoiceField(choices=User._meta.get_field("theme").choices, required=False)
    density = forms.ChoiceField(choices=User._meta.get_field("density").choices, required=False)

    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}
