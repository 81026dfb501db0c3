"""Texts as the rules read them: small letters without marks, and without the words of others. Pure.

Nothing here changes a length, so that places in what is read are places in what was written.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

HIDDEN = "\x00"
# Letters that Unicode does not take apart.
_OTHERS = {"ł": "l", "Ł": "l", "’": "'", "ʼ": "'", "`": "'", "´": "'"}
_URL = re.compile(r"(?:https?://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_QUOTED = re.compile(
    '“[^”\n]{1,400}[”“]|„[^”“"\n]{1,400}[”“"]|«[^»\n]{1,400}»|"[^"\n]{1,400}"|‘[^’\n]{1,400}’(?!\\w)'
    r"|(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w)){2,300}'(?!\w)"
)
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_SENTENCE = re.compile(r"[.!?…]+(?=[\s\x00\"'»”)]|$)|\n\s*\n|\n(?=\s*[-*•]\s)")
_WORD = re.compile(r"\w+")


class _Folds(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        bare = _OTHERS.get(char) or unicodedata.normalize("NFD", char)[0].lower()
        self[code] = bare if len(bare) == 1 else char
        return self[code]


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Small letters without accents, one for one."""
    return text.translate(_FOLDS)


@dataclass(frozen=True)
class Reading:
    """A text with what the agent says in it: quotations, the customer's lines, code, addresses are hidden."""

    text: str
    folded: str = field(init=False)
    shown: str = field(init=False)

    def __post_init__(self) -> None:
        shown = self.text
        for others in (_CODE, _URL, _QUOTED_LINE, _QUOTED):
            shown = others.sub(lambda found: HIDDEN * len(found[0]), shown)
        object.__setattr__(self, "shown", shown)
        object.__setattr__(self, "folded", fold(shown))

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        return [found.span() for found in _WORD.finditer(self.folded)]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Where each begins and ends, its marks with it; together they are the text."""
        ends = [found.end() for found in _SENTENCE.finditer(self.shown)]
        if not ends or ends[-1] < len(self.text):
            ends.append(len(self.text))
        return list(zip([0, *ends], ends, strict=False))

    def sentence_at(self, place: int) -> tuple[int, int]:
        starts = [start for start, _ in self.sentences]
        return self.sentences[max(0, bisect_right(starts, place) - 1)]

    def bare(self, start: int, end: int) -> tuple[int, int]:
        """The same piece without the spaces around it."""
        piece = self.text[start:end]
        return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
