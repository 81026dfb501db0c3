"""What each line of a letter is, and which lines are shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from mail.quoting import signature
from mail.quoting.attribution import attribution, certain, runs_on
from mail.quoting.headers import block, unknown_block
from mail.quoting.lines import forward_heading, forward_words, looks_of, original, quoted, rule, unquoted

MAX_LINES = 5_000  # that are looked at
LONG = 55  # a quoted line this long was wrapped


class Hint(Enum):
    """What the markup says about a line."""

    NONE = "none"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    SIGNATURE = "signature"
    HISTORY = "history"  # all from here on was there before
    FORWARD = "forward"  # all from here on is passed on


class Sort(Enum):
    OWN = "own"
    BLANK = "blank"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"  # On … wrote:
    SIGNATURE = "signature"
    HISTORY = "history"  # under an "original message" line or a block of headers
    FORWARD = "forward"  # what somebody passes on is what is to be read

    # Every line is looked up in sets of these; by identity that costs a tenth.
    __hash__ = object.__hash__


@dataclass
class Sorting:
    """The lines of one letter. `passed_on`: its subject says that the letter below is forwarded."""

    lines: Sequence[str]
    hints: Sequence[Hint] = ()
    passed_on: bool = False

    def __post_init__(self) -> None:
        self.looks = looks_of(self.lines[:MAX_LINES])
        self.own_seen = False
        self._attributions: dict[int, int] = {}

    def sorts(self) -> list[Sort]:
        """One for each line that is looked at."""
        sorts = list(self._sorted())
        self._sign(sorts)
        return sorts

    def kept(self) -> list[bool]:
        """Own lines stay. Between them quotes stay too: they are what is being answered line by line."""
        sorts = self.sorts()
        own = [number for number, sort in enumerate(sorts) if sort in {Sort.OWN, Sort.FORWARD}]
        if not own:
            return [False] * len(self.lines)
        kept = {Sort.OWN, Sort.FORWARD, Sort.BLANK}
        if _interleaved(sorts, own[0]):
            kept |= {Sort.QUOTE, Sort.ATTRIBUTION}
        # What lies further down than was looked at goes where the last words before it went.
        latest = next((sort for sort in reversed(sorts) if sort is not Sort.BLANK), Sort.BLANK)
        more = len(self.lines) - len(sorts)
        end = len(sorts) if more and latest in kept else own[-1]
        return [sort in kept and number <= end for number, sort in enumerate(sorts)] + [latest in kept] * more

    def _hint(self, at: int) -> Hint:
        return self.hints[at] if at < len(self.hints) else Hint.NONE

    def _sorted(self) -> Iterator[Sort]:
        at, total = 0, len(self.looks)
        while at < total:
            line, hint = self.looks[at], self._hint(at)
            if not line.strip():
                yield Sort.BLANK
            elif hint is Hint.FORWARD or self._forward_begins(at):
                yield from [Sort.FORWARD] * (total - at)
                return
            elif quoted(line) or hint is Hint.QUOTE or self._wrapped_quote(at):
                yield Sort.QUOTE
            elif not self.own_seen and signature.banner(line):
                yield Sort.SIGNATURE
            elif hint is Hint.ATTRIBUTION:
                yield Sort.ATTRIBUTION
            elif length := self._history_begins(at):
                if self.passed_on:
                    yield from [Sort.FORWARD] * (total - at)
                    return
                if self.own_seen:
                    yield from [Sort.HISTORY] * (total - at)
                    return
                self.own_seen = True  # nothing stands above it: it is what the letter says
                yield from [Sort.OWN] * length
                at += length
                continue
            elif (length := self._attribution(at)) and self._quote_follows(at + length):
                yield from [Sort.ATTRIBUTION] * length
                at += length
                continue
            else:
                self.own_seen = self.own_seen or hint is not Hint.SIGNATURE
                yield Sort.SIGNATURE if hint is Hint.SIGNATURE else Sort.OWN
            at += 1

    def _attribution(self, at: int) -> int:
        if at not in self._attributions:
            self._attributions[at] = attribution(self.looks, at)
        return self._attributions[at]

    def _forward_begins(self, at: int) -> bool:
        line = self.looks[at]
        if quoted(line):
            # Apple quotes what it passes on; deeper down a forward is part of the quote.
            above = at - 1
            while above >= 0 and not self.looks[above].strip():
                above -= 1
            if above >= 0 and (quoted(self.looks[above]) or self._hint(above) is Hint.ATTRIBUTION):
                return False
            line = unquoted(line)
        if forward_words(line):
            return True
        if not forward_heading(line):
            return False
        below = self._next(at + 1)
        headers = block(self.looks, below) if below < len(self.looks) else None
        return bool(headers and headers.is_headers)

    def _next(self, at: int) -> int:
        """The next line that is not empty, looking a few lines down."""
        end = min(at + 4, len(self.looks))
        while at < end and not self.looks[at].strip(" \t>"):
            at += 1
        return at

    def _history_begins(self, at: int) -> int:
        """How many lines the head of what was there before has; 0 when it does not begin here."""
        if self._hint(at) is Hint.HISTORY:
            return 1
        if rule(self.looks[at]) or original(self.looks[at]):
            below = self._next(at + 1)
            headers = block(self.looks, below) if below < len(self.looks) else None
            if headers and headers.is_headers and len(headers.fields) > 2:
                return headers.end - at
            if original(self.looks[at]):
                return 1
            return below + 3 - at if unknown_block(self.looks, below) else 0
        headers = block(self.looks, at)
        if headers and headers.is_history:
            return headers.end - at
        length = self._attribution(at)
        if length and not self._quote_follows(at + length) and certain(self.looks[at : at + length]):
            return length if self.own_seen or self.passed_on else 0
        return 1 if self.own_seen and runs_on(self.looks[at]) else 0

    def _quote_follows(self, at: int) -> bool:
        below = self._next_line(at)
        if below is None:
            return False
        return quoted(self.looks[below]) or self._hint(below) is Hint.QUOTE

    def _next_line(self, at: int) -> int | None:
        return next((n for n in range(at, min(at + 4, len(self.looks))) if self.looks[n].strip()), None)

    def _wrapped_quote(self, at: int) -> bool:
        """The rest of a quoted line that was wrapped without its mark."""
        if not 0 < at < len(self.looks) - 1:
            return False
        line, above = self.looks[at].strip(), self.looks[at - 1]
        if not quoted(above) or not quoted(self.looks[at + 1]):
            return False
        linked = " " not in line.rstrip(" >") and ("http" in above or "http" in line)
        return linked or (len(above) >= LONG and (line[0].islower() or above.endswith("=")))

    def _sign(self, sorts: list[Sort]) -> None:
        """Mark the signature in every piece of own text, and the lines drawn above what is folded."""
        at, own_before = 0, False
        while at < len(sorts):
            end = at
            while end < len(sorts) and sorts[end] in {Sort.OWN, Sort.BLANK}:
                end += 1
            begin = signature.begins(self.looks[at:end], own_before)
            stop = end if begin is None else at + begin
            own_before = own_before or Sort.OWN in sorts[at:stop]
            for number in range(stop, end):
                if sorts[number] is Sort.OWN:
                    sorts[number] = Sort.SIGNATURE
            if end < len(sorts) and begin is None:
                _fold_rules_above(self.looks, sorts, at, end)
            at = end + 1


def _fold_rules_above(looks: Sequence[str], sorts: list[Sort], begin: int, end: int) -> None:
    at = end - 1
    while at >= begin and (sorts[at] is Sort.BLANK or rule(looks[at])):
        if sorts[at] is Sort.OWN:
            sorts[at] = sorts[end]
        at -= 1


def _interleaved(sorts: Sequence[Sort], first_own: int) -> bool:
    """Are the quotes needed: do own words stand between them, or did somebody choose what to quote?"""
    quotes = [number for number, sort in enumerate(sorts) if sort is Sort.QUOTE]
    if not quotes:
        return False
    runs, sandwiched, below_quote = 0, False, False
    for number, sort in enumerate(sorts):
        if sort is Sort.QUOTE:
            below_quote = True
        elif sort is not Sort.BLANK:
            if below_quote and sort is Sort.OWN:
                runs += 1
                sandwiched = sandwiched or number < quotes[-1]
            below_quote = False
    chosen = first_own < quotes[0] and Sort.ATTRIBUTION not in sorts[: quotes[0]]
    return runs > 1 or (runs == 1 and (chosen or (sandwiched and first_own < quotes[0])))
