"""HTML mail in two pieces, as text: what its program marked, and what the words say. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lib.folding import PLACE
from lib.html import MAX_HTML, to_text
from lib.tags import SILENT, Tag, tokens, unescape
from lib.text import clean
from mail.quoting.headers import unknown_block
from mail.quoting.lines import quoted
from mail.quoting.markup import MAX_HEADING, Marked, Region
from mail.quoting.plain import Split, divided
from mail.quoting.sorting import Hint, Sorting


@dataclass(frozen=True, slots=True)
class Reading:
    """`marked`: the program left marks. `html`: with PLACE where all that follows may be folded away."""

    split: Split
    marked: bool
    html: str


def visible_html(html: str, *, passed_on: bool = False) -> Split:
    """Split the text of an HTML body. `passed_on`: the subject says that it is forwarded."""
    return read(html, passed_on=passed_on).split


def read(html: str, *, passed_on: bool = False) -> Reading:
    """The split, and the HTML with the place of its fold."""
    writer = Marked()
    pieces: list[str] = []
    for number, token in enumerate(tokens(clean(html[:MAX_HTML]).replace(PLACE, ""))):
        writer.token = number
        if not isinstance(token, Tag):
            pieces.append(token)
            writer.feed(unescape(token))
        else:
            pieces.append(token.source)
            if token.name not in SILENT:
                writer.tag(token)
    writer.end_line()
    lines: list[str] = []
    hints: list[Hint] = []
    origins: list[int | None] = []
    for line, hint, origin in zip(writer.done, _hints(writer), writer.origins, strict=True):
        lines += line.split("\n") if "\n" in line else [line]
        hints += [hint] * (len(lines) - len(hints))
        origins += [origin] * (len(lines) - len(origins))
    kept = Sorting(lines, hints, passed_on).kept() if lines else []
    split = divided(lines, kept)
    if split is None:
        whole = to_text(html)
        return Reading(Split(whole, all_old=bool(whole.strip())), writer.found, html)
    place = _place(lines, kept, origins)
    if place is not None:
        html = "".join([*pieces[:place], PLACE, *pieces[place:]])
    return Reading(split, writer.found, html)


def _place(lines: list[str], kept: list[bool], origins: list[int | None]) -> int | None:
    """The token before which the fold begins, when nothing behind it is shown and no word is cut."""
    last = max(number for number, keep in enumerate(kept) if keep and lines[number].strip())
    first = next((n for n in range(last + 1, len(lines)) if lines[n].strip("> ")), None)
    if first is None or any(lines[n].strip() and not kept[n] for n in range(last)):
        return None
    token, above = origins[first], origins[last]
    return token if token is not None and above is not None and token > above else None


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
