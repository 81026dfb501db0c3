"""What the keys of a dimension are called, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from customers.models import Organisation
from reports.choices import Dimension
from staff.models import Skill, Team, User
from tickets.choices import Channel, Priority
from tickets.models import TicketType

ROWS: dict[str, tuple[Any, str]] = {
    Dimension.TEAM: (Team, "name"),
    Dimension.AGENT: (User, "full_name"),
    Dimension.ORGANISATION: (Organisation, "name"),
    Dimension.TYPE: (TicketType, "name"),
    Dimension.PRODUCT: (Skill, "name"),
}
WORDS: dict[str, Any] = {
    Dimension.CHANNEL: dict(Channel.choices),
    Dimension.PRIORITY: dict(Priority.choices),
    Dimension.LANGUAGE: dict(settings.LANGUAGES),
}


def names_of(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """One for each key that there is; what has none is called so."""
    keys = set(keys)
    if dimension in ROWS:
        model, name = ROWS[dimension]
        known = [int(key) for key in keys if key]
        found = {str(pk): said for pk, said in model.objects.filter(pk__in=known).values_list("pk", name)}
    else:
        found = {key: str(WORDS.get(dimension, {}).get(key, key)) for key in keys}
    return found | {key: _("None") for key in keys if not key}
