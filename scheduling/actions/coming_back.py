"""Somebody is not off after all: what they lost to their time off is theirs again where nobody has it yet."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from scheduling.actions.giving import fill_gap
from scheduling.choices import OffKind, OffState
from scheduling.fitness import zone_of
from scheduling.leading import deciders, may_decide
from scheduling.lost_shifts import lost_to, told
from scheduling.models import Gap, Shift, TimeOff
from scheduling.off_days import WorkingDays, by_year, moments
from scheduling.telling import tell
from scheduling.weeks import ONE_DAY
from staff.models import User

# By whether all of it was withdrawn, and by themselves.
WORDS = {
    (True, True): gettext_noop("Time off of {name} was withdrawn"),
    (True, False): gettext_noop("Your time off was withdrawn"),
    (False, True): gettext_noop("{name} is back before their time off was to end"),
    (False, False): gettext_noop("Your time off ends earlier"),
}


@transaction.atomic
def withdraw_time_off(row: TimeOff, *, by: User) -> TimeOff:
    """What has begun ends: the days until yesterday stay. Who withdraws their own says that they are there:
    what is open yet is theirs again, unless a rule forbids it by now. Withdrawn by whoever leads, it is
    offered to them (`take_back`). What somebody else took stays with them.
    """
    held = TimeOff.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    if by.pk != held.user_id and not may_decide(by, held.user):
        raise PermissionDenied("shift.have")
    if held.state not in (OffState.ASKED, OffState.APPROVED):
        raise ValidationError(_("It was answered already."))
    now, was = database_clock.now(), held.state
    if was == OffState.APPROVED and held.ends_at <= now:
        raise ValidationError(_("It is over."))
    begun = was == OffState.APPROVED and held.starts_at <= now
    if begun and held.kind != OffKind.SICK and by.pk == held.user_id:
        raise ValidationError(_("It has begun. Ask whoever leads your team."))
    _end(held, now)
    if was == OffState.APPROVED:
        if by.pk == held.user_id:
            _back(held, by)
        _tell(held, by)
    return held


def _end(row: TimeOff, now: datetime.datetime) -> None:
    today = now.astimezone(zone_of(row.user)).date()
    if row.state == OffState.APPROVED and row.first_on < today:
        row.last_on = today - ONE_DAY
        row.ends_at = moments(row.user, row.first_on, row.last_on, "")[1]
        row.days = sum(by_year(WorkingDays(row.user), row.first_on, row.last_on, "").values())
    else:
        row.state = OffState.WITHDRAWN
    row.save(update_fields=["state", "last_on", "ends_at", "days"])


def _back(row: TimeOff, by: User) -> None:
    for gap in row.gaps.filter(ends_at__gt=database_clock.now()).order_by("starts_at"):
        try:
            with transaction.atomic():
                fill_gap(gap, user=by, by=by)
        except ValidationError:
            continue  # Stays open; the page of the time off says so, and why when they try to take it.


def _tell(row: TimeOff, by: User) -> None:
    lost = lost_to(row)
    mine = by.pk == row.user_id
    words = WORDS[row.state == OffState.WITHDRAWN, mine]
    for user in deciders(row.user) if mine else [row.user]:
        tell(
            [user], key=f"off-{row.pk}-back", words=words, detail="{shifts}", name=row.user.full_name,
            page="scheduling:time_off_one", page_args=[row.pk], shifts=told(lost, user),
        )  # fmt: skip


@transaction.atomic
def take_back(gap: Gap, *, by: User) -> Shift:
    """One's own, that time off left open which is withdrawn: whatever the team agreed on about approval, it
    was theirs.
    """
    if gap.was_of_id != by.pk or not gap.is_back:
        raise PermissionDenied("shift.have")
    shift = fill_gap(gap, user=by, by=by)
    tell(
        deciders(by), key=f"gap-{gap.number}-{shift.sequence}", name=by.full_name,
        words=gettext_noop("{name} works their shift after all: {when}"),
        when=(shift.starts_at, shift.ends_at),
    )  # fmt: skip
    return shift
