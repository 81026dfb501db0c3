"""What the road does to a mail: flipped bits, lost ends, lines out of order, boundaries that do not match."""

import random
import re
from collections.abc import Callable

from benchmarks.made_mail import CHARSETS, HEADERS, WORDS

LARGEST = 512 * 1024
USUAL = 48 * 1024
_CHARSET = re.compile(rb'(?i)(charset\s*=\s*)"?[^\s;"]+"?')
_BOUNDARY = re.compile(rb'(?i)(boundary\s*=\s*)("[^"\r\n]{1,80}"|[^\s;]{1,80})')
_ENCODING = re.compile(rb"(?im)^(content-transfer-encoding\s*:\s*)\S+")
Mutation = Callable[[random.Random, bytes, bytes], bytes]


def flip_bits(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    changed = bytearray(raw)
    for _ in range(draw.randrange(1, 40) if changed else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def cut_off(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    return raw[: draw.randrange(len(raw) + 1)]


def cut_out(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    at = draw.randrange(len(raw) + 1)
    return raw[:at] + raw[at + draw.randrange(1, 2000) :]


def shuffle_lines(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    at = draw.randrange(len(lines) + 1)
    part = lines[at : at + draw.randrange(2, 60)]
    draw.shuffle(part)
    return b"".join([*lines[:at], *part, *lines[at + len(part) :]])


def repeat_headers(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    head = lines[: next((n for n, line in enumerate(lines) if not line.strip()), len(lines))]
    return b"".join(draw.choices(head, k=draw.randrange(1, 30)) if head else []) + raw


def strange_headers(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    lines = [f"{draw.choice(HEADERS)}: {draw.choice(WORDS)}\n" for _ in range(draw.randrange(1, 12))]
    return "".join(lines).encode("utf-8", "surrogatepass") + raw


def other_charset(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    name = draw.choice(CHARSETS).encode()
    return _CHARSET.sub(lambda found: found[1] + b'"' + name + b'"', raw)


def other_encoding(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    name = draw.choice((b"base64", b"quoted-printable", b"8bit", b"x-uuencode", b"nonsense"))
    return _ENCODING.sub(lambda found: found[1] + name, raw)


def broken_boundary(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    found = _BOUNDARY.search(raw)
    if not found:
        return raw
    edge = found[2].strip(b'"')
    match draw.randrange(4):
        case 0:
            return raw.replace(b"--" + edge + b"--", b"")
        case 1:
            return raw.replace(b"\n--" + edge, b"\n-" + edge, draw.randrange(1, 4))
        case 2:
            return raw.replace(edge, edge.swapcase(), 1)
    return raw.replace(b"\n--" + edge, b"\n--" + edge + b"x" * draw.randrange(1, 5), 1)


def two_in_one(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    return raw[: draw.randrange(len(raw) + 1)] + other[draw.randrange(len(other) + 1) :]


def wrapped(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    head = b"From: Eve <eve@lund.example>\nTo: billing@desk.example\nSubject: Fwd\nMIME-Version: 1.0\n"
    return head + b"Content-Type: message/rfc822\n\n" + raw


def repeated_piece(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    at = draw.randrange(len(raw) + 1)
    piece = raw[at : at + draw.randrange(1, 300)]
    return raw[:at] + piece * draw.randrange(2, 400) + raw[at:]


def strange_bytes(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    at = draw.randrange(len(raw) + 1)
    piece = draw.choice(
        (b"\x00", b"\r", b"\n\n", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b$B", b"=", b"<", b">" * 99)
    )
    return raw[:at] + piece * draw.randrange(1, 50) + raw[at:]


def line_ends(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", draw.choice((b"\r", b"\r\n", b"\n\r", b"\r\r\n")))


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits, cut_off, cut_out, shuffle_lines, repeat_headers, strange_headers, other_charset,
    other_encoding, broken_boundary, two_in_one, wrapped, repeated_piece, strange_bytes, line_ends,
)  # fmt: skip


def mutated(draw: random.Random, raw: bytes, other: bytes) -> bytes:
    """One to three things happen to it. One of fifty is as large as LARGEST, the others as most mail is."""
    most = LARGEST if draw.random() < 0.02 else USUAL
    raw, other = raw[:most], other[:most]
    for mutation in draw.choices(MUTATIONS, k=draw.randrange(1, 4)):
        raw = mutation(draw, raw, other)[:most]
    return raw
