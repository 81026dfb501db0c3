"""Mail rules held against mail that came, as a rehearsal: nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from mail import rules
from mail.deciding import read
from mail.models import RawEmail
from mail.rule_words import spell
from mail.ruling import active_rules, facts_of


@dataclass(frozen=True, slots=True)
class Looked:
    """One rule and one mail: whether it fires, and each condition with whether it holds."""

    rule: rules.Rule
    fires: bool
    conditions: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Tried:
    mail: RawEmail
    looked: tuple[Looked, ...]
    decision: rules.Decision

    @property
    def fired(self) -> tuple[Looked, ...]:
        return tuple(one for one in self.looked if one.fires)


def newest(mails: QuerySet[RawEmail], most: int) -> list[RawEmail]:
    """The last mails whose bytes we still have."""
    return list(mails.filter(emptied_at=None).select_related("mailbox").order_by("-pk")[:most])


def tried(mails: Iterable[RawEmail]) -> list[Tried]:
    """What the rules in use would say of these mails today. The rows are read anew and never saved."""
    in_use = active_rules()
    return [_tried(mail, in_use) for mail in mails]


def _tried(mail: RawEmail, in_use: list[rules.Rule]) -> Tried:
    decision = rules.evaluate(in_use, facts_of(read(mail)))
    looked = tuple(
        Looked(
            one.rule,
            one.fired,
            tuple((spell(each), held) for each, held in zip(one.rule.conditions, one.held, strict=True)),
        )
        for one in decision.checked
    )
    return Tried(mail, looked, decision)
