"""Opening hours as a manager types them, and the written form that calendars are made from. Pure: no Django.

A day of the week is a line of intervals: `9-12:30, 13:15-18`, `22:00-06:00` past midnight, nothing when
closed. A special day is a line of its own: a date, intervals if it is open then, and why:

    2026-12-24                      closed
    12-24 09:00-13:00 Christmas Eve every year, open for four hours
    2026-12-22..2027-01-02 Closed   every day of that time

Besides, an iCal feed may say when it is closed (scheduling.feeds); a special day overrules it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scheduling.feeds import BadFeed, Feed, read_feed
from scheduling.hours import WEEKDAYS, CalendarError, Dates, read_hours

MAX_LINE = 200
MAX_DAYS = 500
MAX_SPAN = 92  # days of one line

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_INTERVAL = re.compile(rf"{_TIME}\s*[-–—]\s*{_TIME}")
_DATE = r"(?:(\d{4})-)?(\d{2})-(\d{2})"
_SPECIAL = re.compile(rf"{_DATE}(?:\s*\.\.\s*{_DATE})?(?:\s+|$)(.*)")
_HOURS = re.compile(rf"((?:{_INTERVAL.pattern}\s*,\s*)*{_INTERVAL.pattern})(?:\s+|$)(.*)")


class Wrong(ValueError):
    """What cannot be read. `field` is tz, a day of the week, days, feed or hours; `code` says why; `text` is
    it, and `line` where it stands in a feed.

    Codes: interval, overlap, zone, date, span, many, never; feed_ and those of scheduling.feeds.
    """

    def __init__(self, field: str, code: str, text: str = "", line: int = 0) -> None:
        super().__init__(f"{field}: {code}: {text}")
        self.field, self.code, self.text, self.line = field, code, text, line


@dataclass(frozen=True, slots=True)
class Source:
    """What was typed. `week` is seven lines, Monday first; `days` the special days, one a line."""

    tz: str
    week: tuple[str, ...]
    days: str = ""
    country: str = ""
    region: str = ""
    feed: str = ""  # the text of an iCal file

    def as_json(self) -> dict[str, Any]:
        return {
            "tz": self.tz, "week": list(self.week), "days": self.days, "country": self.country,
            "region": self.region, **({"feed": self.feed} if self.feed else {}),
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Source:
        return cls(**{**kept, "week": tuple(kept["week"])})


@dataclass(frozen=True, slots=True)
class Built:
    """The written form of `scheduling.hours`, and what each dated entry is called."""

    schedule: dict[str, Any]
    names: dict[str, str]


Written = tuple[str | None, str | None, str | None]  # year, if one was written, month, day


@dataclass(frozen=True, slots=True)
class Special:
    """One line of special days, for the years that were asked: open in `spans` only, closed without any."""

    dates: tuple[date, ...]
    spans: tuple[tuple[str, str], ...]
    name: str


def build(source: Source, public: Mapping[date, str], years: Iterable[int]) -> Built:
    """The hours of those years; `public` are the public holidays. What a feed closes is closed besides, and
    a special day overrules both.

    Raises Wrong.
    """
    years = tuple(years)
    week = zip(WEEKDAYS, source.week, strict=True)
    weekly = {day: [list(pair) for pair in intervals(line, field=day)] for day, line in week}
    feed = _feed(source, years)
    closed = {**public, **feed.closed}
    breaks = {day: spans for day, spans in feed.breaks.items() if day not in closed}
    shifts: dict[date, tuple[tuple[str, str], ...]] = {}
    names = {**public, **feed.names}
    for special in specials(source.days, years):
        for day in special.dates:
            names[day] = special.name
            shifts.pop(day, None)
            closed.pop(day, None)
            breaks.pop(day, None)
            if special.spans:
                shifts[day] = special.spans
            else:
                closed[day] = special.name
    schedule = {
        "tz": source.tz,
        "hours": {day: spans for day, spans in weekly.items() if spans},
        "holidays": [day.isoformat() for day in sorted(closed)],
        "shifts": {day.isoformat(): [list(pair) for pair in shifts[day]] for day in sorted(shifts)},
    }
    if breaks:
        schedule["breaks"] = {day.isoformat(): breaks[day] for day in sorted(breaks)}
    _check(schedule)
    return Built(schedule, {day.isoformat(): name for day, name in sorted(names.items()) if name})


def _feed(source: Source, years: tuple[int, ...]) -> Feed:
    if not source.feed:
        return Feed()
    try:
        feed = read_feed(source.feed, source.tz, years)
    except BadFeed as error:
        raise Wrong("feed", f"feed_{error.code}", error.text, error.line) from error
    except (OSError, ValueError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise Wrong("tz", "zone", source.tz) from error
    if len(feed.names) > MAX_DAYS:
        raise Wrong("feed", "feed_days")
    return feed


def _check(schedule: dict[str, Any]) -> None:
    """One question to scheduling.hours for each field, so that the answer names the field."""
    try:
        read_hours({"tz": schedule["tz"], "hours": {"mon": [["00:00", "24:00"]]}})
    except CalendarError as error:
        raise Wrong("tz", "zone", str(schedule["tz"])) from error
    for day, spans in schedule["hours"].items():
        _apart(schedule["tz"], day, day, spans)
    for day, spans in schedule["shifts"].items():
        _apart(schedule["tz"], "days", day, spans)
    try:
        read_hours(schedule)
    except CalendarError as error:
        raise Wrong("hours", "never") from error


def _apart(tz: str, field: str, text: str, spans: list[list[str]]) -> None:
    try:
        read_hours({"tz": tz, "hours": {"mon": spans}})
    except CalendarError as error:
        raise Wrong(field, "overlap", text) from error


def intervals(line: str, *, field: str) -> tuple[tuple[str, str], ...]:
    """`9-12:30, 13-18` as pairs of HH:MM. Raises Wrong."""
    found = []
    for piece in filter(None, (piece.strip() for piece in line[:MAX_LINE].split(","))):
        match = _INTERVAL.fullmatch(piece)
        if match is None:
            raise Wrong(field, "interval", piece)
        start, end = _clock(match[1], match[2]), _clock(match[3], match[4])
        if start is None or end is None or start in (end, "24:00"):
            raise Wrong(field, "interval", piece)
        found.append((start, end))
    return tuple(sorted(found))


def _clock(hour: str, minute: str | None) -> str | None:
    of_day = int(hour) * 60 + int(minute or 0)
    if of_day > 24 * 60 or int(minute or 0) > 59:
        return None
    return _written(of_day)


def specials(text: str, years: Iterable[int]) -> Iterator[Special]:
    """The special days that fall in those years, in the order written. Raises Wrong."""
    years, count = tuple(years), 0
    for line in filter(None, (line.strip() for line in text.splitlines())):
        special = _special(line[:MAX_LINE], years)
        count += len(special.dates)
        if count > MAX_DAYS:
            raise Wrong("days", "many", line[:MAX_LINE])
        yield special


def _special(line: str, years: tuple[int, ...]) -> Special:
    match = _SPECIAL.fullmatch(line)
    if match is None:
        raise Wrong("days", "date", line)
    first: Written = (match[1], match[2], match[3])
    last: Written = (match[4], match[5], match[6])
    rest = match[7].strip()
    spans: tuple[tuple[str, str], ...] = ()
    if hours := _HOURS.fullmatch(rest):
        spans, rest = intervals(hours[1], field="days"), hours.groups()[-1].strip()
    return Special(tuple(_dates(line, first, last, years)), spans, rest[:80])


def _dates(line: str, first: Written, last: Written, years: tuple[int, ...]) -> Iterator[date]:
    yearly = first[0] is None
    if last[1] is not None and yearly != (last[0] is None):
        raise Wrong("days", "span", line)
    if not yearly:
        start = _day(line, int(first[0] or 0), first)
        end = _day(line, int(last[0] or 0), last) if last[1] else start
        yield from _from(line, start, end)
        return
    if not any(_exists(year, first) for year in (*years, 2028)):  # 29 February is a date of some years
        raise Wrong("days", "date", line)
    for year in years:
        if _exists(year, first):
            start = _day(line, year, first)
            end = _day(line, year, last) if last[1] else start
            yield from _from(line, start, end if end >= start else _day(line, year + 1, last))


def _from(line: str, start: date, end: date) -> Iterator[date]:
    length = (end - start).days
    if not 0 <= length < MAX_SPAN:
        raise Wrong("days", "span", line)
    for days in range(length + 1):
        yield start + timedelta(days=days)


def _exists(year: int, written: Written) -> bool:
    try:
        date(year, int(written[1] or 0), int(written[2] or 0))
    except ValueError:
        return False
    return True


def _day(line: str, year: int, written: Written) -> date:
    try:
        return date(year, int(written[1] or 0), int(written[2] or 0))
    except ValueError as error:
        raise Wrong("days", "date", line) from error


def as_source(schedule: Mapping[str, Any]) -> Source:
    """The written form as somebody might have typed it: for hours that were set by a command.

    A dated break becomes the hours that are left of its date.
    """
    week = tuple(", ".join(f"{a}-{b}" for a, b in schedule.get("hours", {}).get(day, ())) for day in WEEKDAYS)
    lines = {str(day): "" for day in schedule.get("holidays", ())}
    for day, spans in schedule.get("shifts", {}).items():
        lines.setdefault(day, ", ".join(f"{a}-{b}" for a, b in spans))
    dates = Dates(read_hours(schedule))
    for day in schedule.get("breaks", {}):
        left = dates.open_on(date.fromisoformat(day))
        lines[day] = ", ".join(f"{_written(start)}-{_written(end)}" for start, end in left)
    days = "\n".join(f"{day} {spans}".strip() for day, spans in sorted(lines.items()))
    return Source(tz=str(schedule.get("tz", "UTC")), week=week, days=days)


def _written(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
