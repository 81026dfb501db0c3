"""A plain text in two pieces: what is new, and what is folded away. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mail.quoting.attribution import shared
from mail.quoting.lines import MAX_LINE, quoted
from mail.quoting.sorting import MAX_LINES, Hint, Sorting


@dataclass(frozen=True, slots=True)
class Split:
    """`new` is shown, `folded` sits behind "show quoted text"; `new` is never empty if the text was not."""

    new: str
    folded: str = ""
    all_old: bool = field(default=False, compare=False)  # shown only because there was nothing new in it


def visible(text: str, *, passed_on: bool = False) -> Split:
    """Split a plain text. `passed_on`: the subject says that it is forwarded."""
    lines = _parted(text.split("\n"))
    split = divided(lines, Sorting(lines, passed_on=passed_on).kept())
    return split or Split(text, all_old=bool(text.strip()))


def _parted(lines: list[str]) -> list[str]:
    """An attribution that follows own words on their line gets a line of its own."""
    parted: list[str] = []
    for number, line in enumerate(lines[:MAX_LINES]):
        below = next((one for one in lines[number + 1 : number + 3] if one.strip()), "")
        begin = shared(line.rstrip()) if len(line) <= MAX_LINE and quoted(below) and not quoted(line) else 0
        parted += [line[:begin], line[begin:]] if begin else [line]
    return parted + lines[MAX_LINES:]


def divided(lines: Sequence[str], kept: Sequence[bool]) -> Split | None:
    """The two pieces; None when nothing would be left to read."""
    new = "\n".join(line for line, keep in zip(lines, kept, strict=True) if keep).strip("\n")
    if not new.strip():
        return None
    folded = "\n".join(line for line, keep in zip(lines, kept, strict=True) if not keep).strip("\n")
    return Split(new.rstrip(), folded)


__all__ = ["Hint", "Split", "divided", "visible"]
