"""Which policy is a ticket's: what policies may ask about it, and the first that fits. Pure: no Django.

Custom fields will join the vocabulary when tickets have them; nothing else changes then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lib.conditions import ALWAYS, TRUE, Field, Group, Kind, Vocabulary, holds, read_group
from lib.contradictions import covers, refuse_contradictions
from sla.policy import Audience

# Teams and organisations go by their numbers, as words.
FIELDS: Vocabulary = {
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
) -> Facts:
    return {
        "team": (str(team),),
        "priority": (priority,),
        "channel": (channel,),
        "organisation": (str(organisation),) if organisation else (),
        "vip": TRUE if vip else (),
        "tags": tuple(tags),
        "language": (language,),
    }


def read_conditions(written: Any, known: Mapping[str, Iterable[str]] | None = None) -> Group:
    """Conditions that can be and can hold. `known` are the words of fields that must be one of them.

    Without it every word counts as known, as for versions made when other teams were there. Raises Wrong.
    """
    fields = {
        name: Field(field.kind, frozenset(known[name]), field.optional) if known and name in known else field
        for name, field in FIELDS.items()
    }
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
