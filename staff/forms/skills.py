"""What is filled in about skills."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff.choices import Level
from staff.forms.people import day_input
from staff.models import HeldSkill, Skill, Team


class SkillForm(forms.ModelForm):
    class Meta:
        model = Skill
        fields = ("name", "kind", "code", "about", "active")
        labels = {
            "name": _("Name"),
            "kind": _("Kind"),
            "code": _("Language of tickets"),
            "about": _("What it takes"),
            "active": _("Can be granted"),
        }
        help_texts = {
            "code": _("Only for languages: tickets in it find who speaks it."),
            "about": _("So that two leads mean the same by it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("None")), *settings.LANGUAGES]

    def _post_clean(self) -> None:
        """The action looks at the whole of it."""


class GrantForm(forms.Form):
    skill = forms.ModelChoiceField(Skill.objects.none(), label=_("Skill"), empty_label=_("Choose…"))
    level = forms.TypedChoiceField(label=_("Level"), choices=Level.choices, coerce=int)
    expires_on = forms.DateField(
        label=_("Holds until"), required=False, widget=day_input(), help_text=_("Empty: for good.")
    )
    evidence = forms.CharField(
        label=_("What shows it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = Skill.objects.filter(active=True)
        self.fields["expires_on"].widget.attrs["min"] = timezone.localdate().isoformat()

    @staticmethod
    def of(held: HeldSkill) -> dict[str, Any]:
        return {
            "skill": held.skill_id, "level": held.level, "expires_on": held.expires_on,
            "evidence": held.evidence,
        }  # fmt: skip


class NeedForm(forms.Form):
    team = forms.ModelChoiceField(Team.objects.filter(active=True), label=_("Team"), empty_label=_("Choose…"))
    skill = forms.ModelChoiceField(
        Skill.objects.filter(active=True), label=_("Skill"), empty_label=_("Choose…")
    )
    level = forms.TypedChoiceField(
        label=_("At least"), choices=Level.choices, coerce=int, initial=Level.WORKS
    )
    people = forms.IntegerField(
        label=_("People"), min_value=0, max_value=999, initial=1, help_text=_("0: not needed any more.")
    )
