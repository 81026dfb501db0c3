"""Pages of demand and coverage."""

import datetime
from decimal import Decimal

from django.utils import timezone

from scheduling import actions
from scheduling.models import Arrivals, Attendance, CountedDay, Publication

PAGES: dict[str, str | None] = {
    "scheduling:demand_team": "mona",
    "scheduling:demand_typed": "cleo",
    "scheduling:need": "mona",
    "scheduling:need_terms": "cleo",
    "scheduling:coverage": "mona",
    "scheduling:coverage_team": "mona",
    "scheduling:coverage_now": "mona",
    "scheduling:coverage_load": "cleo",
}
SHOWS: dict[str, str] = {
    "scheduling:coverage": "missing at worst: ",
    "scheduling:coverage_team": "The worst quarter of each hour",
    "scheduling:coverage_now": "there without a shift",
    "scheduling:need": "Skill or language",
    "scheduling:demand_team": "What it asks for",
}
NO_PAGES: set[str] = {
    *("scheduling:demand", "scheduling:demand_refresh", "scheduling:demand_mark"),
    *("scheduling:demand_mark_undo", "scheduling:need_write"),
    *("scheduling:coverage_gap", "scheduling:coverage_refresh", "scheduling:coverage_alarm"),
    *("scheduling:remedy_take", "scheduling:remedy_undo"),
    *("scheduling:need_override", "scheduling:need_override_undo"),
}
OF_ALL = ("scheduling:coverage", "scheduling:coverage_now", "scheduling:coverage_load")
DAY = datetime.timedelta(days=1)


def arguments(cast) -> dict[str, list]:
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(1, 60):
        start = today - number * DAY
        CountedDay.objects.create(source="demo", day=start.date(), counted_at=today)
        Arrivals.objects.bulk_create(
            Arrivals(
                team=cast.billing, channel="email", language=language, source="demo", count=count,
                handled=count, handle_seconds=300 * count, starts_at=start + datetime.timedelta(hours=10),
            )
            for language, count in (("en", 10), ("ru", 2))
        )  # fmt: skip
    said = {"starts_at": today - 3 * DAY, "ends_at": today - 2 * DAY, "by": cast.mona}
    actions.mark(cast.billing, kind="outage", note=cast.nasty, **said)
    actions.undo_mark(actions.mark(None, kind="outage", **said), by=cast.mona)
    actions.forecast(cast.billing, "tickets", by=cast.mona)
    actions.override_need(
        cast.billing, "tickets", starts_at=today, ends_at=today + DAY, heads=Decimal(2), reason=cast.nasty,
        by=cast.mona,
    )  # fmt: skip
    actions.write_need(cast.billing)
    _roster(cast, today)
    return {name: [cast.billing.slug] for name in PAGES if name not in OF_ALL}


def _roster(cast, today: datetime.datetime) -> None:
    """Published, and too thin by far; Cleo is there without a shift."""
    Publication.objects.create(
        team=cast.billing, number=1, starts_at=today, ends_at=today + 7 * DAY, zone="UTC", content=[],
        before=[], at=today,
    )  # fmt: skip
    Attendance.objects.create(user=cast.cleo, starts_at=timezone.now())
    actions.cover(cast.billing)
    actions.alarm(cast.billing)
