"""What the work of somebody in a period shows, as rows that can be counted again. No Django.

An app that knows something offers a provider, `provider(user, since, until) -> Evidence`, and the settings
list it in EVIDENCE_PROVIDERS by its dotted path. `since` belongs to the period, `until` does not.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNITS = COUNT, SECONDS, HOURS, POINTS, PERCENT = "count", "seconds", "hours", "points", "percent"
SURE = 1.959964  # of a normal distribution: 95 of 100 lie within


@dataclass(frozen=True, slots=True)
class Row:
    """`name` and `note` are English, marked with gettext_noop: who reads it gets it in their own language,
    with `params` in their places.

    `value` is a whole number of `unit`, or None where there was nothing to measure. With `denominator` it is
    so many of so many. `link` leads to the list behind it, which shows each reader what is theirs to see.
    """

    name: str
    value: int | None
    unit: str = COUNT
    denominator: int | None = None
    link: str = ""
    note: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(self.unit)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`key` names it for ever; `about` says what is counted and what is left out. `quotes` are (day, words)
    that others said, as they said them.
    """

    key: str
    title: str
    rows: tuple[Row, ...] = ()
    about: str = ""
    quotes: tuple[tuple[str, str], ...] = ()


def plain(found: Evidence) -> dict[str, Any]:
    """As data that can be written down as canonical JSON."""
    rows = [
        {
            "name": row.name, "value": row.value, "unit": row.unit, "denominator": row.denominator,
            "link": row.link, "note": row.note, "params": {key: str(row.params[key]) for key in row.params},
        }
        for row in found.rows
    ]  # fmt: skip
    return {
        "key": found.key,
        "title": found.title,
        "about": found.about,
        "rows": rows,
        "quotes": [[str(day), words] for day, words in found.quotes],
    }


@dataclass(frozen=True, slots=True)
class Share:
    """In percent, with the bounds within which the true one lies with 95 % (Wilson, 1927)."""

    percent: int
    low: int
    high: int


def share(value: int, of: int) -> Share | None:
    """Nothing of nothing is no share."""
    if of <= 0 or not 0 <= value <= of:
        return None
    p, z2 = value / of, SURE * SURE
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = SURE * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Share(round(100 * p), math.floor(100 * low + 1e-9), math.ceil(100 * high - 1e-9))
