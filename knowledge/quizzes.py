"""Questions, how they are written down, the order in which they are asked, and what an answer is worth. Pure.

A question is kept as plain data (`written` and `read`), so that an attempt can be judged by what was asked.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

SINGLE, MULTI, ORDER, TEXT = "single", "multi", "order", "text"
KINDS = (SINGLE, MULTI, ORDER, TEXT)
MOST_OPTIONS = 12
MOST_TEXT = 500
_SPACE = re.compile(r"\s+")
_STAR = re.compile(r"^\*\s*")


@dataclass(frozen=True)
class Question:
    """`right` are places in `options`: of the right ones, or of all in the right order. A short text has none
    of both but what is accepted.
    """

    key: str
    kind: str
    text: str
    options: tuple[str, ...] = ()
    right: tuple[int, ...] = ()
    accepted: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Mark:
    question: Question
    given: tuple[str, ...]
    is_right: bool


@dataclass(frozen=True)
class Result:
    marks: tuple[Mark, ...]

    @property
    def right(self) -> int:
        return sum(mark.is_right for mark in self.marks)

    @property
    def percent(self) -> int:
        """Rounded down: nobody passes by rounding. 100 where nothing is asked."""
        return self.right * 100 // len(self.marks) if self.marks else 100


def from_lines(key: str, kind: str, text: str, lines: str, why: str = "") -> Question:
    """As somebody types it: one answer a line, a star before the right ones; an order as it is right."""
    given = [line.strip() for line in lines.replace("\r\n", "\n").split("\n") if line.strip()]
    text, why = text.strip(), why.strip()
    if kind == TEXT:
        return Question(key, kind, text, accepted=tuple(_STAR.sub("", line) for line in given), why=why)
    if kind == ORDER:
        options = tuple(_STAR.sub("", line) for line in given)
        return Question(key, kind, text, options, tuple(range(len(options))), why=why)
    right = tuple(place for place, line in enumerate(given) if line.startswith("*"))
    return Question(key, kind, text, tuple(_STAR.sub("", line) for line in given), right, why=why)


def to_lines(question: Question) -> str:
    """As `from_lines` reads it."""
    if question.kind == TEXT:
        return "\n".join(question.accepted)
    if question.kind == ORDER:
        return "\n".join(question.options[place] for place in question.right)
    return "\n".join(
        f"* {option}" if place in question.right else option for place, option in enumerate(question.options)
    )


def problem(question: Question) -> str:
    """What is wrong with it, as a word for knowledge.wording; nothing if it can be asked."""
    if question.kind not in KINDS:
        return "kind"
    if not question.text:
        return "text"
    if question.kind == TEXT:
        return "" if any(folded(one) for one in question.accepted) else "nothing_accepted"
    if len(question.options) < 2:
        return "too_few"
    if len(question.options) > MOST_OPTIONS:
        return "too_many"
    if any(not option.strip() for option in question.options):
        return "empty_option"
    if len({folded(option) for option in question.options}) < len(question.options):
        return "twice"
    if question.kind == ORDER:
        return "" if sorted(question.right) == list(range(len(question.options))) else "no_right"
    if not question.right or not all(0 <= place < len(question.options) for place in question.right):
        return "no_right"
    return "several_right" if question.kind == SINGLE and len(question.right) > 1 else ""


def folded(text: str) -> str:
    """Without case, accents, and more spaces than one: what a short answer is compared by."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _SPACE.sub(" ", bare).strip()


def asked(questions: Sequence[Question], seed: int) -> list[tuple[Question, list[int]]]:
    """The questions as this attempt asks them, each with the places of its options in the order shown.

    The same seed gives the same order, on every machine; what is to be put in order is never shown in order.
    """
    turned = sorted(questions, key=lambda one: _lot(seed, one.key))
    return [(question, _turned(question, seed)) for question in turned]


def _turned(question: Question, seed: int) -> list[int]:
    places = sorted(range(len(question.options)), key=lambda place: _lot(seed, f"{question.key}/{place}"))
    if question.kind == ORDER and places == list(question.right) and len(places) > 1:
        places = places[1:] + places[:1]
    return places


def _lot(seed: int, what: str) -> str:
    return sha256(f"{seed}:{what}".encode()).hexdigest()


def is_right(question: Question, given: Sequence[str]) -> bool:
    """`given` are places as digits (in the order chosen), or the one text. What cannot be is wrong."""
    if question.kind == TEXT:
        said = folded(given[0][:MOST_TEXT]) if given else ""
        return bool(said) and said in {folded(one) for one in question.accepted}
    places = [int(one) for one in given if one.isdecimal() and len(one) < 4]
    if question.kind == ORDER:
        return tuple(places) == question.right
    return len(places) == len(given) and sorted(set(places)) == sorted(question.right)


def judged(questions: Sequence[Question], answers: Mapping[str, Sequence[str]]) -> Result:
    """Every question counts one; what was not answered is wrong."""
    marks = []
    for question in questions:
        given = tuple(answers.get(question.key, ()))
        marks.append(Mark(question, given, is_right(question, given)))
    return Result(tuple(marks))


def in_words(question: Question, given: Sequence[str]) -> list[str]:
    """An answer as its reader knows it: the texts of the options, not their places."""
    if question.kind == TEXT:
        return [one for one in given if one.strip()]
    places = [int(one) for one in given if one.isdecimal() and len(one) < 4]
    return [question.options[place] for place in places if place < len(question.options)]


def right_in_words(question: Question) -> list[str]:
    if question.kind == TEXT:
        return list(question.accepted)
    return [question.options[place] for place in question.right]


def written(question: Question) -> dict[str, Any]:
    """As it is kept."""
    return {
        "key": question.key, "kind": question.kind, "text": question.text, "options": list(question.options),
        "right": list(question.right), "accepted": list(question.accepted), "why": question.why,
    }  # fmt: skip


def read(kept: Mapping[str, Any]) -> Question:
    """What `written` gave."""
    return Question(
        key=str(kept["key"]), kind=str(kept["kind"]), text=str(kept["text"]),
        options=tuple(kept.get("options", ())), right=tuple(kept.get("right", ())),
        accepted=tuple(kept.get("accepted", ())), why=str(kept.get("why", "")),
    )  # fmt: skip
