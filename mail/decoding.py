"""From bytes to letters: charsets, transfer encodings and encoded words. Pure; nothing here raises.

Charset order that loses least: declared, strict UTF-8, detection, cp1252.
"""

from __future__ import annotations

import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator

from charset_normalizer import from_bytes

from lib.text import without_surrogates

SAMPLE_BYTES = 8_192  # detection looks at no more than this
MAX_HEADER_CHARS = 65_536

# Names found in real letters which Python does not know, and supersets that read what is really sent.
_ALIASES = {
    "ansi_x3.4-1968": "ascii",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "big5": "big5hkscs",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode": "utf-16",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
# Python calls these text encodings, but they are slow (idna), or make escapes into letters.
_REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_LIKELY = [
    *("cp1252", "cp1250", "cp1251", "cp1257", "iso8859_2", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256"),
    *("cp866", "gb18030", "big5", "cp932", "euc_jp", "cp949", "iso2022_jp"),
]
_ASIAN = {"gb18030", "big5", "cp932", "euc_jp", "cp949", "shift_jis", "iso2022_jp"}
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_LATIN = {"cp1250", "cp1252", "cp1254", "cp1257", "iso8859_2"}
_ACCENTS = "àâáãäåæçèéêëìíîïñòóôõöøùúûüßÀÁÂÃÄÅÆÇÈÉÊËÍÎÑÓÔÕÖØÚÜ–—‘’“”…€«»°\xa0"
_WESTERN = {*range(0x80), *_ACCENTS.encode("cp1252")}
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BASE64_ALIEN = re.compile(rb"[^A-Za-z0-9+/=]+")
_BASE64_SOUND = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_PADDING = re.compile(rb"=+")


def known_charset(declared: str) -> str | None:
    """Python's name for a declared charset, or None when it is unknown or not to be trusted."""
    label = declared.strip().strip("\"'").lower().partition("*")[0]
    if not label or len(label) > 40 or not label.isascii():
        return None
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return None if name.replace("-", "_") in _REFUSED else name


def decode_bytes(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text, and a defect word ('' when the declaration was true)."""
    charset = known_charset(declared)
    if charset:
        try:
            return data.decode(charset), ""
        except (UnicodeError, LookupError, ValueError):
            pass
    if b"\x1b$" in data and (text := _shifted_japanese(data)) is not None:
        return text, "" if charset else "charset_guessed"
    try:
        return data.decode("utf-8-sig"), "charset_wrong" if declared and not data.isascii() else ""
    except UnicodeDecodeError:
        pass
    for candidate in dict.fromkeys(filter(None, (charset, "utf-8"))):
        if (text := _nearly(data, candidate)) is not None:
            return text, "charset_damaged"
    if detected := _detected(data):
        try:
            return data.decode(detected), "charset_guessed"
        except (UnicodeError, LookupError):
            pass
    return data.decode("cp1252", "replace"), "charset_guessed"


def _shifted_japanese(data: bytes) -> str | None:
    """ISO-2022-JP as Windows writes it, with letters such as ① that only JIS X 0213 knows."""
    for each in (data, data.replace(b"\x1b$B", b"\x1b$(Q")):
        try:
            return each.decode("iso2022_jp_2004")
        except UnicodeDecodeError:
            continue
    return None


def _nearly(data: bytes, charset: str) -> str | None:
    """The text when only a few bytes do not fit, as in a letter cut in the middle of a character."""
    try:
        text = data.decode(charset, "replace")
    except (UnicodeError, LookupError, ValueError):
        return None
    broken = text.count("\ufffd")
    foreign = sum(1 for letter in text[:200_000] if letter > "\x7f") - broken
    return text if broken * 10 <= foreign else None


def _detected(data: bytes) -> str | None:
    foreign = next((at for at, byte in enumerate(data[:1_000_000]) if byte > 0x7F), 0)
    start = max(0, foreign - SAMPLE_BYTES // 4)
    try:
        sample = data[start : start + SAMPLE_BYTES]
        best = from_bytes(sample, cp_isolation=_LIKELY, preemptive_behaviour=False).best()
    except Exception:  # a guess may fail in any way; we have one more way to read
        return None
    if best is None:
        return None
    if not _plausible(sample.decode(best.encoding, "replace"), best.encoding):
        return _cyrillic(data)
    # Few accents do not tell Western from Central European: ask whether each is a Western letter.
    if best.encoding in _LATIN and set(data) <= _WESTERN:
        return "cp1252"
    return best.encoding


def _plausible(text: str, encoding: str) -> bool:
    """Not so: lone half-width letters of the Far East, or more vowel points than such scripts ever write."""
    if encoding in _ASIAN:
        return any("\u2e80" <= letter < "\uff00" for letter in text)
    foreign = [letter for letter in text if letter > "\x7f"]
    return sum(map(bool, map(unicodedata.combining, foreign))) * 10 <= len(foreign)


def _cyrillic(data: bytes) -> str | None:
    """KOI8-R or cp1251 for words that are foreign from end to end: the one in which capitals come first."""
    words = [word for word in _WORD.findall(data[:SAMPLE_BYTES]) if len(word) > 1 and max(word) >= 0xC0]
    if not words or sum(min(word) >= 0xC0 for word in words) * 10 < len(words) * 6:
        return None
    lower_in_koi = sum(byte < 0xE0 for word in words for byte in word[1:])
    total = sum(len(word) - 1 for word in words)
    return "koi8_r" if lower_in_koi * 2 > total else "cp1251"


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, str]:
    """Undo a Content-Transfer-Encoding (RFC 2045, 6). Returns the bytes and a defect word or ''."""
    encoding = encoding.strip().strip("\"'").lower()
    if encoding == "base64":
        return decode_base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), ""
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return decode_uuencoded(data.splitlines()), ""
    return data, "" if encoding in {"", "7bit", "8bit", "binary"} else "transfer_encoding_unknown"


def decode_base64(data: bytes) -> tuple[bytes, str]:
    """Base64 as it really arrives: footers below it, missing or doubled padding, foreign characters."""
    bare = data.translate(None, b" \t\r\n")
    if len(bare) % 4 == 0 and _BASE64_SOUND.fullmatch(bare):
        return binascii.a2b_base64(bare), ""
    lines = [line.strip() for line in data.splitlines()]
    sound = [line for line in lines if line and not _BASE64_ALIEN.search(line)]
    joined = b"".join(sound) if sound else _BASE64_ALIEN.sub(b"", data)
    defect = "" if len(sound) == sum(1 for line in lines if line) else "base64_damaged"
    out: list[bytes] = []
    for piece in _PADDING.split(joined):
        if len(piece) % 4 == 1:
            piece, defect = piece[:-1], "base64_damaged"
        out.append(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)))
    return b"".join(out), defect


def decode_uuencoded(lines: list[bytes]) -> bytes:
    """The data lines between `begin` and `end`; lines that are not uuencoded are left out."""
    out: list[bytes] = []
    for line in lines:
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Many encoders pad with a wrong length; trust the length byte (as uu does).
            size = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:size]))
            except binascii.Error:
                continue
    return b"".join(out)


def decode_header(value: str, hint: str = "") -> str:
    """A header value with its encoded words (RFC 2047) read and its raw 8-bit bytes guessed.

    `value` is what compat32 stores (undecoded bytes as surrogates); `hint` is the body's charset.
    Line ends may be inside the result: see lib.text.one_line.
    """
    value = value[:MAX_HEADER_CHARS]
    if "=?" not in value:
        return _raw_text(value, hint)
    return "".join(_header_pieces(value, hint))


def _header_pieces(value: str, hint: str) -> Iterator[str]:
    end = 0
    pending: tuple[str, bytes] | None = None  # charset and bytes: a character may be split over two words
    for match in _ENCODED_WORD.finditer(value):
        between = value[end : match.start()]
        charset, data = match[1].lower(), _word_bytes(match[2], match[3])
        if pending and not between.strip() and pending[0] == charset:
            pending = charset, pending[1] + data
        else:
            if pending:
                yield decode_bytes(pending[1], pending[0])[0]
            if not pending or between.strip():
                yield _raw_text(between, hint)
            pending = charset, data
        end = match.end()
    if pending:
        yield decode_bytes(pending[1], pending[0])[0]
    yield _raw_text(value[end:], hint)


def _word_bytes(kind: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape") if _escaped(text) else text.encode("utf-8", "replace")
    if kind in "bB":
        return decode_base64(data)[0]
    return binascii.a2b_qp(data.replace(b"_", b" ").replace(b"\r", b"").replace(b"\n", b""), header=False)


def _escaped(text: str) -> bool:
    """Are the surrogates in it only those which stand for undecoded bytes?"""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _raw_text(text: str, hint: str) -> str:
    if text.isascii():
        return text if "\x1b$" not in text else decode_bytes(text.encode("ascii"), hint)[0]
    if not _escaped(text):
        return without_surrogates(text)
    data = text.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_bytes(data, hint)[0]
