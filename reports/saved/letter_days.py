"""When a letter is due that comes every day, week or month at an hour of its reader's zone. Pure.

An hour that the clocks skip is due when they have been put forward; one that comes twice is due the first
time.
"""

import datetime
from calendar import monthrange
from zoneinfo import ZoneInfo

DAY = datetime.timedelta(days=1)
LOOK_BACK = 3  # days after which a letter that nobody sent is no news any more


def falls_on(day: datetime.date, every: str, on_day: int) -> bool:
    if every == "week":
        return day.weekday() == on_day
    if every == "month":
        return day.day == min(on_day, monthrange(day.year, day.month)[1])
    return every == "day"


def moment(day: datetime.date, hour: int, zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), zone).astimezone(datetime.UTC)


def last_due(
    every: str, on_day: int, hour: int, zone: ZoneInfo, *, since: datetime.datetime, now: datetime.datetime
) -> datetime.date | None:
    """The latest day that is due by now, and was not yet by `since`; one letter stands for all missed."""
    today = now.astimezone(zone).date()
    for back in range(LOOK_BACK + 1):
        day = today - back * DAY
        if falls_on(day, every, on_day) and since < moment(day, hour, zone) <= now:
            return day
    return None


def next_due(every: str, on_day: int, hour: int, zone: ZoneInfo, now: datetime.datetime) -> datetime.datetime:
    today = now.astimezone(zone).date()
    days = (today + n * DAY for n in range(32 * 2))
    return next(at for day in days if falls_on(day, every, on_day) and (at := moment(day, hour, zone)) > now)
