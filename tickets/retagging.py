"""Renamed tags brought to the tickets, in batches that may be killed anywhere."""

from django.db import transaction
from django.db.models import F

from lib import database_clock
from tickets import clocks, events, promised
from tickets.actions.locking import locked
from tickets.choices import EventKind
from tickets.models import Retagging, Ticket

BATCH = 200


def go_on(batches: int = 20) -> int:
    """So many batches of what is unfinished; how many tickets were changed."""
    changed = 0
    for job in Retagging.objects.filter(finished_at=None).order_by("pk"):
        for _batch in range(batches):
            done = _some(job)
            changed += done
            if not done:
                Retagging.objects.filter(pk=job.pk, finished_at=None).update(finished_at=database_clock.now())
                break
    return changed


def _some(job: Retagging) -> int:
    """A batch; 0 when no ticket has the old word any more."""
    rows = Ticket.objects.filter(tags__contains=[job.was]).order_by("pk").values_list("pk", flat=True)[:BATCH]
    return sum(retag(number, job) for number in list(rows))


@transaction.atomic
def retag(number: int, job: Retagging) -> bool:
    """One ticket, merged or not, with a line in its history; what it is promised follows."""
    ticket = locked(Ticket(pk=number), even_merged=True)
    if job.was not in ticket.tags:
        return False
    was, at = ticket.tags, database_clock.now()
    to = sorted({*was, job.to} - {job.was})
    events.touch(ticket, tags=to)
    events.record(ticket, EventKind.TAGGED, by=job.made_by, at=at, was=was, to=to, renamed=job.pk)
    if not ticket.merged_into_id and promised.rematch(ticket, by=job.made_by, at=at):
        clocks.refresh(ticket, at)
    Retagging.objects.filter(pk=job.pk).update(changed=F("changed") + 1)
    return True
