"""The originals of what was taken out of a conversation: their bytes go, the account still counts them."""

from collections.abc import Collection

from django.db.models import Q

from lib import database_clock
from lib.blacking import Marks
from mail.models import RawEmail


def on_redaction(messages: Collection[int], marks: Marks, *, remove: bool) -> int:
    """How many originals there are of these messages, every copy and every delivery of each."""
    mails = RawEmail.objects.filter(message__in=messages)
    keys = {key for key in mails.values_list("mail_key", flat=True) if key}
    rows = RawEmail.objects.filter(Q(message__in=messages) | Q(mail_key__in=keys)).defer("content")
    rows = list(rows.filter(emptied_at=None))
    if remove:
        now = database_clock.now()
        for row in rows:
            RawEmail.objects.filter(pk=row.pk).update(
                content=b"", emptied_at=now, subject=marks.text(row.subject), verdict=marks.plain(row.verdict)
            )
    return len(rows)
