"""HTML read aloud: paragraphs, lists, quotes and links as plain text. No Django."""

from __future__ import annotations

import re

from lib.tags import SILENT, Tag, tokens, unescape, words

MAX_QUOTES = 8  # deeper quotation is written no deeper
MAX_LISTS = 8

_BREAKS = {  # how many line ends an element needs around it
    **dict.fromkeys(words("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure"), 2),
    **dict.fromkeys(words("div tr li dt dd hr address article section header footer main aside nav form"), 1),
    **dict.fromkeys(words("body center caption fieldset figcaption details summary option thead tbody"), 1),
}
_SPACES = re.compile(r"[ \t\n\r\f]+")
_CRUDE = re.compile(r"<[^<>]{0,2000}>")
_SILENT_TAG = re.compile(f"<(?:{'|'.join(SILENT)})", re.IGNORECASE)
_WEB = ("http://", "https://", "mailto:", "tel:")


class Writer:
    """Lines being written; each `feed` and `tag` costs as much as its own text."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.line: list[str] = []
        self.breaks = 0
        self.space = False
        self.quotes = 0
        self.depth = 0  # quotes of the line before
        self.raw = 0
        self.lists: list[int] = []  # next number, or -1 for bullets
        self.links: list[tuple[str, int, int]] = []  # address, and where its text began

    def feed(self, text: str) -> None:
        if self.raw:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    self.end_line()
                self.word(piece)
            return
        body = _SPACES.sub(" ", text)
        if body.strip(" "):
            self.space = self.space or body.startswith(" ")
            self.word(body.strip(" "))
            self.space = body.endswith(" ")
        elif body:
            self.space = True

    def word(self, text: str) -> None:
        if not text:
            return
        if self.breaks:
            self.end_line()
            if self.breaks > 1 and self.done and self.done[-1].strip("> "):
                self.blank(min(self.quotes, self.depth))
            self.breaks = 0
        if self.space and self.line:
            self.line.append(" ")
        self.space = False
        self.line.append(text)

    def end_line(self) -> None:
        if self.line:
            self.done.append("> " * self.quotes + "".join(self.line).replace("\xa0", " ").rstrip())
            self.depth = self.quotes
        elif self.raw:
            self.blank(self.quotes)
        self.line, self.space = [], False

    def blank(self, quotes: int) -> None:
        self.done.append(("> " * quotes).rstrip())

    def tag(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            if not self.line and not self.breaks:
                self.blank(self.quotes)
            self.end_line()
            return
        if name in _BREAKS:
            self.end_line()
            self.breaks = max(self.breaks, _BREAKS[name])
        if name == "blockquote":
            self.quotes = min(MAX_QUOTES, max(0, self.quotes + (-1 if tag.closing else 1)))
        elif name == "pre":
            self.raw = max(0, self.raw + (-1 if tag.closing else 1))
        elif name in {"ul", "ol"}:
            self.list_tag(tag)
        elif name == "li" and not tag.closing:
            self.item()
        elif name in {"td", "th"} and not tag.closing:
            self.space = True
        elif name == "hr":
            self.word("-" * 20)
            self.end_line()
        elif name == "img" and (alt := _SPACES.sub(" ", tag.attribute("alt")).strip()[:200]):
            self.word(f"[{alt}]")
        elif name == "a":
            self.link(tag)

    def list_tag(self, tag: Tag) -> None:
        if tag.closing:
            del self.lists[-1:]
        elif len(self.lists) < MAX_LISTS:
            self.lists.append(1 if tag.name == "ol" else -1)

    def item(self) -> None:
        number = self.lists[-1] if self.lists else -1
        indent = "  " * max(0, len(self.lists) - 1)
        if number >= 0:
            self.lists[-1] += 1
        self.word(f"{indent}{number}." if number >= 0 else f"{indent}-")
        self.space = True

    def link(self, tag: Tag) -> None:
        if not tag.closing:
            self.links = [(tag.attribute("href")[:2000], len(self.done), len(self.line))]
        elif self.links:
            address, lines, pieces = self.links.pop()
            shown = "".join(self.line[pieces:] if lines == len(self.done) else self.line).strip()
            bare = address.removeprefix("mailto:").removeprefix("tel:")
            known = bare.removeprefix("https://").removeprefix("http://").rstrip("/")
            if address.lower().startswith(_WEB) and known and known not in shown and shown:
                self.word(f" ({bare})" if not self.space else f"({bare})")


def read_aloud(html: str) -> str:
    """Plain text; never empty when the HTML had text outside its tags."""
    writer = Writer()
    for token in tokens(html):
        if isinstance(token, Tag):
            if token.name not in SILENT:
                writer.tag(token)
        else:
            writer.feed(unescape(token))
    writer.end_line()
    text = "\n".join(writer.done).strip("\n")
    if text.strip("> \n") or _SILENT_TAG.search(html):
        return text
    return unescape(_CRUDE.sub(" ", html)).strip()  # a quote that never closes hid it
