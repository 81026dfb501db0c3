"""The top of a letter: repaired when a stray or blank line would end it early, and read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_tz

MAX_FIELDS = 1_000  # further ones are kept only when they say who, what or which thread
MAX_IDS = 200
LOOK_AHEAD = 12  # lines
YEARS = range(1980, 2100)

TELLING = frozenset(
    b"from to cc subject date message-id in-reply-to references reply-to sender mime-version content-type "
    b"content-transfer-encoding content-disposition return-path delivered-to x-original-to envelope-to "
    b"auto-submitted precedence received list-id x-helpdesk-instance".split()
)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")
_FIELD = re.compile(rb"([!-9;-~]{1,200})([ \t]*):")
_BRACKETED = re.compile(r"<([^<>]{1,998})>")
# Neither do controls and halves of characters belong into an id, and no database takes them.
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]+")


def repair(raw: bytes) -> tuple[bytes, set[str]]:
    """The letter with a header block that the standard parser reads to its end, and the defect words.

    CPython ends the headers at the first line that is no header, so one stray line would move sender
    and subject into the body. A stray line becomes a continuation when headers follow it; a blank line
    is bridged only when no sender came before it and one comes after.
    """
    words: set[str] = set()
    if b"\r\r\n" in raw[:65_536]:
        raw, words = raw.replace(b"\r\r\n", b"\r\n"), {"line_ends_doubled"}
    at = _start(raw)
    head: list[bytes] = []
    seen: set[bytes] = set()
    fields = 0
    keep = False
    while at < len(raw):
        line, after = _line(raw, at)
        bare = line.rstrip(b"\r\n")
        field = _FIELD.match(bare)
        if not bare:
            if not _headers_resume(raw, after, seen):
                at = after
                break
            words.add("blank_line_in_headers")
        elif bare[:1] in b" \t":
            if keep:
                head.append(line)
        elif field:
            name = field[1].lower()
            fields += 1
            keep = fields <= MAX_FIELDS or (name in TELLING and fields <= 2 * MAX_FIELDS)
            if keep:
                seen.add(name)
                head.append(field[1] + line[field.end() - 1 :] if field[2] else line)
            else:
                words.add("headers_cut")
        elif bare.startswith(b">From ") or (bare.startswith(b"From ") and not fields):
            pass
        elif bare.startswith(b"--") or not fields or not _header_ahead(raw, after):
            words.add("header_end_missing")
            break
        else:
            words.add("stray_header_line")
            if keep:
                head.append(b" " + line)
        at = after
    if head and not head[-1].endswith(b"\n"):  # a lone \r would make one line end of two
        head.append(b"\n")
    return b"".join([*head, b"\n", raw[at:]]), words


def _start(raw: bytes) -> int:
    """Where the first header is: behind a byte order mark, blank lines and an mbox `From ` line."""
    at = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw[at : at + 1] in (b"\r", b"\n", b" ", b"\t"):
        at += 1
    if raw.startswith((b"From ", b">From "), at) and not _FIELD.match(raw, at):  # not `From : Mari`
        at = _line(raw, at)[1]
    return at


def _line(raw: bytes, at: int) -> tuple[bytes, int]:
    match = _LINE.match(raw, at)
    assert match is not None  # the pattern also matches nothing
    return match[0], match.end()


def _fields_ahead(raw: bytes, at: int) -> Iterator[bytes]:
    """Names of the headers in the next lines, until a blank line; b'' for a line that is none."""
    for _ in range(LOOK_AHEAD):
        line, at = _line(raw, at)
        bare = line[:1000].rstrip(b"\r\n")
        if not bare:
            return
        if bare[:1] not in b" \t":
            field = _FIELD.match(bare)
            yield field[1].lower() if field else b""


def _header_ahead(raw: bytes, at: int) -> bool:
    return any(name in TELLING for name in _fields_ahead(raw, at))


def _headers_resume(raw: bytes, at: int, seen: set[bytes]) -> bool:
    ahead = list(_fields_ahead(raw, at))
    if not ahead or not ahead[0]:
        return False
    if b"from" in seen and seen & {b"subject", b"to", b"date", b"message-id"}:
        return False
    told = TELLING.intersection(ahead)
    if b"from" not in seen:
        return b"from" in told and len(told) >= 2
    return len(told & {b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"}) >= 2


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs in these values, in order, as `<left@right>`; the first and the newest if too many."""
    found: list[str] = []
    for value in values:
        ids = _BRACKETED.findall(value)
        if not ids:  # some programs forget the brackets
            ids = [word.strip("<>,;") for word in value.split() if "@" in word]
        found += [f"<{one}>" for one in (_SPACES.sub("", each) for each in ids) if one]
    unique = list(dict.fromkeys(found))
    return tuple(unique if len(unique) <= MAX_IDS else [unique[0], *unique[1 - MAX_IDS :]])


def letter_date(value: str) -> datetime | None:
    """RFC 5322, 3.3, in UTC; None when absurd or outside 1980–2099. An unknown zone counts as UTC."""
    try:
        parts = parsedate_tz(value[:200])
        if parts is None or parts[0] not in YEARS:
            return None
        moment = datetime(*parts[:6], tzinfo=UTC).timestamp() - (parts[9] or 0)
        date = datetime.fromtimestamp(moment, UTC)
    except (ValueError, OverflowError, TypeError, IndexError, OSError):
        return None
    return date if date.year in YEARS else None
