"""Somebody is not off after all: what they lost to their time off is theirs again where nobody has it yet."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from scheduling.actions.giving import fill_gap
from scheduling.choices import OffKind, OffState
from scheduling.leading import deciders, may_decide
from scheduling.lost_shifts import lost_to, told
from scheduling.models import Gap, Shift, TimeOff
from scheduling.telling import tell
from staff.models import User


@transaction.atomic
def withdraw_time_off(row: TimeOff, *, by: User) -> TimeOff:
    """Until it begins; sick leave later too. Who withdraws their own says that they are there: what is open
    yet is theirs again, unless a rule forbids it by now. Withdrawn by whoever leads, it is offered to them
    (`take_back`). What somebody else took stays with them.
    """
    held = TimeOff.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    if by.pk != held.user_id and not may_decide(by, held.user):
        raise PermissionDenied("shift.have")
    if held.state not in (OffState.ASKED, OffState.APPROVED):
        raise ValidationError(_("It was answered already."))
    if held.starts_at <= database_clock.now() and held.kind != OffKind.SICK:
        raise ValidationError(_("It has begun. Ask whoever leads your team."))
    was, held.state = held.state, OffState.WITHDRAWN
    held.save(update_fields=["state"])
    if was == OffState.APPROVED:
        if by.pk == held.user_id:
            _back(held, by)
        _tell(held, by)
    return held


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
    of_theirs = gettext_noop("Time off of {name} was withdrawn")
    of_yours = gettext_noop("Your time off was withdrawn")
    for user in deciders(row.user) if mine else [row.user]:
        tell(
            [user], key=f"off-{row.pk}-back", words=of_theirs if mine else of_yours, detail="{shifts}",
            page="scheduling:time_off_one", page_args=[row.pk], name=row.user.full_name,
            shifts=told(lost, user),
        )  # fmt: skip


@transaction.atomic
def take_back(gap: Gap, *, by: User) -> Shift:
    """One's own, that time off left open which is withdrawn: whatever the team agreed on about approval, it
    was theirs.
    """
    off = gap.time_off
    if off is None or off.user_id != by.pk or off.state != OffState.WITHDRAWN:
        raise PermissionDenied("shift.have")
    shift = fill_gap(gap, user=by, by=by)
    tell(
        deciders(by), key=f"gap-{gap.number}-{shift.sequence}", name=by.full_name,
        words=gettext_noop("{name} works their shift after all: {when}"),
        when=(shift.starts_at, shift.ends_at),
    )  # fmt: skip
    return shift
