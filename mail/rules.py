"""The manager's rules for mail: ordered conditions, and what follows. Pure, and linear in what it reads.

No regular expressions: a rule compares words or a pattern with `*`, so none can bring the intake to a halt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lib.conditions import MAX_READ, like

MAX_VALUE = 200
MAX_CONDITIONS = 12


class About(StrEnum):
    """What a condition looks at."""

    SENDER = "sender"
    DOMAIN = "domain"
    RECIPIENT = "recipient"
    SUBJECT = "subject"
    HEADER = "header"  # of the name given with it
    ATTACHMENT = "attachment"  # names and types of the files
    KIND = "kind"  # the verdict
    SIZE = "size"  # kilobytes
    MAILBOX = "mailbox"
    TYPE = "type"  # that rules before this one gave it
    FIELD = "field"  # that rules before this one filled in, of the key given with it


class How(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    LIKE = "like"  # `*` stands for any letters
    PRESENT = "present"
    ABSENT = "absent"
    OVER = "over"
    UNDER = "under"


_WORDS = (How.IS, How.IS_NOT, How.CONTAINS, How.CONTAINS_NOT, How.LIKE)
ALLOWED: Mapping[About, tuple[How, ...]] = {
    About.SENDER: _WORDS,
    About.DOMAIN: _WORDS,
    About.RECIPIENT: _WORDS,
    About.SUBJECT: _WORDS,
    About.HEADER: (How.PRESENT, How.ABSENT, *_WORDS),
    About.ATTACHMENT: (How.PRESENT, How.ABSENT, *_WORDS),
    About.KIND: (How.IS, How.IS_NOT),
    About.SIZE: (How.OVER, How.UNDER),
    About.MAILBOX: (How.IS, How.IS_NOT),
    About.TYPE: (How.PRESENT, How.ABSENT, *_WORDS),
    About.FIELD: (How.PRESENT, How.ABSENT, *_WORDS),
}
NAMED = frozenset({About.HEADER, About.FIELD})
VALUELESS = frozenset({How.PRESENT, How.ABSENT})
DENYING = {How.IS_NOT: How.IS, How.CONTAINS_NOT: How.CONTAINS, How.ABSENT: How.PRESENT}


class Wrong(ValueError):
    """A condition that cannot be; `code` says why: about, how, value, header, field, number."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Condition:
    about: About
    how: How
    value: str = ""
    header: str = ""  # lower case: the name of a header, or the key of a field


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a mail when the rules look at it; size in bytes, header names in lower case."""

    sender: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    kind: str = ""
    size: int = 0
    mailbox: str = ""
    type: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """A value of a field that the desk made for itself, and the words by which a condition knows it."""

    key: str
    value: object
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """`every`: all conditions must hold, else any; `fate`: ignore, quarantine or ""; 0 changes nothing.

    `type_name` is what conditions know the type by.
    """

    id: int
    name: str
    conditions: tuple[Condition, ...]
    every: bool = True
    team: int = 0
    assignee: int = 0
    priority: str = ""
    tags: tuple[str, ...] = ()
    type: int = 0
    type_name: str = ""
    fields: tuple[Filled, ...] = ()
    fate: str = ""
    stop: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """One rule held against one mail: whether it fired, and which of its conditions held."""

    rule: Rule
    fired: bool
    held: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules say together: the first that names a team (priority, field …) wins; tags add up."""

    team: int = 0
    assignee: int = 0
    priority: str = ""
    tags: tuple[str, ...] = ()
    type: int = 0
    fields: tuple[Filled, ...] = ()
    fate: str = ""
    fate_by: int = 0
    checked: tuple[Checked, ...] = ()

    @property
    def fired(self) -> tuple[Rule, ...]:
        return tuple(one.rule for one in self.checked if one.fired)


NOTHING = Decision()


def condition(said: Mapping[str, object]) -> Condition:
    """A condition from what is stored or typed. Raises Wrong."""
    try:
        about = About(str(said.get("about", "")))
    except ValueError as error:
        raise Wrong("about") from error
    how = str(said.get("how", ""))
    if how not in ALLOWED[about]:
        raise Wrong("how")
    value = " ".join(str(said.get("value", "")).split())[:MAX_VALUE]
    header = str(said.get("header", "")).strip().rstrip(":").lower()
    if about in NAMED and (not header or not header.isascii() or " " in header or len(header) > 100):
        raise Wrong(about.value)
    if how not in VALUELESS and not value.strip("*"):
        raise Wrong("value")
    if about is About.SIZE and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Wrong("number")
    return Condition(about, How(how), "" if how in VALUELESS else value, header if about in NAMED else "")


def evaluate(rules: Iterable[Rule], facts: Facts) -> Decision:
    """Hold the rules against a mail in their order, until one that fires says stop."""
    team = assignee = fate_by = type_id = 0
    priority = fate = ""
    tags: list[str] = []
    filled: dict[str, Filled] = {}
    checked: list[Checked] = []
    for rule in rules:
        held = tuple(holds(each, facts) for each in rule.conditions)
        fired = bool(held) and (all(held) if rule.every else any(held))
        checked.append(Checked(rule, fired, held))
        if not fired:
            continue
        team, assignee = team or rule.team, assignee or rule.assignee
        priority = priority or rule.priority
        if rule.type and not type_id:
            type_id, facts = rule.type, replace(facts, type=rule.type_name)
        if rule.fields:
            filled = {one.key: one for one in rule.fields} | filled
            facts = replace(facts, fields={key: one.words for key, one in filled.items()})
        tags += [tag for tag in rule.tags if tag not in tags]
        if rule.fate and not fate:
            fate, fate_by = rule.fate, rule.id
        if rule.stop or rule.fate:
            break
    return Decision(
        team, assignee, priority, tuple(tags), type_id, tuple(filled.values()), fate, fate_by, tuple(checked)
    )


def holds(one: Condition, facts: Facts) -> bool:
    """Whether the condition is true of the mail. A denial is true when no value of the mail fits."""
    if one.about is About.SIZE:
        size, limit = facts.size / 1024, int(one.value)
        return size > limit if one.how is How.OVER else size < limit
    values = _VALUES[one.about](one, facts)
    plain = DENYING.get(one.how, one.how)
    found = any(_fits(plain, one.value, value) for value in values)
    return found if plain is one.how else not found


def _fits(how: How, wanted: str, value: str) -> bool:
    if how is How.PRESENT:
        return True
    wanted, value = wanted.lower(), value[:MAX_READ].lower()
    if how is How.CONTAINS:
        return wanted in value
    if how is How.LIKE:
        return like(wanted, value)
    return wanted == value.strip()


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


_VALUES: Mapping[About, Callable[[Condition, Facts], Sequence[str]]] = {
    About.SENDER: lambda one, facts: (facts.sender,),
    About.DOMAIN: lambda one, facts: (_domain(facts.sender),),
    About.RECIPIENT: lambda one, facts: facts.recipients,
    About.SUBJECT: lambda one, facts: (facts.subject,),
    About.HEADER: lambda one, facts: facts.headers.get(one.header, ()),
    About.ATTACHMENT: lambda one, facts: facts.attachments,
    About.KIND: lambda one, facts: (facts.kind,),
    About.MAILBOX: lambda one, facts: (facts.mailbox,),
    About.TYPE: lambda one, facts: (facts.type,) if facts.type else (),
    About.FIELD: lambda one, facts: facts.fields.get(one.header, ()),
}
