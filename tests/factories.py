"""Ready-made things for tests; tickets go through the real actions."""

import datetime
from zoneinfo import ZoneInfo

from customers.models import Contact
from scheduling.models import Publication, Shift, TimeOff
from staff.models import Team, User
from tickets.actions import open_ticket
from tickets.actors import Desk
from tickets.models import Ticket

OFFICE_HOURS = {
    "tz": "Europe/Tallinn",
    "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
STANDARD_TERMS = {
    "priorities": {
        "low": {
            "first_response": {"minutes": 480, "warn": [0.75]},
            "resolution": {"minutes": 2400, "warn": [0.75]},
        },
        "normal": {
            "first_response": {"minutes": 240, "warn": [0.75]},
            "resolution": {"minutes": 1440, "warn": [0.75]},
        },
        "high": {
            "first_response": {"minutes": 120, "warn": [0.75]},
            "resolution": {"minutes": 480, "warn": [0.75]},
        },
        "urgent": {
            "first_response": {"minutes": 30, "hours": "calendar"},
            "resolution": {"minutes": 240, "hours": "calendar"},
        },
    }
}


def make_ticket(
    *,
    requester: Contact,
    team: Team,
    subject: str = "A question",
    text: str = "Could you help me?",
    channel: str = "email",
    at: datetime.datetime | None = None,
    **fields,
) -> Ticket:
    return open_ticket(
        by=Desk("test"),
        requester=requester,
        team=team,
        subject=subject,
        text=text,
        channel=channel,
        at=at,
        **fields,
    )


def make_shift(
    user: User, team: Team, starts_at: datetime.datetime, hours: float = 8, parts: tuple[dict, ...] = ()
) -> Shift:
    """A published shift."""
    return Shift.objects.create(
        user=user, team=team, starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=hours),
        parts=list(parts),
    )  # fmt: skip


def make_off(user: User, first: datetime.date, last: datetime.date | None = None) -> TimeOff:
    """Time off that was approved, by their clock."""
    last, zone = last or first, ZoneInfo(user.time_zone)
    starts_at = datetime.datetime.combine(first, datetime.time(), zone)
    ends_at = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), zone)
    return TimeOff.objects.create(
        user=user, kind="holiday", state="approved", first_on=first, last_on=last,
        days=(last - first).days + 1, starts_at=starts_at, ends_at=ends_at, asked_by=user, asked_at=starts_at,
    )  # fmt: skip


def publish_weeks(team: Team, starts_at: datetime.datetime, weeks: int = 1) -> Publication:
    """A roster of the team holds for these weeks, whatever shifts there are."""
    return Publication.objects.create(
        team=team, number=team.publications.count() + 1, starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(weeks=weeks), zone="Europe/Tallinn", content=[], before=[],
        at=starts_at,
    )  # fmt: skip
