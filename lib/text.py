"""Text made safe to store and to show on one line. No Django."""

from __future__ import annotations

import re

# C0 and C1 controls: nothing a letter needs except tab and line feed. NUL cannot be stored in PostgreSQL.
_CONTROLS = {code: None for code in [*range(0x20), 0x7F, *range(0x80, 0xA0)] if code not in (0x09, 0x0A)}
_TO_BREAKS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n"}
_STORABLE = _CONTROLS | _TO_BREAKS
# Bidirectional embeddings and overrides let a name or subject read as another one (Unicode TR 36).
_BIDI_TRICKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LINE_BREAKS = re.compile(r"\r\n|\r")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """What PostgreSQL and terminals can hold: controls gone, lone surrogates → U+FFFD, CRLF → LF."""
    if text.isprintable():  # most single lines
        return text
    if "\r" in text:
        text = _LINE_BREAKS.sub("\n", text)
    return without_surrogates(text).translate(_STORABLE)


def without_surrogates(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def one_line(text: str, limit: int = 500) -> str:
    """A single line: line ends become spaces, controls go, runs of space collapse, cut at `limit`."""
    text = text[: limit * 8]  # runs of space may collapse, but 500 letters need no megabyte
    if text.isprintable() and "  " not in text:
        return shorten(text.strip(), limit)
    text = clean(text.translate(_BIDI_TRICKS))
    return shorten(_SPACES.sub(" ", text).strip(), limit)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a space where one is near the end, ending in …."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    kept = text[: limit - 1]
    space = kept.rfind(" ")
    if space > limit * 3 // 4:
        kept = kept[:space]
    return kept.rstrip() + "…"
