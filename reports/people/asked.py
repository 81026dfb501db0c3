"""Which time somebody asks of the figures of a person."""

import datetime
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.periods import Period, named
from scheduling.fitness import zone_of
from staff.models import User

USUAL = "28days"
PERIODS = {
    "28days": _("28 days"), "90days": _("90 days"), "this_month": _("This month"),
    "last_month": _("Last month"),
}  # fmt: skip


def days_in(given: Mapping[str, str]) -> Period | None:
    """Of a list, as its address says them; None if it does not."""
    try:
        since, until = (datetime.date.fromisoformat(given.get(name, "")) for name in ("since", "until"))
        return Period(since, until) if since.year > 1 and until.year < 9999 else None
    except ValueError:
        return None


def period_from(given: Mapping[str, str], person: User) -> tuple[str, Period]:
    """By the days of the person, so that everybody reads the same."""
    name = given.get("period", USUAL)
    name = name if name in PERIODS else USUAL
    return name, named(name, timezone.localdate(timezone=zone_of(person)))
