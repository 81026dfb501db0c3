"""Shifts as a calendar (RFC 5545): times in UTC, so that clocks move none; a number that stays."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from scheduling.models import OnCall, Shift, ShiftMove
from scheduling.my_shifts import parts_of
from staff.models import Team, User

BEFORE, AFTER = datetime.timedelta(days=30), datetime.timedelta(days=180)
# So often a calendar may well ask.
EVERY = datetime.timedelta(hours=1)


def calendar(
    name: str,
    shifts: Iterable[Shift],
    calls: Iterable[OnCall],
    gone: Iterable[ShiftMove] = (),
    *,
    named: bool,
) -> bytes:
    """`named`: each says whose it is; `gone` are theirs no more, which those who hold a copy are told. The
    same rows make the same bytes.
    """
    found = Calendar()
    found.add("prodid", "-//Helpdesk//Shifts//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    found.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    for shift in shifts:
        found.add_component(_shift(shift, named))
    for call in calls:
        found.add_component(_call(call, named))
    for move in gone:
        found.add_component(_gone(move))
    return found.to_ical()


def gone_from(
    user: User, kept: Iterable[Shift], start: datetime.datetime, end: datetime.datetime
) -> list[ShiftMove]:
    """How each shift left them that they had in that time, and have no more: the last move of each."""
    moves = ShiftMove.objects.filter(
        before=user, starts_at__gte=start, starts_at__lt=end, ends_at__isnull=False
    )
    last = {move.number: move for move in moves.order_by("at", "pk")}
    for shift in kept:
        last.pop(shift.pk, None)
    return list(last.values())


def gone_from_team(
    team: Team, kept: Iterable[Shift], start: datetime.datetime, end: datetime.datetime
) -> list[ShiftMove]:
    """Of each shift that the team had in that time and nobody works any more, the last move."""
    moves = ShiftMove.objects.filter(
        team=team, starts_at__gte=start, starts_at__lt=end, ends_at__isnull=False
    )
    last = {move.number: move for move in moves.order_by("at", "pk")}
    for shift in kept:
        last.pop(shift.pk, None)
    return [move for move in last.values() if move.after_id is None]


def _shift(shift: Shift, named: bool) -> Event:
    title = shift.template.name if shift.template else _("Shift")
    row = Event()
    row.add("uid", f"shift-{shift.pk}@{_host()}")
    row.add("sequence", shift.sequence)
    row.add("dtstamp", _utc(shift.changed_at))
    row.add("last-modified", _utc(shift.changed_at))
    row.add("dtstart", _utc(shift.starts_at))
    row.add("dtend", _utc(shift.ends_at))
    row.add("summary", f"{shift.user.full_name}: {title}" if named else f"{title} · {shift.team.name}")
    row.add("description", "\n".join([_parts(shift), shift.note]).strip())
    row.add("url", f"{settings.BASE_URL}/shifts/{shift.pk}/")
    return row


def _parts(shift: Shift) -> str:
    """In minutes since its start, which are right by every clock."""
    return ", ".join(
        f"{part.name} {int((part.ends_at - part.starts_at).total_seconds()) // 60}′"
        for part in parts_of(shift)
    )


def _gone(move: ShiftMove) -> Event:
    """Nothing of why, and of who has it now."""
    row = Event()
    row.add("uid", f"shift-{move.number}@{_host()}")
    row.add("sequence", move.sequence)
    row.add("dtstamp", _utc(move.at))
    row.add("dtstart", _utc(move.starts_at))
    row.add("dtend", _utc(move.ends_at))
    row.add("summary", _("Shift"))
    row.add("status", "CANCELLED")
    row.add("transp", "TRANSPARENT")
    return row


def _call(call: OnCall, named: bool) -> Event:
    title = _("On call")
    row = Event()
    row.add("uid", f"on-call-{call.pk}@{_host()}")
    row.add("dtstamp", _utc(call.starts_at))
    row.add("dtstart", _utc(call.starts_at))
    row.add("dtend", _utc(call.ends_at))
    row.add("summary", f"{call.user.full_name}: {title}" if named else f"{title} · {call.team.name}")
    row.add("transp", "TRANSPARENT")
    return row


def _utc(at: datetime.datetime) -> datetime.datetime:
    return at.astimezone(datetime.UTC).replace(microsecond=0)


def _host() -> str:
    return settings.BASE_URL.split("://")[-1].split("/")[0].split(":")[0]
