"""Names and addresses that pretend to be others (Unicode TR 36 and 39, in small). No Django."""

from __future__ import annotations

import contextlib
import re
import unicodedata

from lib.text import clean

NAME_SHOWS_OTHER = "name_shows_other_address"
MIXED_SCRIPTS = "domain_of_mixed_letters"
LOOKS_LATIN = "domain_looks_latin"

_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]{1,64}@([^\s<>()\[\]\",;:@]{1,253})")
# Letters of other alphabets that nobody can tell from a Latin one.
_TWINS = str.maketrans(
    "аеорсухіјѕһԁԛԝɡӏαορνικυτ",
    "aeopcyxijshdqwglaopvikut",
)


def suspicions(name: str, address: str) -> list[str]:
    """Why a sender may not be who they seem, as words; mostly nothing."""
    found = []
    shown = _ADDRESS.search(clean(name)[:500])
    if shown and shown[0].lower().strip(".'") != address.lower():
        found.append(NAME_SHOWS_OTHER)
    domain = readable(address.rpartition("@")[2])
    if not domain.isascii():
        for label in domain.split("."):
            scripts = _scripts(label)
            if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
                found.append(MIXED_SCRIPTS)
            elif not label.isascii() and label.translate(_TWINS).isascii():
                found.append(LOOKS_LATIN)
    return list(dict.fromkeys(found))


def readable(domain: str) -> str:
    """The domain with its IDNA labels as letters; as it was if they cannot be read."""
    labels = []
    for label in domain.lower().split("."):
        if label.startswith("xn--") and label.isascii():
            with contextlib.suppress(UnicodeError, ValueError):
                label = label[4:].encode("ascii").decode("punycode")
        labels.append(label)
    return ".".join(labels)


def _scripts(label: str) -> set[str]:
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
