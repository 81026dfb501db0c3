"""Words taken out of texts, HTML and plain values, for good. No Django."""

import html as entities
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lib.html import to_text

REMOVED = "[removed]"
SHORTEST_NAME = 2
SHORTEST = 4  # characters of what may be taken out wherever it stands
LINE = 12  # characters of a line by which a quotation is known
MOST_LINES, MOST_CHARS = 400, 40_000
# What stands between two words of a line that a mail program has wrapped and quoted.
_BETWEEN = r"(?:[\s>|]|&nbsp;)+"
_NUMBER = re.compile(r"[\d\s./-]+")
_TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to go, as one pattern; nothing if it is None."""

    pattern: re.Pattern[str] | None

    def within(self, text: str) -> bool:
        return bool(self.pattern and text and self.pattern.search(text))

    def text(self, text: str) -> str:
        return self.pattern.sub(REMOVED, text) if self.pattern else text

    def html(self, html: str) -> str:
        """Without them; nothing at all if they stand across tags or inside one: the text is shown then."""
        if not html or not self._in_html(html):
            return html
        parts = _TAG.split(html)
        kept = "".join(part if part.startswith("<") else self._between_tags(part) for part in parts)
        return "" if self._in_html(kept) else kept

    def plain(self, value: Any) -> Any:
        """The same value without them, all the way down."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.plain(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.plain(one) for one in value]
        return value

    def _in_html(self, html: str) -> bool:
        return self.within(to_text(html)) or self.within(entities.unescape(html))

    def _between_tags(self, part: str) -> str:
        if self.within(part):
            return self.text(part)
        bare = entities.unescape(part)
        return entities.escape(self.text(bare)) if self.within(bare) else part


NOTHING = Marks(None)


def words(*said: str) -> Marks:
    """These words, however they are spaced, wrapped or written large; a number however it is grouped."""
    return _marks(one for one in said if len(one.strip()) >= SHORTEST)


def lines_of(text: str) -> Marks:
    """The lines of a text, by which its quotations are known; short ones say nothing of their own."""
    return _marks(lines_in([text]))


def person(names: Iterable[str], addresses: Iterable[str], lines: Iterable[str] = ()) -> Marks:
    """Whatever names a person: whole names and addresses in any letter case, and each part of a name as a
    word of its own with a capital letter; `lines` of theirs wherever they are quoted.
    """
    names = [" ".join(name.split()) for name in names]
    whole = [one for one in (*addresses, *lines, *(name for name in names if " " in name)) if one.strip()]
    parts = {form for name in names for part in name.split() for form in _forms(part)}
    patterns = sorted({_pattern(one) for one in whole}, key=len, reverse=True)
    patterns += [rf"(?-i:(?<!\w){re.escape(part)}(?!\w))" for part in sorted(parts, key=len, reverse=True)]
    return Marks(re.compile("|".join(patterns), re.IGNORECASE)) if patterns else NOTHING


def _forms(part: str) -> set[str]:
    """Never in small letters: that may be a word of the desk's own."""
    part = part.strip(".,;:'\"()<>")
    forms = {part, part.capitalize(), part.upper()} if len(part) >= SHORTEST_NAME else set()
    return {form for form in forms if not form.islower()}


def lines_in(texts: Iterable[str], most: int = MOST_LINES) -> list[str]:
    """The lines of texts that say something of their own."""
    cut = (text[:MOST_CHARS].splitlines() for text in texts)
    found = dict.fromkeys(line.strip(" \t>|") for lines in cut for line in lines)
    return [line for line in found if len(line) >= LINE][:most]


def _marks(said: Iterable[str]) -> Marks:
    patterns = sorted({_pattern(one) for one in said}, key=len, reverse=True)
    return Marks(re.compile("|".join(patterns), re.IGNORECASE)) if patterns else NOTHING


def _pattern(said: str) -> str:
    said = said.strip()
    digits = re.sub(r"\D", "", said)
    if _NUMBER.fullmatch(said) and len(digits) >= SHORTEST:
        return r"[\s>|./-]*".join(digits)
    return _BETWEEN.join(re.escape(word) for word in said.split())
