"""Conditions over facts: what a field may be asked, how an answer is read, and whether all of it holds. Pure.

Whoever has conditions (policies of promises, views, rules of their own) says which fields there are: one
table, field → kind of value. The operators of a kind are here, once for everybody.

    {"all": [{"field": "team", "how": "is", "values": ["3", "5"]},
             {"any": [{"field": "tags", "how": "has_any", "values": ["outage"]},
                      {"field": "vip", "how": "yes"}]}]}

Nothing at all, or an empty "all", always holds. Facts are words: each field has those that are true of it,
none if it is empty. No regular expressions, so no condition can bring anything to a halt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_CONDITIONS = 24
MOST_VALUES = 50
MOST_DEPTH = 3
MAX_VALUE = 200
MAX_READ = 4_000  # characters of one text that a pattern is held against

Facts = Mapping[str, tuple[str, ...]]
Path = tuple[str | int, ...]


class Kind(StrEnum):
    """What a field holds."""

    CHOICE = "choice"  # one word of a list, or none
    WORDS = "words"  # any number of words, such as tags
    YES_NO = "yes_no"
    TEXT = "text"
    NUMBER = "number"


class How(StrEnum):
    IS = "is"  # one of the values
    IS_NOT = "is_not"  # none of them
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    HAS_NONE = "has_none"
    YES = "yes"
    NO = "no"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    LIKE = "like"  # `*` stands for any letters
    OVER = "over"
    UNDER = "under"
    PRESENT = "present"
    ABSENT = "absent"


OPERATORS: Mapping[Kind, tuple[How, ...]] = {
    Kind.CHOICE: (How.IS, How.IS_NOT, How.PRESENT, How.ABSENT),
    Kind.WORDS: (How.HAS_ANY, How.HAS_ALL, How.HAS_NONE, How.PRESENT, How.ABSENT),
    Kind.YES_NO: (How.YES, How.NO),
    Kind.TEXT: (How.IS, How.IS_NOT, How.CONTAINS, How.CONTAINS_NOT, How.LIKE, How.PRESENT, How.ABSENT),
    Kind.NUMBER: (How.IS, How.IS_NOT, How.OVER, How.UNDER, How.PRESENT, How.ABSENT),
}
VALUELESS = frozenset({How.YES, How.NO, How.PRESENT, How.ABSENT})
EMPTINESS = frozenset({How.PRESENT, How.ABSENT})
TRUE = ("yes",)  # what a fact of yes or no says when it is true; false is no word at all


@dataclass(frozen=True, slots=True)
class Field:
    """`choices` are the words there are, if that is a closed list; `optional`: it may hold nothing."""

    kind: Kind
    choices: frozenset[str] | None = None
    optional: bool = False

    @property
    def operators(self) -> tuple[How, ...]:
        """What it may be asked."""
        return tuple(how for how in OPERATORS[self.kind] if self.optional or how not in EMPTINESS)


Vocabulary = Mapping[str, Field]


class Wrong(ValueError):
    """A condition that cannot be. `path` says which, such as ("all", 1); `field` what it asked about.

    Codes: shape, field, how, value, unknown (`text` is the word), number, many, deep, contradiction
    (`other` is the condition it contradicts).
    """

    def __init__(self, path: Path, code: str, *, field: str = "", text: str = "", other: Path = ()) -> None:
        super().__init__(f"{'.'.join(map(str, path)) or 'conditions'}: {code} {field} {text}".strip())
        self.path, self.code, self.field, self.text, self.other = path, code, field, text, other


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    how: How
    values: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = {"field": self.field, "how": self.how.value}
        return {**kept, "values": list(self.values)} if self.values else kept


@dataclass(frozen=True, slots=True)
class Group:
    """All of its members must hold, or any. An empty one holds."""

    members: tuple[Condition | Group, ...] = ()
    every: bool = True

    def as_json(self) -> dict[str, Any]:
        return {"all" if self.every else "any": [member.as_json() for member in self.members]}

    def conditions(self) -> Iterator[Condition]:
        for member in self.members:
            if isinstance(member, Group):
                yield from member.conditions()
            else:
                yield member


ALWAYS = Group()


def read_group(written: Any, vocabulary: Vocabulary) -> Group:
    """The written form as values. Raises Wrong; what can be read may still contradict itself."""
    if not written:
        return ALWAYS
    group = _group(written, vocabulary, ())
    if sum(1 for _ in group.conditions()) > MOST_CONDITIONS:
        raise Wrong((), "many")
    return group


def _group(written: Any, vocabulary: Vocabulary, path: Path) -> Group:
    if len(path) >= 2 * MOST_DEPTH:
        raise Wrong(path, "deep")
    word = next(iter(written), "") if isinstance(written, Mapping) and len(written) == 1 else ""
    members = written[word] if word in ("all", "any") else None
    if not isinstance(members, list | tuple):
        raise Wrong(path, "shape")
    return Group(
        tuple(_member(each, vocabulary, (*path, word, at)) for at, each in enumerate(members)), word == "all"
    )


def _member(written: Any, vocabulary: Vocabulary, path: Path) -> Condition | Group:
    if not isinstance(written, Mapping):
        raise Wrong(path, "shape")
    if "field" not in written:
        return _group(written, vocabulary, path)
    return read_condition(written, vocabulary, path)


def read_condition(written: Mapping[str, Any], vocabulary: Vocabulary, path: Path = ()) -> Condition:
    """One condition from what is stored or typed. Raises Wrong."""
    name = str(written.get("field", ""))
    field = vocabulary.get(name)
    if field is None:
        raise Wrong(path, "field", field=name)
    if (how := written.get("how")) not in field.operators:
        raise Wrong(path, "how", field=name, text=str(how))
    how = How(str(how))
    if how in VALUELESS:
        return Condition(name, how)
    typed = written.get("values", ())
    if not isinstance(typed, list | tuple):
        raise Wrong(path, "shape", field=name)
    values = tuple(dict.fromkeys(word for value in typed if (word := _word(value, field))))
    if not values or (how is How.LIKE and not any(value.strip("*") for value in values)):
        raise Wrong(path, "value", field=name)
    if len(values) > MOST_VALUES:
        raise Wrong(path, "many", field=name)
    _known(values, field, name, path)
    return Condition(name, how, values)


def _word(value: object, field: Field) -> str:
    word = " ".join(str(value).split())[:MAX_VALUE]
    return word.lower() if field.kind is Kind.WORDS else word


def _known(values: tuple[str, ...], field: Field, name: str, path: Path) -> None:
    for value in values:
        if field.choices is not None and value not in field.choices:
            raise Wrong(path, "unknown", field=name, text=value)
        if field.kind is Kind.NUMBER and not _is_number(value):
            raise Wrong(path, "number", field=name, text=value)


def _is_number(word: str) -> bool:
    return word.isascii() and len(word) < 16 and word.removeprefix("-").replace(".", "", 1).isdigit()


def holds(asked: Condition | Group, facts: Facts) -> bool:
    """Whether it is true of the facts. A denial is true when no word of the field fits."""
    if isinstance(asked, Group):
        members = (holds(member, facts) for member in asked.members)
        return not asked.members or (all(members) if asked.every else any(members))
    return _HOLDS[asked.how](asked.values, facts.get(asked.field, ()))


def like(pattern: str, value: str) -> bool:
    """`invoice*.pdf` fits the whole value; each `*` takes as little as it can, so no step is made twice."""
    first, *rest = pattern.split("*")
    if not rest:
        return first == value
    if not value.startswith(first):
        return False
    at = len(first)
    *middle, last = rest
    for word in middle:
        found = value.find(word, at)
        if found < 0:
            return False
        at = found + len(word)
    return len(value) - at >= len(last) and value.endswith(last)


def _any(fits: Callable[[str, str], bool]) -> Callable[[tuple[str, ...], tuple[str, ...]], bool]:
    """One of the values fits one of the words, whatever their letter case."""

    def found(values: tuple[str, ...], words: tuple[str, ...]) -> bool:
        lower = [word[:MAX_READ].casefold() for word in words]
        return any(fits(value.casefold(), word) for value in values for word in lower)

    return found


_same = _any(lambda value, word: value == word)
_contains = _any(lambda value, word: value in word)
_HOLDS: Mapping[How, Callable[[tuple[str, ...], tuple[str, ...]], bool]] = {
    How.IS: _same,
    How.IS_NOT: lambda values, words: not _same(values, words),
    How.HAS_ANY: _same,
    How.HAS_ALL: lambda values, words: all(_same((value,), words) for value in values),
    How.HAS_NONE: lambda values, words: not _same(values, words),
    How.YES: lambda values, words: bool(words),
    How.NO: lambda values, words: not words,
    How.CONTAINS: _contains,
    How.CONTAINS_NOT: lambda values, words: not _contains(values, words),
    How.LIKE: _any(like),
    How.OVER: lambda values, words: any(float(word) > float(value) for value in values for word in words),
    How.UNDER: lambda values, words: any(float(word) < float(value) for value in values for word in words),
    How.PRESENT: lambda values, words: any(words),
    How.ABSENT: lambda values, words: not any(words),
}
