"""Who a letter is from and for: reading, comparing and choosing addresses. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lib.text import one_line
from mail.decoding import decode_header

MAX_ADDRESSES = 1_000

_ANYWHERE = re.compile(r"[^\s<>()\[\]\",;:\\]{1,64}@[^\s<>()\[\]\",;:\\@]{1,253}")
# One letter, or a whole encoded word: its commas and colons mean nothing.
_TOKEN = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]{0,500}\?=|.", re.DOTALL)
# One ordinary address; anything unusual is read letter by letter.
_PLAIN = re.compile(
    r"\s*(?:\"([^\"\\<>()\[\],;:@]{0,200})\"|([^\"\\<>()\[\],;:@]{0,200}))\s*"
    r"<([A-Za-z0-9._+=-]{1,64}@[A-Za-z0-9.-]{1,253})>\s*"
)
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Address:
    """`address` is as written (trimmed); compare with `key`. A display name never stands for an address."""

    name: str
    address: str

    @property
    def key(self) -> str:
        return normalise(self.address)

    @property
    def domain(self) -> str:
        return self.key.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def normalise(address: str) -> str:
    """The form two spellings of one address share: lower case, IDNA domain; '' when it is no address."""
    return _remembered(address) if len(address) <= 320 else _normalised(address)


def _normalised(address: str) -> str:
    local, at, domain = one_line(address, 1_000).strip("<>").rpartition("@")
    domain = domain.strip().rstrip(".").lower()
    if not at or not local or not domain or len(domain) > 253 or len(local) > 255:
        return ""
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return f"{unicodedata.normalize('NFC', local.strip()).lower()}@{domain}"


# The few addresses of one mail are asked for again and again.
_remembered = lru_cache(maxsize=4096)(_normalised)


def is_valid_address(address: str) -> bool:
    """Can a letter be sent there? An ASCII local part, a dotted domain (IDNA allowed), RFC 5321 lengths.

    Dots may stand anywhere in the local part: addresses like that exist although RFC 5322 forbids them.
    """
    local, at, _ = address.rpartition("@")
    key = normalise(address)
    if not at or not key or address != address.strip() or not _LOCAL.fullmatch(local):
        return False
    labels = key.rpartition("@")[2].split(".")
    return len(labels) > 1 and not labels[-1].isdigit() and all(_LABEL.fullmatch(label) for label in labels)


def read_addresses(value: str, hint: str = "") -> tuple[Address, ...]:
    """An address list header as it was sent (encoded words and all; RFC 5322, 3.4).

    Malformed members are salvaged or skipped: unquoted commas in names, unclosed quotes and comments,
    groups, routes, `mailto:`. `hint` is the charset of raw 8-bit bytes. At most 1,000 addresses.
    """
    if plain := _PLAIN.fullmatch(value):
        quoted, name, address = plain.groups()
        return (_address(_SPACES.sub(" ", quoted or name or ""), address, hint),)
    found: list[Address] = []
    held = ""  # `Tamm, Mari <mari@…>`: the comma was part of a name
    for name, angle, comment, closed in _members(value):
        address = _bare(angle or "")
        if address is None and "@" in name and angle is None:
            address, name = _last_word(name)
            name = name or comment
        if address is None and (match := _ANYWHERE.search(decode_header(f"{name} {angle or ''}", hint))):
            name = decode_header(name, hint).partition(match[0])[0].rstrip(" <(")
            address = match[0]
        if address is None:
            held = f"{held}, {name}" if held else name
            continue
        name = f"{held}, {name}" if held and name and angle is not None and closed else name
        found.append(_address(name or comment, address, hint))
        held = ""
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found)


def read_author(value: str, hint: str = "") -> Address:
    """The first address of a From header; where it has none, at least the name it gives."""
    if found := read_addresses(value, hint):
        return found[0]
    name, _angle, comment, _closed = next(_members(value))
    return Address(_display(name or comment, hint), "")


def _last_word(phrase: str) -> tuple[str | None, str]:
    """Address and name of `Mari Tamm mari@host` or `mari @ host`, written without angle brackets."""
    words = phrase.split()
    for at, word in enumerate(words):
        if _ANYWHERE.fullmatch(word):
            return _bare(word), " ".join(words[:at])
    return _bare("".join(words)), ""


def _address(name: str, address: str, hint: str) -> Address:
    """A name that only repeats the address says nothing."""
    shown, address = _display(name, hint), one_line(address, 400)
    return Address("" if shown.lower() == address.lower() else shown, address)


def _display(name: str, hint: str) -> str:
    """Without the quotes around it; those that belong to its last word stay: Joe "JJ"."""
    shown = one_line(decode_header(name, hint), 200).strip()
    for mark in "\"'":
        around = shown.startswith(mark) and shown.endswith(mark)
        if around or shown.count(mark) % 2:
            shown = shown.strip(f"{mark} ")
    return shown


def _bare(text: str) -> str | None:
    """One address out of what stood between angle brackets, or None."""
    text = text.strip()
    if text[:7].lower() == "mailto:":
        text = text[7:]
    if text.startswith("@") and ":" in text:  # source route, RFC 5322, 4.4
        text = text.rpartition(":")[2]
    if "=?" in text or not text.isascii():  # encoded words, or 8-bit bytes as they came
        text = decode_header(text)
    if '"' not in text:
        text = _SPACES.sub("", text)
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain or len(text) > 320 or one_line(text, 400) != text:
        return None
    if '"' not in local and any(mark in local for mark in "<>()[],;:"):
        return None
    return None if any(mark in domain for mark in '<>()[],;:"\\ ') else text


def _members(value: str) -> Iterator[tuple[str, str | None, str, bool]]:
    """Phrase, content of the angle brackets, comment, and whether all quotes were closed; one pass."""
    phrase: list[str] = []
    angle: list[str] | None = None
    comment: list[str] = []
    best: str | None = None
    quoted = inside = escaped = address_begun = False
    depth = 0
    for match in _TOKEN.finditer(value):
        letter, at = match[0], match.end() - 1
        target = comment if depth else angle if inside and angle is not None else phrase
        if escaped:
            target.append(letter)
            escaped = False
        elif letter == "\\" and (quoted or depth):
            escaped = True
        elif letter == '"' and not depth:
            # A quote that never closes would swallow every address behind it.
            quoted = not quoted and '"' in value[at + 1 : at + 1000]
            if inside:
                target.append(letter)
        elif quoted:
            target.append(letter)
        elif letter == "(" and (depth or ")" in value[at + 1 : at + 2000]):
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif depth:
            target.append(letter)
        elif letter == "<":
            angle, inside = [], True
        elif letter == ">" and inside and angle is not None:
            text, inside = "".join(angle), False
            if "@" in text or best is None:
                best = text
        elif letter in ",;" and not (inside and letter == ","):
            yield _member(phrase, angle, best, comment, inside)
            phrase, angle, comment, best, inside, address_begun = [], None, [], None, False, False
        elif letter == ":" and not inside and not address_begun:
            phrase = []  # the name of a group, or `mailto`
        else:
            address_begun = address_begun or letter == "@"
            target.append(letter)
    yield _member(phrase, angle, best, comment, inside or quoted)


def _member(
    phrase: list[str], angle: list[str] | None, best: str | None, comment: list[str], cut: bool
) -> tuple[str, str | None, str, bool]:
    if best is None and angle is not None:
        best = "".join(angle)
    return _SPACES.sub(" ", "".join(phrase)).strip(), best, "".join(comment).strip(), not cut


def without_plus(address: str) -> str:
    """`support+anything@host` → `support@host`, normalised."""
    local, at, domain = normalise(address).rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def own(address: str, own_addresses: Iterable[str]) -> bool:
    """Is this one of our mailboxes, or a plus-variant of one? A frozenset is taken as normalised: a desk with
    many mailboxes asks this for everybody in copy.
    """
    key = normalise(address)
    ours = own_addresses if isinstance(own_addresses, frozenset) else _keys(own_addresses)
    return bool(key) and (key in ours or without_plus(key) in ours)


def _keys(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise(each) for each in addresses) - {""}


def reply_recipients(
    to: Iterable[Address], cc: Iterable[Address], *, own_addresses: Iterable[str], author: str = ""
) -> tuple[Address, ...]:
    """Whom a reply-all adds beside the author: external To and Cc, once each, none of ours."""
    ours = _keys(own_addresses)
    taken = {normalise(author)}
    chosen: list[Address] = []
    for address in (*to, *cc):
        key = address.key
        if key and key not in taken and is_valid_address(address.address) and not own(key, ours):
            taken.add(key)
            chosen.append(address)
    return tuple(chosen)
