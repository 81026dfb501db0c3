"""What managers say of how a team asks its customers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.models import User
from tickets.actions.survey_setup import RANGES, TERMS, may_follow_up
from tickets.models import TeamSurvey, TicketType


def _number(name: str, label: Any, help_text: Any = "") -> forms.IntegerField:
    least, most = RANGES[name]
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most)


class SurveyForm(forms.Form):
    active = forms.BooleanField(
        label=_("Ask customers how it was, once their ticket is solved"), required=False
    )
    delay_minutes = _number(
        "delay_minutes", _("So many minutes after solving"),
        _("Opening hours count. Whoever writes again before that is not asked."),
    )  # fmt: skip
    rest_days = _number(
        "rest_days", _("Ask nobody twice within so many days"), _("Whichever team asked them before.")
    )
    open_days = _number("open_days", _("They can answer, and change it, for so many days"))
    low = forms.TypedChoiceField(
        label=_("Follow up a score of"), coerce=int,
        choices=[
            (0, _("none")), (1, _("1 of 5")), (2, _("2 of 5 or less")), (3, _("3 of 5 or less")),
            (4, _("4 of 5 or less")),
        ],
    )  # fmt: skip
    follow_up = forms.ModelChoiceField(
        label=_("Who hears of a low score"), queryset=User.objects.none(), required=False,
        empty_label=_("whoever leads the team"),
    )  # fmt: skip
    types = forms.ModelMultipleChoiceField(
        label=_("Only for these types"), queryset=TicketType.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: all of them."),
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: TeamSurvey, **kwargs: Any) -> None:
        said = {name: getattr(row, name) for name in TERMS}
        types = list(row.types.all()) if row.pk else []
        shown = {"follow_up": row.follow_up_id, "types": types, "seen": row.version if row.pk else 0}
        super().__init__(*args, initial=said | shown, **kwargs)
        self.fields["follow_up"].queryset = may_follow_up(row.team)
        self.fields["types"].queryset = TicketType.objects.in_use()
