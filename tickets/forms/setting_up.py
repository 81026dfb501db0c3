"""What a manager types to define a field or a type of tickets."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from staff.models import Team
from tickets import fields
from tickets.actions.setting_up import LONGEST_ITEM, LONGEST_OPTION, MOST_ITEMS
from tickets.choices import FieldKind, FieldRequired, FieldShown, Priority
from tickets.models import ChecklistTemplate, TicketField, TicketType

SPARE = 2
MORE = 4


class OptionLine(forms.Form):
    """One choice of a list; an empty line counts for nothing."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Choice"),
        required=False,
        max_length=LONGEST_OPTION,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    archived = forms.BooleanField(label=_("no longer offered"), required=False)


def option_lines(data: Any = None, begun: Any = (), spare: int = SPARE) -> Any:
    made = formset_factory(OptionLine, extra=spare, max_num=fields.MOST_OPTIONS, absolute_max=200)
    return made(data, initial=list(begun), prefix="option")


class FieldForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    help = forms.CharField(
        label=_("Help"), max_length=200, required=False, help_text=_("Stands under the field in every form.")
    )
    kind = forms.ChoiceField(label=_("What it holds"), choices=FieldKind.choices)
    types = forms.ModelMultipleChoiceField(
        TicketType.objects.none(),
        label=_("For tickets of these types"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every ticket has it."),
    )
    required = forms.ChoiceField(label=_("Needed"), choices=FieldRequired.choices, required=False)
    shown = forms.ChoiceField(label=_("The customer"), choices=FieldShown.choices, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: TicketField | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = TicketType.objects.in_use()
        if row:
            del self.fields["kind"]
            types = (types | TicketType.objects.filter(fields=row)).distinct()
        self.fields["types"].queryset = types
        if not types.exists():
            del self.fields["types"]


class ItemLine(forms.Form):
    """One step of a checklist; an empty line counts for nothing."""

    text = forms.CharField(
        label=_("Item"),
        required=False,
        max_length=LONGEST_ITEM,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    required = forms.BooleanField(label=_("needed to solve"), required=False)


def item_lines(data: Any = None, begun: Any = (), spare: int = MORE) -> Any:
    made = formset_factory(ItemLine, extra=spare, max_num=MOST_ITEMS, absolute_max=200)
    return made(data, initial=list(begun), prefix="item")


class ChecklistForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    types = forms.ModelMultipleChoiceField(
        TicketType.objects.none(),
        label=_("Tickets of these types get it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("On any other ticket it can be added by hand."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: ChecklistTemplate | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = TicketType.objects.in_use()
        if row:
            types = (types | TicketType.objects.filter(checklists=row)).distinct()
        self.fields["types"].queryset = types
        if not types.exists():
            del self.fields["types"]


class TypeForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    help = forms.CharField(
        label=_("Help"), max_length=200, required=False, help_text=_("Tells customers when to choose it.")
    )
    offered = forms.BooleanField(label=_("Customers can choose it on the form"), required=False)
    team = forms.ModelChoiceField(
        Team.objects.filter(active=True).order_by("name"),
        label=_("Team"),
        required=False,
        empty_label=_("Whichever is chosen"),
        help_text=_("Requests of this type from the form go to this team."),
    )
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=[("", _("As usual")), *Priority.choices]
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=900, required=False, help_text=_("Separated by commas")
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_tags(self) -> list[str]:
        return [word for word in self.cleaned_data["tags"].split(",") if word.strip()]


def form_of_field(row: TicketField) -> dict[str, Any]:
    return {
        "name": row.name, "help": row.help, "required": row.required, "shown": row.shown,
        "types": [one.pk for one in row.types.all()], "seen": row.version,
    }  # fmt: skip


def form_of_checklist(row: ChecklistTemplate) -> dict[str, Any]:
    return {"name": row.name, "types": [one.pk for one in row.types.all()], "seen": row.version}


def form_of_type(row: TicketType) -> dict[str, Any]:
    return {
        "name": row.name, "help": row.help, "offered": row.offered, "team": row.team_id,
        "priority": row.priority, "tags": ", ".join(row.tags), "seen": row.version,
    }  # fmt: skip
