"""Which part of what will come asks for a skill or a language."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.asking import Ask
from scheduling.history import Past
from scheduling.predicting import Slots, enough, predict

# What came lately says which part it is; what is less than this is everybody's work, and so many are told
# apart.
LATELY, FEWEST, LEAST, MOST = 91, 20, 0.02, 6
# A part with a life of its own is forecast by itself; a thin one is a share of all.
FEWEST_OWN, LEAST_OWN = 500, 0.1
SHARE = "share"


@dataclass(frozen=True, slots=True)
class Part:
    ask: Ask
    share: float
    expected: Slots
    method: str


def parts_of(past: Past, total: Slots, ahead: Sequence[datetime.date]) -> list[Part]:
    """The biggest first; together no more than all, in no half hour."""
    lately = Past(past.days[-LATELY:], past.counts, past.by_ask)
    came = sum(day.total for day in lately.days)
    sums = {ask: sum(day.total for day in lately.of(ask)) for ask in past.by_ask}
    big = [ask for ask, n in sums.items() if n >= FEWEST and n >= LEAST * came]
    big = sorted(big, key=lambda ask: (-sums[ask], ask.key))[:MOST]
    found = [_part(ask, lately, sums[ask], came, total, ahead) for ask in big]
    return _within(found, total)


def _part(
    ask: Ask, past: Past, sum_: float, came: float, total: Slots, ahead: Sequence[datetime.date]
) -> Part:
    share, days = sum_ / came, past.of(ask)
    if sum_ >= FEWEST_OWN and share >= LEAST_OWN and enough(days):
        own = predict(days, ahead)
        return Part(ask, share, own.expected, own.method)
    return Part(ask, share, [[share * one for one in day] for day in total], SHARE)


def _within(parts: Sequence[Part], total: Slots) -> list[Part]:
    if not parts:
        return []
    lines = []
    for day, whole in enumerate(total):
        sums = [sum(part.expected[day][slot] for part in parts) for slot in range(len(whole))]
        lines.append([min(most / one, 1.0) if one else 1.0 for one, most in zip(sums, whole, strict=True)])
    return [
        Part(
            one.ask, one.share,
            [[a * b for a, b in zip(*pair, strict=True)] for pair in zip(one.expected, lines, strict=True)],
            one.method,
        )
        for one in parts
    ]  # fmt: skip
