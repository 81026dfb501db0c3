"""winmail.dat: the body and the files that Outlook wrapped for itself ([MS-OXTNEF]). Pure, bounded.

What cannot be read is left out; the wrapped file itself is always kept beside what was found in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from mail.decoding import decode_bytes
from mail.rtf import decompressed, spoken

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_FILES = 200
MAX_PROPERTIES = 5_000
MAX_DEPTH = 3  # letters in letters

_BODY, _SUBJECT, _CODEPAGE, _MAPI = 0x2800C, 0x18004, 0x69007, 0x69003
_BEGINS, _TITLE, _DATA, _ATTACHED = 0x69002, 0x18010, 0x6800F, 0x69005
_PR_BODY, _PR_HTML, _PR_RTF, _PR_CODEPAGE = 0x1000, 0x1013, 0x1009, 0x3FDE
_PR_LONG_NAME, _PR_NAME, _PR_SHOWN_NAME = 0x3707, 0x3704, 0x3001
_PR_MIME, _PR_CID, _PR_CONTENT = 0x370E, 0x3712, 0x3701
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0xD, 0x102


class Malformed(ValueError):
    """The bytes end or turn into nonsense here; what was read before stays."""


@dataclass
class Wrapped:
    """A file in it."""

    name: str = ""
    content: bytes = b""
    content_type: str = ""
    content_id: str = ""


@dataclass
class Opened:
    text: str = ""
    html: str = ""
    files: list[Wrapped] = field(default_factory=list)
    damaged: bool = False


def open_wrapped(data: bytes, depth: int = 0) -> Opened | None:
    """What is inside, or None when it is no TNEF at all."""
    if data[:4] != SIGNATURE:
        return None
    found = Opened()
    codepage = ""
    properties: dict[int, object] = {}
    plain = b""
    try:
        for attribute, content in _attributes(data):
            if attribute == _CODEPAGE:
                codepage = f"cp{int.from_bytes(content[:4], 'little')}"
            elif attribute == _BODY:
                plain = content
            elif attribute == _MAPI:
                properties |= _properties(content, codepage)
            elif attribute == _BEGINS:
                if len(found.files) >= MAX_FILES:
                    raise Malformed
                found.files.append(Wrapped())
            elif attribute in {_TITLE, _DATA, _ATTACHED}:
                found.files = found.files or [Wrapped()]
                _about_file(found.files[-1], attribute, content, codepage)
    except (Malformed, struct.error):
        found.damaged = True
    _read_body(found, properties, plain, codepage)
    found.files = [inner for each in found.files for inner in _unfolded(each, depth)][:MAX_FILES]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        number, size = struct.unpack_from("<II", data, at + 1)
        at += 9
        if at + size > len(data):
            yield number, data[at:]
            raise Malformed
        yield number, data[at : at + size]
        at += size + 2  # a checksum follows; a wrong one changes nothing for the reader


def _about_file(file: Wrapped, attribute: int, content: bytes, codepage: str) -> None:
    if attribute == _TITLE:
        file.name = file.name or _string(content, codepage)
    elif attribute == _DATA:
        file.content = content
    else:
        said = _properties(content, codepage)
        file.name = next(
            (str(said[one]) for one in (_PR_LONG_NAME, _PR_NAME) if said.get(one)), file.name
        ) or str(said.get(_PR_SHOWN_NAME) or "")
        file.content_type = str(said.get(_PR_MIME) or "")
        file.content_id = str(said.get(_PR_CID) or "")
        inner = said.get(_PR_CONTENT)
        if isinstance(inner, bytes) and not file.content:
            file.content = inner[16:] if inner[16:20] == SIGNATURE else inner  # an id of its interface


def _unfolded(file: Wrapped, depth: int) -> Iterator[Wrapped]:
    """A letter inside gives its own files; without any it stays a file."""
    inner = open_wrapped(file.content, depth + 1) if depth < MAX_DEPTH else None
    if inner is not None and (inner.files or inner.text):
        if inner.text:
            yield Wrapped(f"{file.name or 'message'}.txt", inner.text.encode(), "text/plain")
        yield from inner.files
    elif file.content or file.name:
        yield file


def _read_body(found: Opened, properties: dict[int, object], plain: bytes, codepage: str) -> None:
    number = properties.get(_PR_CODEPAGE)
    internet = f"cp{number}" if isinstance(number, int) and number != 65001 else "utf-8"
    body, html, rtf = (properties.get(one) for one in (_PR_BODY, _PR_HTML, _PR_RTF))
    found.text = body if isinstance(body, str) else _string(plain, codepage)
    if isinstance(html, bytes):
        found.html = decode_bytes(html, internet)[0]
    elif isinstance(html, str):
        found.html = html
    if not found.text.strip() and not found.html and isinstance(rtf, bytes):
        found.text, found.html = spoken(decompressed(rtf))


def _string(content: bytes, codepage: str) -> str:
    return decode_bytes(content.partition(b"\0")[0], codepage)[0]


def _properties(data: bytes, codepage: str) -> dict[int, object]:
    """Property number → its first value: text, bytes or a number."""
    values: dict[int, object] = {}
    (count,) = struct.unpack_from("<I", data, 0)
    at = 4
    for _ in range(min(count, MAX_PROPERTIES)):
        if at + 4 > len(data):
            break
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:
            at = _behind_name(data, at)
        several, kind = kind & 0x1000, kind & 0xFFF
        many = 1
        if several or kind in {_STRING8, _UNICODE, _OBJECT, _BINARY}:
            (many,) = struct.unpack_from("<I", data, at)
            at += 4
        if many > MAX_PROPERTIES:
            raise Malformed
        for _ in range(many):
            value, at = _value(data, at, kind, codepage)
            values.setdefault(number, value)
    return values


def _behind_name(data: bytes, at: int) -> int:
    (named,) = struct.unpack_from("<I", data, at + 16)
    (size,) = struct.unpack_from("<I", data, at + 20)
    return at + 24 + (_padded(size) if named else 0)


def _value(data: bytes, at: int, kind: int, codepage: str) -> tuple[object, int]:
    if kind in _FIXED:
        return int.from_bytes(data[at : at + min(4, _FIXED[kind])], "little"), at + _FIXED[kind]
    if kind not in {_STRING8, _UNICODE, _OBJECT, _BINARY}:
        raise Malformed
    (size,) = struct.unpack_from("<I", data, at)
    at += 4
    if at + size > len(data):
        raise Malformed
    content, after = data[at : at + size], at + _padded(size)
    if kind == _UNICODE:
        return content.decode("utf-16-le", "replace").partition("\0")[0], after
    return (_string(content, codepage) if kind == _STRING8 else content), after


def _padded(size: int) -> int:
    return (size + 3) & ~3
