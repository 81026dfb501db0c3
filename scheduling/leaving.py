"""What somebody who leaves was to work, and who is called then."""

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from lib import database_clock
from scheduling.actions.giving import open_gap
from scheduling.actions.locking import lock_people
from scheduling.choices import ExchangeState, MoveWhy
from scheduling.models import Exchange, OnCall, Shift
from staff.models import User


def left_behind(user: User) -> list[tuple[str, int]]:
    count = _ahead(user).count()
    return [(ngettext("shift needs somebody", "shifts need somebody", count), count)] if count else []


def hand_over(user: User, *, by: User, to: User | None) -> None:
    """Shifts that are not over become gaps, whoever takes over the rest: hours of their own nobody inherits.
    Nobody who left is called at night, or waited for with a swap.
    """
    lock_people({user.pk})
    for shift in _ahead(user).order_by("starts_at"):
        open_gap(shift, by=by, why=MoveWhy.LEFT)
    live = Exchange.objects.filter(state__in=(ExchangeState.OPEN, ExchangeState.ACCEPTED))
    live.filter(Q(by=user) | Q(to=user) | Q(taker=user)).update(state=ExchangeState.EXPIRED)
    now = database_clock.now()
    OnCall.objects.filter(user=user, starts_at__gte=now).delete()
    OnCall.objects.filter(user=user, ends_at__gt=now).update(ends_at=now)


def _ahead(user: User) -> QuerySet[Shift]:
    return Shift.objects.of(user.pk).filter(ends_at__gt=database_clock.now())
