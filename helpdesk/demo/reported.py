"""What the manager of the demo company looks at again and again, and the days that explain it."""

import datetime

from reports.marked_days.actions import annotate
from reports.saved.actions import save_report, subscribe
from staff.models import Team, User

DAY = datetime.timedelta(days=1)
MONDAY = (
    {"measure": "arrivals", "step": "day", "period": "28days"},
    {"measure": "first_response", "by": "team", "period": "last_week", "working": "1"},
    {"measure": "kept_first", "by": "team", "period": "last_week"},
    {"measure": "backlog", "step": "week", "period": "90days"},
    {"measure": "arrivals", "by": "hour", "period": "28days"},
)
PROMISES = (
    {"measure": "kept_first", "step": "week", "period": "90days"},
    {"measure": "kept_resolution", "by": "channel", "period": "28days"},
    {"measure": "solved", "by": "team", "step": "week", "period": "28days"},
    {"measure": "satisfaction", "step": "month", "period": "90days"},
)
# Words, the team they are for ("": all), how many days ago it began, how many days it took, whose words.
MARKED = (
    ("New prices for fibre", "", 38, 1, "mona"),
    ("Outage of the north node", "tallinn", 17, 2, "liis"),
    ("Letters about the new router", "", 9, 3, "mona"),
)


def keep_reports(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """One for the manager alone, every Monday by letter; one for everybody who reads the board."""
    by = {one.email.split("@")[0]: one for one in people.values()}
    monday = save_report(None, by=by["mona"], name="Monday morning", shared=False, parts=MONDAY, at=now)
    subscribe(monday, by=by["mona"], every="week", on_day=0, hour=8, at=now)
    save_report(None, by=by["mona"], name="What we promised", shared=True, parts=PROMISES, at=now)
    for words, slug, ago, days, who in MARKED:
        first = now.date() - ago * DAY
        annotate(
            by=by[who], words=words, since=first, last=first + (days - 1) * DAY, team=teams.get(slug),
            at=now - (ago - days) * DAY,
        )  # fmt: skip
