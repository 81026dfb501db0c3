"""Trees of letters put right: boundaries wrong, lost or used twice, headers of parts cut short. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.errors import MissingHeaderBodySeparatorDefect
from typing import TYPE_CHECKING

from mail.headers import repair

if TYPE_CHECKING:
    from mail.structure import Node

Reader = Callable[[bytes, int], "Node"]  # bytes of a part and its depth

_BOUNDARY_LINE = re.compile(rb"^--([^\s][^\r\n]{0,200}?)[ \t]*\r?$", re.MULTILINE)
_BARE_MULTIPART = re.compile(
    rb"\s{0,50}(?:this is a multi-?part message in mime format\.?\s{1,20})?"
    rb"--([^\s\"][^\r\n\"]{0,200}?)[ \t]*\r?\n(?:content-[a-z-]{1,40}|mime-version)[ \t]*:",
    re.IGNORECASE,
)


def mend(node: Node, read: Reader) -> None:
    """Look through the whole tree. Reading again is counted, so that it happens a bounded number of times."""
    if node.maintype == "multipart":
        if not node.children:
            _find_boundary(node, read)
        _go_on_behind_the_end(node, read)
        _gather_under_same_boundary(node)
    elif node.depth and any(isinstance(each, MissingHeaderBodySeparatorDefect) for each in node.defects):
        _read_all_headers(node, read)
    elif not node.depth and node.type == "text/plain":
        _see_multipart(node, read)
    for child in node.children:
        mend(child, read)


def _find_boundary(node: Node, read: Reader) -> None:
    """A multipart whose boundary is missing or wrong is read with the first line that looks like one."""
    node.budget.words.add("boundary_missing")
    body = node.raw_body
    guess = _BOUNDARY_LINE.search(body, 0, 100_000)
    if guess and b'"' not in guess[1] and body.count(b"--" + guess[1]) >= 2:
        _adopt(node, guess[1], body, read)


def _see_multipart(node: Node, read: Reader) -> None:
    """A body that is plainly a multipart although no header says so."""
    if "--" not in node.raw_text[:200]:
        return
    body = node.raw_body
    guess = _BARE_MULTIPART.match(body)
    if guess and b"--" + guess[1] + b"--" in body and _adopt(node, guess[1], body, read):
        node.budget.words.add("boundary_missing")
        del node["content-type"]
        node["Content-Type"] = "multipart/mixed"


def _go_on_behind_the_end(node: Node, read: Reader) -> None:
    """Parts behind a closing boundary: a multipart inside had the same boundary as the one around it."""
    while behind := node.epilogue:
        mark = f"--{node.parameter('boundary').rstrip()}"
        if mark == "--" or mark not in behind or all(line.rstrip() != mark for line in behind.split("\n")):
            return
        node.budget.words.add("boundary_repeated")
        body = behind.encode("utf-8", "surrogateescape")
        if not _adopt(node, mark[2:].encode("utf-8", "replace"), body, read):
            return


def _gather_under_same_boundary(node: Node) -> None:
    """An inner multipart without parts takes those that follow it, as its own boundary was meant to say."""
    boundary = node.parameter("boundary")
    children = node.children
    for number, child in enumerate(children[:-1]):
        if child.maintype == "multipart" and not child.children and child.parameter("boundary") == boundary:
            node.budget.words.add("boundary_repeated")
            inner = children[number + 1 : node.first_run or None]
            child.set_payload([])
            for each in inner:
                child.attach(each)
            rest = children[number + 1 + len(inner) :]
            node.set_payload([*children[: number + 1], *rest])
            return


def _read_all_headers(node: Node, read: Reader) -> None:
    """A line that is no header ended the headers of a part; when more follow, all are read."""
    head = b"".join(
        f"{name}: {value}\n".encode("utf-8", "surrogateescape") for name, value in node.raw_items()
    )
    mended, words = repair(head + node.raw_body)
    if "stray_header_line" in words and node.budget.again(len(mended)):
        node.budget.words |= words
        node.become(read(mended, node.depth))


def _adopt(node: Node, boundary: bytes, body: bytes, read: Reader) -> bool:
    if b'"' in boundary or not node.budget.again(len(body)):
        return False
    head = b'Content-Type: multipart/mixed; boundary="' + boundary.replace(b"\\", b"\\\\") + b'"\n\n'
    found = read(head + body, node.depth)
    if not found.children:
        return False
    known = node.children
    node.first_run = node.first_run or len(known)
    node.set_payload([])
    for child in (*known, *found.children):
        node.attach(child)
    node.epilogue = found.epilogue
    return True
