"""Marked days in a chart over time: numbered flags at its axis, and below it what they stand for."""

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from lib.charts import Flag, Footnote
from reports.access import annotations_for
from reports.models import Annotation
from reports.periods import DAY
from staff.models import User

MOST = 20  # in one chart; the latest are shown


@dataclass(frozen=True, slots=True)
class Marked:
    """`of_steps` has those of each step. `rows` are in the order of `footnotes`."""

    flags: Sequence[Flag] = ()
    footnotes: Sequence[Footnote] = ()
    rows: Sequence[Annotation] = ()
    of_steps: Sequence[Sequence[Footnote]] = field(default_factory=tuple)

    def at(self, step: int) -> Sequence[Footnote]:
        return self.of_steps[step] if step < len(self.of_steps) else ()


def annotations_in(
    user: User, since: datetime.date, until: datetime.date, team: str | int = ""
) -> list[Annotation]:
    """What this reader is told about these days, the earliest first; with a team, what is said of it and of
    all.
    """
    found = annotations_for(user).filter(removed_at=None, since__lt=until, last__gte=since)
    if team:
        found = found.filter(Q(team=None) | Q(team=team))
    return sorted(found[:MOST], key=lambda one: (one.since, one.pk))


def marked(key: str, found: Sequence[Annotation], steps: Sequence[datetime.date]) -> Marked:
    """`key` is that of the chart; `steps` are first days, with the day after the last of all behind them."""
    flags, footnotes, of_steps = [], [], [[] for _ in steps[:-1]]
    for number, one in enumerate(found, 1):
        first, last = _place(max(one.since, steps[0]), steps), _place(min(one.last, steps[-1] - DAY), steps)
        note = footnote(number, one)
        says = " ".join(part for part in (f"{number}:", f"{note.when}:", note.words, note.who) if part)
        flags.append(Flag(number, first, last, says, f"#{key}-note-{number}"))
        footnotes.append(note)
        for step in range(first, last + 1):
            of_steps[step].append(note)
    return Marked(flags, footnotes, found, of_steps)


def _place(day: datetime.date, steps: Sequence[datetime.date]) -> int:
    return bisect_right(steps, day) - 1


def footnote(number: int, one: Annotation) -> Footnote:
    link = reverse("reports:annotation", args=[one.pk])
    return Footnote(number, days_of(one), one.words, one.team.name if one.team else "", link)


def days_of(one: Annotation) -> str:
    first, last = date_format(one.since, "j M Y"), date_format(one.last, "j M Y")
    if one.since == one.last:
        return first
    if one.since.year == one.last.year:
        first = date_format(one.since, "j M")
    return f"{first} – {last}"
