"""Blocks of From, Sent, To and Subject, as programs repeat them above what is answered or passed on. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mail.quoting.words import CC, FROM, LABELS, OTHER, SENT, SUBJECT, TO, fold

MAX_BLOCK = 20  # lines
MAX_WRAPPED = 4  # lines of one value

_LABEL = re.compile(
    r"[ \t>]{0,12}[*_]{0,2}[ \t]?([^\W\d_][^:：*\d<>@]{0,28}?)[ \t]{0,3}[*_]{0,2}"
    r"[ \t]?[:：][*_]{0,2}[ \t]{0,9}"
)
_ANY_LABEL = re.compile(r"[ \t*]{0,6}[^\W\d_][^:@<>]{0,24}\s?[*]{0,2}:[*]{0,2}\s{1,9}\S")
_CONTINUES = re.compile(r"[ \t]|[ \t>]*<?[^\s<>@]{1,80}@|[ \t>]*<|[^:]{1,200}[>;,]$")


@dataclass(slots=True)
class Block:
    """`end` is the line behind it; `fields` holds the first value of each kind."""

    end: int
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def is_history(self) -> bool:
        """What a program wrote: a web form has a sender and a subject, but hardly a date as well."""
        known = self.fields.keys() & {FROM, SENT, TO, SUBJECT, CC}
        if FROM not in known:
            return (
                SENT in known and any(map(str.isdigit, self.fields[SENT])) and "@" in self.fields.get(TO, "")
            )
        if SENT not in known:
            return False
        return len(known) >= 3 or "@" in self.fields[FROM]

    @property
    def is_headers(self) -> bool:
        """Enough below a line or a word that says what follows."""
        known = self.fields.keys() & {FROM, SENT, TO, SUBJECT, CC}
        return FROM in known and len(known) >= 2


def label(line: str) -> tuple[str, str] | None:
    """The kind of header that a line begins, and its value."""
    found = _LABEL.match(line)
    if found is None:
        return None
    kind = LABELS.get(fold(found[1].strip()))
    return (kind, line[found.end() :].strip()) if kind else None


def block(looks: Sequence[str], at: int) -> Block | None:
    """The headers that begin at this line, if it begins with one."""
    first = label(looks[at])
    if first is None or first[0] in {TO, CC, OTHER}:
        return None
    found = Block(at)
    latest, wrapped, gap = "", 0, 0
    for number in range(at, min(at + MAX_BLOCK, len(looks))):
        line = looks[number]
        header = label(line)
        if header:
            kind, value = header
            if kind in found.fields and kind not in {OTHER, CC}:
                break
            found.fields.setdefault(kind, value)
            found.end, latest, wrapped, gap = number + 1, kind, 0, 0
        elif not line.strip(" \t>"):
            gap += 1
            if gap > 1:
                break
        elif gap or wrapped >= MAX_WRAPPED or not _wraps(line, found.fields.get(latest, "")):
            break
        else:
            wrapped += 1
            found.fields[latest] = f"{found.fields[latest]} {line.strip(' >')}"[:2_000]
            found.end = number + 1
    return found


def _wraps(line: str, value: str) -> bool:
    """Is this the rest of a header's value?"""
    return bool(not value or value.endswith((",", ";", "<", "-")) or _CONTINUES.match(line))


def unknown_block(looks: Sequence[str], at: int) -> bool:
    """Headers in a language that is not in our lists: labels, an address and a date below each other."""
    lines = [line for line in looks[at : at + 8] if line.strip()][:6]
    values = [line.partition(":")[2].strip() for line in lines if _ANY_LABEL.match(line)]
    if len(values) < 3 or not _ANY_LABEL.match(lines[0]):
        return False
    dated = any(any(map(str.isdigit, value)) for value in values[:4])
    return dated and any("@" in value for value in values)
