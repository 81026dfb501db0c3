"""What somebody says who needs backup; none of it is needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.choices import Level
from staff.models import Skill
from tickets.actions.backing_up import MOST_WORDS


class BackupForm(forms.Form):
    words = forms.CharField(
        label=_("What is needed"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "data-focus": True}),
        help_text=_("Stands on the ticket as a note."),
    )
    skill = forms.ModelChoiceField(
        Skill.objects.filter(active=True),
        label=_("Skill"),
        required=False,
        empty_label=_("None in particular"),
    )
    level = forms.TypedChoiceField(
        label=_("At least"), choices=Level.choices, coerce=int, empty_value=1, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.fields["skill"].queryset.exists():
            del self.fields["skill"], self.fields["level"]
