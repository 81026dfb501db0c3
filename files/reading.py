"""Reading what a stored file says, where it can do no harm: once for each content."""

import logging
from collections.abc import Iterable

from django.db.models import QuerySet

from files.models import Blob, BlobText
from files.queries import open_blob
from lib.contained import Child, Stopped

log = logging.getLogger(__name__)
MOST_BYTES = 25_000_000
SECONDS, MEMORY = 20, 900_000_000  # of CPU, of address space
State = BlobText.State


def read_texts(blobs: Iterable[Blob]) -> int:
    """Write down what they say, those that nobody has read yet; how many were read now. Safe to run twice,
    and to be killed anywhere: a blob has its row or is read again.
    """
    wanted = list(unread(Blob.objects.filter(pk__in=[blob.pk for blob in blobs])))
    if not wanted:
        return 0
    with Child("files.wording:words_of", seconds=SECONDS, memory=MEMORY) as child:
        for blob in wanted:
            state, text = _read(blob, child)
            # It may have been removed meanwhile, or read by another.
            if Blob.objects.filter(pk=blob.pk).exists():
                BlobText.objects.get_or_create(blob=blob, defaults={"state": state, "text": text})
    return len(wanted)


def unread(blobs: QuerySet[Blob]) -> QuerySet[Blob]:
    return blobs.filter(words=None).order_by("pk")


def _read(blob: Blob, child: Child) -> tuple[str, str]:
    if blob.size > MOST_BYTES:
        return State.TOO_LARGE, ""
    try:
        with open_blob(blob) as file:
            said = child.ask(file.read())
    except FileNotFoundError:
        return State.UNREADABLE, ""
    except Stopped:
        log.warning("file %s could not be read within its limits", blob.sha256[:12])
        return State.STOPPED, ""
    if not isinstance(said, dict) or said.get("state") not in State.values:
        return State.UNREADABLE, ""
    return str(said["state"]), str(said.get("text", ""))
