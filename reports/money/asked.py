"""What somebody asks of the money page: read from the address, written back into it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from budget.access import year_for, years_for
from budget.models import Year
from reports.periods import Period, before, months_later, starts, year_before
from staff.models import User

BEFORE, YEAR = "before", "year"
AGAINST = {"": _("Nothing"), BEFORE: _("The months before"), YEAR: _("The year before")}
THEN = {BEFORE: _("The months before"), YEAR: _("A year before")}
MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """`months` are those of the year that are over: one that is not has its tickets and not yet its costs.
    `then` are those that they are held against, one for each.
    """

    year: Year
    years: Sequence[Year]
    against: str
    months: Sequence[datetime.date]
    then: Sequence[datetime.date]

    @property
    def until(self) -> datetime.date:
        """The first day that is not over."""
        return months_later(self.year.starts_on, len(self.months))

    @property
    def last(self) -> datetime.date:
        return self.until - datetime.timedelta(days=1)

    @property
    def then_words(self) -> str:
        return str(THEN.get(self.against, ""))

    def params(self, **changed: str) -> str:
        found = {"year": str(self.year.pk), "against": self.against} | changed
        return urlencode({key: value for key, value in found.items() if value})


def asked_from(reader: User, given: Mapping[str, str], today: datetime.date) -> Asked | None:
    """None without a year to show; Http404 for one that is not theirs. Without one named, the newest that has
    begun.
    """
    years = list(years_for(reader)[:MOST_YEARS])
    wished = given.get("year", "")
    if wished.isascii() and wished.isdecimal() and len(wished) < 10:
        year = next((one for one in years if one.pk == int(wished)), None) or year_for(reader, int(wished))
    elif years:
        year = next((one for one in years if one.starts_on <= today), years[-1])
    else:
        return None
    against = given.get("against", "")
    against = against if against in AGAINST else ""
    months = year.months[: year.months_over(today)]
    return Asked(year, years, against, months, _then(months, against))


def _then(months: Sequence[datetime.date], against: str) -> list[datetime.date]:
    if not months or not against:
        return []
    period = Period(months[0], months_later(months[-1], 1))
    then = before(period) if against == BEFORE else year_before(period)
    return starts(then, "month")
