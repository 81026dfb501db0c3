"""The tree of a letter, read within limits: no depth, number or size of parts can stop the desk. Pure.

Built on the standard library's parser with the compat32 policy, which crashes least on real letters.
Our message class keeps the tree shallow while it is being read: what lies too deep, and every
message/* part (a letter inside the letter), stays one flat body, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import collapse_rfc2231_value

from mail.decoding import decode_bytes, decode_header, decode_transfer
from mail.mending import mend

MAX_BYTES = 60_000_000
MAX_LINES = 800_000  # base64 of 45 MB
MAX_DEPTH = 30
MAX_PARTS = 1_000
MAX_READINGS = 30
MAX_READ_AGAIN = 1_000_000  # bytes
MAX_VALUE = 65_536
MAX_CONTENT_VALUE = 8_192  # Content-*: their parameters are read in quadratic time
LONG_VALUES = {"references"}  # what matters is at both ends

_PARTS = re.compile(rb"multipart|message/", re.IGNORECASE)
_NTH_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)")
_SIMPLE_PARAMETER = r";\s*{name}\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))"


class TooManyParts(Exception):
    """Reading stops; the parts read so far hang in the tree."""


@dataclass
class Budget:
    """What one letter may still use, and what had to be cut."""

    parts: int = MAX_PARTS
    words: set[str] = field(default_factory=set)
    readings: int = 0  # of pieces that were broken, beside the first reading
    read_again: int = 0  # their bytes

    def again(self, size: int) -> bool:
        """May a broken piece be read once more? A few times whatever it is, then only while it is cheap."""
        self.readings += 1
        self.read_again += size
        return self.readings <= 3 or (self.readings <= MAX_READINGS and self.read_again <= MAX_READ_AGAIN)


class Node(Message):
    """A part of the letter. `depth` of the letter itself is 0."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(policy=compat32)
        self.budget = budget
        self.depth = 0
        self.reading = True
        self.fields = 0
        self.index: dict[str, str] | None = None  # the first value of each header, made when it is asked for
        self.first_run = 0  # how many parts stood before the first closing boundary, if more came behind it
        budget.parts -= 1
        if budget.parts < 0:
            budget.words.add("parts_cut")
            raise TooManyParts

    def attach(self, payload: Node) -> None:  # type: ignore[override]
        payload.depth = self.depth + 1
        super().attach(payload)

    def become(self, other: Node) -> None:
        """Take headers and content of the same part, read better."""
        for name in ("_headers", "_payload", "defects", "preamble", "epilogue"):
            setattr(self, name, getattr(other, name))
        self.index = None

    def __setitem__(self, name: str, value: str) -> None:
        self.index = None
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        self.index = None
        super().__delitem__(name)

    def set_raw(self, name: str, value: str) -> None:
        """Called by the parser for each header."""
        self.fields += 1
        self.index = None
        if self.fields > 3 * MAX_PARTS:
            self.budget.words.add("headers_cut")
            return
        lower = name.lower()
        limit = MAX_CONTENT_VALUE if lower.startswith("content-") else MAX_VALUE
        if len(value) > limit:
            self.budget.words.add("header_cut")
            half = limit // 2 - 1
            value = f"{value[:half]} {value[-half:]}" if lower in LONG_VALUES else value[:limit]
        super().set_raw(name, value)

    def get(self, name: str, failobj: object = None) -> object:  # type: ignore[override]
        """The value as it was sent; the inherited method would replace its 8-bit bytes."""
        if self.index is None:
            self.index = {key.lower(): value for key, value in reversed(list(self.raw_items()))}
        return self.index.get(name.lower(), failobj)

    @property
    def flat(self) -> bool:
        return self.depth > MAX_DEPTH or super().get_content_type().startswith("message/")

    def get_content_type(self) -> str:
        """The parser asks this to decide whether to look for parts below; flat parts answer no."""
        if self.reading and self.flat:
            return "application/octet-stream"
        return super().get_content_type()

    def get_content_maintype(self) -> str:
        return self.get_content_type().partition("/")[0]

    @property
    def type(self) -> str:
        """Content type; what was too deep is shown as text."""
        if self.depth > MAX_DEPTH:
            self.budget.words.add("nesting_cut")
            return "text/plain"
        return super().get_content_type()

    @property
    def declared(self) -> str:
        """What Content-Type says, before anything is assumed; '' when it says nothing."""
        return str(self.get("content-type") or "").strip().lower()

    @property
    def maintype(self) -> str:
        return self.type.partition("/")[0]

    @property
    def children(self) -> list[Node]:
        payload = getattr(self, "_payload", None)
        return [part for part in payload if isinstance(part, Node)] if isinstance(payload, list) else []

    @property
    def raw_text(self) -> str:
        """The body of a leaf as the parser keeps it: its 8-bit bytes as surrogates."""
        payload = getattr(self, "_payload", None)
        return payload if isinstance(payload, str) else ""

    @property
    def raw_body(self) -> bytes:
        return self.raw_text.encode("utf-8", "surrogateescape")

    @property
    def content(self) -> bytes:
        data, defect = decode_transfer(self.raw_body, str(self.get("content-transfer-encoding") or ""))
        if defect:
            self.budget.words.add(defect)
        return data

    @property
    def text(self) -> str:
        text, defect = decode_bytes(self.content, self.charset)
        if defect:
            self.budget.words.add(defect)
        return text

    @property
    def charset(self) -> str:
        return self.parameter("charset")

    def parameter(self, name: str, header: str = "content-type") -> str:
        """One parameter of a header, RFC 2231 pieces joined and encoded words read; '' when absent."""
        value: object
        try:
            value = self.get_param(name, header=header)
            if isinstance(value, tuple):
                charset, _, text = value
                value = decode_bytes(text.encode("latin-1", "replace"), charset or "")[0]
        except (ValueError, LookupError, TypeError, AttributeError, IndexError):
            self.budget.words.add("parameter_unreadable")
            found = re.search(_SIMPLE_PARAMETER.format(name=name), str(self.get(header) or ""), re.IGNORECASE)
            value = (found[1] or found[2]) if found else ""
        return decode_header(collapse_rfc2231_value(value) if isinstance(value, str) else "")

    @property
    def disposition(self) -> str:
        value = str(self.get("content-disposition") or "")
        return value.partition(";")[0].strip().strip("\"'").lower()

    @property
    def filename(self) -> str:
        return self.parameter("filename", "content-disposition") or self.parameter("name")

    @property
    def content_id(self) -> str | None:
        return "".join(str(self.get("content-id") or "").strip().strip("<>").split())[:200] or None

    def all_headers(self) -> Iterator[tuple[str, str]]:
        """Lower-case names and the values as compat32 keeps them (raw bytes as surrogates)."""
        for name, value in self.raw_items():
            yield name.lower(), str(value)


def read_tree(raw: bytes, budget: Budget) -> Node:
    """The tree of a letter whose header block is in order. Raises what the standard parser raises."""
    raw = _within_limits(raw, budget)
    root = _read_one_part(raw, budget) or _read(raw, budget)
    mend(root, lambda part, depth: _read(part, budget, depth=depth))
    return root


def read_head(raw: bytes, budget: Budget) -> Node:
    """Only the headers; the body is one flat text."""
    return _read(raw, budget, headers_only=True)


def _read_one_part(raw: bytes, budget: Budget) -> Node | None:
    """A letter whose headers speak of no parts: its body is all the rest, which the parser would put together
    line by line.
    """
    end = raw.find(b"\n\n") + 1
    if end < 2 or raw[:1] == b"\n" or _PARTS.search(raw, 0, end):
        return None
    root = _read(raw[: end + 1], budget)
    if root.raw_text:  # not all of it were headers
        return None
    root.set_payload(raw[end + 1 :].decode("ascii", "surrogateescape"))
    return root


def _read(raw: bytes, budget: Budget, *, headers_only: bool = False, depth: int = 0) -> Node:
    made: list[Node] = []

    def make(policy: object = None) -> Node:
        made.append(Node(budget))
        made[-1].depth = depth if len(made) == 2 else 0
        return made[-1]

    with suppress(TooManyParts):
        BytesParser(make, policy=compat32).parsebytes(raw, headersonly=headers_only)
    for node in made:
        node.reading = False
    return made[1]  # the first was made by the parser to see how our class is called


def _within_limits(raw: bytes, budget: Budget) -> bytes:
    if len(raw) > MAX_BYTES:
        budget.words.add("size_cut")
        raw = raw[:MAX_BYTES]
    if raw.count(b"\n") + raw.count(b"\r") > MAX_LINES:
        end = 0
        for count, match in enumerate(_NTH_LINE.finditer(raw)):
            end = match.end()
            if count >= MAX_LINES:
                budget.words.add("size_cut")
                return raw[:end]
    return raw
