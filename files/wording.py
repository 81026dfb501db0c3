"""The text of a file: plain text, PDF, Word. Pure: bytes in, plain data out, for a child process.

What a file claims to be does not count, only how it begins. Nothing in it is run, followed or fetched.
"""

from __future__ import annotations

import io
import re
import zipfile

import docx2txt  # type: ignore[import-untyped]
from charset_normalizer import from_bytes
from pypdf import PdfReader

# Search reads so much of a file, and a reader so many pages of it.
MOST_CHARS = 200_000
MOST_PAGES = 300
MOST_UNPACKED = 40_000_000  # bytes
GUESSED_FROM = 100_000  # bytes
READ, EMPTY, UNREADABLE = "read", "empty", "unreadable"
_SPACE = re.compile(r"[^\S\n]+")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def words_of(data: bytes) -> dict[str, str]:
    """{"state": read, empty or unreadable, "text": at most MOST_CHARS}."""
    try:
        text = _text(data)
    except Exception:  # whatever a broken file makes a reader stumble over; the child ends with its limits
        return {"state": UNREADABLE, "text": ""}
    if text is None:
        return {"state": UNREADABLE, "text": ""}
    text = tidy(text)
    return {"state": READ if text else EMPTY, "text": text}


def tidy(text: str) -> str:
    """What PostgreSQL stores: no NUL, no half of a pair; runs of blanks as one."""
    text = text[: MOST_CHARS * 2].replace("\x00", " ").encode("utf-8", "ignore").decode()
    return "\n".join(filter(None, (_SPACE.sub(" ", line).strip() for line in text.splitlines())))[:MOST_CHARS]


def _text(data: bytes) -> str | None:
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _word(data)
    return _plain(data)


def _pdf(data: bytes) -> str | None:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    parts, length = [], 0
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or length >= MOST_CHARS:
            break
        parts.append(page.extract_text())
        length += len(parts[-1])
    return "\n".join(parts)


def _word(data: bytes) -> str | None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = {one.filename: one.file_size for one in packed.infolist()}
    if "word/document.xml" not in names:
        return None
    if sum(size for name, size in names.items() if name.endswith(".xml")) > MOST_UNPACKED:
        return None
    return str(docx2txt.process(io.BytesIO(data)))


def _plain(data: bytes) -> str | None:
    for mark, charset in _MARKS.items():
        if data.startswith(mark):
            return data.decode(charset, "replace")
    if b"\x00" in data[:GUESSED_FROM]:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(data[:GUESSED_FROM]).best()
        return data[: MOST_CHARS * 2].decode(best.encoding, "replace") if best else None
