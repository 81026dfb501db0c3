"""Real mails for the benchmarks: whole ones with a sender, from a folder of samples."""

import hashlib
import re
from pathlib import Path

from mail.parser import parse

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "data" / "mail"
MOST_BYTES = 20 * 1024 * 1024
NO_MAIL = frozenset({".json", ".jsonl", ".md", ".html", ".xml", ".xsl", ".expected", ".png", ".pdf"})
_HEADER = re.compile(rb"(?im)^(?:from|received|return-path|message-id|date):")
_IDS = re.compile(
    rb"(?im)^((?:message-id|in-reply-to|references)[ \t]*:)((?:[^\r\n]*)(?:\r?\n[ \t][^\r\n]*)*)"
)


def files(folder: Path) -> list[Path]:
    """Every file that may hold a mail, in an order that no listing changes."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and file.suffix.lower() not in NO_MAIL and 0 < file.stat().st_size <= MOST_BYTES
    )


def whole(raw: bytes) -> bool:
    """Has it headers, a sender and something else that only mail has?"""
    head = raw[:20_000]
    if len({name.lower() for name in _HEADER.findall(head)}) < 2:
        return False
    mail = parse(raw)
    return bool(mail.from_ and mail.from_.key and (mail.subject or mail.text or mail.html))


def letters(folder: Path, most: int) -> list[bytes]:
    """At most so many different whole mails, drawn by their hash: the same from the same folder."""
    found: dict[str, bytes] = {}
    for file in files(folder):
        raw = file.read_bytes()
        found.setdefault(hashlib.sha256(raw).hexdigest(), raw)
    chosen = []
    for _, raw in sorted(found.items()):
        if len(chosen) == most:
            break
        if whole(raw):
            chosen.append(raw)
    return chosen


def once_more(raw: bytes, mark: str) -> bytes:
    """The same mail with other ids, the same in all that refer to it: it is no duplicate of the first."""
    head, gap, body = _split(raw)
    prefix = mark.encode()
    head = _IDS.sub(lambda found: found[1] + found[2].replace(b"<", b"<" + prefix), head)
    if not re.search(rb"(?im)^message-id[ \t]*:[^\r\n]*<", head):
        head = head.rstrip(b"\r\n") + b"\r\nX-Round: " + prefix
    return head + gap + body


def _split(raw: bytes) -> tuple[bytes, bytes, bytes]:
    found = re.search(rb"\r?\n\r?\n", raw)
    if not found:
        return raw, b"", b""
    return raw[: found.start()], found[0], raw[found.end() :]
