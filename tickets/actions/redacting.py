"""Taking out what must not be kept, for good: everywhere at once, and nobody can bring it back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from files.actions import drop, store
from lib import database_clock
from lib.blacking import REMOVED
from notices.actions import take_out
from outbox.actions import rewrite
from staff.models import User
from tickets import chaining, events
from tickets.actions.locking import copy_back, locked
from tickets.actors import require
from tickets.choices import EventKind
from tickets.models import Attachment, Message, Survey, Ticket
from tickets.redaction import ON_ITS_WAY, Reach, Wish, originals, reach_of

MOST_REASON = 300


@transaction.atomic
def redact(
    ticket: Ticket, *, by: User, wish: Wish, reason: str, at: datetime.datetime | None = None
) -> Reach:
    """What the wish reaches is gone when this commits, but for backups and what has left the desk; the
    history says that, by whom and why, not what. ValidationError without a reason, while a letter with it is
    being sent, or if there is nothing.
    """
    require(by, "ticket.redact")
    fresh = locked(ticket)
    reason = " ".join(reason.split())
    found = reach_of(fresh, wish)
    check_redaction(found, reason)
    at = at or database_clock.now()
    mails = originals(found, remove=True)
    write_out(found, at)
    if wish.marks.pattern:
        for number in found.tickets:
            take_out(("ticket", number), wish.marks.plain)
        for number in Survey.objects.filter(ticket__in=found.tickets).values_list("pk", flat=True):
            take_out(("survey", number), wish.marks.plain)
    own = next((one for one in found.subjects if one.pk == fresh.pk), fresh)
    events.touch(fresh, subject=own.subject, custom=own.custom)
    events.record(
        fresh, EventKind.REDACTED, by=by, at=at, message=wish.message, what=wish.what, reason=reason,
        messages=len(found.messages), files=len(found.files), letters=len(found.letters), mails=mails,
    )  # fmt: skip
    copy_back(fresh, ticket)
    return found


def check_redaction(found: Reach, reason: str) -> None:
    """ValidationError if it must not be done, or not now."""
    if not 1 <= len(reason) <= MOST_REASON:
        raise ValidationError(_("Give a reason of at most %(n)s characters."), params={"n": MOST_REASON})
    if found.wish.marks.within(reason):
        raise ValidationError(_("The reason says what is to be removed. It stays in the history."))
    if found.is_empty:
        raise ValidationError(_("Nothing here says that."))
    now = database_clock.now()
    held = any(message.held_until and message.held_until > now for message in found.messages)
    if held or any(letter.state in ON_ITS_WAY for letter in found.letters):
        raise ValidationError(_("A letter with it is still being sent. Try again in a minute."))


def write_out(found: Reach, at: datetime.datetime) -> None:
    """All of it, in the caller's transaction, with the tickets locked."""
    for message in found.messages:
        Message.objects.filter(pk=message.pk).update(
            text=message.text, html=message.html, folded=message.folded, redacted_at=at
        )
    for file in found.renamed:
        file.save(update_fields=["name"])
    for letter in found.letters:
        rewrite(letter)
    for draft in found.drafts:
        draft.save(update_fields=["text"])
    for item in found.items:
        item.save(update_fields=["text"])
    for survey in found.surveys:
        survey.save(update_fields=["comment"])
    for row in found.follow_ups:
        row.save(update_fields=["note"])
    for merge in found.merges:
        merge.save(update_fields=["before"])
    for other in found.subjects:
        Ticket.objects.filter(pk=other.pk).update(subject=other.subject, custom=other.custom)
    _empty(found.files, at)
    _amend(found)


def _empty(files: list[Attachment], at: datetime.datetime) -> None:
    """In place of each stands a file that says so; its bytes go when nobody else has the same."""
    if not files:
        return
    instead, dropped = store(REMOVED.encode()), {file.blob_id: file.blob for file in files}
    Attachment.objects.filter(pk__in=[file.pk for file in files]).update(
        blob=instead,
        name="removed.txt",
        content_type="text/plain",
        content_id="",
        inline=False,
        redacted_at=at,
    )
    for blob in dropped.values():
        if blob.pk != instead.pk:
            drop(blob)


def _amend(found: Reach) -> None:
    if not found.events:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL desk.redacting = 'on'")
        for event in found.events:
            event.seal = chaining.seal(event)
            event.save(update_fields=["data", "seal"])
        cursor.execute("SET LOCAL desk.redacting = 'off'")
    chaining.amend(found.events)
