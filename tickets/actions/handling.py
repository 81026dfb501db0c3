"""Saying how long one really worked on a ticket."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets import events
from tickets.actions.locking import copy_back, locked
from tickets.actors import require
from tickets.choices import EventKind
from tickets.models import Handled, Ticket

LONGEST = datetime.timedelta(days=7)
MOST_REASON = 300


@transaction.atomic
def correct_time(
    ticket: Ticket, *, by: User, of: User, to: datetime.timedelta, reason: str,
    at: datetime.datetime | None = None,
) -> Handled:  # fmt: skip
    """One's own, or with the permission a colleague's. What was measured stays; the history says what was
    changed and why. ValidationError without a reason or for a length that cannot be.
    """
    require(by, "ticket.note" if of.pk == by.pk else "time.correct")
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= MOST_REASON:
        raise ValidationError(_("Give a reason of at most %(n)s characters."), params={"n": MOST_REASON})
    if not datetime.timedelta() <= to <= LONGEST:
        raise ValidationError(_("A time is between nothing and seven days."))
    fresh = locked(ticket)
    Handled.objects.bulk_create([Handled(ticket=fresh, user=of)], ignore_conflicts=True)
    row = Handled.objects.select_for_update().get(ticket=fresh, user=of)
    was, wanted = row.seconds, round(to.total_seconds())
    if was != wanted:
        row.corrected = wanted * 1000 - row.measured
        row.save(update_fields=["corrected"])
        events.touch(fresh)
        events.record(
            fresh, EventKind.TIME_CORRECTED, by=by, at=at or database_clock.now(), of=of.pk, was=was,
            to=wanted, reason=reason,
        )  # fmt: skip
    copy_back(fresh, ticket)
    return row
