"""What a problem is told with."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reports.models import ProblemCandidate
from reports.radar.deciding import LONGEST_REASON
from staff.models import User
from staff.queries import teams_of
from tickets.actions.bannering import LONGEST
from tickets.models import TicketType


class AcceptForm(forms.Form):
    team = forms.ModelChoiceField(queryset=None, label=_("Team"), empty_label=None)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    text = forms.CharField(label=_("What is known so far"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any, *, by: User, candidate: ProblemCandidate, text: str = "") -> None:
        super().__init__(data, initial={"subject": candidate.name, "text": text}, prefix="accept")
        self.fields["team"].queryset = teams_of(by)


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Why it is no problem"), max_length=LONGEST_REASON)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="dismiss")


class BannerForm(forms.Form):
    """A field for each language of the desk; `words()` says what was typed."""

    team = forms.ModelChoiceField(queryset=None, label=_("Team"), required=False, empty_label=_("Every team"))
    type = forms.ModelChoiceField(
        queryset=None, label=_("What it is about"), required=False, empty_label=_("Whatever it is about")
    )
    until = forms.DateTimeField(
        label=_("Until"), required=False,
        help_text=_("At the latest: it ends by itself when the problem is solved."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, by: User, suggested: Mapping[str, str]) -> None:
        super().__init__(data, prefix="banner")
        self.fields["team"].queryset = teams_of(by)
        if not by.may("ticket.see_all"):
            self.fields["team"].required, self.fields["team"].empty_label = True, None
        self.fields["type"].queryset = TicketType.objects.in_use()
        for code, name in settings.LANGUAGES:
            self.fields[f"words_{code}"] = forms.CharField(
                label=_("Words, %(language)s") % {"language": name}, required=False, max_length=LONGEST,
                initial=suggested.get(code, ""), widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )  # fmt: skip

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[f"words_{code}"] for code, _name in settings.LANGUAGES]

    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"words_{code}"] for code, _name in settings.LANGUAGES}
