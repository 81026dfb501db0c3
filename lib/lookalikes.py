"""Names and addresses that pretend to be others (Unicode TR 36 and 39, in small). No Django."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from enum import StrEnum

MAX_READ = 500  # characters of a name or address


class Sign(StrEnum):
    """What is odd about a sender. An address that needs none of these tricks has none of these signs."""

    NAME_SHOWS_OTHER = "name_shows_other_address"  # "bank@bank.example" <mallory@evil.example>
    HIDDEN = "characters_not_seen"  # characters that are not seen, or that turn the direction of reading
    MIXED = "domain_of_mixed_letters"  # раypal: letters of several alphabets in one word
    LOOKS_LATIN = "domain_looks_latin"  # аррӏе: every letter is the twin of a Latin one
    LIKE_OURS = "looks_like_ours"  # it looks like an address of the desk, but is another


NAME_SHOWS_OTHER, MIXED_SCRIPTS, LOOKS_LATIN = Sign.NAME_SHOWS_OTHER, Sign.MIXED, Sign.LOOKS_LATIN

_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]{1,64}@[^\s@<>\"'(),;:]{1,200}\.[^\s@<>\"'(),;:.]{2,63}")
_SEPARATORS = re.compile(r"[.\-_+@]")
# Unseen in a name; marks of direction and joiners are left alone there: names in Hebrew or Persian need them.
_UNSEEN = frozenset("\u00ad\u061c\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Scripts that are written together.
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)
_TWINS = {
    **dict(zip("авеёзікмнорстухѕјһԁԛԝӏьгпѵҽ", "abee3ikmhopctyxsjhdqwlbrnve", strict=True)),  # Cyrillic
    **dict(zip("αβγεηικνορτυωχμ", "abyenikvoptuwxu", strict=True)),  # Greek
    **dict(zip("օոսցքհյ", "onugphj", strict=True)),  # Armenian
    **dict(zip("ı0οøɡɑ", "looøga", strict=True)),
    "1": "l",
    "|": "l",
}
# Those that nobody can tell from a Latin letter; words of these alone are rare in their own language.
_PERFECT = frozenset("аеорсухѕіјһԁԛԝӏѵονυικαρօոսհ")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def signs(name: str, address: str, *, ours: Collection[str] = ()) -> tuple[Sign, ...]:
    """What is odd about a sender's name and address, in the order of Sign.

    ours: domains of the desk. The domain may be written in Unicode or as xn--….
    """
    name, address = name[:MAX_READ], address[:MAX_READ]
    local, _, domain = address.rpartition("@")
    domain = domain.lower().rstrip(".")
    if (name + address).isascii() and "@" not in name and "xn--" not in domain and not ours:
        return ()  # nearly all mail
    shown = readable(domain)
    return tuple(
        sign
        for sign, found in (
            (Sign.NAME_SHOWS_OTHER, _shows_another(name, local, domain, shown)),
            (Sign.HIDDEN, _hides(name, local + shown)),
            (Sign.MIXED, any(_is_mixed(word) for word in _words(local, shown))),
            (Sign.LOOKS_LATIN, _looks_latin(shown)),
            (Sign.LIKE_OURS, _is_like_ours(domain, shown, ours)),
        )
        if found
    )


def suspicions(name: str, address: str) -> list[str]:
    """The same as plain words, as they are stored."""
    return [sign.value for sign in signs(name, address)]


def readable(domain: str) -> str:
    """The domain as a browser may show it, its xn--… labels decoded; as it was where they cannot be."""
    labels = []
    for label in domain.lower().split("."):
        if label.startswith("xn--") and label.isascii():
            with contextlib.suppress(UnicodeError, IndexError, OverflowError, ValueError):
                label = label[4:].encode("ascii").decode("punycode")
        labels.append(label)
    return ".".join(labels)


def _shows_another(name: str, local: str, domain: str, shown: str) -> bool:
    known = {f"{local.partition('+')[0]}@{one}".lower() for one in (domain, shown)}
    others = _ADDRESS.findall(unicodedata.normalize("NFKC", name))
    return any(f"{one.rpartition('@')[0].partition('+')[0]}@{one.rpartition('@')[2]}".lower() not in known
               for one in others)  # fmt: skip


def _hides(name: str, address: str) -> bool:
    return any(one in _UNSEEN or one in _TURNING for one in name) or any(
        unicodedata.category(one) in {"Cf", "Cc", "Zs", "Co", "Cn"} for one in address
    )


def _words(local: str, domain: str) -> Iterator[str]:
    yield from _SEPARATORS.split(local)
    yield from _SEPARATORS.split(domain)


def _scripts(word: str) -> set[str]:
    found = set()
    for letter in word:
        if letter.isascii():
            found |= {"LATIN"} if letter.isalpha() else set()
        elif unicodedata.category(letter).startswith("L"):
            found.add(unicodedata.name(letter, "UNKNOWN").split()[0].removeprefix("FULLWIDTH-"))
    return found


def _is_mixed(word: str) -> bool:
    scripts = _scripts(word)
    return len(scripts) > 1 and not any(scripts <= several for several in _TOGETHER)


def _looks_latin(domain: str) -> bool:
    """A word wholly of Latin twins, under a domain that is otherwise Latin."""
    labels = domain.split(".")
    if _scripts(labels[-1]) - {"LATIN"}:
        return False  # сор.рф is at home in its alphabet
    return any(
        not label.isascii()
        and "LATIN" not in _scripts(label)
        and all(letter.isascii() or letter in _PERFECT for letter in label)
        for label in labels
    )


def _skeleton(domain: str) -> str:
    """What the eye makes of it: two domains with one skeleton look alike."""
    text = unicodedata.normalize("NFKD", domain.lower())
    text = "".join(_TWINS.get(letter, letter) for letter in text if not unicodedata.combining(letter))
    text = text.replace("0", "o")
    for pair, one in _PAIRS:
        text = text.replace(pair, one)
    return text.replace("i", "l")


def _is_like_ours(domain: str, shown: str, ours: Collection[str]) -> bool:
    own = {one.lower().rstrip(".") for one in ours}
    if domain in own or shown in own:
        return False
    return _skeleton(shown) in {_skeleton(one) for one in own}
