"""What the rows that have no room have together: a row of its own, whose list is exactly that.

Of counts it is what is left of all of it; times and shares are asked for once more, without the rows that are
shown. A ticket of two topics, or products, is in two rows: there what is left is no list.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.choices import SEVERAL, Statistic
from reports.cuts import Number, Series, Table, link_to
from reports.figures import numbers
from staff.models import User


def adds_up(table: Table) -> bool:
    """Whether the sum of the rows is all of it. A ticket of two topics, or products, is in two rows."""
    return table.cut.told.statistic == Statistic.COUNT and table.cut.by not in ("", *SEVERAL)


def others_of(user: User, table: Table, shown: Sequence[Series]) -> Series | None:
    """Over the whole time, of any measure. None where a ticket may be in several rows."""
    if table.cut.by in ("", *SEVERAL):
        return None
    without = {table.cut.by: [row.key for row in shown]}
    found = numbers(user, replace(table.cut, by="", starts=(), without=without), table.zone).total
    return replace(found, label=_("Others"))


def rest_of(table: Table, shown: Sequence[Series]) -> Series:
    """All that is in none of these rows. Only where it adds up."""
    cut = replace(table.cut, by="", without={table.cut.by: [row.key for row in shown]})

    def number(n: int, since: datetime.date, until: datetime.date) -> Number:
        return Number(n, n, link_to(cut, since, until, table.zone))

    days = [*zip(table.steps[:-1], table.steps[1:], strict=True)]
    values = [
        number(one.n - sum(row.values[n].n for row in shown), *days[n])
        for n, one in enumerate(table.total.values)
    ]
    whole = number(table.total.total.n - sum(row.total.n for row in shown), cut.since, cut.until)
    return Series("", _("Others"), values, whole)
