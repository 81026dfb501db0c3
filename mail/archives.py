"""Mail of before, in files: an mbox, a Maildir, a folder of .eml; as bytes, each with its date. Pure."""

from __future__ import annotations

import datetime
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_HEAD = 256 * 1024

# After an empty line only, and with a time and a year: "From here on it rains" begins no mail.
_FROM = re.compile(rb"From \S*.*?\d{1,2}:\d{2}(?::\d{2})?.*?\d{4}")
_FROM_DATE = re.compile(
    rb"(?:\w{3},? )?(\w{3}) +(\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?(?: \w{3,5}| [+-]\d{4})? (\d{4})"
)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_RECEIVED = re.compile(rb"^received:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(rb"^date:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_MONTHS = {
    name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}


@dataclass(frozen=True, order=True)
class Kept:
    """Where a mail lies and when it came: `length` bytes from `start`; for an mbox without its From_ line."""

    at: datetime.datetime
    path: Path
    start: int = 0
    length: int = -1
    quoted: bool = False

    def read(self, most: int = -1) -> bytes:
        """Its bytes, at most `most` of them."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            wanted = self.length if most < 0 or 0 <= self.length < most else most
            raw = file.read(wanted)
        return _QUOTED_FROM.sub(rb"\1", raw) if self.quoted else raw


def find(path: Path) -> Iterator[Kept]:
    """Every mail of a file or folder. Nothing is opened for writing."""
    if path.is_file():
        yield from _mbox(path) if _is_mbox(path) else [_single(path)]
        return
    for each in sorted(path.rglob("*")):
        if not each.is_file():
            continue
        if each.parent.name in {"cur", "new"} and (each.parent.parent / "cur").is_dir():
            yield _single(each)
        elif each.parent.name != "tmp" and each.suffix.lower() in {".eml", ".mbox", ".mbx"}:
            yield from _mbox(each) if _is_mbox(each) else [_single(each)]


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return _FROM.match(file.readline(1000)) is not None


def _single(path: Path) -> Kept:
    with path.open("rb") as file:
        head = file.read(MOST_HEAD)
    modified = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
    return Kept(arrived(head) or modified, path)


def _mbox(path: Path) -> Iterator[Kept]:
    modified = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
    with path.open("rb") as file:
        begin, start, head = b"", 0, b""
        after_gap = True
        while line := file.readline(MOST_HEAD):
            if after_gap and line.startswith(b"From ") and _FROM.match(line):
                if begin:
                    end = file.tell() - len(line)
                    yield _one(path, begin, start, end, head, modified)
                begin, start, head = line, file.tell(), b""
            elif len(head) < MOST_HEAD:
                head += line
            after_gap = not line.strip(b"\r\n")
        if begin:
            yield _one(path, begin, start, file.tell(), head, modified)


def _one(path: Path, begin: bytes, start: int, end: int, head: bytes, modified: datetime.datetime) -> Kept:
    return Kept(arrived(head) or _from_date(begin) or modified, path, start, end - start, quoted=True)


def arrived(raw: bytes) -> datetime.datetime | None:
    """When the last server took it in (the first Received line), else when it was written; None: unknown."""
    ends = _HEAD_ENDS.search(raw)
    head = raw[: ends.start()] if ends else raw
    if (line := _RECEIVED.search(head)) and (at := _read_date(line.group(1).rpartition(b";")[2])):
        return at
    return _read_date(line.group(1)) if (line := _DATE.search(head)) else None


def _read_date(said: bytes) -> datetime.datetime | None:
    try:
        at = email.utils.parsedate_to_datetime(said.decode("ascii", "replace").strip())
        at = at.replace(tzinfo=datetime.UTC) if at.tzinfo is None else at.astimezone(datetime.UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if 1980 <= at.year <= 2100 else None


def _from_date(line: bytes) -> datetime.datetime | None:
    """`From dana@okafor.example Sat Jan  3 01:05:34 1996`, in UTC as RFC 4155 says."""
    found = _FROM_DATE.search(line)
    month = _MONTHS.get(found.group(1).lower()) if found else None
    if found is None or month is None:
        return None
    day, hour, minute, second, year = (int(each or 0) for each in found.groups()[1:])
    try:
        return datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.UTC)
    except ValueError:
        return None
