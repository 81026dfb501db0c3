"""What is ours: the addresses we write as, and the keys that sign our reply tokens."""

from email.utils import parseaddr

from django.conf import settings
from django.db.models import QuerySet

from lib.prepared import Prepared
from mail.addressing import normalise
from mail.models import Mailbox


def reply_secrets() -> list[bytes]:
    """The newest first; older ones still open the tokens in letters people kept."""
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def own_addresses() -> frozenset[str]:
    """Every mailbox and alias, and the address of letters that have no mailbox; normalised."""
    ours = {normalise(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])}
    for box in _mailboxes():
        ours |= {normalise(box.address), *(normalise(str(alias)) for alias in box.aliases)}
    return frozenset(ours - {""})


@Prepared
def _mailboxes() -> QuerySet[Mailbox]:
    return Mailbox.objects.only("address", "aliases").order_by("pk")
