"""Periods of days: those one picks by name, the ones to compare with, and their steps. Pure: no Django.

A period is its first day and the day after its last. Weeks begin on the day that the reader's language says:
0 is Monday, as Python counts.
"""

import datetime
from dataclasses import dataclass

DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(weeks=1)
STEPS = ("day", "week", "month")
MOST_STEPS = 62  # marks that have room beside each other
LONGEST = 3 * 366
NAMES = (
    "7days", "28days", "90days", "365days", "this_week", "last_week", "this_month", "last_month", "this_year",
)  # fmt: skip
USUAL = "28days"


@dataclass(frozen=True, slots=True)
class Period:
    since: datetime.date
    until: datetime.date

    def __post_init__(self) -> None:
        if not self.since < self.until:
            raise ValueError("A period has a day at least.")

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def last(self) -> datetime.date:
        return self.until - DAY


def named(name: str, today: datetime.date, first: int = 0) -> Period:
    """Those of so many days end with today; KeyError for a name that is none."""
    week = week_of(today, first)
    month = today.replace(day=1)
    known = {
        "this_week": (week, today + DAY),
        "last_week": (week - WEEK, week),
        "this_month": (month, today + DAY),
        "last_month": ((month - DAY).replace(day=1), month),
        "this_year": (today.replace(month=1, day=1), today + DAY),
    }
    if name in known:
        return Period(*known[name])
    days = {"7days": 7, "28days": 28, "90days": 90, "365days": 365}[name]
    return Period(today + DAY - days * DAY, today + DAY)


def typed(since: str, last: str) -> Period | None:
    """From two dates as a browser sends them; None for what is no period, or a longer one than we draw."""
    try:
        found = Period(datetime.date.fromisoformat(since), datetime.date.fromisoformat(last) + DAY)
    except (ValueError, OverflowError):
        return None
    return found if found.days <= LONGEST else None


def week_of(day: datetime.date, first: int = 0) -> datetime.date:
    """The day on which its week began."""
    return day - (day.weekday() - first) % 7 * DAY


def before(period: Period) -> Period:
    """As long, and right before; whole months are held against as many whole months."""
    if period.since.day == 1 and period.until.day == 1:
        return Period(months_later(period.since, -_month_count(period)), period.since)
    return Period(period.since - period.days * DAY, period.since)


def year_before(period: Period) -> Period:
    """The same days of the week a year ago; of whole months the same months."""
    if period.since.day == 1 and period.until.day == 1:
        return Period(months_later(period.since, -12), months_later(period.until, -12))
    return Period(period.since - 52 * WEEK, period.until - 52 * WEEK)


def starts(period: Period, step: str, first: int = 0) -> list[datetime.date]:
    """The first days of its steps; the first step begins with the period, the last ends with it."""
    found = [period.since]
    while (following := _next(found[-1], step, first)) < period.until:
        found.append(following)
    return found


def step_for(period: Period, wished: str) -> str:
    """The step that was wished, or the next longer one that still can be drawn."""
    start = STEPS.index(wished) if wished in STEPS else 0
    fits = [step for step in STEPS[start:] if len(starts(period, step)) <= MOST_STEPS]
    return fits[0] if fits else STEPS[-1]


def usual_step(period: Period) -> str:
    return "day" if period.days <= 35 else "week" if period.days <= 200 else "month"


def _next(day: datetime.date, step: str, first: int) -> datetime.date:
    if step == "week":
        return week_of(day, first) + WEEK
    return months_later(day.replace(day=1), 1) if step == "month" else day + DAY


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The first of the month so many months later."""
    number = day.year * 12 + day.month - 1 + months
    return datetime.date(number // 12, number % 12 + 1, 1)


def _month_count(period: Period) -> int:
    return (period.until.year - period.since.year) * 12 + period.until.month - period.since.month
