"""Closed days from an iCal feed: a file's text in, dates and times out. Pure: no Django, nothing fetched.

Every event closes the desk: an all-day one for its dates, one with times for that time, where the desk is.
Cancelled ones close nothing. An event may come again every year (FREQ=YEARLY, with BYMONTH, BYMONTHDAY,
BYDAY, INTERVAL, COUNT, UNTIL, EXDATE), and is written out for the years asked. What cannot be read is refused
with the number of its line.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event

MAX_TEXT = 256 * 1024  # characters
MAX_EVENTS = 1000
MAX_SPAN = timedelta(days=92)
ONE_DAY = timedelta(days=1)
FIRST_YEAR = 1900
BY_YEAR = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Pairs = list[list[str]]


class BadFeed(ValueError):
    """`code` says why, `line` where, `text` what stands there.

    Codes: huge, many, none, nested, start, end, value, long, rule.
    """

    def __init__(self, code: str, line: int, text: str = "") -> None:
        super().__init__(f"line {line}: {code}: {text}")
        self.code, self.line, self.text = code, line, text


@dataclass(frozen=True, slots=True)
class Feed:
    """Whole days closed, and times of a date that are taken out of it, each date with its name."""

    closed: dict[date, str] = field(default_factory=dict)
    breaks: dict[date, Pairs] = field(default_factory=dict)
    names: dict[date, str] = field(default_factory=dict)


def read_feed(text: str, tz: str, years: Iterable[int]) -> Feed:
    """What the feed closes in those years. Raises BadFeed."""
    feed, years = Feed(), tuple(years)
    if not text.strip():
        return feed
    for event in _events(text):
        if event.cancelled:
            continue
        for start in event.starts(years):
            event.close(feed, start, ZoneInfo(tz))
    return feed


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbered content lines: a line that begins with a space goes on from the one before."""
    number, whole = 0, ""
    for at, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t") and whole:
            whole += line[1:]
            continue
        if whole:
            yield number, whole
        number, whole = at, line.strip("\ufeff")
    if whole:
        yield number, whole


def _events(text: str) -> Iterator[_Event]:
    if len(text) > MAX_TEXT:
        raise BadFeed("huge", 1)
    seen, block, inner, begun = 0, None, 0, False
    for number, line in _lines(text):
        word = line.strip().upper()
        if not begun and word != "BEGIN:VCALENDAR":
            raise BadFeed("none", number, line[:60])
        begun = True
        if word == "BEGIN:VEVENT":
            if block is not None:
                raise BadFeed("nested", number, "BEGIN:VEVENT")
            block, seen = [(number, line)], seen + 1
            if seen > MAX_EVENTS:
                raise BadFeed("many", number)
        elif block is not None:
            # An alarm inside an event is nobody's closed day.
            inner += word.startswith("BEGIN:")
            if word == "END:VEVENT":
                yield _Event.read([*block, (number, line)])
                block = None
            elif not inner:
                block.append((number, line))
            inner -= word.startswith("END:") and inner > 0
    if block is not None:
        raise BadFeed("nested", block[0][0], "BEGIN:VEVENT")
    if not seen:
        raise BadFeed("none", 1)


@dataclass(slots=True)
class _Event:
    lines: list[tuple[int, str]]
    start: date | datetime
    length: timedelta
    name: str
    cancelled: bool
    rule: dict[str, list[Any]]
    left_out: frozenset[date]

    @classmethod
    def read(cls, lines: list[tuple[int, str]]) -> _Event:
        try:
            made: Any = Event.from_ical("\r\n".join(line for _, line in lines) + "\r\n")
        except ValueError as error:
            raise BadFeed("value", _blamed(lines, str(error)), str(error)[:80]) from error
        for name, reason in made.errors:
            where = _line(lines, name) if name else _blamed(lines, str(reason))
            raise BadFeed("rule" if name == "RRULE" else "value", where, str(reason)[:80])
        event = cls(
            lines=lines,
            start=_time(made, "DTSTART", lines),
            length=ONE_DAY,
            name=" ".join(str(made.get("SUMMARY", "")).split())[:80],
            cancelled=str(made.get("STATUS", "")).upper() == "CANCELLED",
            rule={str(name).upper(): list(value) for name, value in (made.get("RRULE") or {}).items()},
            left_out=frozenset(_day(each.dt) for each in _listed(made.get("EXDATE"))),
        )
        event.length = event._length(made)
        event._check()
        return event

    def _length(self, made: Any) -> timedelta:
        timed = isinstance(self.start, datetime)
        if "DTEND" in made:
            end = _time(made, "DTEND", self.lines)
            if isinstance(end, datetime) != timed or _aware(end) != _aware(self.start):
                raise BadFeed("end", _line(self.lines, "DTEND"), str(end))
            length = end - self.start
        elif "DURATION" in made:
            length = made["DURATION"].dt
        else:
            return timedelta(0) if timed else ONE_DAY
        where = _line(self.lines, "DTEND" if "DTEND" in made else "DURATION")
        if length < timedelta(0):
            raise BadFeed("end", where, str(made.get("DTEND", made.get("DURATION")).dt))
        if length > MAX_SPAN:
            raise BadFeed("long", where, self.name)
        return length if timed else max(length, ONE_DAY)

    def _check(self) -> None:
        if not FIRST_YEAR <= self.start.year <= 9000:
            raise BadFeed("start", _line(self.lines, "DTSTART"), str(self.start))
        unknown = sorted(self.rule.keys() - BY_YEAR)
        if self.rule and (self.rule.get("FREQ") != ["YEARLY"] or unknown):
            raise BadFeed(
                "rule", _line(self.lines, "RRULE"), (unknown or [*self.rule.get("FREQ", []), ""])[0]
            )

    def starts(self, years: tuple[int, ...]) -> Iterator[date | datetime]:
        """When it begins in those years; an event of December may reach into the first of them."""
        wanted = range(min(years) - 1, max(years) + 1)
        if not self.rule:
            yield from [self.start] if self.start.year in wanted else []
            return
        every, left = int(self.rule.get("INTERVAL", [1])[0]), int(self.rule.get("COUNT", [10**6])[0])
        until = _day(self.rule["UNTIL"][0]) if "UNTIL" in self.rule else date.max
        first = self.start.year if "COUNT" in self.rule else max(self.start.year, wanted.start)
        for year in range(first, wanted.stop):
            if every < 1 or (year - self.start.year) % every:
                continue
            for day in self._days(year):
                if not _day(self.start) <= day <= until or left < 1:
                    continue
                left -= 1
                if year in wanted and day not in self.left_out:
                    yield self._on(day)

    def _days(self, year: int) -> list[date]:
        weekdays = [(each.relative or 0, WEEKDAYS.index(each.weekday)) for each in self.rule.get("BYDAY", [])]
        in_month = [int(each) for each in self.rule.get("BYMONTHDAY", [])]
        months = [int(each) for each in self.rule.get("BYMONTH", [])]
        if not months:
            months = list(range(1, 13)) if weekdays or in_month else [self.start.month]
        if not weekdays and not in_month:
            in_month = [self.start.day]
        found: set[date] = set()
        for month in months:
            last = calendar.monthrange(year, month)[1]
            days = [date(year, month, day) for day in range(1, last + 1)]
            if in_month:
                days = [day for day in days if day.day in in_month or day.day - last - 1 in in_month]
            if weekdays:
                whole_year = "BYMONTH" not in self.rule
                days = [day for day in days if any(_is_weekday(day, *each, whole_year) for each in weekdays)]
            found |= set(days)
        return sorted(found)

    def _on(self, day: date) -> date | datetime:
        if isinstance(self.start, datetime):
            return datetime.combine(day, self.start.timetz())
        return day

    def close(self, feed: Feed, start: date | datetime, zone: ZoneInfo) -> None:
        if not isinstance(start, datetime):
            for n in range(self.length // ONE_DAY):
                feed.closed[start + n * ONE_DAY] = feed.names[start + n * ONE_DAY] = self.name
            return
        begins = start.replace(tzinfo=zone) if start.tzinfo is None else start
        first = begins.astimezone(zone)
        last = (begins.astimezone(ZoneInfo("UTC")) + self.length).astimezone(zone)
        day = first.date()
        while day <= last.date():
            opens = _minute(first) if day == first.date() else 0
            closes = _minute(last, up=True) if day == last.date() else 1440
            if opens < closes:
                feed.breaks.setdefault(day, []).append([_text(opens), _text(closes)])
                feed.names[day] = self.name
            day += ONE_DAY


def _is_weekday(day: date, which: int, weekday: int, whole_year: bool) -> bool:
    """Whether it is that weekday; with `which` the first, second, or (negative) last of its month or year."""
    if day.weekday() != weekday:
        return False
    if not which:
        return True
    if whole_year:
        place, of = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    else:
        place, of = day.day, calendar.monthrange(day.year, day.month)[1]
    return which == (place - 1) // 7 + 1 if which > 0 else -which == (of - place) // 7 + 1


def _time(made: Any, name: str, lines: list[tuple[int, str]]) -> date | datetime:
    value = getattr(made.get(name), "dt", None)
    if not isinstance(value, date):
        raise BadFeed("start" if name == "DTSTART" else "end", _line(lines, name), "")
    return value


def _aware(at: date | datetime) -> bool:
    return isinstance(at, datetime) and at.tzinfo is not None


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _listed(value: Any) -> Iterator[Any]:
    for each in value if isinstance(value, list) else [value] if value else []:
        yield from each.dts


def _minute(at: datetime, *, up: bool = False) -> int:
    seconds = (datetime.combine(at.date(), at.time()) - datetime.combine(at.date(), time())).total_seconds()
    return int(-(-seconds // 60)) if up else int(seconds // 60)


def _text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _line(lines: list[tuple[int, str]], name: str) -> int:
    """Where the property stands; the line of the event's beginning if it has none."""
    for number, line in lines:
        if line.upper().startswith((f"{name}:", f"{name};")):
            return number
    return lines[0][0]


def _blamed(lines: list[tuple[int, str]], reason: str) -> int:
    """The line that the library names in its reason."""
    return next((number for number, line in lines if line and line[:40] in reason), lines[0][0])
