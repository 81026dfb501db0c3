"""Given names: whether a man or a woman bears one, what it is for short, how Polish calls it. Pure.

The lists are in `data/names.toml`; in Polish and Russian endings tell where no list does.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from qa.tones.folding import fold
from qa.tones.languages import DATA

MAN, WOMAN = "man", "woman"
# A patronymic or a surname says it most surely.
_TELLING = {
    "ru": {
        MAN: re.compile(r"(?:[оеё]вич|[ыи]ч|(?<=..)(?:ов|ев|ин|ск[ии]и|цкии))\Z"),
        WOMAN: re.compile(r"(?:[ое]вна|инична|ична|(?<=..)(?:ова|ева|ина|ская|цкая))\Z"),
    },
    "pl": {MAN: re.compile(r"(?:sk|ck|dzk)i\Z"), WOMAN: re.compile(r"(?:sk|ck|dzk)a\Z")},
}
_OF_WOMEN = {"pl": ("a",), "ru": ("а", "я")}
# How a name of a man is called in Polish, by what it ends with; others take `u`, `ie` or `e`.
_CALLED = (
    ("ek", "ku"),
    ("el", "le"),
    ("r", "rze"),
    ("t", "cie"),
    ("d", "dzie"),
    ("ec", "cze"),
    ("ies", "sie"),
)


@dataclass(frozen=True, slots=True)
class Names:
    by_sex: dict[str, frozenset[str]]
    full: dict[str, frozenset[str]]
    both: frozenset[str]


@cache
def _all() -> dict[str, Names]:
    with open(DATA / "names.toml", "rb") as file:
        told = tomllib.load(file)
    return {
        code: Names(
            {sex: frozenset(fold(one[sex]).split()) for sex in (MAN, WOMAN)},
            {
                a: frozenset(b.split(","))
                for a, _, b in (p.partition("=") for p in fold(one["short"]).split())
            },
            frozenset(fold(one.get("both", "")).split()),
        )
        for code, one in told.items()
    }


def sex_of(parts: Sequence[str], lang: str) -> str:
    """Of somebody whose folded names these are; "" where they do not say, or do not agree."""
    if telling := _TELLING.get(lang):
        told = {sex for part in parts for sex, ending in telling.items() if ending.search(part)}
        if len(parts) > 1 and told:
            return told.pop() if len(told) == 1 else ""
    given = {sex for part in parts if (sex := _listed(part, lang))}
    if given:
        return given.pop() if len(given) == 1 else ""
    return _by_ending(parts[0], lang) if parts else ""


def _listed(name: str, lang: str) -> str:
    """In their language first; in others only where all of them agree."""
    known = _all()
    here = [known[lang]] if lang in known else []
    for lists in (here, [one for code, one in known.items() if code != lang]):
        if any(name in one.both for one in lists):
            return ""
        told = {sex for one in lists for sex in _in(one, name)}
        if told:
            return told.pop() if len(told) == 1 else ""
    return ""


def _in(names: Names, name: str) -> set[str]:
    every = {name} | names.full.get(name, frozenset())
    return {sex for sex, listed in names.by_sex.items() if every & listed}


def _by_ending(name: str, lang: str) -> str:
    if lang not in _OF_WOMEN or name in _all()[lang].both or len(name) < 3:
        return ""
    return WOMAN if name.endswith(_OF_WOMEN[lang]) else ""


def is_given(name: str, lang: str) -> bool:
    known = _all().get(lang)
    if known is None:
        return False
    return name in known.full or any(name in listed for listed in known.by_sex.values())


def is_short_of(written: str, part: str, lang: str) -> bool:
    """Steph for Stephanie and Саша for Александра, not Martin for Martina."""
    known = _all().get(lang)
    if known and (part in known.full.get(written, ()) or written in known.full.get(part, ())):
        return True
    return len(written) >= 2 and len(part) - len(written) >= 2 and part.startswith(written)


@cache
def called(name: str, lang: str) -> frozenset[str]:
    """What a name, or what it is for short, becomes when somebody is called by it."""
    known = _all().get(lang)
    if lang != "pl" or known is None:
        return frozenset((name,))
    every = {name, *(short for short, full in known.full.items() if name in full)}
    return frozenset(form for one in every for form in _vocatives(one))


def _vocatives(name: str) -> set[str]:
    if name.endswith("a"):
        return {name, name[:-1] + "o", name[:-1] + "u", name[:-1] + "a"}
    ends = {name[: -len(end)] + new for end, new in _CALLED if name.endswith(end)}
    vowels = {name[:-1] + "y", name[:-1] + "i"} if name[-1] in "yi" else set()
    return {name, name + "u", name + "ie", name + "e", name + "o", *ends, *vowels}
