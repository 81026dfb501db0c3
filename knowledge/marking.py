"""Changes between two wordings as HTML: Markdown as it reads, with what came and went marked. Pure."""

import re
from collections.abc import Iterable

from knowledge.changes import Paragraph, Piece
from lib.html import from_markdown

# Characters that no text means anything by stand for the marks while Markdown is made into HTML.
_MARKS = {"come": ("\ue000", "\ue001"), "gone": ("\ue002", "\ue003")}
_ANY = re.compile("[\ue000-\ue003]")
_SPANS = (
    (re.compile("\ue000([^<\ue000-\ue003]*)\ue001"), r"<ins>\1</ins>"),
    (re.compile("\ue002([^<\ue000-\ue003]*)\ue003"), r"<del>\1</del>"),
)
_BLOCK = re.compile(r"(\s*(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)(?=\s|$)\s*)")
_INLINE = re.compile(r"[*_`~\s]+")


def marked(paragraph: Paragraph) -> str:
    """Safe HTML. One whose marks would stand across others, as a word that became bold, is shown twice: as it
    was and as it is.
    """
    pieces = [Piece(piece.how, _ANY.sub("", piece.text)) for piece in paragraph.pieces]
    if paragraph.how != "changed":
        return _whole(paragraph.how, "".join(piece.text for piece in pieces))
    html = from_markdown(_with_marks(pieces))
    for span, tags in _SPANS:
        html = span.sub(tags, html)
    if not _ANY.search(html):
        return html
    return _whole("gone", _side(pieces, "gone")) + _whole("come", _side(pieces, "come"))


def _whole(how: str, text: str) -> str:
    html = from_markdown(text)
    tag = {"come": "ins", "gone": "del"}.get(how)
    return f'<{tag} class="whole">{html}</{tag}>' if tag else html


def _side(pieces: Iterable[Piece], how: str) -> str:
    return "".join(piece.text for piece in pieces if piece.how in ("same", how))


def _with_marks(pieces: Iterable[Piece]) -> str:
    """The words of both; of what only shapes them (a list, a heading, bold) as it is now."""
    text = ""
    for piece in pieces:
        if piece.how == "same":
            text += piece.text
            continue
        for at, line in enumerate(piece.text.split("\n")):
            text += "\n" * bool(at)
            text += _line(line, piece.how, begins=not text or text.endswith("\n"))
    return text


def _line(line: str, how: str, *, begins: bool) -> str:
    found = _BLOCK.match(line) if begins else None
    shape, words = (found.group(1), line[found.end() :]) if found else ("", line)
    if found and how == "gone" and not words.strip():
        return ""
    if not words.strip() or _INLINE.fullmatch(words):
        return shape + (words if how == "come" or not words.strip() else "")
    before, after = _MARKS[how]
    inner = words.strip()
    at = words.index(inner)
    return f"{shape}{words[:at]}{before}{inner}{after}{words[at + len(inner) :]}"
