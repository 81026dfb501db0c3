"""A line of plain weeks: the same hours each day of a week, the same two days off each week. Pure.

Such lines rest enough almost by themselves, so a first roster of them is there in a moment. Whoever looks
at it says whether it is lawful; where it is not, another search has to do it.
"""

from collections import defaultdict
from collections.abc import Mapping

from scheduling.rostering.board import Board, Option
from scheduling.rostering.judging import line_breaks

Weeks = Mapping[int, Mapping[int, list[Option]]]  # by week and hour of start


def plain_line(board: Board, person: int, gains: Mapping[int, int]) -> list[Option] | None:
    """The one that gains most (by id of option); None if none is lawful, or something is fixed."""
    options = board.open_options(person)
    if any(option.fixed for option in options):
        return None
    weeks = _weeks(options)
    lines = [_line(board, person, weeks, gains, free) for free in range(7)]
    lines.sort(key=lambda line: -sum(gains[id(option)] for option in line))
    whose = board.people[person]
    for line in lines:
        if not line_breaks(board, whose, [option.shift for option in line]):
            return line
    return None


def _weeks(options: list[Option]) -> Weeks:
    weeks: dict[int, dict[int, list[Option]]] = defaultdict(lambda: defaultdict(list))
    for option in options:
        weeks[option.week][option.start_of_day].append(option)
    return weeks


def _line(board: Board, person: int, weeks: Weeks, gains: Mapping[int, int], free: int) -> list[Option]:
    """With the weekday `free` and the next one off."""
    line: list[Option] = []
    for starts in weeks.values():
        choices = [_week(board, person, options, gains, free) for options in starts.values()]
        line += max(choices, key=lambda choice: sum(gains[id(option)] for option in choice))
    return _trimmed(board, person, line, gains)


def _week(
    board: Board, person: int, options: list[Option], gains: Mapping[int, int], free: int
) -> list[Option]:
    first, most = board.problem.starts_on.weekday(), board.people[person].most_week_minutes
    chosen: list[Option] = []
    days: set[int] = set()
    for option in sorted(options, key=lambda option: -gains[id(option)]):
        off = ((option.day + first) % 7 - free) % 7 < 2
        fits = most is None or sum(o.minutes for o in chosen) + option.minutes <= most
        if not off and fits and option.day not in days:
            chosen.append(option)
            days.add(option.day)
    return chosen


def _trimmed(board: Board, person: int, line: list[Option], gains: Mapping[int, int]) -> list[Option]:
    """Less what is too much, and what gains nothing and need not be."""
    whose, total = board.people[person], sum(option.minutes for option in line)
    kept = []
    for option in sorted(line, key=lambda option: gains[id(option)]):
        too_much = whose.most_minutes is not None and total > whose.most_minutes
        idle = gains[id(option)] <= 0 and total - option.minutes >= whose.least_minutes
        if too_much or idle:
            total -= option.minutes
        else:
            kept.append(option)
    return sorted(kept, key=lambda option: option.start)
