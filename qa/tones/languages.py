"""What is known of each language: a file in `data/`, read when first asked for. Pure."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from qa.tones.phrases import Phrases

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "et", "pl", "es", "ru")


@dataclass(frozen=True, slots=True)
class Rule:
    """What phrases of one sort say of who wrote them, and what makes them harmless.

    `negatable`: not after a word that denies. `nameable`: not as part of a name. `unless`: not with one of
    these elsewhere in the sentence.
    """

    name: str
    kind: str
    confidence: float
    negatable: bool = False
    nameable: bool = False
    unless: Phrases[bool] | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """Each part is phrases with what they mean; a language that is not known has none."""

    rules: Phrases[Rule] = field(default_factory=lambda: Phrases([]))
    denials: Phrases[bool] = field(default_factory=lambda: Phrases([]))
    reports: Phrases[bool] = field(default_factory=lambda: Phrases([]))
    promises: Phrases[str] = field(default_factory=lambda: Phrases([]))
    dates: Phrases[bool] = field(default_factory=lambda: Phrases([]))
    greetings: Phrases[str] = field(default_factory=lambda: Phrases([]))
    answers: Phrases[str] = field(default_factory=lambda: Phrases([]))
    courtesies: Phrases[bool] = field(default_factory=lambda: Phrases([]))
    manners: Phrases[str] = field(default_factory=lambda: Phrases([]))
    loud: frozenset[str] = frozenset()


@cache
def language(code: str) -> Language:
    """An unknown code gives a language of which nothing is known."""
    if code not in LANGUAGES:
        return Language()
    with open(DATA / f"{code}.toml", "rb") as file:
        known = tomllib.load(file)
    sets = known.get("sets", {})

    def plain(*names: str) -> Phrases[bool]:
        return Phrases([(phrase, True) for name in names for phrase in known.get(name, [])], sets)

    def sorted_by(name: str) -> Phrases[str]:
        return Phrases([(p, sort) for sort, phrases in known.get(name, {}).items() for p in phrases], sets)

    rules = []
    for told in known.get("rule", []):
        unless = told.get("unless", [])
        rule = Rule(
            name=told["name"],
            kind=told["kind"],
            confidence=told["confidence"],
            negatable=told.get("negatable", False),
            nameable=told.get("nameable", False),
            unless=Phrases([(phrase, True) for phrase in unless], sets) if unless else None,
        )
        rules += [(phrase, rule) for phrase in told["phrases"]]
    return Language(
        rules=Phrases(rules, sets),
        denials=plain("denials"),
        reports=plain("reports"),
        promises=sorted_by("promises"),
        dates=plain("dates"),
        greetings=sorted_by("greetings"),
        answers=sorted_by("answers"),
        courtesies=plain("courtesies"),
        manners=sorted_by("manners"),
        loud=frozenset(known.get("loud", [])),
    )
