"""Drafts that colleagues read as they are written, and write on in: one at a time, and nothing is lost."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets.actions.drafts import BETWEEN, MOST_TEXT
from tickets.actors import require
from tickets.models import Draft, Ticket


class DraftGone(Exception):
    """It was sent, withdrawn or taken by somebody else."""


class DraftChanged(Exception):
    """It reads otherwise than what was shown."""


@transaction.atomic
def share_draft(ticket: Ticket, *, by: User, kind: str, shared: bool) -> Draft:
    """Whether colleagues see what they are writing. ValidationError if that is nothing yet."""
    require(by, "ticket.note")
    row = Draft.objects.being_written().filter(user=by, ticket=ticket, kind=kind).select_for_update().first()
    if row is None:
        raise ValidationError(_("Write something first."))
    row.shared_at = (row.shared_at or database_clock.now()) if shared else None
    row.save(update_fields=["shared_at", "saved_at"])
    return row


@transaction.atomic
def take_draft(row: Draft, *, by: User, seen: int) -> Draft:
    """They write on in it, with its files, above what they have begun themselves. It stays shared, so that it
    can be taken back. DraftChanged unless its last change is the one they have `seen`, DraftGone if it is
    shared no more.
    """
    require(by, "ticket.note")
    ticket = Ticket.objects.select_for_update(of=("self",), no_key=True).filter(pk=row.ticket_id).first()
    written = Draft.objects.being_written().filter(ticket=ticket, kind=row.kind).select_for_update()
    rows = {one.pk: one for one in written.order_by("pk")}
    fresh = rows.get(row.pk)
    if fresh is None or fresh.shared_at is None:
        raise DraftGone
    if fresh.user_id == by.pk:
        return fresh
    if fresh.edit != seen:
        raise DraftChanged
    if own := next((one for one in rows.values() if one.user_id == by.pk), None):
        fresh.text = f"{fresh.text}{BETWEEN}{own.text}".strip()[:MOST_TEXT]
        own.files.update(draft=fresh)
        own.delete()
    fresh.taken_from_id, fresh.user, fresh.edit = fresh.user_id, by, fresh.edit + 1
    fresh.save(update_fields=["text", "taken_from", "user", "edit", "saved_at"])
    return fresh


def leave_draft(row: Draft, *, by: User) -> None:
    """It was theirs, another writes on in it, and they let it go."""
    Draft.objects.shared().filter(pk=row.pk, taken_from=by).update(taken_from=None)
