"""The ledger of a team's people, read from their published shifts."""

import datetime
from zoneinfo import ZoneInfo

from scheduling.fairness import Ledger, Wanted, Worked, ledgers
from scheduling.fitness import zone_of
from scheduling.history import place_for
from scheduling.models import Shift, ShiftWish
from staff.models import Team
from staff.queries import colleagues

WINDOW = datetime.timedelta(weeks=26)


def ledger_of(team: Team, until: datetime.datetime, window: datetime.timedelta = WINDOW) -> dict[int, Ledger]:
    """Of everybody in the team, over the window that ends then; what is published ahead counts too if
    `until` is ahead. With all their shifts, those for other teams too.
    """
    people = list(colleagues(team))
    zones: dict[int, ZoneInfo] = {one.pk: zone_of(one) for one in people}
    rows = Shift.objects.filter(user__in=zones, starts_at__gte=until - window, starts_at__lt=until)
    shifts = [Worked(one.user_id, one.starts_at, one.ends_at, one.template_id) for one in rows]
    wishes = [
        Wanted(one.user_id, one.wanted, one.weekday, one.on, one.template_id)
        for one in ShiftWish.objects.filter(user__in=zones)
    ]
    holidays = set(place_for(team).holidays)
    return ledgers(list(zones), shifts, zones, holidays=holidays, wishes=wishes)
