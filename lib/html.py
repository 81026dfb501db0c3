"""HTML of strangers: made safe to show, turned into text; text and Markdown turned into HTML. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from lib.plain import read_aloud
from lib.tags import VOID, Tag, tokens, words
from lib.text import clean
from lib.washing import wash, wash_apart

MAX_HTML = 2_000_000
MAX_DEPTH = 100
MAX_TAGS = 100_000
MAX_TAG_ATTRIBUTES = 60
MAX_TAG = 600_000  # one tag may carry a picture in its source
MAX_REBUILT = 1_000_000  # tags × open formatting elements: browsers' rules reopen these in every paragraph
ALONE_OVER = 300_000  # characters; longer input is washed in a child process
MAX_MARKDOWN = 100_000

# A new one of these closes the last, so they do not pile up.
_CLOSED_BY_THE_NEXT = words("p li dt dd tr td th option thead tbody tfoot html head body")
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
_PICTURE_SOURCE = re.compile(r"data:image/[^\"'<>\s]{10000,}", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"'\u00ab\u00bb\u201c\u201d]{1,2000}", re.IGNORECASE)
_URL_TAIL = ".,;:!?)]}*_~'"


def sanitise(html: str) -> str:
    """Safe HTML for our pages; never raises; text survives even when the markup cannot be kept.

    nh3 needs minutes for half a megabyte of nested tags, so depth, tags and attributes are counted first.
    """
    html = _first(html)
    if not html.strip():
        return ""
    if "<" not in html and "&" not in html:
        return html
    if not _bearable(html):
        return from_text(to_text(html))
    washed = wash(html) if len(html) <= ALONE_OVER else wash_apart(html)
    if washed is None or (len(washed) < 500 and "<img" not in washed and not to_text(washed)):
        return from_text(to_text(html))
    return washed


def to_text(html: str) -> str:
    """Readable plain text; never empty when the HTML had visible text; linear in its length."""
    return clean(read_aloud(_first(html)))


def from_text(text: str) -> str:
    """Paragraphs and links from plain text; everything else escaped."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", clean(text).strip("\n"))
    return "\n".join(f"<p>{_linked(one).replace(chr(10), '<br>')}</p>" for one in paragraphs if one.strip())


def from_markdown(text: str) -> str:
    """Sanitised HTML from Markdown (raw HTML in it is shown, not used)."""
    text = clean(text)
    if len(text) > MAX_MARKDOWN:
        return from_text(text)
    made = sanitise(_MARKDOWN.render(text)).strip()
    return made if "<img" in made or "<hr" in made or to_text(made) else from_text(text)


def _first(html: str) -> str:
    """At most MAX_HTML of it. Pictures written into the source go first, so that the words stay."""
    if len(html) > MAX_HTML:
        html = _PICTURE_SOURCE.sub("data:,", html)
    return clean(html[:MAX_HTML])


def _bearable(html: str) -> bool:
    """Can it be washed at a bounded cost? One pass over the tags."""
    depth = deepest = formats = most_formats = count = 0
    for token in tokens(html):
        if not isinstance(token, Tag):
            continue
        count += 1
        if token.source.count("=") > MAX_TAG_ATTRIBUTES and len(token.source.split()) > MAX_TAG_ATTRIBUTES:
            return False
        if len(token.source) > MAX_TAG or count > MAX_TAGS:
            return False
        if token.name in VOID or token.name in _CLOSED_BY_THE_NEXT:
            continue
        step = -1 if token.closing else 1
        depth = max(0, depth + step)
        if token.name in _FORMATTING:
            formats = max(0, formats + step)
        deepest, most_formats = max(deepest, depth), max(most_formats, formats)
        if deepest > MAX_DEPTH:
            return False
    return count * most_formats <= MAX_REBUILT


def _linked(text: str) -> str:
    return "".join(
        f'<a href="{escape(piece)}" rel="noopener noreferrer nofollow" target="_blank">{escape(piece)}</a>'
        if is_link
        else escape(piece)
        for piece, is_link in _split_links(text)
    )


def _split_links(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is an address of the web."""
    end = 0
    for match in _URL.finditer(text):
        url = match[0]
        kept = url.rstrip(_URL_TAIL)
        if url[len(kept) : len(kept) + 1] == ")" and "(" in kept and kept.count("(") > kept.count(")"):
            kept += ")"  # https://en.wikipedia.org/wiki/Help_desk_(software)
        yield text[end : match.start()], False
        yield kept, True
        end = match.start() + len(kept)
    yield text[end:], False


def _link_plain_addresses(state: StateCore) -> None:
    """A rule for markdown-it: web addresses in running text become links."""
    for block in state.tokens:
        if block.type != "inline" or not block.children or "://" not in block.content:
            continue
        pieces: list[Token] = []
        inside = 0
        for child in block.children:
            inside += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            pieces += [child] if child.type != "text" or inside else list(_as_tokens(child.content))
        block.children = pieces


def _as_tokens(text: str) -> Iterator[Token]:
    for piece, is_link in _split_links(text):
        if is_link:
            yield Token("link_open", "a", 1, attrs={"href": piece})
        if piece:
            yield Token("text", "", 0, content=piece)
        if is_link:
            yield Token("link_close", "a", -1)


_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
_MARKDOWN.enable(["table", "strikethrough"])
_MARKDOWN.core.ruler.push("plain_addresses", _link_plain_addresses)
