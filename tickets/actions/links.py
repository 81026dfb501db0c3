"""Taking back a customer's secret link."""

import datetime

from django.db import transaction

from lib import database_clock
from staff.models import User
from tickets import events
from tickets.actions.locking import locked
from tickets.actors import require
from tickets.choices import EventKind
from tickets.models import AccessLink


@transaction.atomic
def revoke_link(link: AccessLink, *, by: User, at: datetime.datetime | None = None) -> None:
    """The link opens nothing from now on; the next letter carries a new one. Twice is once."""
    require(by, "quarantine.decide")  # leads and above
    ticket = locked(link.ticket, even_merged=True)
    at = at or database_clock.now()
    if AccessLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
        events.touch(ticket)
        events.record(ticket, EventKind.LINK_REVOKED, by=by, at=at, contact_id=link.contact_id)
