"""Which findings of the tone monitor one wants to see."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa.choices import Heard, Kind
from qa.models import ToneRule
from qa.models.tone import ToneFindingQuerySet
from qa.queries import tone_to_settle
from staff.models import Team, User

ALL, DISPUTED = "all", "disputed"
STATES = [*Heard.choices, (DISPUTED, pgettext_lazy("finding", "Disputed")), (ALL, _("All"))]


class ToneFilter(forms.Form):
    """What is no choice is not filtered by."""

    state = forms.ChoiceField(choices=STATES, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("Every team")
    )
    rule = forms.ModelChoiceField(
        ToneRule.objects.all(), required=False, widget=forms.HiddenInput, blank=True
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["kind"].choices = [("", _("Every kind")), *Kind.choices]
        self.fields["language"].choices = [("", _("Every language")), *settings.LANGUAGES]
        teams = Team.objects.filter(active=True)
        if not user.may("review.manage"):
            teams = teams.filter(pk__in=user.memberships.filter(leads=True).values("team"))
        self.fields["team"].queryset = teams.order_by("name")
        self.full_clean()

    @property
    def shown(self) -> str:
        return self.cleaned_data.get("state") or Heard.OPEN

    def narrow(self, findings: ToneFindingQuerySet) -> ToneFindingQuerySet:
        asked = self.cleaned_data
        if self.shown == DISPUTED:
            findings = tone_to_settle(self.user)
        ways = {
            "state": self.shown if self.shown in Heard.values else None,
            "kind": asked.get("kind"),
            "rule__language": asked.get("language"),
            "message__ticket__team": asked.get("team"),
            "rule": asked.get("rule"),
        }
        return findings.filter(**{name: value for name, value in ways.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("kind", "language", "team", "rule"))
