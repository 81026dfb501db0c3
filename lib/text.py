"""Text made safe to store and to show on one line. No Django."""

from __future__ import annotations


def clean(text: str) -> str:
    """Without what PostgreSQL or a terminal cannot hold: NUL gone, lone surrogates → U+FFFD, CRLF → LF."""
    raise NotImplementedError


def one_line(text: str, limit: int = 500) -> str:
    """A single line: control characters and line ends become spaces, runs of space collapse, cut at `limit`."""
    raise NotImplementedError


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word where that is near, ending in …."""
    raise NotImplementedError
