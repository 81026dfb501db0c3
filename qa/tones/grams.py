"""The words and pieces of words that the model weighs, and where they stand. Pure.

Training and use share this file; whoever changes it trains anew (`benchmarks/tone_training.py`).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SPACES = re.compile(r"\s+")
_ENDS = re.compile(r"(?<=[.!?])\s+")
PIECES = (2, 3, 4, 5)


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Words and pairs of words with their places; `^` begins a sentence and `$` the last of them."""
    text = text.lower()
    tokens = [(found[0], *found.span()) for found in _TOKEN.finditer(text)]
    yield from tokens
    for (one, start, _), (other, _, end) in pairwise(tokens):
        yield f"{one} {other}", start, end
    starts = [0, *(found.end() for found in _ENDS.finditer(text))]
    for start in starts:
        yield from _opening(text, start, "^", 2)
    yield from _opening(text, starts[-1], "$", 3)


def _opening(text: str, start: int, mark: str, most: int) -> Iterator[tuple[str, int, int]]:
    said, begins = mark, -1
    for found in _TOKEN.finditer(text, start):
        said, begins = f"{said} {found[0]}", found.start() if begins < 0 else begins
        yield said, begins, found.end()
        most -= 1
        if not most:
            return


def pieces(text: str) -> list[str]:
    padded = f" {_SPACES.sub(' ', text.lower())} "
    return [padded[start : start + size] for size in PIECES for start in range(len(padded) - size + 1)]
