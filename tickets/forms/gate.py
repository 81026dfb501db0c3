"""What a manager says of a gate: before which tickets it stands, and what it asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.choices import ArticleKind
from knowledge.models import Article
from staff.choices import Level
from staff.models import Skill
from tickets.actions.gating import MOST_GRACE
from tickets.models import Gate, TicketType


class GateForm(forms.Form):
    type = forms.ModelChoiceField(
        TicketType.objects.in_use(), label=_("Tickets of the type"), required=False, empty_label=_("None")
    )
    tag = forms.CharField(
        label=_("or with the tag"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    skill = forms.ModelChoiceField(
        Skill.objects.filter(active=True), label=_("Skill"), required=False, empty_label=_("None")
    )
    level = forms.TypedChoiceField(
        label=_("At least"), choices=Level.choices, coerce=int, empty_value=1, required=False
    )
    guidelines = forms.ModelMultipleChoiceField(
        Article.objects.none(),
        label=_("Guidelines to confirm"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In the version in force. Whoever a guideline is not for need not confirm it."),
    )
    grace_days = forms.IntegerField(
        label=_("Days to catch up"),
        min_value=0,
        max_value=MOST_GRACE,
        initial=7,
        help_text=_("Counted from when something begins to be missing. Whoever comes later has none."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Gate | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row:
            del self.fields["type"], self.fields["tag"]
        found = Article.objects.published().sources().filter(kind=ArticleKind.GUIDELINE).order_by("title")
        self.fields["guidelines"].queryset = found
        if not found.exists():
            del self.fields["guidelines"]


def form_of_gate(row: Gate) -> dict[str, Any]:
    return {
        "skill": row.skill_id, "level": row.level, "grace_days": row.grace_days, "seen": row.version,
        "guidelines": [one.article_id for one in row.asked.all()],
    }  # fmt: skip
