"""Rich text as Outlook sends it: unpacked ([MS-OXRTFCP]), read as text or as the HTML in it. Pure."""

from __future__ import annotations

import re
import struct

from mail.decoding import decode_bytes

MAX_OUT = 4_000_000
MAX_TOKENS = 400_000

_PRIMED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_HIDDEN = {  # groups whose text is not the letter's
    *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata", b"listtable"),
    *(b"listoverridetable", b"generator", b"header", b"footer", b"xmlnstbl", b"rsidtbl", b"datastore"),
    b"mhtmltag",
}
_SPOKEN = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": "\t", b"emdash": "—"} | {
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}


def decompressed(data: bytes) -> bytes:
    """The text behind PR_RTF_COMPRESSED; b'' when it is none."""
    if len(data) < 16:
        return b""
    _size, raw_size, magic, _check = struct.unpack_from("<IIII", data, 0)
    if magic == 0x414C454D:  # MELA: not compressed
        return data[16 : 16 + min(raw_size, MAX_OUT)]
    if magic != 0x75465A4C:
        return b""
    window = bytearray(_PRIMED.ljust(4096, b"\0"))
    out = bytearray()
    write, at = len(_PRIMED), 16
    while at < len(data) and len(out) < min(raw_size, MAX_OUT):
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                if at >= len(data):
                    return bytes(out)
                piece = bytearray(data[at : at + 1])
                at += 1
            else:
                if at + 2 > len(data):
                    return bytes(out)
                reference = data[at] << 8 | data[at + 1]
                at += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:
                    return bytes(out)
                piece = bytearray()
                for step in range(length):
                    byte = window[(offset + step) % 4096]
                    window[(write + step) % 4096] = byte
                    piece.append(byte)
            if len(piece) == 1:
                window[write] = piece[0]
            out += piece
            write = (write + len(piece)) % 4096
    return bytes(out)


def spoken(rtf: bytes) -> tuple[str, str]:
    """Text and HTML of it: one of them is '' (HTML when it was made from HTML, [MS-OXRTFEX])."""
    if not rtf.startswith(b"{\\rtf"):
        return "", ""
    as_html = b"\\fromhtml" in rtf[:2_000]
    said = re.search(rb"\\ansicpg(\d{3,5})", rtf[:2_000])
    charset = f"cp{said[1].decode()}" if said else "cp1252"
    text = _text(rtf, charset, as_html=as_html)
    return ("", text) if as_html else (text.strip(), "")


def _text(rtf: bytes, charset: str, *, as_html: bool) -> str:
    out: list[str] = []
    pending = bytearray()  # bytes of a character set in which one letter may take two
    stack: list[tuple[bool, bool]] = []
    hidden = tag = False
    skip = 0  # letters that stand in for a Unicode one before them
    starred = False

    def flush() -> None:
        if pending:
            out.append(decode_bytes(bytes(pending), charset)[0])
            pending.clear()

    for number, found in enumerate(_TOKEN.finditer(rtf)):
        if number > MAX_TOKENS:
            break
        word, value, code, symbol, brace, plain = found.groups()
        if brace == b"{":
            stack.append((hidden, tag))
            starred = False
        elif brace == b"}":
            hidden, tag = stack.pop() if stack else (False, False)
        elif symbol == b"*":
            starred = True
        elif word:
            if word == b"htmltag":
                hidden, tag = not as_html, as_html
            elif word == b"htmlrtf":
                hidden = value != b"0"
            elif word in _HIDDEN or starred:
                hidden = True
            elif hidden:
                pass
            elif word == b"u" and value:
                flush()
                out.append(chr(int(value) % 65_536))
                skip = 1
            elif word in _SPOKEN and not (tag and word != b"tab"):
                flush()
                out.append(_SPOKEN[word])
            starred = False
        elif hidden:
            pass
        elif code:
            if skip:
                skip -= 1
            else:
                pending += bytes.fromhex(code.decode())
        elif symbol:
            flush()
            out.append({b"~": "\xa0", b"_": "-", b"-": ""}.get(symbol, symbol.decode("latin-1")))
        elif plain:
            if skip:
                plain, skip = plain[1:], 0
            pending += plain
    flush()
    return "".join(out)
