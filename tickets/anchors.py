"""Where the chain stood, written down outside the database: a line every few minutes in a file beside the
attachments, and in the log.

Whoever rules the database alone can cut off the end of the chain and let it grow again, but not these lines.
"""

import datetime
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from lib import database_clock
from tickets.models import HistoryEntry

log = logging.getLogger(__name__)

EVERY = datetime.timedelta(minutes=10)
RESTORED = "restored"  # instead of a seal: anchors above this number, written before, count no more


@dataclass(frozen=True, slots=True)
class Anchor:
    number: int
    seal: str
    at: datetime.datetime


def path() -> Path:
    return Path(settings.HISTORY_ANCHORS or settings.FILES_ROOT / "history-anchors")


def drop_one(*, even_now: bool = False) -> None:
    """Write down the last link, unless it is written, or another was a moment ago. A line lost with a killed
    process is written a moment later.
    """
    last = HistoryEntry.objects.order_by("-number").first()
    newest = _newest()
    now = database_clock.now()
    if last is None or (newest and newest.number == last.number):
        return
    if newest and now - newest.at < EVERY and not even_now:
        return
    log.info("The history stands at %s with %s", last.number, bytes(last.seal).hex())
    _write(Anchor(last.number, bytes(last.seal).hex(), now))


def forget_above(number: int) -> None:
    """The database was restored to this place: what was anchored later is no more, and that is known."""
    _write(Anchor(number, RESTORED, database_clock.now()))


def standing() -> list[Anchor]:
    """Those that the chain must still agree with, oldest first."""
    found: list[Anchor] = []
    for anchor in _read():
        if anchor.seal == RESTORED:
            found = [one for one in found if one.number <= anchor.number]
        else:
            found.append(anchor)
    return found


def _write(anchor: Anchor) -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    line = f"{anchor.number} {anchor.seal} {anchor.at.isoformat()}\n".encode()
    handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)


def _newest() -> Anchor | None:
    """From the end of the file alone: it grows for years."""
    if not path().exists():
        return None
    with path().open("rb") as lines:
        lines.seek(0, os.SEEK_END)
        lines.seek(max(0, lines.tell() - 500))
        read = [
            anchor for line in lines.read().splitlines() if (anchor := _parse(line.decode("ascii", "ignore")))
        ]
    return read[-1] if read else None


def _read() -> Iterator[Anchor]:
    if not path().exists():
        return
    with path().open(encoding="ascii", errors="ignore") as lines:
        for line in lines:
            if anchor := _parse(line):
                yield anchor


def _parse(line: str) -> Anchor | None:
    """None for half a line that a killed process left."""
    try:
        number, seal, at = line.split()
        return Anchor(int(number), seal, datetime.datetime.fromisoformat(at))
    except ValueError:
        return None
