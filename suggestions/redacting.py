"""What is removed from a message is removed from what was kept of it as praise."""

from collections.abc import Collection

from lib.blacking import REMOVED, Marks
from suggestions.models import Praise


def on_redaction(messages: Collection[int], marks: Marks, *, remove: bool) -> int:
    """The quotation goes altogether: what is left of a sentence after its words were taken out praises
    nobody. It is no original, so none is counted.
    """
    if remove:
        Praise.objects.filter(message__in=messages).update(words=REMOVED)
    return 0
