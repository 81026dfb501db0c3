"""Mail that is brought to us: whose it is, by the recipient of its envelope."""

from mail.addressing import normalise, without_plus
from mail.models import Mailbox


def mailbox_for(recipient: str) -> Mailbox | None:
    """The mailbox with this address or alias, or the one this is a plus-variant of; None: not ours."""
    key = normalise(recipient)
    if not key:
        return None
    boxes = list(Mailbox.objects.filter(active=True).order_by("pk"))
    for wanted in dict.fromkeys((key, without_plus(key))):
        for box in boxes:
            if wanted in {normalise(each) for each in (box.address, *map(str, box.aliases))}:
                return box
    return None
