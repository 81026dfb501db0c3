"""The load of people as it is right now: hours and shifts from here, work in hand from whoever knows it."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from scheduling.known import Known, known_of
from scheduling.load import DEFAULT, Caps, Facts, Load, Standing, load_of
from scheduling.models import LoadCaps, LoadOverride
from scheduling.there import There, there
from staff.models import Team, User


@dataclass(frozen=True, slots=True)
class InHand:
    """What one person has in hand: tickets, the minutes of work in them, and for how long without a pause
    several of them have been pressing.
    """

    tickets: int = 0
    minutes: float = 0.0
    hot: float = 0.0


@dataclass(frozen=True, slots=True)
class PersonLoad:
    load: Load
    there: There
    in_hand: InHand
    caps: Caps
    override: LoadOverride | None = None

    @property
    def may_have_more(self) -> bool:
        """Whether the desk may give them something by itself."""
        return self.load.standing is Standing.FREE or (
            self.load.standing is Standing.HIGH and self.override is not None
        )


NOTHING = InHand()


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def caps_of(team: Team | int) -> Caps:
    row = LoadCaps.objects.filter(team=team).first()
    return row.caps() if row else DEFAULT


def overrides_of(users: Collection[int], at: datetime.datetime) -> dict[int, LoadOverride]:
    """The newest of each of them that holds."""
    rows = (
        LoadOverride.objects.filter(
            Q(ended_at=None) | Q(ended_at__gt=at), user__in=users, at__lte=at, until__gt=at
        )
        .select_related("by")
        .defer("by__password", "by__signature")
    )
    return {row.user_id: row for row in rows.order_by("at", "pk")}


def loads_of(
    users: Collection[User], at: datetime.datetime, *, duty: bool = True, known: Known | None = None
) -> dict[int, PersonLoad]:
    """Of each of them, in a handful of statements however many they are. Without `duty` it is not asked
    who is on duty or called, nor who let somebody have more: the load is the same, all else says less.
    """
    numbers = [one.pk for one in users]
    known = known or known_of(numbers, at)
    present, overrides = there(users, at, duty=duty, known=known), overrides_of(numbers, at) if duty else {}
    planned = {number: one.planned for number, one in present.items()}
    in_hand: Mapping[int, InHand] = import_string(settings.WORK_IN_HAND)(planned, at)
    found = {}
    for number in numbers:
        has = in_hand.get(number, NOTHING)
        facts = Facts(planned[number], present[number].actual, has.minutes, has.hot)
        theirs = known.caps_of(number)
        found[number] = PersonLoad(
            load_of(facts, at, zone(), theirs), present[number], has, theirs, overrides.get(number)
        )
    return found
