"""What somebody typed, as a value or a problem. Pure.

The raw value is whatever a form, a letter or a program gives: text, a list of texts, or the value itself.
Empty is always said with None, never with "", [] or False.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum

from tickets.fields.definition import Definition, Kind, Required, Value
from tickets.fields.problems import Problem

LONGEST = 500
MOST_CHOSEN = 30
MOST_DIGITS = 15  # what a number keeps exactly wherever it is stored
EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)
YES = frozenset({"on", "yes", "true", "1"})
NO = frozenset({"", "off", "no", "false", "0"})

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+")
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_SPACES = re.compile(r"[\s\u00a0\u202f']")


class Stage(IntEnum):
    """How much is asked for: nothing while a value is kept, more when a form is filled in, all to solve."""

    KEEPING = 0
    OPENING = 1
    SOLVING = 2


_ASKED_FROM = {Required.OPENING: Stage.OPENING, Required.SOLVING: Stage.SOLVING}


def is_empty(raw: object) -> bool:
    return raw is None or raw is False or (isinstance(raw, str) and not raw.strip()) or raw == []


def is_required(about: Definition, stage: Stage) -> bool:
    return about.required in _ASKED_FROM and stage >= _ASKED_FROM[about.required]


def check(
    about: Definition, raw: object, *, stage: Stage = Stage.KEEPING, held: Value | None = None
) -> tuple[Value | None, Problem | None]:
    """The value, or None and what is wrong. `held` is what the ticket has: a choice that was archived since
    may stay, though nobody can choose it any more.
    """
    try:
        value = None if is_empty(raw) else _READ[about.kind](about, raw, held)
    except _Wrong as wrong:
        return None, Problem(about.key, wrong.code, wrong.text, wrong.most)
    if value is None and is_required(about, stage):
        return None, Problem(about.key, "required")
    return value, None


def check_all(
    fields: Iterable[Definition],
    raw: Mapping[str, object],
    *,
    type_id: int | None,
    stage: Stage = Stage.KEEPING,
    held: Mapping[str, Value] | None = None,
) -> tuple[dict[str, Value], list[Problem]]:
    """All values that are good, and all problems, of the fields that a ticket of this type has. What the
    desk does not know, or what belongs to other types, is left out.
    """
    held, values, problems = held or {}, {}, []
    for about in fields:
        if not about.belongs_to(type_id):
            continue
        value, problem = check(about, raw.get(about.key), stage=stage, held=held.get(about.key))
        if problem:
            problems.append(problem)
        elif value is not None:
            values[about.key] = value
    return values, problems


def lacking(
    fields: Iterable[Definition], values: Mapping[str, Value], *, type_id: int | None, stage: Stage
) -> list[Definition]:
    """The fields that a ticket of this type must have at this stage, and that are empty."""
    return [
        about
        for about in fields
        if about.belongs_to(type_id) and is_required(about, stage) and is_empty(values.get(about.key))
    ]


# --- each kind


class _Wrong(Exception):
    def __init__(self, code: str, text: object = "", most: int = 0) -> None:
        super().__init__(code)
        self.code, self.text, self.most = code, str(text)[:80], most


def _words(raw: object) -> str:
    """One line of text."""
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise _Wrong("kind")
    return " ".join(str(raw).replace("\x00", " ").split())


def _text(about: Definition, raw: object, held: Value | None) -> Value | None:
    text = _words(raw)
    if len(text) > LONGEST:
        raise _Wrong("long", most=LONGEST)
    return text or None


def _number(about: Definition, raw: object, held: Value | None) -> Value | None:
    typed = _words(raw)
    text = _SPACES.sub("", typed).replace("\u2212", "-")
    if _GROUPED.fullmatch(text):  # 1,234 is a thousand to one reader and one to another
        raise _Wrong("ambiguous", typed)
    text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text) or not text.isascii():
        raise _Wrong("number", typed)
    if len(re.sub(r"[-.]", "", text)) > MOST_DIGITS:
        raise _Wrong("number", typed)
    number = float(text)
    return int(number) if number.is_integer() else number


def _date(about: Definition, raw: object, held: Value | None) -> Value | None:
    if isinstance(raw, datetime.date):
        raw = raw.isoformat()[:10]
    text = _words(raw)
    if found := _DAY.fullmatch(text):
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise _Wrong("date", text) from None
    if not EARLIEST <= day <= LATEST or len(text) != 10:
        raise _Wrong("date", text)
    return day.isoformat()


def _chosen(about: Definition, raw: object, held: frozenset[str]) -> str:
    """The key of a choice, said by key or by name."""
    word = _words(raw)
    for one in about.open_options(held):
        if word == one.key or word.casefold() == one.name.casefold():
            return one.key
    raise _Wrong("choice", word)


def _choice(about: Definition, raw: object, held: Value | None) -> Value | None:
    return _chosen(about, raw, frozenset({held} if isinstance(held, str) else ()))


def _multi(about: Definition, raw: object, held: Value | None) -> Value | None:
    kept = frozenset(held if isinstance(held, list) else ())
    given = raw if isinstance(raw, list | tuple) else [raw]
    keys = {_chosen(about, each, kept) for each in given if not is_empty(each)}
    if len(keys) > MOST_CHOSEN:
        raise _Wrong("many", most=MOST_CHOSEN)
    return [one.key for one in about.options if one.key in keys] or None


def _checkbox(about: Definition, raw: object, held: Value | None) -> Value | None:
    if raw is True:
        return True
    word = _words(raw).lower()
    if word in YES:
        return True
    if word in NO:
        return None
    raise _Wrong("checkbox", word)


def _numbered(about: Definition, raw: object, held: Value | None) -> Value | None:
    """The number of a customer or a file; whether there is such a one, only the desk knows."""
    text = _words(raw)
    if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text)):
        raise _Wrong(about.kind.value, text)
    return int(text)


_READ: Mapping[Kind, Callable[[Definition, object, Value | None], Value | None]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.MULTI: _multi,
    Kind.CHECKBOX: _checkbox,
    Kind.CONTACT: _numbered,
    Kind.FILE: _numbered,
}
