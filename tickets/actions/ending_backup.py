"""Backup is over: by those whom it concerns, or because the ticket is solved or merged."""

import datetime
from collections.abc import Iterable

from notices.actions import settle
from staff.models import User
from tickets import events
from tickets.actors import Actor
from tickets.choices import BackupAnswer, BackupEnd, EventKind
from tickets.models import Backup, BackupCall, Ticket


def finish(ticket: Ticket, *, by: Actor, at: datetime.datetime, answered: bool = False) -> None:
    """What is open on a locked ticket is over: also when it is solved, or merged into another."""
    row = Backup.objects.open().filter(ticket=ticket).select_for_update().first()
    events.touch(ticket, asks_backup=False)
    if row is None:
        return
    answer_calls(row.calls.filter(answer=""), BackupAnswer.DROPPED, at)
    end = BackupEnd.ANSWERED if answered else BackupEnd.CLOSED
    row.ended_at, row.end, row.next_at = at, end, None
    row.save(update_fields=["ended_at", "end", "next_at"])
    settle(("ticket", ticket.pk), keys=f"backup-{row.pk}-", by=by if isinstance(by, User) else None)
    events.record(ticket, EventKind.BACKUP_ENDED, by=by, at=at, backup=row.pk, end=end)


def answer_calls(calls: Iterable[BackupCall], answer: str, at: datetime.datetime) -> None:
    for call in calls:
        BackupCall.objects.filter(pk=call.pk).update(answer=answer, answered_at=at)
        settle(("ticket", call.backup.ticket_id), keys=f"backup-{call.backup_id}-{call.pk}-")
