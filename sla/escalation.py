"""Who hears of a promise at risk or broken, and when: the ladder, and how it is climbed. Pure: no Django.

A ladder is a list of levels in the order in which they are climbed. Written as JSON in a policy's terms,
under "ladder":

    [{"since": "warning", "to": "assignee"},
     {"since": "breach", "to": "team_lead", "channel": "letter"},
     {"since": "breach", "minutes": 30, "hours": "business", "to": "manager", "metrics": ["first_response"],
      "outside_hours": "send", "channel": "letter"},
     {"since": "breach", "minutes": 60, "to": {"person": 12}}]

    since          "warning" or "breach"; with "threshold" (such as "75%", "15m") that warning alone
    minutes        after it, 0 unless told; counted in "hours": "business" (as usual) or "calendar"
    metrics        of these clocks alone; of all of them unless told
    to             "assignee", "team_lead", "shift_lead", "manager" or {"person": number}
    outside_hours  "hold" until the desk opens (as usual), or "send" at any hour
    channel        "tray" (a letter too, if that person wishes), or "letter": always both

`climb` says what is due. Who stands on a level is asked at the moment it is climbed, so that it is whoever
has the part by then.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from scheduling.calendar import NeverOpens, WorkingCalendar
from sla.policy import Hours, Metric, PolicyError

Person = TypeVar("Person")

# What fell due in open hours and comes later than this after closing is held like everything else.
LATE = timedelta(minutes=10)


class Since(StrEnum):
    WARNING = "warning"
    BREACH = "breach"


class Part(StrEnum):
    """Whom a level goes to, by the part they have at that moment."""

    ASSIGNEE = "assignee"
    TEAM_LEAD = "team_lead"
    SHIFT_LEAD = "shift_lead"
    MANAGER = "manager"
    PERSON = "person"  # named in the ladder


class OutsideHours(StrEnum):
    HOLD = "hold"
    SEND = "send"


class Channel(StrEnum):
    TRAY = "tray"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step of a ladder. No `metrics` means all of them; no `threshold` any warning."""

    to: Part
    person: int | None = None
    since: Since = Since.BREACH
    after: timedelta = timedelta(0)
    hours: Hours = Hours.BUSINESS
    metrics: frozenset[Metric] = frozenset()
    threshold: str = ""
    outside_hours: OutsideHours = OutsideHours.HOLD
    channel: Channel = Channel.TRAY

    def __post_init__(self) -> None:
        if self.after < timedelta(0):
            raise PolicyError("“minutes” cannot be negative.")
        if (self.to is Part.PERSON) != (self.person is not None):
            raise PolicyError(
                "“to” names a person by number, as {“person”: 12}, or a part such as “manager”."
            )
        if self.threshold and self.since is Since.BREACH:
            raise PolicyError("“threshold” goes with “since”: “warning”; a breach has none.")

    def concerns(self, happened: "Happened") -> bool:
        return (
            self.since is happened.since
            and (not self.metrics or happened.metric in self.metrics)
            and self.threshold in ("", happened.threshold)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What starts a climb: a warning (its `threshold`) or, without one, a breach; `at` when it was due."""

    metric: Metric
    at: datetime
    threshold: str = ""

    @property
    def since(self) -> Since:
        return Since.WARNING if self.threshold else Since.BREACH


@dataclass(frozen=True, slots=True)
class Ladder:
    levels: tuple[Level, ...] = ()

    def concerning(self, happened: Happened) -> tuple[tuple[int, Level], ...]:
        """The levels for this, with their numbers in the whole ladder, from 1."""
        return tuple((i, level) for i, level in enumerate(self.levels, 1) if level.concerns(happened))


NO_LADDER = Ladder()


@dataclass(frozen=True, slots=True)
class Step(Generic[Person]):
    """A level that is climbed now. `to` is empty if nobody has that part: then the next one follows at once.

    `due_at` is when it was to be climbed, after being held; `passed_on`: early, because nobody stood below.
    """

    number: int
    level: Level
    due_at: datetime
    to: tuple[Person, ...]
    passed_on: bool = False


@dataclass(frozen=True, slots=True)
class Climb(Generic[Person]):
    """What is due now, and when to look again; `next_at` is None when nothing is left to climb."""

    steps: tuple[Step[Person], ...]
    next_at: datetime | None


def climb(
    ladder: Ladder,
    happened: Happened,
    climbed: int,
    calendar: WorkingCalendar,
    now: datetime,
    who: Callable[[Level], Sequence[Person]],
    *,
    acknowledged: bool = False,
    not_before: datetime | None = None,
) -> Climb[Person]:
    """The steps above level number `climbed` (0: none yet) that are due by `now`, however late.

    Acknowledged, there is nothing left to climb. `who` is asked only about levels that are due.
    `not_before`: the clock stood still until then, and so did the ladder.
    """
    steps: list[Step[Person]] = []
    nobody_below = False
    for number, level in ladder.concerning(happened):
        if acknowledged or number <= climbed:
            continue
        due_at = max(when(level, happened, calendar), not_before or happened.at)
        passed_on = nobody_below and due_at > now
        at = _held(level, now, calendar) if passed_on or due_at < now - LATE else due_at
        if at > now:
            return Climb(tuple(steps), at)
        steps.append(Step(number, level, min(at, due_at), tuple(who(level)), passed_on))
        nobody_below = not steps[-1].to
    return Climb(tuple(steps), None)


def when(level: Level, happened: Happened, calendar: WorkingCalendar) -> datetime:
    """When the level is to be climbed: its span after what happened, then held until the desk is open.

    A desk that never opens again holds nothing back and counts every hour: better told at night than never.
    """
    due_at = happened.at + level.after
    if level.hours is Hours.BUSINESS and level.after:
        try:
            due_at = calendar.add(happened.at, level.after)
        except NeverOpens:
            return due_at
    return _held(level, due_at, calendar)


def _held(level: Level, at: datetime, calendar: WorkingCalendar) -> datetime:
    if level.outside_hours is OutsideHours.SEND:
        return at
    try:
        return calendar.add(at, timedelta(0))  # the second of closing is still open
    except NeverOpens:
        return at


# --- the written form

_KNOWN = frozenset({"since", "threshold", "minutes", "hours", "metrics", "to", "outside_hours", "channel"})


def read_ladder(written: Any) -> Ladder:
    """PolicyError says which level cannot be read, and why."""
    if not isinstance(written, list):
        raise PolicyError("“ladder” is a list of levels, the first to be climbed first.")
    levels: list[Level] = []
    for number, each in enumerate(written, 1):
        try:
            levels.append(_level(each))
            _in_order(levels)
        except PolicyError as error:
            raise PolicyError(f"Level {number} of the ladder: {error}") from error
    return Ladder(tuple(levels))


def _level(written: Any) -> Level:
    if not isinstance(written, Mapping):
        raise PolicyError("a level says at least “to” whom it goes.")
    if unknown := sorted(str(key) for key in written if key not in _KNOWN):
        raise PolicyError(f"nothing is known of “{unknown[0]}”; a level knows {', '.join(sorted(_KNOWN))}.")
    to, person = _whom(written.get("to"))
    return Level(
        to=to,
        person=person,
        since=_word(Since, written, "since", Since.BREACH),
        after=_minutes(written.get("minutes", 0)),
        hours=_word(Hours, written, "hours", Hours.BUSINESS),
        metrics=_metrics(written.get("metrics", [])),
        threshold=_text(written.get("threshold", "")),
        outside_hours=_word(OutsideHours, written, "outside_hours", OutsideHours.HOLD),
        channel=_word(Channel, written, "channel", Channel.TRAY),
    )


def _whom(written: Any) -> tuple[Part, int | None]:
    parts = [part.value for part in Part if part is not Part.PERSON]
    if isinstance(written, Mapping):
        number = written.get("person")
        if set(written) == {"person"} and isinstance(number, int) and not isinstance(number, bool):
            return Part.PERSON, number
    elif written in parts:
        return Part(written), None
    raise PolicyError(f"“to” is one of {', '.join(parts)}, or a person by number, as {{“person”: 12}}.")


Word = TypeVar("Word", bound=StrEnum)


def _word(words: type[Word], written: Mapping[str, Any], key: str, otherwise: Word) -> Word:
    try:
        return words(written.get(key, otherwise))
    except ValueError as error:
        known = ", ".join(word.value for word in words)
        raise PolicyError(f"“{key}” is one of {known}, not {written[key]!r}.") from error


def _minutes(written: Any) -> timedelta:
    if isinstance(written, bool) or not isinstance(written, int | float) or not 0 <= written <= 525_600:
        raise PolicyError("“minutes” is a number from 0 to 525600 (a year).")
    return timedelta(minutes=written)


def _metrics(written: Any) -> frozenset[Metric]:
    known = [metric.value for metric in Metric]
    if not isinstance(written, list) or not all(each in known for each in written):
        raise PolicyError(f"“metrics” is a list of some of {', '.join(known)}.")
    return frozenset(Metric(each) for each in written)


def _text(written: Any) -> str:
    if not isinstance(written, str) or len(written) > 24:
        raise PolicyError("“threshold” names a warning, such as “75%” or “15m”.")
    return written


def _in_order(levels: list[Level]) -> None:
    """A level may not be due before the one below it, where one can tell from the ladder alone."""
    *below, level = levels
    for other in below:
        alike = (other.since, other.hours, other.threshold) == (level.since, level.hours, level.threshold)
        meet = not other.metrics or not level.metrics or other.metrics & level.metrics
        if alike and meet and level.after < other.after:
            raise PolicyError(
                "it is due before one that stands above it in the list; put the earlier one first."
            )
