"""What is said of remedies, by the clock of the team: what would help, who cannot, and what was done."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from scheduling.choices import Activity, RemedyKind
from scheduling.fitness import zone_of
from scheduling.models import Gap, RemedyTaken
from scheduling.remedies import Hole, Remedy, by_reshaping, hole_at, remedies, worth_coming
from scheduling.weeks import ONE_DAY, midnight
from staff.models import Team, User

ICONS = {
    RemedyKind.PART: "arrow-left-right", RemedyKind.MOVE: "move-horizontal", RemedyKind.LONGER: "clock",
    RemedyKind.CALL: "phone", RemedyKind.FREE: "user-plus", RemedyKind.OFFER: "megaphone",
    RemedyKind.TRAIN: "graduation-cap",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """`button` is empty where the reader may not: nobody decides about hours of their own."""

    key: str
    icon: str
    words: str
    button: str = ""
    name: str = ""


@dataclass(frozen=True)
class Board:
    """What stands beside a hole."""

    lines: list[Line]
    shut: list[tuple[User, tuple[str, ...]]] = field(default_factory=list)
    done: list[tuple[RemedyTaken, str]] = field(default_factory=list)
    offer: str = ""
    trains: bool = False


def board_at(team: Team, at: datetime.datetime, zone: ZoneInfo, reader: User, *, lacks: bool = True) -> Board:
    """Of a moment in which somebody is missing."""
    now = timezone.now()
    hole = hole_at(team, at, now)
    done = done_about(team, hole.starts_at, hole.ends_at, zone)
    if not lacks or hole.ends_at <= now:
        return Board([], done=done)
    ways = remedies(team, at, now)
    comes = worth_coming(hole)
    offer = _("Offer %(times)s to all who may") % {"times": times(comes.starts_at, comes.ends_at, zone)}
    train = any(one.kind == RemedyKind.TRAIN for one in ways.open)
    some = any(one.kind in (RemedyKind.CALL, RemedyKind.FREE) for one in ways.open)
    return Board(lines_of(ways.open, zone, reader), ways.shut, done, offer if some else "", train)


def board_of(gap: Gap, reader: User) -> Board:
    """Of a shift that nobody works: those who work near it; who could come is said beside. By the clock of
    the reader, as shifts are.
    """
    zone = zone_of(reader)
    found = by_reshaping(gap.team, hole_of(gap), timezone.now())
    return Board(lines_of(found, zone, reader), done=done_about(gap.team, gap.starts_at, gap.ends_at, zone))


def hole_of(gap: Gap) -> Hole:
    return Hole(gap.starts_at, gap.ends_at)


def lines_of(found: Sequence[Remedy], zone: ZoneInfo, reader: User) -> list[Line]:
    lines = []
    for one in found:
        if one.user is None:
            continue
        comes = one.kind in (RemedyKind.CALL, RemedyKind.FREE)
        words, button = WORDS[RemedyKind(one.kind)](one, zone)
        may = comes or one.user.pk != reader.pk
        lines.append(
            Line(one.key, ICONS[RemedyKind(one.kind)], words, button if may else "", one.user.full_name)
        )
    return lines


def _part(one: Remedy, zone: ZoneInfo) -> tuple[str, str]:
    assert one.shift
    assert one.then
    label = str(Activity(one.activity).label)
    there = [part for part in one.then.parts if part not in one.shift.parts]
    if not there:
        said = _("%(name)s: %(activity)s waits for another day")
        return said % {"name": _name(one), "activity": label}, _("Put it off")
    start = one.shift.starts_at + datetime.timedelta(minutes=there[0]["from"])
    said = _("%(name)s: %(activity)s at %(time)s instead")
    return said % {"name": _name(one), "activity": label, "time": clock(start, zone)}, _("Move it")


def _moved(one: Remedy, zone: ZoneInfo) -> tuple[str, str]:
    return _changed(one, zone), _("Move the shift")


def _longer(one: Remedy, zone: ZoneInfo) -> tuple[str, str]:
    return _changed(one, zone), _("Make it longer")


def _changed(one: Remedy, zone: ZoneInfo) -> str:
    assert one.shift
    assert one.then
    return _("%(name)s works %(then)s instead of %(was)s") % {
        "name": _name(one), "was": times(one.shift.starts_at, one.shift.ends_at, zone),
        "then": times(one.then.starts_at, one.then.ends_at, zone),
    }  # fmt: skip


def _called(one: Remedy, zone: ZoneInfo) -> tuple[str, str]:
    return _("%(name)s is on call: %(then)s") % _comes(one, zone), _("Call in")


def _free(one: Remedy, zone: ZoneInfo) -> tuple[str, str]:
    return _("%(name)s is free and has had the rest that is due: %(then)s") % _comes(one, zone), _("Give it")


def _comes(one: Remedy, zone: ZoneInfo) -> dict[str, str]:
    assert one.then
    return {"name": _name(one), "then": times(one.then.starts_at, one.then.ends_at, zone)}


def _name(one: Remedy) -> str:
    return one.user.full_name if one.user else ""


WORDS = {
    RemedyKind.PART: _part, RemedyKind.MOVE: _moved, RemedyKind.LONGER: _longer, RemedyKind.CALL: _called,
    RemedyKind.FREE: _free,
}  # fmt: skip


def done_about(
    team: Team, start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo
) -> list[tuple[RemedyTaken, str]]:
    """What was done and holds, with whom it concerns and when."""
    rows = RemedyTaken.objects.filter(team=team, starts_at__lt=end, ends_at__gt=start, undone_at=None)
    return [(row, _done(row, zone)) for row in rows.select_related("user", "by")]


def _done(row: RemedyTaken, zone: ZoneInfo) -> str:
    said = times(row.starts_at, row.ends_at, zone)
    if row.user is None:
        return _("Offered to %(n)s: %(times)s") % {"n": row.before.get("told", 0), "times": said}
    return f"{row.user.full_name}: {said} · {row.get_kind_display()}"


def times(start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo) -> str:
    return f"{clock(start, zone)}–{clock(end, zone)}"


def local(at: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """By the clock of the team, whatever the reader's own is: a page converts what still has its zone."""
    return at.astimezone(zone).replace(tzinfo=None)


def clock(at: datetime.datetime, zone: ZoneInfo) -> str:
    return time_format(at.astimezone(zone), "H:i")


def open_shifts(team: Team, days: Sequence[datetime.date], zone: ZoneInfo) -> int:
    """How many of these days' shifts need somebody yet."""
    start, end = midnight(days[0], zone), midnight(days[-1] + ONE_DAY, zone)
    return Gap.objects.filter(
        team=team, starts_at__gte=start, starts_at__lt=end, ends_at__gt=timezone.now()
    ).count()


__all__ = ["Board", "Line", "board_at", "board_of", "hole_of", "lines_of", "local", "open_shifts"]
