"""Published shifts that a rule forbids by now: a contract changed, a cap was lowered.

They stay until somebody acts: a shift of which nobody knows that it is gone is worse. Whoever leads is told,
once a week while it is so.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind as Notices
from notices.choices import Way
from scheduling.breach_words import said
from scheduling.fitness import zone_of
from scheduling.history import place_for
from scheduling.labour import Breach, Kind
from scheduling.lawful import breaches, span_of
from scheduling.leading import deciders
from scheduling.models import Shift
from staff.models import Team, User

AHEAD = datetime.timedelta(weeks=8)
WORDS = gettext_noop("A rule forbids by now what is published for {name}: {breach}")


def unlawful(team: Team, now: datetime.datetime) -> dict[int, list[Breach]]:
    """Of each whose shifts for the team break one, from now on. Who said later that they cannot has their
    shifts still.
    """
    end, mine = now + AHEAD, defaultdict(list)
    shifts = list(Shift.objects.filter(team=team, starts_at__gte=now, starts_at__lt=end))
    for one in shifts:
        mine[one.user_id].append(span_of(one))
    found = breaches(
        mine, start=now, end=end, zone=place_for(team).zone, instead_of=[one.pk for one in shifts]
    )
    hard = {user: [one for one in each if _counts(one)] for user, each in found.items()}
    return {user: each for user, each in hard.items() if each}


def _counts(one: Breach) -> bool:
    return one.hard and one.kind is not Kind.UNAVAILABLE


def tell(now: datetime.datetime | None = None) -> int:
    """How many were told. Safe to run twice."""
    now = now or database_clock.now()
    count = 0
    for team in Team.objects.filter(active=True).order_by("pk"):
        found = unlawful(team, now)
        for user in User.objects.filter(pk__in=found).order_by("pk"):
            count += sum(_tell(team, user, one) for one in _firsts(found[user.pk]))
    return count


def _firsts(found: Iterable[Breach]) -> Iterable[Breach]:
    """Of each kind the first: a contract without nights is one matter, not twenty."""
    kinds: dict[Kind, Breach] = {}
    for one in found:
        kinds.setdefault(one.kind, one)
    return kinds.values()


def _tell(team: Team, user: User, breach: Breach) -> int:
    return sum(_tell_one(reader, team, user, breach) for reader in deciders(user))


def _tell_one(reader: User, team: Team, user: User, breach: Breach) -> int:
    with translation.override(reader.language):
        words = said(breach, zone_of(reader))
    return notify(
        [reader], key=f"unlawful-{user.pk}-{breach.kind}-{breach.starts_at:%G%V}", kind=Notices.ROSTER,
        words=WORDS, params={"name": user.full_name, "breach": words}, page="scheduling:roster_team",
        page_args=[team.slug], way=Way.LETTER,
    )  # fmt: skip
