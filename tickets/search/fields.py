"""What can be asked for by name in the search box: one table for parser, completions and help. Pure."""

from __future__ import annotations

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

FIELDS: Mapping[str, Field] = {one.name: one for one in _ALL}
# Every name that a field answers to.
NAMES: Mapping[str, Field] = {name: one for one in _ALL for name in (one.name, *one.aliases)}
