"""What is ours: the addresses we write as, and the keys that sign our reply tokens."""

from email.utils import parseaddr

from django.conf import settings

from mail.addressing import normalise
from mail.models import Mailbox


def reply_secrets() -> list[bytes]:
    """The newest first; older ones still open the tokens in letters people kept."""
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def own_addresses() -> frozenset[str]:
    """Every mailbox and alias, and the address of letters that have no mailbox; normalised."""
    ours = {normalise(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])}
    for address, aliases in Mailbox.objects.values_list("address", "aliases"):
        ours |= {normalise(address), *(normalise(str(alias)) for alias in aliases)}
    return frozenset(ours - {""})
