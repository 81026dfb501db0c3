"""What a team wants to keep: each change is a new version, and the newest counts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lib import database_clock
from scheduling.access import may_plan
from scheduling.choices import Work
from scheduling.models import StaffingTerms
from staff.models import Team, User

FIELDS = (
    "service_percent", "target_seconds", "handle_seconds", "patience_seconds", "shrinkage_percent",
    "occupancy_percent", "concurrency", "fewest", "between_calls", "typed",
)  # fmt: skip
# What holds until somebody says otherwise: of calls 80 within 20 seconds, of chats 80 within a minute, of
# letters 90 within four open hours.
USUAL: dict[str, dict[str, Any]] = {
    Work.PHONE: {"service_percent": 80, "target_seconds": 20, "patience_seconds": 120},
    Work.CHAT: {"service_percent": 80, "target_seconds": 60, "patience_seconds": 180, "concurrency": 2},
    Work.TICKETS: {"service_percent": 90, "target_seconds": 4 * 3600, "fewest": 1},
}


class StaleTerms(Exception):
    """Somebody else changed them meanwhile."""


def terms_of(team: Team, work: str) -> StaffingTerms:
    """The version that counts; number 0, not stored, where nobody said anything yet."""
    newest = StaffingTerms.objects.filter(team=team, work=work).order_by("-number").first()
    return newest or StaffingTerms(team=team, work=work, number=0, **USUAL[work])


@transaction.atomic
def set_terms(team: Team, work: str, *, by: User, seen: int, **values: Any) -> StaffingTerms:
    """With what is not said as it was. StaleTerms if `seen` is not the version that counts."""
    if not may_plan(by, team):
        raise PermissionDenied
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    was = terms_of(team, work)
    if was.number != seen:
        raise StaleTerms
    fields = {name: values.get(name, getattr(was, name)) for name in FIELDS}
    if was.number and all(getattr(was, name) == value for name, value in fields.items()):
        return was
    row = StaffingTerms(team=team, work=work, number=was.number + 1, by=by, at=database_clock.now(), **fields)
    row.full_clean(exclude=["team", "by"])
    row.save()
    return row
