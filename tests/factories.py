"""Ready-made things for tests; tickets go through the real actions."""

import datetime

from customers.models import Contact
from staff.models import Team
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
