"""The words that conditions about tickets may use, each with its name in the reader's language."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext

from customers.models import Organisation
from lib.conditions import Field
from lib.conditions import Kind as Asked
from sla.about import CALLED, Words
from sla.matching import CUSTOM
from staff.models import Team
from tickets import setup
from tickets.choices import Channel, Priority
from tickets.fields import Definition, Kind
from tickets.models import TicketType

# What a field of each kind can be asked; a date is one or another, there or not.
ASKED_AS: Mapping[Kind, Asked] = {
    Kind.TEXT: Asked.TEXT,
    Kind.NUMBER: Asked.NUMBER,
    Kind.DATE: Asked.CHOICE,
    Kind.CHOICE: Asked.CHOICE,
    Kind.MULTI: Asked.WORDS,
    Kind.CHECKBOX: Asked.YES_NO,
}


def words() -> Words:
    asked = _asked()
    return {
        "type": {str(pk): name for pk, name in TicketType.objects.values_list("pk", "name")},
        "team": {str(pk): name for pk, name in Team.objects.order_by("name").values_list("pk", "name")},
        "priority": {value: str(label) for value, label in Priority.choices},
        "channel": {value: str(label) for value, label in Channel.choices},
        "organisation": {
            str(pk): name for pk, name in Organisation.objects.order_by("name").values_list("pk", "name")
        },
        "language": {code: gettext(name) for code, name in settings.LANGUAGES},
        **{CUSTOM + one.key: {each.key: each.name for each in one.options} for one in asked if one.options},
        CALLED: {CUSTOM + one.key: one.name for one in asked},
    }


def custom_fields() -> dict[str, Field]:
    """What the fields that this desk made for itself can be asked."""
    return {CUSTOM + one.key: Field(ASKED_AS[one.kind], optional=True) for one in _asked()}


def _asked() -> list[Definition]:
    """Archived ones too: policies that ask them are still read."""
    return [one for one in setup.every_definition().values() if one.kind in ASKED_AS]
