"""What files say is found by search: whatever was not read yet is read, the newest first."""

from django.utils import timezone

from files.reading import read_texts
from tickets.models import Attachment

# Pictures and archives say nothing. Names lie less often than types do.
ENDINGS = (".pdf", ".docx", ".txt", ".text", ".log", ".csv", ".md")
TYPES = frozenset({
    "application/pdf", "text/plain", "text/csv", "text/markdown",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
})  # fmt: skip
AT_ONCE = 20
# A tick does no more; the next goes on.
MOST_BATCHES = 5


def go_on(batches: int = MOST_BATCHES) -> int:
    """How many attachments were looked at. Safe to run twice, and to be killed anywhere."""
    looked_at = 0
    for _ in range(batches):
        some = list(Attachment.objects.filter(read_at=None).select_related("blob").order_by("-pk")[:AT_ONCE])
        read_texts(one.blob for one in some if says_something(one))
        Attachment.objects.filter(pk__in=[one.pk for one in some]).update(read_at=timezone.now())
        looked_at += len(some)
        if len(some) < AT_ONCE:
            break
    return looked_at


def says_something(one: Attachment) -> bool:
    if one.inline or one.redacted_at:
        return False
    return one.name.lower().endswith(ENDINGS) or one.content_type.lower() in TYPES
