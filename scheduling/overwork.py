"""Once a day, whoever leads or manages hears who has too much, and who was let have more."""

import datetime
from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from scheduling.load import Standing
from scheduling.loads import PersonLoad, loads_of
from scheduling.models import LoadOverride
from staff.models import Membership, User
from staff.permissions import roles_with

# By the clock of the desk: when most have gone home.
FROM_HOUR = 20
MOST_NAMES = 12
MANY = gettext_noop("Above their caps tonight: {people}")
WHY = gettext_noop("Let have more today: {overrides}")
NOBODY = "–"


def tell(now: datetime.datetime | None = None) -> int:
    """How many were told. Safe to run at any time and twice: there is one for each of them each evening."""
    now = now or database_clock.now()
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR:
        return 0
    people = list(User.objects.filter(is_active=True, teams__active=True).distinct().order_by("pk"))
    loads = loads_of(people, now)
    pressed = {one.pk: one for one in people if loads[one.pk].load.standing is not Standing.FREE}
    today = LoadOverride.objects.filter(at__gte=now - datetime.timedelta(days=1))
    overrides = list(today.select_related("user").order_by("pk"))
    if not pressed and not overrides:
        return 0
    about = {*pressed, *(one.user_id for one in overrides)}
    return sum(
        _tell(reader, theirs, pressed, loads, overrides, local.date(), now)
        for reader, theirs in _readers(about)
    )


def _readers(about: Collection[int]) -> list[tuple[User, set[int]]]:
    """Managers hear of everybody, leads of those in the teams they lead; nobody of themselves alone."""
    people = User.objects.filter(is_active=True)
    managers = people.filter(role__in=roles_with("roster.manage"))
    found = [(one, set(about)) for one in managers]
    leads = Membership.objects.filter(user=OuterRef("pk"), leads=True, team__active=True)
    for one in people.filter(Exists(leads)).exclude(pk__in=managers.values("pk")):
        led = Membership.objects.filter(user=one, leads=True).values("team")
        rows = Membership.objects.filter(team__in=led, user__in=about).exclude(user=one)
        theirs = set(rows.values_list("user", flat=True))
        if theirs and one.may("routing.set"):
            found.append((one, theirs))
    return found


def _tell(
    reader: User, theirs: Collection[int], pressed: Mapping[int, User], loads: Mapping[int, PersonLoad],
    overrides: Collection[LoadOverride], day: datetime.date, now: datetime.datetime,
) -> int:  # fmt: skip
    worst = sorted((-loads[pk].load.index, pk) for pk in pressed if pk in theirs)
    names = ", ".join(f"{pressed[pk].full_name} ({-index})" for index, pk in worst[:MOST_NAMES])
    said = [f"{one.user.full_name}: {one.reason}" for one in overrides if one.user_id in theirs]
    return notify(
        [reader], key=f"overwork-{day:%Y%m%d}", kind=Kind.ROSTER, words=MANY, detail=WHY if said else "",
        params={"people": names or NOBODY, "overrides": "; ".join(said)[:500]}, page="tickets:routing",
        at=now,
    )  # fmt: skip
