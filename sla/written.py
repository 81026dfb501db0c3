"""A policy as a manager types it, and the written form that terms are read from. Pure: no Django.

Each clock is a row with a cell for each priority. A cell holds a time, and says what is different about it:

    4h            four open hours
    1h 30m        an hour and a half
    2d 4h 24/7    two days and four hours by day and night; a day of open hours has no length of its own
    30m warn 90%  another warning than the rest of the row, `warn none` for none
    8h pause none, 8h pause waiting hold, 8h reopen new

Warnings are a list: `75%` of the time used, `30m left` of it, `real 15m` by the clock on the wall.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sla.policy import (
    FIXED_PAUSES,
    NEVER_PAUSE,
    Category,
    Hours,
    Metric,
    Reopen,
    Target,
    Threshold,
    usual_pauses,
)
from sla.terms import read_terms

MINUTE = timedelta(minutes=1)
LONGEST = timedelta(days=3660)
UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": MINUTE, "s": timedelta(seconds=1)}
MAX_CELL = 120
ROUND_THE_CLOCK = "24/7"

# Whose pauses a policy decides.
MAY_PAUSE = tuple(metric for metric in Metric if metric not in NEVER_PAUSE | FIXED_PAUSES.keys())

_SPAN = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*([dhms])")
_WORDS = re.compile(r"\b(warn|pause|reopen)\b")

Cell = tuple[Metric, str]  # a clock and a priority


class Wrong(ValueError):
    """What cannot be read. `field` is `first_response-normal`, `warn-first_response`, `bounce`; `text` is it.

    Codes: time, days (of open hours), long, warn, warn_long (longer than the time itself), pause, reopen,
    nothing.
    """

    def __init__(self, field: str, code: str, text: str = "") -> None:
        super().__init__(f"{field}: {code}: {text}")
        self.field, self.code, self.text = field, code, text


@dataclass(frozen=True, slots=True)
class Table:
    """What was typed. `warn` and `pauses` hold for a whole row, unless a cell says otherwise."""

    cells: Mapping[Cell, str]
    warn: Mapping[Metric, str] = field(default_factory=dict)
    pauses: Mapping[Metric, frozenset[Category]] = field(default_factory=dict)
    reopen: Reopen = Reopen.RESUME


def build(table: Table) -> dict[str, dict[str, Any]]:
    """“priorities” of the written form. Raises Wrong."""
    priorities: dict[str, dict[str, Any]] = {}
    for (metric, priority), text in table.cells.items():
        if text.strip():
            priorities.setdefault(priority, {})[metric.value] = _figures(table, metric, priority, text)
    if not priorities:
        raise Wrong("table", "nothing")
    return priorities


def _figures(table: Table, metric: Metric, priority: str, text: str) -> dict[str, Any]:
    name = f"{metric.value}-{priority}"
    time, *rest = _WORDS.split(text[:MAX_CELL].lower())
    said = dict(zip(rest[::2], (each.strip() for each in rest[1::2]), strict=True))
    hours = Hours.CALENDAR if ROUND_THE_CLOCK in time else Hours.BUSINESS
    span = read_span(time.replace(ROUND_THE_CLOCK, " "), field=name)
    if hours is Hours.BUSINESS and "d" in time:
        raise Wrong(name, "days", text.strip())
    figures: dict[str, Any] = {"minutes": _minutes(span), "hours": hours.value}
    row = "" if "warn" in said else f"warn-{metric.value}"
    if warnings := read_warnings(said.get("warn", table.warn.get(metric, "")), field=row or name):
        if any(each.left and not each.real and each.left >= span for each in warnings):
            raise Wrong(name, "warn_long", text.strip())
        figures["warn"] = [_warning(each) for each in warnings]
    if metric in MAY_PAUSE:
        pauses = _pauses(said["pause"], name) if "pause" in said else table.pauses.get(metric, frozenset())
        figures["pauses_in"] = sorted(pause.value for pause in pauses)
    elif "pause" in said:
        raise Wrong(name, "pause", said["pause"])
    if metric is Metric.RESOLUTION:
        figures["reopen"] = (_reopen(said["reopen"], name) if "reopen" in said else table.reopen).value
    return figures


def read_span(text: str, *, field: str) -> timedelta:
    """`2d 4h`, `1h 30m`, `90m`. Raises Wrong."""
    text = " ".join(text.lower().split())
    found = _SPAN.findall(text)
    if not found or _SPAN.sub("", text).strip(" ,"):
        raise Wrong(field, "time", text)
    span = sum((float(number.replace(",", ".")) * UNITS[unit] for number, unit in found), timedelta(0))
    if span <= timedelta(0):
        raise Wrong(field, "time", text)
    if span > LONGEST:
        raise Wrong(field, "long", text)
    return span


def write_span(span: timedelta, *, days: bool = True) -> str:
    """The shortest way to type it."""
    left, words = span, []
    for unit, size in UNITS.items():
        if unit == "d" and not days:
            continue
        count, left = divmod(left, size)
        if count:
            words.append(f"{count}{unit}")
    return " ".join(words)


def read_warnings(text: str, *, field: str) -> tuple[Threshold, ...]:
    """`75%, 30m left, real 15m`. Raises Wrong."""
    found = []
    for piece in filter(None, (piece.strip() for piece in text.lower().split(","))):
        if piece == "none":
            continue
        if piece.endswith("%"):
            share = piece[:-1].strip().replace(",", ".")
            if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", share) or not float(share):
                raise Wrong(field, "warn", piece)
            found.append(Threshold(fraction=float(share) / 100))
            continue
        words = piece.split()
        rest = " ".join(word for word in words if word not in ("real", "left"))
        try:
            found.append(Threshold(left=read_span(rest, field=field), real="real" in words))
        except Wrong as error:
            raise Wrong(field, "warn", piece) from error
    return tuple(dict.fromkeys(found))


def write_warnings(warnings: Iterable[Threshold]) -> str:
    words = []
    for each in warnings:
        if each.left is None:
            words.append(each.key)
        else:
            span = write_span(each.left)
            words.append(f"real {span}" if each.real else f"{span} left")
    return ", ".join(words)


def _warning(threshold: Threshold) -> Any:
    if threshold.left is None:
        return threshold.fraction
    written = {"left": _minutes(threshold.left)}
    return {**written, "real": True} if threshold.real else written


def _pauses(text: str, name: str) -> frozenset[Category]:
    words = [word for word in re.split(r"[\s,+]+", text) if word and word != "none"]
    if not set(words) <= {"waiting", "hold"} or not text:
        raise Wrong(name, "pause", text)
    return frozenset(Category(word) for word in words)


def _reopen(text: str, name: str) -> Reopen:
    found = {"new": Reopen.NEW_CYCLE, "same": Reopen.RESUME}.get(text)
    if found is None:
        raise Wrong(name, "reopen", text)
    return found


def _minutes(span: timedelta) -> int | float:
    minutes = span / MINUTE
    return int(minutes) if minutes.is_integer() else minutes


def as_table(terms: Mapping[str, Any]) -> Table:
    """Terms as somebody might have typed them: what most cells of a row share stands in the row."""
    targets = {
        (target.metric, priority): target
        for priority, promise in read_terms(terms).promises.items()
        for target in promise.targets
    }
    rows: dict[Metric, list[Target]] = {}
    for (metric, _priority), target in targets.items():
        rows.setdefault(metric, []).append(target)
    warn = {metric: _most([write_warnings(t.warnings) for t in row]) for metric, row in rows.items()}
    pauses = {m: _most([t.pauses_in for t in rows[m]]) if m in rows else usual_pauses(m) for m in MAY_PAUSE}
    resolutions = rows.get(Metric.RESOLUTION, [])
    table = Table({}, warn, pauses, _most([t.reopen for t in resolutions]) if resolutions else Reopen.RESUME)
    cells = {cell: _written(target, table) for cell, target in targets.items()}
    return Table(cells, warn, pauses, table.reopen)


def _most(values: list[Any]) -> Any:
    return Counter(values).most_common(1)[0][0]


def _written(target: Target, row: Table) -> str:
    around = target.hours is Hours.CALENDAR
    words = [write_span(target.span, days=around)]
    if around:
        words.append(ROUND_THE_CLOCK)
    if (warn := write_warnings(target.warnings)) != row.warn.get(target.metric):
        words.append(f"warn {warn or 'none'}")
    if target.metric in MAY_PAUSE and target.pauses_in != row.pauses[target.metric]:
        words.append(f"pause {' '.join(sorted(pause.value for pause in target.pauses_in)) or 'none'}")
    if target.metric is Metric.RESOLUTION and target.reopen is not row.reopen:
        words.append("reopen new" if target.reopen is Reopen.NEW_CYCLE else "reopen same")
    return " ".join(words)
