"""What a manager says of a product: which tickets are about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.choices import SkillKind
from staff.models import Skill
from tickets.models import TicketType


class SignForm(forms.Form):
    product = forms.ModelChoiceField(
        Skill.objects.filter(kind=SkillKind.PRODUCT, active=True).order_by("name"),
        label=_("Product"),
        empty_label="—",
    )
    type = forms.ModelChoiceField(
        TicketType.objects.in_use(), label=_("Tickets of the type"), required=False, empty_label=_("None")
    )
    tag = forms.CharField(
        label=_("or with the tag"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
