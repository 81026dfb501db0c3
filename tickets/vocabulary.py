"""The words that conditions about tickets may use, each with its name in the reader's language."""

from django.conf import settings
from django.utils.translation import gettext

from customers.models import Organisation
from sla.about import Words
from staff.models import Team
from tickets.choices import Channel, Priority


def words() -> Words:
    return {
        "team": {str(pk): name for pk, name in Team.objects.order_by("name").values_list("pk", "name")},
        "priority": {value: str(label) for value, label in Priority.choices},
        "channel": {value: str(label) for value, label in Channel.choices},
        "organisation": {
            str(pk): name for pk, name in Organisation.objects.order_by("name").values_list("pk", "name")
        },
        "language": {code: gettext(name) for code, name in settings.LANGUAGES},
    }
