"""HTML mail in two pieces, as text: what its program marked, and what the words say. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from lib.html import MAX_HTML, to_text
from lib.tags import SILENT, Tag, tokens, unescape
from lib.text import clean
from mail.quoting.headers import unknown_block
from mail.quoting.lines import quoted
from mail.quoting.markup import MAX_HEADING, Marked, Region
from mail.quoting.plain import Split, divided
from mail.quoting.sorting import Hint, Sorting


def visible_html(html: str, *, passed_on: bool = False) -> Split:
    """Split the text of an HTML body. `passed_on`: the subject says that it is forwarded."""
    return read(html, passed_on=passed_on)[0]


def read(html: str, *, passed_on: bool = False) -> tuple[Split, bool]:
    """The same, and whether the markup said anything about it."""
    writer = Marked()
    for token in tokens(clean(html[:MAX_HTML])):
        if not isinstance(token, Tag):
            writer.feed(unescape(token))
        elif token.name not in SILENT:
            writer.tag(token)
    writer.end_line()
    lines: list[str] = []
    hints: list[Hint] = []
    for line, hint in zip(writer.done, _hints(writer), strict=True):
        lines += line.split("\n") if "\n" in line else [line]
        hints += [hint] * (len(lines) - len(hints))
    split = divided(lines, Sorting(lines, hints, passed_on).kept()) if lines else None
    return split or Split(to_text(html)), writer.found


def _hints(writer: Marked) -> Iterator[Hint]:
    above: dict[Region, int] = {}  # lines of the region above its first quoted one
    seen: set[Region] = set()
    for line, region in zip(writer.done, writer.regions, strict=True):
        if region and quoted(line):
            seen.add(region)
        elif region and region not in seen and line.strip():
            above[region] = above.get(region, 0) + 1
    seen.clear()
    for number, line in enumerate(writer.done):
        hint, region = writer.hints[number], writer.regions[number]
        if number in writer.bordered and unknown_block(writer.done, number):
            hint = Hint.HISTORY
        elif region and hint is Hint.NONE and not quoted(line):
            if not region.quoted or (region not in seen and above.get(region, 0) > MAX_HEADING):
                hint = Hint.QUOTE
            elif region not in seen:
                hint = Hint.ATTRIBUTION
        elif region and quoted(line):
            seen.add(region)
        yield hint
