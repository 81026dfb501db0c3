"""Tag soup, token by token: linear in its length whatever is open, unclosed or quoted. No Django."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lib.text import clean


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = words("area base br col embed hr img input link meta param source track wbr")
SILENT = words("script style title template svg math object iframe applet")  # their content is not read

_NAME = re.compile(r"</?([a-zA-Z][^\s/>]{0,40})")
_MARK = re.compile(r"[>\"']")
# Nearly every tag: no quote in it that does not open a value, and none that stays open. Bounded, so that what
# is looked at in vain costs little; the rest is for _tag_end.
_WHOLE = re.compile(
    r"[^>\"'=]*+(?:=\s{0,20}+(?:\"[^\"]{0,500}+\"|'[^']{0,500}+'|(?![\"']))[^>\"'=]*+){0,50}+>"
)
_VALUE_BEGINS = re.compile(r"=\s{0,20}$")
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z-]{0,30})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HUGE_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")


@dataclass(frozen=True, slots=True)
class Tag:
    name: str  # lower case
    closing: bool
    source: str  # from < to >

    def attribute(self, wanted: str) -> str:
        for match in _ATTRIBUTE.finditer(self.source[:20_000]):
            if match[1].lower() == wanted:
                return unescape(match[2] or match[3] or match[4] or "").strip()
        return ""


def unescape(text: str) -> str:
    """Character references read; those with absurd numbers cost nothing."""
    if "&" not in text:
        return text
    return clean(entities.unescape(_HUGE_REFERENCE.sub("\ufffd", text)))


def tokens(html: str) -> Iterator[Tag | str]:
    """Tags, and the text between them still escaped. Comments, declarations and silent elements are left out.

    Every branch moves on past what it looked at, or remembers that the end it looked for does not exist.
    """
    at, absent = 0, set[str]()

    def end_of(mark: str, start: int) -> int:
        if mark in absent:
            return -1
        found = html.find(mark, start)
        if found < 0:
            absent.add(mark)
        return found

    while at < len(html):
        begin = html.find("<", at)
        if begin < 0:
            yield html[at:]
            return
        if begin > at:
            yield html[at:begin]
        if html.startswith("<!--", begin):
            close = end_of("-->", begin + 2)
            at = close + 3 if close >= 0 else begin + 4
        elif html.startswith(("<!", "<?", "</ "), begin):
            close = end_of(">", begin)
            at = close + 1 if close >= 0 else len(html)
        elif name := _NAME.match(html, begin):
            whole = _WHOLE.match(html, name.end())
            close = whole.end() - 1 if whole else _tag_end(html, name.end(), end_of)
            if close < 0:
                yield html[begin + 1 :]
                return
            tag = Tag(name[1].lower(), html[begin + 1] == "/", html[begin : close + 1])
            at = close + 1
            if tag.name in SILENT and not tag.closing:
                at = _after_silent(html, tag.name, at, absent)
            else:
                yield tag
        else:
            yield "<"
            at = begin + 1


def _tag_end(html: str, at: int, end_of: object) -> int:
    """Where the tag's > is; quoted values may hold one. -1 when there is none."""
    assert callable(end_of)
    while mark := _MARK.search(html, at):
        if mark[0] == ">":
            return mark.start()
        at = mark.end()
        if _VALUE_BEGINS.search(html, max(0, at - 22), at - 1):
            close = int(end_of(mark[0], at))
            at = close + 1 if close >= 0 else at
    return -1


def _after_silent(html: str, name: str, at: int, absent: set[str]) -> int:
    """Behind the element whose content is skipped; when it is never closed only the tag is skipped."""
    if name in absent:
        return at
    close = re.compile(f"</{name}[^>]{{0,100}}>", re.IGNORECASE).search(html, at)
    if close is None:
        absent.add(name)
        return at
    return close.end()
