"""Working time of a desk: when it is open, and arithmetic in open time.

Pure: no Django. Instants are aware datetimes in, UTC out, exact to the microsecond.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


class CalendarError(ValueError):
    """A schedule that makes no sense, or a question that does not; the text says what to do."""


class NeverOpens(CalendarError):
    """The desk has no open time left in that direction."""


@dataclass(frozen=True)
class WorkingCalendar:
    @classmethod
    def from_dict(cls, schedule: Mapping[str, Any]) -> "WorkingCalendar": raise NotImplementedError
    def to_dict(self) -> dict[str, Any]: raise NotImplementedError
    def is_open(self, at: datetime) -> bool: raise NotImplementedError
    def on_break(self, at: datetime) -> bool: raise NotImplementedError
    def on_holiday(self, at: datetime) -> bool: raise NotImplementedError
    def add(self, start: datetime, span: timedelta) -> datetime: raise NotImplementedError
    def subtract(self, start: datetime, span: timedelta) -> datetime: raise NotImplementedError
    def between(self, a: datetime, b: datetime) -> timedelta: raise NotImplementedError
    def next_opening(self, at: datetime) -> datetime: raise NotImplementedError
    def intervals(self, a: datetime, b: datetime) -> Iterator[tuple[datetime, datetime]]: raise NotImplementedError
    def has_opening_within(self, at: datetime, days: int = 366) -> bool: raise NotImplementedError
