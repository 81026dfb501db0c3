"""What hangs in the tree: the text and HTML to show, the files to keep, the report to read. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lib.html import from_text, to_text
from lib.text import clean, one_line
from mail.decoding import decode_header
from mail.filenames import safe_name
from mail.headers import repair
from mail.invitation import told
from mail.notices import REPORT_TYPES, RETURNED_TYPES, header_groups, headers_of, report_name
from mail.parsed import Part, Report
from mail.secured import CMS_TYPES, SIGNATURE_TYPES, opened, pgp_word, without_pgp_armour
from mail.structure import Budget, Node, read_head, read_tree
from mail.tnef import open_wrapped
from mail.uuencoded import without_files

MAX_BODY = 2_000_000  # characters of one text part that are looked at as text
MAX_INNER = 300_000  # bytes of a letter in the letter that are looked at for its text
MAX_INNER_LETTERS = 10
MAX_LEVELS = 3  # of letters in signatures in letters

TNEF_TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
_CID = re.compile(r"""cid:([^"'\s>)]{1,200})""", re.IGNORECASE)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")
_TOLD_OF_LETTERS = ("From", "Date", "To", "Subject")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the letter that is read: plain text, HTML, or the same thing as both."""

    plain: str = ""
    html: str = ""

    @property
    def empty(self) -> bool:
        return not self.plain.strip() and not self.html.strip()


@dataclass
class Leaves:
    """Everything found; `texts` replaces blocks when the tree could not be read."""

    blocks: list[Block] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    report: Report | None = None
    charset: str = ""
    instead: list[Block] = field(default_factory=list)  # shown when nothing else can be
    secured: set[str] = field(default_factory=set)
    level: int = 0
    letters: int = 0

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


def leaves(root: Node, budget: Budget, *, level: int = 0) -> Leaves:
    found = Leaves(level=level)
    found.blocks = _blocks(root, found, budget)
    if all(block.empty for block in found.blocks):
        found.blocks = next(([block] for block in found.instead if not block.empty), [])
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
    # A name does not make a file of the letter itself, if that says it is text.
    itself = not node.depth and node.declared.startswith("text/")
    named = bool(name) and (not itself or b"\0" in node.content[:4_000])
    attached = node.disposition == "attachment" or named
    if node.maintype == "multipart":  # its parts could not be told apart: show it as it is
        kind, attached = "text/plain", False
    if kind in {"text/plain", "text"} and not attached:
        found.charset = found.charset or node.charset
        return [_plain(_readable(node, budget), found)]
    if kind == "text/html" and not attached:
        found.charset = found.charset or node.charset
        return [Block(html=_readable(node, budget))]
    if kind == "text/x-amp-html":
        return []  # the same letter once more, for one mail program
    content = node.content
    if kind in CMS_TYPES and (blocks := _unsealed(content, found, budget)):
        return blocks
    if content or name or kind in REPORT_TYPES:
        part = Part(
            name=safe_name(name or _subject_of(kind, content, budget), kind),
            content_type=kind if _TYPE.fullmatch(kind) else "application/octet-stream",
            content=content,
            content_id=one_line(node.content_id, 200) if node.content_id else None,
        )
        blocks = _told_by(node, part, found, budget)
        found.files.append(part)
        return blocks
    return []


def _told_by(node: Node, part: Part, found: Leaves, budget: Budget) -> list[Block]:
    """What is to be read in something that is also kept as a file."""
    kind = part.content_type
    if word := SIGNATURE_TYPES.get(kind):
        found.secured.add(word)
    elif kind in {"message/rfc822", "message/global"}:
        block = _inner_letter(part.content, found, budget)
        if node.disposition != "attachment" and found.report is None:
            return [block]
        found.instead.append(block)
    elif kind == "text/calendar":
        found.instead.append(Block(told(_readable(node, budget))))
    elif kind == "message/delivery-status":
        found.instead.append(Block(_readable(node, budget)))
    elif kind in {"text/plain", "text/html"} and node.disposition != "attachment":
        text = _readable(node, budget)
        found.instead.append(Block(text) if kind == "text/plain" else Block(html=text))
    elif kind in TNEF_TYPES or part.name.lower() == "winmail.dat":
        _unwrap(part.content, found, budget)
    return []


def _plain(text: str, found: Leaves) -> Block:
    text, files = without_files(text)
    for name, content in files:
        found.files.append(Part(safe_name(name, ""), "application/octet-stream", content))
    if word := pgp_word(text):
        found.secured.add(word)
        text = without_pgp_armour(text)
    return Block(text)


def _readable(node: Node, budget: Budget) -> str:
    text = node.text
    if len(text) > MAX_BODY:
        budget.words.add("text_cut")
    return clean(text[:MAX_BODY])


def _unsealed(content: bytes, found: Leaves, budget: Budget) -> list[Block]:
    """The letter that an opaque signature wraps, with its files; nothing when it cannot be read."""
    word, inner = opened(content)
    found.secured.add(word)
    if inner is None or found.level >= MAX_LEVELS:
        return []
    below = leaves(read_tree(repair(inner)[0], budget), budget, level=found.level + 1)
    found.files += below.files
    found.secured |= below.secured
    found.charset = found.charset or below.charset
    found.report = found.report or below.report
    return below.blocks or [Block()]


def _inner_letter(content: bytes, found: Leaves, budget: Budget) -> Block:
    """A letter in the letter as the forwarding of a mail program would show it; its files stay in it."""
    found.letters += 1
    if found.letters > MAX_INNER_LETTERS or found.level >= MAX_LEVELS:
        return Block()
    root = read_tree(repair(content[:MAX_INNER])[0], Budget(words=budget.words, parts=budget.parts // 10))
    text = leaves(root, budget, level=MAX_LEVELS).text[:MAX_BODY]
    if not text.strip():
        return Block()
    head = [f"{name}: {_shown(root, name)}" for name in _TOLD_OF_LETTERS if root.get(name)]
    return Block("\n".join(["---------- Forwarded message ----------", *head, "", text]))


def _shown(root: Node, name: str) -> str:
    return one_line(decode_header(str(root.get(name))[:2_000], root.charset), 300)


def _unwrap(content: bytes, found: Leaves, budget: Budget) -> None:
    """The files of a winmail.dat beside it, and its text when the letter has no other."""
    inside = open_wrapped(content)
    if inside is None:
        return
    if inside.damaged:
        budget.words.add("tnef_damaged")
    found.instead.append(Block(clean(inside.text[:MAX_BODY]), clean(inside.html[:MAX_BODY])))
    for file in inside.files[: max(0, budget.parts)]:
        kind = file.content_type.lower()
        kind = kind if _TYPE.fullmatch(kind) else "application/octet-stream"
        cid = one_line(file.content_id.strip("<> "), 200)
        found.files.append(Part(safe_name(file.name, kind), kind, file.content, cid or None))


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
            found.report = Report(type=report_name(kind), blocks=header_groups(node.content, budget))
    elif found.report and not found.report.original:
        found.report = replace(found.report, original=headers_of(node.content, budget))
