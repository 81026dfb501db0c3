"""What can be asked for by name in the search box: one table for parser, completions and help. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    CHOICE = "choice"
    NAME = "name"
    TAG = "tag"
    WORDS = "words"
    NUMBER = "number"
    TIME = "time"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Field:
    """`ahead`: a span such as 2h lies in the future. `values` of a CHOICE are all that it can have."""

    name: str
    kind: Kind
    example: str
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    compares: bool = False
    ahead: bool = False


STATES = ("new", "open", "waiting", "hold", "solved", "closed")
PRIORITIES = ("low", "normal", "high", "urgent")  # in their order
CHANNELS = ("email", "web", "phone", "walk_in", "chat", "social", "api")
LANGUAGES = ("en", "et", "pl", "es", "ru")

_ALL = (
    Field("status", Kind.CHOICE, "status:open", ("state",), (*STATES, "active", "done")),
    Field("assignee", Kind.NAME, "assignee:me", ("assigned", "agent")),
    Field("team", Kind.NAME, 'team:"Kraków billing"', ("group",)),
    Field("tag", Kind.TAG, "tag:refund", ("tags", "label")),
    Field("priority", Kind.CHOICE, "priority>=high", (), PRIORITIES, compares=True),
    Field("channel", Kind.CHOICE, "channel:phone", ("via",), CHANNELS),
    Field("language", Kind.CHOICE, "language:et", ("lang",), LANGUAGES),
    Field("from", Kind.NAME, "from:acme.com", ("requester", "customer", "contact")),
    Field("organisation", Kind.NAME, "organisation:acme", ("org", "organization", "company")),
    Field("type", Kind.NAME, "type:refund", ("kind",)),
    Field("subject", Kind.WORDS, "subject:refund", ("title",)),
    Field("note", Kind.WORDS, "note:chargeback", ("notes",)),
    Field("file", Kind.WORDS, "file:invoice", ("attachment", "filename")),
    Field("number", Kind.NUMBER, "number:1042", ("id", "ticket"), compares=True),
    Field("created", Kind.TIME, "created>2026-01-31", ("opened",), compares=True),
    Field("updated", Kind.TIME, "updated>7d", ("active",), compares=True),
    Field("solved", Kind.TIME, "solved:yesterday", (), compares=True),
    Field("due", Kind.TIME, "due<2h", ("promise",), compares=True, ahead=True),
    Field(
        "is", Kind.CHOICE, "is:late", (),
        ("late", "unassigned", "assigned", "mine", "waiting", "snoozed", "unread", "active", "done", "vip"),
    ),
    Field("has", Kind.CHOICE, "has:attachment", (), ("attachment", "note", "tag", "answer", "promise")),
)  # fmt: skip

# Fields that a desk made for itself go by their keys; whether there is such a one, only the desk knows.
CUSTOM = "cf."
_CUSTOM_NAME = re.compile(r"cf\.[a-z][a-z0-9_]{0,39}")


class _Names(dict[str, Field]):
    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or bool(_CUSTOM_NAME.fullmatch(str(name)))

    def get(self, name: str, default: Field | None = None) -> Field | None:  # type: ignore[override]
        try:
            return self[name]
        except KeyError:
            return default

    def __missing__(self, name: str) -> Field:
        if not _CUSTOM_NAME.fullmatch(name):
            raise KeyError(name)
        return Field(name, Kind.CUSTOM, f"{name}:…", compares=True)


FIELDS: Mapping[str, Field] = _Names({one.name: one for one in _ALL})
# Every name that a field answers to.
NAMES: Mapping[str, Field] = _Names({name: one for one in _ALL for name in (one.name, *one.aliases)})
