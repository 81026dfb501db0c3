"""Parts of a message as bytes for the wire: 7 bits, short lines, the same bytes each time. Pure.

RFC 5322 (headers and their folding), 2045–2047 (parts, encoded words), 2231 (names of files), 6532 (UTF-8).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import parseaddr
from urllib.parse import quote

FOLD_AT = 76
LONGEST = 998  # RFC 5322, 2.1.1
PIECE = 60

_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 !#$&'()+,.;@^_`{}~=\[\]-]{1,60}")
_CID = re.compile(r"[!-;=?-~]{1,250}")


@dataclass(frozen=True, slots=True)
class Part:
    """`headers` are folded lines without their end, `body` ends with CRLF."""

    headers: tuple[str, ...]
    body: bytes

    def __bytes__(self) -> bytes:
        head = "".join(f"{line}\r\n" for line in self.headers)
        return head.encode() + b"\r\n" + self.body


def folded(name: str, value: str) -> str:
    """`Name: value`, broken at spaces. ValueError for a line end in it, or a line no server would take."""
    if any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise ValueError(f"{name} holds a control character")
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        if len(line) + 1 + len(word) > FOLD_AT and line.strip() and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += f" {word}"
    lines.append(line)
    if any(len(each.encode()) > LONGEST for each in lines):
        raise ValueError(f"{name} cannot be broken into lines")
    return "\r\n".join(lines)


def words(text: str) -> str:
    """Text of a header: encoded words (RFC 2047) where it needs them, or would be taken for one."""
    if text.isascii() and "=?" not in text:
        return text
    return " ".join(Header(text, "utf-8", maxlinelen=FOLD_AT).encode(linesep="\n").split())


def addresses(people: Sequence[str]) -> str:
    """`Name <a@b>, …` for To and its like: names encoded, domains as IDNA. ValueError on a bad one."""
    return ", ".join(map(_person, people))


def _person(person: str) -> str:
    name, _address = parseaddr(person)
    address = wire(person)
    if not name:
        return address
    if name.isascii() and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{address}>'
    return f"{words(name)} <{address}>"


def wire(person: str) -> str:
    """The address as servers speak it: the local part as written, the domain as IDNA. ValueError."""
    local, at, domain = parseaddr(person)[1].strip().rpartition("@")
    broken = any(c.isspace() or ord(c) < 32 for c in local + domain) or not all(domain.split("."))
    if not at or not local or broken:
        raise ValueError(f"{person!r} is not an address")
    if domain.isascii():
        return f"{local}@{domain}"
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise ValueError(f"{domain!r} is not a domain") from error


def text(subtype: str, content: str) -> Part:
    """text/plain or text/html; quoted-printable, or base64 where most of it would have to be quoted."""
    raw = (
        (content.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n").replace("\n", "\r\n").encode()
    )
    kind = folded("Content-Type", f'text/{subtype}; charset="utf-8"')
    if sum(byte > 126 for byte in raw) * 4 > len(raw):
        return Part((kind, "Content-Transfer-Encoding: base64"), _base64(raw))
    quoted = binascii.b2a_qp(raw, quotetabs=False, istext=True)
    return Part((kind, "Content-Transfer-Encoding: quoted-printable"), quoted)


def file(name: str, content_type: str, content: bytes, *, content_id: str = "") -> Part:
    """An attachment, or with a `content_id` a picture that the HTML shows."""
    headers = [
        folded("Content-Type", safe_type(content_type)),
        "Content-Transfer-Encoding: base64",
        folded("Content-Disposition", f"{'inline' if content_id else 'attachment'}; {_filename(name)}"),
    ]
    if content_id:
        headers.append(folded("Content-ID", f"<{content_id}>"))
    return Part(tuple(headers), _base64(content))


def is_content_id(text: str) -> bool:
    return bool(_CID.fullmatch(text))


def safe_type(content_type: str) -> str:
    """The type, unless it is none, or one that base64 must not touch and servers take apart."""
    kind = content_type.strip().lower()
    main = kind.partition("/")[0]
    return (
        kind if _TYPE.fullmatch(kind) and main not in {"message", "multipart"} else "application/octet-stream"
    )


def multipart(subtype: str, parts: Sequence[Part], boundary: str, *parameters: str) -> Part:
    """Several parts in one; one alone is that one."""
    if len(parts) == 1:
        return parts[0]
    kind = "; ".join([f"multipart/{subtype}", *parameters, f'boundary="{boundary}"'])
    between = f"--{boundary}\r\n".encode()
    body = b"".join(between + bytes(part) for part in parts) + f"--{boundary}--\r\n".encode()
    return Part((folded("Content-Type", kind),), body)


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n") or b"\r\n"


def _filename(name: str) -> str:
    """RFC 2231: a long or foreign name in numbered pieces, none of which ends inside a letter's code."""
    if _PLAIN_NAME.fullmatch(name) and "=?" not in name:
        return f'filename="{name}"'
    codes = re.findall(r"%[0-9A-F]{2}|.", quote(name, safe=""))
    pieces = [""]
    for code in codes:
        if len(pieces[-1]) + len(code) > PIECE:
            pieces.append("")
        pieces[-1] += code
    if len(pieces) == 1:
        return f"filename*=utf-8''{pieces[0]}"
    pieces[0] = f"utf-8''{pieces[0]}"
    return "; ".join(f"filename*{number}*={piece}" for number, piece in enumerate(pieces))
