"""What a field is: its kind, its choices, whom it is for. Pure.

A field and each of its choices go by a key that never changes, so a new name breaks no stored value, no
policy and no search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# As it is stored with the ticket: text, date ("2026-01-31") and choice are words, several choices a list of
# them, a contact its number, a file the number of an attachment of the ticket.
Value = str | int | float | bool | list[str]

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_OPTIONS = 100
LONGEST_NAME = 80


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    MULTI = "multi"
    CHECKBOX = "checkbox"
    CONTACT = "contact"
    FILE = "file"


CHOSEN = frozenset({Kind.CHOICE, Kind.MULTI})


class Required(StrEnum):
    """From when on a ticket must have it: each stage asks for what the one before it asks for."""

    NEVER = ""
    OPENING = "opening"  # whoever fills in a form gives it; and it is not solved without
    SOLVING = "solving"


class Shown(StrEnum):
    """What the customer has to do with it."""

    NOT = ""
    READ = "read"
    WRITE = "write"  # asked on the form, and seen later


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    name: str
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """`types` are the types of tickets that have it; without one, every ticket has it."""

    key: str
    name: str
    kind: Kind
    options: tuple[Option, ...] = ()
    required: Required = Required.NEVER
    shown: Shown = Shown.NOT
    types: frozenset[int] = frozenset()
    help: str = ""

    def belongs_to(self, type_id: int | None) -> bool:
        return not self.types or type_id in self.types

    def open_options(self, held: Collection[str] = ()) -> tuple[Option, ...]:
        """What may be chosen: all that are not archived, and those that the ticket has anyhow."""
        return tuple(one for one in self.options if not one.archived or one.key in held)

    def named(self, key: str) -> str:
        return next((one.name for one in self.options if one.key == key), key)


def read_options(written: object) -> tuple[Option, ...]:
    """From how they are stored."""
    if not isinstance(written, Sequence):
        return ()
    return tuple(
        Option(str(one["key"]), str(one["name"]), bool(one.get("archived")))
        for one in written
        if isinstance(one, Mapping)
    )


def key_from(name: str, taken: Collection[str] = ()) -> str:
    """A key out of a name in any script, that is none of those taken: “Order №” gives order_no."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:34].strip("_")
    if not word or not word[0].isalpha():
        word = f"f_{word}".rstrip("_")
    key, at = word, 1
    while key in taken:
        at += 1
        key = f"{word}_{at}"
    return key
