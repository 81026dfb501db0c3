"""What customers fill in."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from lib.text import clean, one_line
from portal.guards import Page, new_page, read_page
from portal.queries import is_our_own
from portal.uploads import FilesField
from staff.models import Team
from tickets.actions.surveying import MOST_COMMENT
from tickets.field_inputs import AsksFields
from tickets.fields import Stage
from tickets.models import TicketType
from tickets.setup import for_customers, types_offered
from tickets.survey_choices import Score

MOST_TEXT = 100_000
MOST_SUBJECT = 300
NONE_OF_FIVE = _("Choose one of the five.")


def text_field(label: str, *, required: bool = True, rows: int = 8, most: int = MOST_TEXT) -> forms.CharField:
    # No maxlength in the page: browsers would silently cut what is pasted.
    return forms.CharField(
        label=label,
        required=required,
        strip=True,
        validators=[MaxLengthValidator(most)],
        widget=forms.Textarea(attrs={"rows": rows, "data-write": True}),
    )


class TypeField(forms.ModelChoiceField):
    def label_from_instance(self, kind: TicketType) -> str:
        return f"{kind.name} – {kind.help}" if kind.help else kind.name


class AskForm(AsksFields):
    """The public form. `page` is the signed time at which it was shown, `website` the field nobody sees.

    With a type it asks for what that type needs; one that has a team of its own leaves no team to choose.
    """

    name = forms.CharField(
        label=_("Your name"),
        validators=[MaxLengthValidator(120)],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )
    type = TypeField(
        label=_("What is it about?"), queryset=TicketType.objects.none(), empty_label=_("Please choose")
    )
    team = forms.ModelChoiceField(
        label=_("Topic"), queryset=Team.objects.none(), to_field_name="slug", empty_label=None
    )
    subject = forms.CharField(label=_("Subject"), validators=[MaxLengthValidator(MOST_SUBJECT)])
    text = text_field(_("Your message"))
    files = FilesField(label=_("Files"), required=False)
    website = forms.CharField(required=False, label=_("Leave this empty"))
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, teams: list[Team], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.teams = teams
        self.fields["team"].queryset = Team.objects.filter(pk__in=[team.pk for team in teams])
        self.fields["team"].choices = [("", _("Please choose")), *((team.slug, team.name) for team in teams)]
        self.kind = self._ask_by_type(types_offered())
        if len(teams) < 2 or (self.kind and self.kind.team):
            del self.fields["team"]

    def _ask_by_type(self, types: list[TicketType]) -> TicketType | None:
        """The type that was chosen, and the fields that it asks customers for."""
        if not types:
            del self.fields["type"]
            kind = None
        else:
            self.fields["type"].queryset = TicketType.objects.in_use().filter(offered=True)
            said = str(self["type"].value() or "")
            kind = next((one for one in types if str(one.pk) == said), None)
        self.ask(for_customers(), type_id=kind.pk if kind else None, stage=Stage.OPENING)
        return kind

    @property
    def shown(self) -> Page | None:
        return read_page(self.data.get("page", "")) if self.is_bound else None

    @property
    def page_token(self) -> str:
        """The one this form came with, as long as it is good; else a new one."""
        shown = self.shown
        return self.data["page"] if shown and not shown.too_old else new_page()

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"], 120)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if is_our_own(email):
            raise forms.ValidationError(_("This is our own address. Where shall we answer you?"))
        return email

    def clean_subject(self) -> str:
        return one_line(self.cleaned_data["subject"], MOST_SUBJECT)

    def clean_text(self) -> str:
        return clean(self.cleaned_data["text"])

    def clean(self) -> dict:
        data = super().clean()
        if data.get("website"):
            self.add_error(
                None, _("A field was filled in that must stay empty. It is empty now: please send again.")
            )
        shown = self.shown
        if shown is None or shown.too_old:
            self.add_error(
                None, _("This page was open for too long. Your words are still here: please send again.")
            )
        elif shown.too_quick:
            self.add_error(None, _("That was quicker than people type. Please send again."))
        if self.kind and self.kind.team:
            data["team"] = self.kind.team
        elif len(self.teams) == 1:
            data["team"] = self.teams[0]
        return data


class ReplyForm(forms.Form):
    """A customer's answer: words, files, or both."""

    text = text_field(_("Your answer"), required=False, rows=5)
    files = FilesField(label=_("Files"), required=False)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    @property
    def had_files(self) -> bool:
        return bool(self.files)

    def clean_text(self) -> str:
        return clean(self.cleaned_data["text"])

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not data.get("text") and not data.get("files"):
            self.add_error("text", _("Write something, or attach a file."))
        return data


class EnterForm(forms.Form):
    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class SurveyForm(forms.Form):
    """How it was, and a word about it."""

    score = forms.TypedChoiceField(
        label=_("How was it?"), choices=Score.choices, coerce=int, error_messages={"required": NONE_OF_FIVE}
    )
    comment = text_field(_("Would you like to say more?"), required=False, rows=4, most=MOST_COMMENT)

    def clean_comment(self) -> str:
        return clean(self.cleaned_data["comment"])
