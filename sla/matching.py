"""Which policy is a ticket's: what policies may ask about it, and the first that fits. Pure: no Django.

Fields that a desk made for itself are asked by their keys behind CUSTOM: cf.order. What they hold is told by
the floor above (sla.about) where conditions are typed; stored ones are read as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lib.conditions import ALWAYS, TRUE, Field, Group, How, Kind, Vocabulary, holds, read_group
from lib.contradictions import covers, refuse_contradictions
from sla.policy import Audience

CUSTOM = "cf."
# Teams, organisations and types go by their numbers, as words.
FIELDS: Vocabulary = {
    "type": Field(Kind.CHOICE, optional=True),
    "team": Field(Kind.CHOICE),
    "priority": Field(Kind.CHOICE),
    "channel": Field(Kind.CHOICE),
    "organisation": Field(Kind.CHOICE, optional=True),
    "vip": Field(Kind.YES_NO),  # the organisation is one
    "tags": Field(Kind.WORDS, optional=True),
    "language": Field(Kind.CHOICE),
}

Facts = Mapping[str, tuple[str, ...]]


def facts(
    *,
    team: int,
    priority: str,
    channel: str,
    language: str,
    organisation: int | None = None,
    vip: bool = False,
    tags: Iterable[str] = (),
    kind: int | None = None,
    custom: Mapping[str, object] | None = None,
) -> Facts:
    return {
        "type": (str(kind),) if kind else (),
        **custom_facts(custom or {}),
        "team": (str(team),),
        "priority": (priority,),
        "channel": (channel,),
        "organisation": (str(organisation),) if organisation else (),
        "vip": TRUE if vip else (),
        "tags": tuple(tags),
        "language": (language,),
    }


def custom_facts(values: Mapping[str, object]) -> Facts:
    """The values of a desk's own fields, as words."""
    return {CUSTOM + key: _words(value) for key, value in values.items()}


def _words(value: object) -> tuple[str, ...]:
    if value is True:
        return TRUE
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in value)
    return () if value is None or value is False else (str(value),)


class _Stored(dict[str, Field]):
    """FIELDS, and whatever custom field was asked when the conditions were typed."""

    def get(self, name: str, default: Any = None) -> Any:
        return _Asked(Kind.TEXT, optional=True) if name.startswith(CUSTOM) else super().get(name, default)

    def __missing__(self, name: str) -> Field:
        return _Asked(Kind.TEXT, optional=True)


class _Asked(Field):
    """One that was asked something it can be asked, whatever it holds."""

    @property
    def operators(self) -> tuple[How, ...]:
        return tuple(How)


def read_conditions(
    written: Any, known: Mapping[str, Iterable[str]] | None = None, custom: Vocabulary | None = None
) -> Group:
    """Conditions that can be and can hold. `known` are the words of fields that must be one of them, `custom`
    the desk's own fields there are.

    Without them every word, and every custom field, counts as known, as for versions made when other teams
    were there. Raises Wrong.
    """
    fields = _Stored(FIELDS) if custom is None else {**FIELDS, **custom}
    for name, field in list(fields.items()):
        if known and name in known:
            fields[name] = Field(field.kind, frozenset(known[name]), field.optional)
    group = read_group(written, fields)
    if known is not None:
        refuse_contradictions(group, fields)
    return group


@dataclass(frozen=True, slots=True)
class Contender:
    """A version of a policy that a ticket may fall under."""

    version: int
    policy: int
    audience: Audience = Audience.CUSTOMER
    conditions: Group = ALWAYS


def first_fitting(contenders: Iterable[Contender], known: Facts) -> dict[Audience, int]:
    """The version that holds, for the customer and inside: of each the first that fits, in their order."""
    found: dict[Audience, int] = {}
    for each in contenders:
        if each.audience not in found and holds(each.conditions, known):
            found[each.audience] = each.version
    return found


def unreachable(contenders: Iterable[Contender]) -> dict[int, int]:
    """Policies that no ticket can fall under, each with the earlier policy that takes all of theirs."""
    hidden: dict[int, int] = {}
    seen: list[Contender] = []
    for each in contenders:
        taker = next(
            (b for b in seen if b.audience is each.audience and covers(b.conditions, each.conditions)), None
        )
        if taker:
            hidden[each.policy] = taker.policy
        else:
            seen.append(each)
    return hidden
