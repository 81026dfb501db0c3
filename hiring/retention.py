"""For how long what is known of a person may be kept. No Django."""

import calendar
import datetime


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last day where it has fewer."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def keep_until(
    *, closed_on: datetime.date | None, consent_until: datetime.date | None, months: int
) -> datetime.date | None:
    """The last day, or None while nothing ends it. The consent ends it earlier, never later."""
    ends = [months_after(closed_on, months)] if closed_on else []
    if consent_until:
        ends.append(consent_until)
    return min(ends, default=None)


def is_over(until: datetime.date | None, today: datetime.date) -> bool:
    return until is not None and until < today
