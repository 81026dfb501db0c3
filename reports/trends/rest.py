"""What the rows that have no room have together: a row of its own, whose list is exactly that."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.choices import SEVERAL, Statistic
from reports.figures import Number, Series, Table, link_to


def adds_up(table: Table) -> bool:
    """Whether the sum of the rows is all of it. A ticket of two topics, or products, is in two rows."""
    return table.cut.told.statistic == Statistic.COUNT and table.cut.by not in ("", *SEVERAL)


def rest_of(table: Table, shown: Sequence[Series]) -> Series:
    """All that is in none of these rows. Only where it adds up."""
    cut, without = replace(table.cut, by=""), ",".join(row.key for row in shown)

    def number(n: int, since: datetime.date, until: datetime.date) -> Number:
        return Number(n, n, link_to(cut, since, until, table.zone, **{f"not_{table.cut.by}": without}))

    days = [*zip(table.steps[:-1], table.steps[1:], strict=True)]
    values = [
        number(one.n - sum(row.values[n].n for row in shown), *days[n])
        for n, one in enumerate(table.total.values)
    ]
    whole = number(table.total.total.n - sum(row.total.n for row in shown), cut.since, cut.until)
    return Series("", _("Others"), values, whole)
