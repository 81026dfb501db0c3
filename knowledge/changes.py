"""What changed between two wordings, by paragraphs and in them by words. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_BREAK = re.compile(r"\n[ \t]*\n\s*")
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 4000  # a longer paragraph is shown as gone and come, not word by word
ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """`how` is same, gone or come."""

    how: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """`how` is same, gone, come, or changed: then its pieces say where."""

    how: str
    pieces: tuple[Piece, ...]


def changes(before: str, after: str) -> list[Paragraph]:
    """The paragraphs of both, in order; those that are in both stand once."""
    old, new = paragraphs(before), paragraphs(after)
    found: list[Paragraph] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Paragraph("same", (Piece("same", text),)) for text in old[a:b]]
        else:
            found += _replaced(old[a:b], new[c:d])
    return found


def paragraphs(text: str) -> list[str]:
    return [one.strip() for one in _BREAK.split(text.replace("\r\n", "\n").strip()) if one.strip()]


def folded(found: Sequence[Paragraph]) -> list[Paragraph | int]:
    """Runs of three and more that stayed the same become how many they are, but for one beside a change."""
    shown: list[Paragraph | int] = []
    run: list[Paragraph] = []
    for each in [*found, None]:
        if each is not None and each.how == "same":
            run.append(each)
            continue
        shown += _run(run, at_start=not shown, at_end=each is None)
        run = []
        if each is not None:
            shown.append(each)
    return shown


def _run(run: list[Paragraph], *, at_start: bool, at_end: bool) -> list[Paragraph | int]:
    first = [] if at_start else run[:1]
    last = [] if at_end else run[len(first) :][-1:]
    left_out = len(run) - len(first) - len(last)
    if left_out < 2:
        return [*run]
    return [*first, left_out, *last]


def _replaced(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    """Paragraphs that became others: each old one beside the new one in its place, if they are alike."""
    for at in range(max(len(old), len(new))):
        if at < len(old) and at < len(new) and (pieces := _worded(old[at], new[at])):
            yield Paragraph("changed", pieces)
            continue
        if at < len(old):
            yield Paragraph("gone", (Piece("gone", old[at]),))
        if at < len(new):
            yield Paragraph("come", (Piece("come", new[at]),))


def _worded(old: str, new: str) -> tuple[Piece, ...]:
    """Word by word; nothing if they have too little in common."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    if max(len(a), len(b)) > MOST_WORDS:
        return ()
    match = SequenceMatcher(None, a, b, autojunk=False)
    if match.ratio() < ALIKE:
        return ()
    pieces: list[Piece] = []
    for tag, i, j, k, m in match.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(a[i:j])))
            continue
        pieces += [Piece("gone", "".join(a[i:j]))] * (j > i) + [Piece("come", "".join(b[k:m]))] * (m > k)
    return tuple(pieces)
