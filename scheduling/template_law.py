"""Whether anybody may work a shift from this template at all, on a day on which they work nothing else."""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils import timezone

from scheduling.around import span_of
from scheduling.breach_words import words_of
from scheduling.labour import REGIMES, Breach, Rules, Span, check
from scheduling.lawful import rules_of
from scheduling.models import DraftShift, ShiftTemplate
from staff.choices import Regime
from staff.models import Contract, User
from staff.queries import contracts_on

UTC = ZoneInfo("UTC")
# A Wednesday on which no clock changes.
ORDINARY = datetime.date(2025, 1, 15)


def against_law(template: ShiftTemplate) -> list[str]:
    """By the laws that hold for its people; nothing where one of them allows it."""
    regimes = {contract.regime for contract in _contracts(template)} or {Regime.EU}
    return _said([REGIMES[one].rules for one in sorted(regimes)], template)


def against_contracts(template: ShiftTemplate) -> list[str]:
    """The same with what their contracts say besides."""
    return _said([rules_of(one) for one in _contracts(template)], template)


def _contracts(template: ShiftTemplate) -> list[Contract]:
    people = User.objects.filter(is_active=True, memberships__team__active=True)
    if template.team_id:
        people = people.filter(memberships__team=template.team_id)
    numbers = list(people.distinct().values_list("pk", flat=True))
    return list(contracts_on(numbers, timezone.localdate()).values())


def _said(rules: Iterable[Rules], template: ShiftTemplate) -> list[str]:
    start = datetime.datetime.combine(ORDINARY, template.starts, UTC)
    stretch = DraftShift(starts_at=start, ends_at=start + template.length, parts=template.parts)
    found = [_hard(span_of(stretch), one) for one in rules]
    if not found or not all(found):
        return []
    return sorted({words_of(one) for broken in found for one in broken})


def _hard(span: Span, rules: Rules) -> list[Breach]:
    return [one for one in check([span], rules, UTC) if one.hard]
