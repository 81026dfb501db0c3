"""Shifts as a calendar (RFC 5545): times in UTC, so that clocks move none; a number that stays."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from scheduling.models import OnCall, Shift
from scheduling.my_shifts import parts_of

BEFORE, AFTER = datetime.timedelta(days=30), datetime.timedelta(days=180)


def calendar(name: str, shifts: Iterable[Shift], calls: Iterable[OnCall], *, named: bool) -> bytes:
    """`named`: each says whose it is. The same rows make the same bytes."""
    found = Calendar()
    found.add("prodid", "-//Helpdesk//Shifts//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    for shift in shifts:
        found.add_component(_shift(shift, named))
    for call in calls:
        found.add_component(_call(call, named))
    return found.to_ical()


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
