"""Signed and encrypted letters: what kind they are, and what an opaque signature wraps. Pure.

Nothing is verified here: a signature that nobody checked is a word beside the letter, never an error.
CMS (RFC 5652) is walked in BER, because streaming programs write indefinite lengths.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_ELEMENTS = 20_000
MAX_DEPTH = 12
CMS_TYPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
SIGNATURE_TYPES = {
    "application/pkcs7-signature": "smime_signed",
    "application/x-pkcs7-signature": "smime_signed",
    "application/pgp-signature": "pgp_signed",
    "application/pgp-encrypted": "pgp_encrypted",
}
_KINDS = {  # object identifiers as DER writes them
    bytes.fromhex("2a864886f70d010702"): "smime_signed",
    bytes.fromhex("2a864886f70d010703"): "smime_encrypted",
    bytes.fromhex("2a864886f70d0109100117"): "smime_encrypted",  # authenticated enveloped data
    bytes.fromhex("2a864886f70d0109100109"): "smime_compressed",
}
_BEGIN_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_END_SIGNATURE = "-----END PGP SIGNATURE-----"
_OCTETS, _CONSTRUCTED = 0x04, 0x20


class NotReadable(ValueError):
    """The bytes are not what they claim to be."""


@dataclass(frozen=True, slots=True)
class Element:
    tag: int
    start: int  # of the content
    end: int
    after: int  # where the next element begins


def opened(data: bytes) -> tuple[str, bytes | None]:
    """Word for a CMS object, and the content that a signature wraps; ('smime_unreadable', None) at worst."""
    try:
        return _opened(_as_der(data))
    except (NotReadable, IndexError, RecursionError):
        return "smime_unreadable", None


def pgp_word(text: str) -> str:
    """What PGP armour in a text says about it, or ''."""
    if "-----BEGIN PGP " not in text:
        return ""
    if "-----BEGIN PGP MESSAGE-----" in text:
        return "pgp_encrypted"
    return "pgp_signed" if "-----BEGIN PGP SIGNED MESSAGE-----" in text else ""


def without_pgp_armour(text: str) -> str:
    """The text that was signed in place, without the lines around it (RFC 9580, 7). One pass."""
    kept: list[str] = []
    place = "outside"
    for line in text.split("\n"):
        bare = line.rstrip()
        if bare == _BEGIN_SIGNED:
            place = "head"
        elif bare == _BEGIN_SIGNATURE and place in {"head", "signed"}:
            place = "signature"
        elif place == "head":
            place = "head" if bare else "signed"
        elif place == "signature":
            place = "outside" if bare == _END_SIGNATURE else place
        else:
            kept.append(line[2:] if place == "signed" and line.startswith("- ") else line)
    return "\n".join(kept) if place == "outside" else text


def _as_der(data: bytes) -> bytes:
    """Some gateways leave PEM armour or a second base64 around it."""
    if data[:1] == b"\x30":
        return data
    inner = re.sub(rb"-----[A-Z0-9 ]{1,40}-----", b"", data[:100]) + data[100:]
    inner = inner.partition(b"-----")[0]
    try:
        return binascii.a2b_base64(inner)
    except binascii.Error as error:
        raise NotReadable from error


def _opened(data: bytes) -> tuple[str, bytes | None]:
    outer = _Walk(data).element(0, len(data))
    parts = list(_Walk(data).inside(outer))
    kind = _KINDS.get(data[parts[0].start : parts[0].end], "smime_unreadable")
    if kind != "smime_signed" or len(parts) < 2:
        return kind, None
    walk = _Walk(data)
    signed = next(walk.inside(parts[1]))
    wrapped = [each for each in walk.inside(signed) if each.tag == 0x30][:1]  # behind the version and a SET
    if not wrapped:
        return kind, None
    pieces = list(walk.inside(wrapped[0]))
    if len(pieces) < 2:
        return kind, None  # detached: the content is elsewhere
    return kind, b"".join(walk.octets(next(walk.inside(pieces[1])), 0))


class _Walk:
    """Elements of BER, bounded in number and depth."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.left = MAX_ELEMENTS

    def element(self, at: int, end: int, depth: int = 0) -> Element:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH or at + 2 > end:
            raise NotReadable
        tag, length = self.data[at], self.data[at + 1]
        if tag & 0x1F == 0x1F:
            raise NotReadable  # long tags are not used here
        start = at + 2
        if length == 0x80:  # until two zero bytes
            behind = start
            while behind + 2 <= end and self.data[behind : behind + 2] != b"\0\0":
                behind = self.element(behind, end, depth + 1).after
            return Element(tag, start, behind, min(behind + 2, end))
        if length & 0x80:
            size = length & 0x7F
            if size > 6:
                raise NotReadable
            length = int.from_bytes(self.data[start : start + size], "big")
            start += size
        if start > end:
            raise NotReadable
        stop = min(start + length, end)  # what was cut off is read as far as it goes
        return Element(tag, start, stop, stop)

    def inside(self, outer: Element) -> Iterator[Element]:
        at = outer.start
        while at + 2 <= outer.end:
            one = self.element(at, outer.end)
            yield one
            at = one.after

    def octets(self, one: Element, depth: int) -> Iterator[bytes]:
        """An octet string, or one that is written in pieces."""
        if one.tag & _CONSTRUCTED and depth < MAX_DEPTH:
            for piece in self.inside(one):
                yield from self.octets(piece, depth + 1)
        elif one.tag == _OCTETS:
            yield self.data[one.start : one.end]
