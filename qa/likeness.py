"""How alike what reviewers say is, and which of it says the same. Pure, in any language.

A text is its pieces of three to five signs within words, each weighed by how rare it is among all texts of
the window (tf-idf), as a row of length one: the likeness of two texts is the cosine between them. Groups grow
by average link: two become one while the mean likeness between all of one and all of the other is at least
ALIKE. A chain of texts that are each like the next makes no group, since its ends have nothing in common; the
same texts make the same groups in whatever order they come. What texts have in common beside their words, a
mark, is SHARED of their likeness: more than ALIKE, so that the same mark is enough to say the same.
"""

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ALIKE = 0.13
SHARED = 0.3
PIECES = (3, 4, 5)
NOBODY = -1e9
WIDTH = 1 << 12  # pieces share a column with one of four thousand others: the rare mix-up is noise
MOST_SIGNS = 2000  # of one text
_WORD = re.compile(r"\w+")
Rows = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """`keys` in the order of `rows`; what has neither words nor a mark has no row."""

    keys: tuple[int, ...]
    rows: Rows

    def of(self, keys: Collection[int]) -> "Weighed":
        wanted = [place for place, key in enumerate(self.keys) if key in keys]
        return Weighed(tuple(self.keys[place] for place in wanted), self.rows[wanted])

    def likeness_to(self, others: "Weighed") -> list[float]:
        """Of each, the mean to all of the others; 0 where there are none."""
        if not len(others.keys):
            return [0.0] * len(self.keys)
        return [float(one) for one in self.rows @ others.rows.mean(axis=0)]


def weighed(texts: Mapping[int, str], marks: Mapping[int, str] | None = None) -> Weighed:
    """`marks` by key, as the texts."""
    marks = marks or {}
    counted = sorted((_folded(text), key) for key, text in texts.items())
    found = [(key, Counter(_columns(text))) for text, key in counted]
    found = [(key, pieces) for key, pieces in found if pieces or key in marks]
    seen = Counter(column for _key, pieces in found for column in pieces)
    places = {mark: WIDTH + place for place, mark in enumerate(sorted({*marks.values()}))}
    rows = np.zeros((len(found), WIDTH + len(places)), dtype=np.float32)
    for row, (key, pieces) in zip(rows, found, strict=True):
        for column, times in pieces.items():
            row[column] = (1 + math.log(times)) * (1 + math.log((1 + len(found)) / (1 + seen[column])))
        if pieces:
            row /= np.linalg.norm(row)
        if key in marks:
            row *= math.sqrt(1 - SHARED)
            row[places[marks[key]]] = math.sqrt(SHARED) if pieces else 1.0
    return Weighed(tuple(key for key, _pieces in found), rows)


def groups(found: Weighed, *, alike: float = ALIKE) -> list[list[int]]:
    """Their keys, in groups of those that say the same; the largest first. Who is like nobody is alone."""
    members = {place: [key] for place, key in enumerate(found.keys)}
    if not members:
        return []
    near = (found.rows @ found.rows.T).astype(np.float64)
    np.fill_diagonal(near, NOBODY)
    nearest, how = near.argmax(axis=1), near.max(axis=1)
    while how.max() >= alike:
        one = int(how.argmax())
        one, other = sorted((one, int(nearest[one])))
        _merge(near, one, other, len(members[one]), len(members[other]))
        members[one] += members.pop(other)
        how[other] = NOBODY
        # A mean is never above its parts: whoever was nearest to another still is.
        for row in {one, *np.flatnonzero((nearest == one) | (nearest == other)).tolist()} & {*members}:
            nearest[row], how[row] = near[row].argmax(), near[row].max()
    return sorted((sorted(keys) for keys in members.values()), key=lambda keys: (-len(keys), keys))


def _merge(near: npt.NDArray[np.float64], one: int, other: int, a: int, b: int) -> None:
    """`one`, of `a` texts, takes in the other, of `b`."""
    near[one] = (a * near[one] + b * near[other]) / (a + b)
    near[:, one] = near[one]
    near[other] = near[:, other] = near[one, one] = NOBODY
    near[one, other] = NOBODY


def telling(
    said: Sequence[str], others: Iterable[str], *, most: int = 5, least_share: float = 0.25
) -> list[str]:
    """Words that a good part of these texts have and others rarely, the most telling first."""
    inside, outside = _spread(said), _spread(others)
    least = max(2, math.ceil(least_share * len(said)))
    worth = {
        word: times * (1 + math.log((1 + outside.total()) / (1 + outside[word])))
        for word, times in inside.items()
        if times >= least and not word.isdecimal()
    }
    return sorted(worth, key=lambda word: (-worth[word], word))[:most]


def _spread(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each word of four letters and more is."""
    return Counter(word for text in texts for word in {*_WORD.findall(_folded(text))} if len(word) > 3)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MOST_SIGNS]).casefold()


def _columns(text: str) -> Iterable[int]:
    for word in _WORD.findall(text):
        padded = f" {word} "
        for size in PIECES:
            for start in range(max(1, len(padded) - size + 1)):
                yield zlib.crc32(padded[start : start + size].encode()) % WIDTH
