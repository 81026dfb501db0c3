"""Small files that customers and agents attach, made here so that nothing has to be carried along."""

import struct
import zlib
from functools import cache

from tickets.actions.writing import Part

WIDTH, HEIGHT = 320, 200
GREY, DARK, RED, GREEN, BLUE = (
    b"\xe8\xea\xee",
    b"\x2b\x2f\x38",
    b"\xd2\x3b\x3b",
    b"\x2f\x9e\x5b",
    b"\x3b\x5b\xdb",
)

TRACE = """traceroute to pohjavork.example (198.51.100.2), 30 hops max
 1  192.168.1.1       0.6 ms   0.5 ms   0.5 ms
 2  198.51.100.129   41.2 ms   *        88.9 ms
 3  *                *         *
 4  198.51.100.2     97.4 ms  143.0 ms   *
"""


def png(rows: list[list[bytes]]) -> bytes:
    """A picture of these pixels, each three bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    raw = b"".join(b"\0" + b"".join(row) for row in rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(raw, 9))
        + chunk(b"IEND", b"")
    )


def router() -> bytes:
    """A router with three lamps, the middle one red."""
    rows = [[GREY] * WIDTH for _ in range(HEIGHT)]
    for y in range(80, 140):
        rows[y][40:280] = [DARK] * 240
    for x, colour in ((90, GREEN), (160, RED), (230, GREEN)):
        for y in range(104, 116):
            rows[y][x - 6 : x + 6] = [colour] * 12
    return png(rows)


def speedtest() -> bytes:
    """Speed over time: high, then falling."""
    rows = [[GREY] * WIDTH for _ in range(HEIGHT)]
    for x in range(10, WIDTH - 10):
        top = 40 + (x * 7919 % 23) + (110 if x > 170 else 0)
        for y in range(top, HEIGHT - 20):
            rows[y][x] = BLUE
    return png(rows)


def label() -> bytes:
    """A return label: bars."""
    rows = [[b"\xff\xff\xff"] * WIDTH for _ in range(HEIGHT)]
    for x in range(30, WIDTH - 30):
        if x * x % 7 < 3:
            for y in range(50, 150):
                rows[y][x] = DARK
    return png(rows)


@cache
def part_for(kind: str) -> tuple[Part, ...]:
    """The file of that kind, or none."""
    if kind == "photo":
        return (Part("router.png", router(), "image/png"),)
    if kind == "speedtest":
        return (Part("speedtest.png", speedtest(), "image/png"),)
    if kind == "label":
        return (Part("return-label.png", label(), "image/png"),)
    if kind == "log":
        return (Part("traceroute.txt", TRACE.encode(), "text/plain"),)
    return ()
