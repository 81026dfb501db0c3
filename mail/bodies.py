"""What hangs in the tree: the text and HTML to show, the files to keep, the report to read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lib.html import from_text, to_text
from lib.text import clean, one_line
from mail.decoding import decode_header, decode_uuencoded
from mail.filenames import safe_name
from mail.parsed import Part, Report
from mail.structure import Budget, Node, read_head

MAX_BLOCKS = 100  # of a report
MAX_BODY = 2_000_000  # characters of one text part that are looked at as text
REPORT_TYPES = {"message/delivery-status", "message/disposition-notification", "message/feedback-report"}
RETURNED_TYPES = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}

_UU_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,200})")
_UU_LINE = re.compile(r"[ -`]{0,100}")
_CID = re.compile(r"""cid:([^"'\s>)]{1,200})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the letter that is read: plain text, HTML, or the same thing as both."""

    plain: str = ""
    html: str = ""


@dataclass
class Leaves:
    """Everything found; `texts` replaces blocks when the tree could not be read."""

    blocks: list[Block] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    report: Report | None = None
    charset: str = ""

    @property
    def text(self) -> str:
        pieces = self.texts or [block.plain or to_text(block.html) for block in self.blocks]
        return "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip())

    @property
    def html(self) -> str:
        if not any(block.html.strip() for block in self.blocks):
            return ""
        return "\n".join(block.html or from_text(block.plain) for block in self.blocks)

    def parts(self, html: str) -> tuple[Part, ...]:
        """The files, those that the HTML shows by `cid:` marked as inline."""
        shown = {found.lower() for found in _CID.findall(html)}
        return tuple(
            replace(part, inline=True) if part.content_id and part.content_id.lower() in shown else part
            for part in self.files
        )


def leaves(root: Node, budget: Budget) -> Leaves:
    found = Leaves()
    found.blocks = _blocks(root, found, budget)
    return found


def _blocks(node: Node, found: Leaves, budget: Budget) -> list[Block]:
    """The readable pieces at or below a part; files and the report are put into `found` on the way.

    Recursion is as deep as the tree, which structure.py keeps under 31.
    """
    children = node.children
    if not children:
        return _leaf(node, found, budget)
    pieces = [_blocks(child, found, budget) for child in children]
    if node.type == "multipart/alternative":
        return [_alternative(pieces)]
    return [block for piece in pieces for block in piece]


def _alternative(pieces: list[list[Block]]) -> Block:
    """One piece said in several ways. Two different plain texts are both kept: some programs mean `mixed`."""
    plains: list[str] = []
    htmls: list[str] = []
    for blocks in pieces:
        if any(block.html.strip() for block in blocks):
            htmls.append("\n".join(block.html or from_text(block.plain) for block in blocks))
        else:
            plains += [block.plain for block in blocks if block.plain.strip()]
    return Block("\n\n".join(dict.fromkeys(plains)), "\n".join(dict.fromkeys(htmls)))


def _leaf(node: Node, found: Leaves, budget: Budget) -> list[Block]:
    kind, name = node.type, node.filename.strip()
    if kind in REPORT_TYPES or (found.report and kind in RETURNED_TYPES):
        _note_report(node, kind, found, budget)
    attached = node.disposition == "attachment" or bool(name)
    if node.maintype == "multipart":  # its parts could not be told apart: show it as it is
        kind, attached = "text/plain", False
    if kind in {"text/plain", "text"} and not attached:
        found.charset = found.charset or node.charset
        return [Block(plain=_without_uuencoded(_readable(node, budget), found))]
    if kind == "text/html" and not attached:
        found.charset = found.charset or node.charset
        return [Block(html=_readable(node, budget))]
    if kind == "text/x-amp-html":
        return []  # the same letter once more, for one mail program
    content = node.content
    if content or name or kind in REPORT_TYPES:
        found.files.append(
            Part(
                name=safe_name(name or _subject_of(kind, content, budget), kind),
                content_type=kind[:255],
                content=content,
                content_id=one_line(node.content_id, 200) if node.content_id else None,
                inline=False,
            )
        )
    return []


def _readable(node: Node, budget: Budget) -> str:
    text = node.text
    if len(text) > MAX_BODY:
        budget.words.add("text_cut")
    return clean(text[:MAX_BODY])


def _subject_of(kind: str, content: bytes, budget: Budget) -> str:
    """A letter in the letter is called by its subject."""
    if kind != "message/rfc822":
        return ""
    inner = read_head(content[:100_000], Budget(words=budget.words))
    subject = one_line(decode_header(str(inner.get("subject") or "")), 80)
    return f"{subject.replace('/', '_')}.eml" if subject else ""


def _note_report(node: Node, kind: str, found: Leaves, budget: Budget) -> None:
    if kind in REPORT_TYPES:
        if found.report is None:
            found.report = Report(type=kind.partition("/")[2], blocks=_header_groups(node.content, budget))
    elif found.report and not found.report.original:
        found.report = replace(found.report, original=_headers_of(node.content, budget))


def _header_groups(content: bytes, budget: Budget) -> tuple[Mapping[str, str], ...]:
    """The groups of headers in a status part, parted by blank lines."""
    groups: list[Mapping[str, str]] = []
    for group in re.split(rb"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*", content[:200_000].strip())[:MAX_BLOCKS]:
        values = _headers_of(group, budget)
        if values:
            groups.append(MappingProxyType({name: each[0] for name, each in values.items()}))
    return tuple(groups)


def _headers_of(content: bytes, budget: Budget) -> Mapping[str, tuple[str, ...]]:
    head = read_head(content[:200_000].lstrip() + b"\n\n", Budget(words=budget.words))
    values: dict[str, list[str]] = {}
    for name, value in list(head.all_headers())[:200]:
        values.setdefault(name, []).append(one_line(decode_header(value), 2_000))
    return MappingProxyType({name: tuple(each[:20]) for name, each in values.items()})


def _without_uuencoded(text: str, found: Leaves) -> str:
    """Files written into the text as `begin 644 name … end` become files. One pass over the lines."""
    if "\nbegin " not in f"\n{text}":
        return text
    kept: list[str] = []
    lines: list[str] = []
    name = ""
    for line in text.split("\n"):
        begin = _UU_BEGIN.fullmatch(line)
        if begin:
            kept += lines
            name, lines = begin[1], [line]
        elif not name:
            kept.append(line)
        elif line.strip() == "end":
            content = decode_uuencoded([each.encode("ascii", "replace") for each in lines[1:]])
            found.files.append(Part(safe_name(name, ""), "application/octet-stream", content))
            name, lines = "", []
        elif _UU_LINE.fullmatch(line):
            lines.append(line)
        else:
            kept += [*lines, line]
            name, lines = "", []
    return "\n".join(kept + lines)
