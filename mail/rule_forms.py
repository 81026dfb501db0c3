"""The form of a mail rule: its conditions line by line, and what follows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mail import rules
from mail.choices import Fate
from mail.models import Mailbox, MailRule
from mail.rule_words import ABOUT, HOW, kinds
from staff.models import Team, User
from tickets import setup
from tickets.choices import Priority
from tickets.field_inputs import AsksFields
from tickets.fields import Kind, Stage
from tickets.models import TicketType

SPARE = 2


class ConditionForm(forms.Form):
    """One line. A line without a comparison value counts only if its comparison needs none."""

    about = forms.ChoiceField(
        label=_("Look at"), required=False, choices=[("", "—"), *((k.value, v) for k, v in ABOUT.items())]
    )
    header = forms.CharField(
        label=_("Name of the header, or key of the field"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "X-Priority", "autocomplete": "off"}),
    )
    how = forms.ChoiceField(
        label=_("Comparison"), required=False, choices=[(k.value, v) for k, v in HOW.items()]
    )
    value = forms.CharField(
        label=_("With what"),
        max_length=rules.MAX_VALUE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "rule-values"}),
    )


class RuleForm(AsksFields):
    name = forms.CharField(label=_("Name"), max_length=80)
    every = forms.ChoiceField(
        label=_("It fires if"),
        choices=[("all", _("all conditions hold")), ("any", _("any condition holds"))],
        initial="all",
    )
    fate = forms.ChoiceField(label=_("The mail goes"), choices=Fate.choices, required=False)
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label=_("Team"), required=False, empty_label=_("The mailbox's own")
    )
    assignee = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("full_name"),
        label=_("Who works on it"),
        required=False,
        empty_label=_("Nobody yet"),
    )
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=[("", _("As usual")), *Priority.choices]
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=900, required=False, help_text=_("Separated by commas")
    )
    type = forms.ModelChoiceField(TicketType.objects.none(), label=_("Type"), required=False, empty_label="—")
    stop = forms.BooleanField(label=_("Try no further rules"), required=False)
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, held: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = TicketType.objects.in_use()
        fields = [one for one in setup.definitions() if one.kind is not Kind.FILE]
        self.ask_these(fields, stage=Stage.KEEPING, held=held)
        names = setup.names_in({one.key: one for one in fields}, held or {})
        self.names = {number: name for (_kind, number), name in names.items()}

    @property
    def filled_in(self) -> list[forms.BoundField]:
        """The fields of the desk, those of customers with the name of who is chosen."""
        shown = self.custom_fields
        for field in shown:
            field.shown = self.names.get(field.value() or 0, "")
        return shown

    def said(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        """What mail.rule_actions takes, from this form and the lines of conditions."""
        asked = self.cleaned_data
        return {
            **{name: asked[name] for name in ("name", "fate", "team", "assignee", "priority", "type")},
            "fields": self.custom(),
            "every": asked["every"] == "all",
            "tags": asked["tags"].split(","),
            "stop": asked["stop"],
            "active": asked["active"],
            "conditions": [line for line in lines if line.get("about")],
        }


def form_of(rule: MailRule) -> dict[str, Any]:
    """A rule as the form begins with it."""
    return {
        **{name: getattr(rule, name) for name in ("name", "fate", "team", "assignee", "priority", "type")},
        "every": "all" if rule.every else "any",
        "tags": ", ".join(rule.tags),
        "stop": rule.stop,
        "active": rule.active,
        "seen": rule.version,
    }


def lines(data: Any = None, conditions: Any = (), spare: int = SPARE) -> Any:
    """The lines of conditions: those that are there and a few empty ones, within what a rule may have."""
    count = min(rules.MAX_CONDITIONS, len(conditions) + spare)
    made = forms.formset_factory(
        ConditionForm, extra=count - len(conditions), max_num=rules.MAX_CONDITIONS, absolute_max=50
    )
    return made(data, initial=list(conditions), prefix="line")


def hints() -> dict[str, list[tuple[str, str]]]:
    """What may stand in a value, for those that are chosen from a list."""
    boxes = Mailbox.objects.order_by("address").values_list("address", flat=True)
    keys = [(one.key, one.name) for one in setup.definitions()]
    return {"kinds": kinds(), "mailboxes": [(each, each) for each in boxes], "fields": keys}
