"""What was read from a server becomes ours: the bytes and the cursor in one transaction."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from mail.choices import AfterFetch, Transport
from mail.intake import receive
from mail.models import Mailbox, MailFolder, RawEmail


@dataclass(frozen=True)
class Found:
    """A mail as it was read: `uid` on an IMAP server, `uidl` on a POP3 server.

    `full_size` is set when only a part of it was read; `cause` says why it waits for a person, if it does.
    """

    content: bytes
    uid: int | None = None
    uidl: str = ""
    at: datetime.datetime | None = None
    cause: str = ""
    full_size: int | None = None


def store_batch(folder: MailFolder, mails: Sequence[Found], last_uid: int) -> int:
    """How many were new. The cursor moves to `last_uid` even past mail that was deleted meanwhile."""
    box = folder.mailbox
    with transaction.atomic():
        stored = sum(_store(box, folder, mail) for mail in mails)
        folder.last_uid = last_uid
        folder.save(update_fields=["uid_validity", "last_uid", "recheck_until"])
    return stored


def _store(box: Mailbox, folder: MailFolder, mail: Found) -> bool:
    mine = RawEmail.objects.filter(mailbox=box)
    if mine.filter(folder=folder.name, uid_validity=folder.uid_validity, uid=mail.uid).exists():
        return False
    numbers = {"folder": folder.name, "uid_validity": folder.uid_validity, "uid": mail.uid}
    if mail.uid is not None and mail.uid <= folder.recheck_until and _renumbered(box, folder, mail, numbers):
        return False
    receive(
        mail.content,
        mailbox=box,
        transport=Transport.IMAP,
        received_at=mail.at,
        cause=mail.cause,
        full_size=mail.full_size,
        server_due=is_due(box, mail),
        **numbers,
    )
    return True


def _renumbered(box: Mailbox, folder: MailFolder, mail: Found, numbers: dict) -> bool:
    """Is it one of ours under a number of before? Then it gets the new one: one row for each copy."""
    same = RawEmail.objects.filter(mailbox=box, sha256=hashlib.sha256(mail.content).hexdigest())
    valid = {(folder.name, folder.uid_validity)}
    valid |= set(box.folders.exclude(pk=folder.pk).values_list("name", "uid_validity"))
    for pk, name, validity in same.order_by("pk").values_list("pk", "folder", "uid_validity")[:50]:
        if (name, validity) not in valid and validity is not None:
            RawEmail.objects.filter(pk=pk).update(**numbers, server_due=is_due(box, mail))
            return True
    return False


def is_due(box: Mailbox, mail: Found) -> bool:
    """Is anything left to do on the server? What we have only a part of stays there as it is."""
    return box.after_fetch != AfterFetch.LEAVE and not mail.cause
