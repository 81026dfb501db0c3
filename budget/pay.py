"""What people cost by their contracts: hours a week times the cost of an hour, day by day. PURE.

Every calendar day costs a seventh of the week, so a month has what its days have. Rounded once a month. What
an hour costs is in whole cents, as contracts say it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Terms:
    """From a day on, until the next terms of the same person."""

    from_on: datetime.date
    weekly_hours: Decimal
    hourly_cost: Decimal
    until: datetime.date | None = None


def by_month(terms: Sequence[Terms], since: datetime.date, until: datetime.date) -> dict[datetime.date, int]:
    """Cents by first day of month, for the days from `since` to `until`, both counted; months of nothing are
    left out.
    """
    months: dict[datetime.date, Fraction] = {}
    for first, last, week in _spans(terms, since, until):
        day = first
        while day <= last:
            month_end = _month_end(day)
            days = (min(month_end, last) - day).days + 1
            month = day.replace(day=1)
            months[month] = months.get(month, Fraction(0)) + week * days / 7
            day = month_end + datetime.timedelta(days=1)
    return {month: cents for month, exact in sorted(months.items()) if (cents := _cents(exact))}


def of_seconds(seconds: int, hourly_cents: int) -> int:
    """What so much work costs, in cents."""
    return _cents(Fraction(seconds * hourly_cents, 3600 * 100))


def mean_rate(parts: Sequence[tuple[Fraction, int]]) -> int | None:
    """What an hour of several costs who each have so many of its hours, in cents; None of nobody."""
    hours = sum((weight for weight, _cents in parts), Fraction(0))
    if not hours:
        return None
    return _cents(sum((weight * cents for weight, cents in parts), Fraction(0)) / hours / 100)


def _spans(
    terms: Sequence[Terms], since: datetime.date, until: datetime.date
) -> list[tuple[datetime.date, datetime.date, Fraction]]:
    ordered = sorted(terms, key=lambda one: one.from_on)
    found = []
    for number, one in enumerate(ordered):
        last = until if one.until is None else min(until, one.until)
        if number + 1 < len(ordered):
            last = min(last, ordered[number + 1].from_on - datetime.timedelta(days=1))
        first = max(one.from_on, since)
        if first <= last:
            found.append((first, last, Fraction(one.weekly_hours) * Fraction(one.hourly_cost)))
    return found


def _month_end(day: datetime.date) -> datetime.date:
    after = day.replace(day=28) + datetime.timedelta(days=4)
    return after.replace(day=1) - datetime.timedelta(days=1)


def _cents(exact: Fraction) -> int:
    """Half a cent away from zero."""
    doubled = abs(exact) * 200
    cents = int((doubled + 1) // 2)
    return -cents if exact < 0 else cents
