"""What is asked of the figures, what they answer, and the address of the list behind a number."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from reports.choices import SEVERAL, Dimension
from reports.measures import MEASURES, Measure


@dataclass(frozen=True, slots=True)
class Cut:
    """`until` does not belong to it. `starts` are the first days of its steps; empty: all in one. `where` may
    name a team and, unless it is taken apart by another dimension, a value of one dimension; `without`
    likewise values that are left out, of a dimension of which each fact has one value.
    """

    measure: str
    since: datetime.date
    until: datetime.date
    by: str = ""
    starts: Sequence[datetime.date] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    working: bool = False
    without: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise ValueError(f"no measure {self.measure}")
        if not self.since < self.until:
            raise ValueError("A cut has a day at least.")
        if len({*self.where, *self.without, self.by} - {"", Dimension.TEAM}) > 1:
            raise ValueError("Only the team goes together with another dimension.")
        if SEVERAL & {*self.without}:
            raise ValueError("Of several values, what has none of some is in no row.")

    @property
    def told(self) -> Measure:
        return MEASURES[self.measure]

    @property
    def dimension(self) -> str:
        """What the rows of figures are taken apart by, besides the team."""
        return next(iter({*self.where, *self.without, self.by} - {"", Dimension.TEAM}), "")


@dataclass(frozen=True, slots=True)
class Number:
    """`value` in the unit of the measure (percent as 0–100), None where nothing was counted; `n` facts are in
    it; `low` and `high` bound a share with 95 %. `link` opens the list of exactly these facts.
    """

    value: float | None
    n: int
    link: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    key: str
    label: str
    values: Sequence[Number]
    total: Number


@dataclass(frozen=True, slots=True)
class Table:
    """`steps` are first days, with the day after the last of all behind them."""

    cut: Cut
    steps: Sequence[datetime.date]
    rows: Sequence[Series]
    total: Series
    zone: str = "UTC"


def link_to(cut: Cut, since: datetime.date, until: datetime.date, zone: str, **more: str) -> str:
    """The list of the facts of these days."""
    asked = {"of": cut.measure, "since": since.isoformat(), "until": until.isoformat(), "zone": zone}
    asked |= {"working": "1"} if cut.working else {}
    asked |= {f"by_{name}": value for name, value in sorted(cut.where.items())}
    asked |= {f"not_{name}": ",".join(values) for name, values in sorted(cut.without.items())}
    return f"{reverse('reports:list')}?{urlencode(asked | more)}"
