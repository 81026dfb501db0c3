"""Time off: asked for, withdrawn, answered; and sick leave, which holds at once."""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from lib.deadlocks import again_after_deadlock
from scheduling.access import may_plan
from scheduling.actions.giving import open_gap
from scheduling.actions.locking import lock_people
from scheduling.choices import MoveWhy, OffKind, OffState
from scheduling.fitness import zone_of
from scheduling.leading import deciders, may_decide
from scheduling.models import Blackout, Gap, Shift, TimeOff
from scheduling.off_days import Left, WorkingDays, by_day, left_in, moments
from scheduling.telling import tell
from staff.models import Team, User

LONGEST = 366
# Sickness is told when it began, not before; so much earlier somebody may say it.
SICK_BEFORE = 14


@again_after_deadlock
@transaction.atomic
def ask_time_off(
    user: User,
    *,
    by: User,
    kind: str,
    first_on: datetime.date,
    last_on: datetime.date,
    half: str = "",
    note: str = "",
) -> TimeOff:
    """For oneself it waits for an answer; what is sick leave, or said by whoever leads, holds at once. Each
    published shift in it becomes a gap then. ValidationError says what is wrong with it.
    """
    if by.pk == user.pk:
        if not by.may("shift.have"):
            raise PermissionDenied("shift.have")
    elif not may_decide(by, user):
        raise PermissionDenied("roster.plan")
    lock_people({user.pk})
    user = User.objects.get(pk=user.pk)
    row = _made(user, kind, first_on, last_on, half)
    row.note, row.asked_by, row.asked_at = " ".join(note.split())[:200], by, database_clock.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(_("There is time off on some of these days already.")) from error
    if kind == OffKind.SICK or by.pk != user.pk:
        _approve(row, by, "")
    else:
        tell(
            deciders(user), key=f"off-{row.pk}-asked", words=gettext_noop("{name} asks for time off"),
            detail="{from_on} – {to_on}", page="scheduling:time_off_one", page_args=[row.pk],
            name=user.full_name, from_on=first_on.isoformat(), to_on=last_on.isoformat(),
        )  # fmt: skip
    return row


def _made(user: User, kind: str, first: datetime.date, last: datetime.date, half: str) -> TimeOff:
    today = database_clock.now().astimezone(zone_of(user)).date()
    earliest = today - datetime.timedelta(days=SICK_BEFORE) if kind == OffKind.SICK else today
    if last < first:
        raise ValidationError({"last_on": _("The last day is before the first.")})
    if first < earliest:
        raise ValidationError({"first_on": _("These days are over.")})
    if (last - first).days >= LONGEST:
        raise ValidationError({"last_on": _("At most a year at once.")})
    if half and first != last:
        raise ValidationError({"half": _("Half a day is of one day only.")})
    working = WorkingDays(user)
    each = by_day(working, first, last, half)
    days = sum(each.values())
    if kind != OffKind.SICK:
        if not working.within(first, last):
            raise ValidationError({"first_on": _("There is no working day in it.")})
        _within_allowance(user, kind, each, working)
        _outside_blackouts(user, kind, first, last)
    starts_at, ends_at = moments(user, first, last, half)
    return TimeOff(
        user=user, kind=kind, first_on=first, last_on=last, half=half, days=days, starts_at=starts_at,
        ends_at=ends_at,
    )  # fmt: skip


def _within_allowance(
    user: User, kind: str, days: Mapping[datetime.date, Decimal], working: WorkingDays
) -> None:
    for year in sorted({day.year for day in days}):
        asked = {day: amount for day, amount in days.items() if day.year == year}
        for left in left_in(user, year, working):
            if left.kind == kind and not left.has(asked):
                raise ValidationError(_too_many(left, sum(asked.values()), year))


def _too_many(left: Left, days: Decimal | int, year: int) -> str:
    words = _("%(days)s days are asked for, %(left)s of %(allowed)s are left in %(year)s.") % {
        "days": _plain(days), "left": _plain(max(left.days, 0)), "allowed": _plain(left.allowed),
        "year": year,
    }  # fmt: skip
    if left.until is None or not left.lapsing:
        return words
    return f"{words} " + _("Of these, %(n)s can be taken until %(day)s only.") % {
        "n": _plain(left.lapsing), "day": left.until.isoformat(),
    }  # fmt: skip


def _plain(days: Decimal | int) -> str:
    return f"{float(days):g}"


def _outside_blackouts(user: User, kind: str, first: datetime.date, last: datetime.date) -> None:
    if kind not in (OffKind.HOLIDAY, OffKind.UNPAID):
        return
    row = Blackout.objects.filter(
        team__in=user.memberships.values("team"), first_on__lte=last, last_on__gte=first
    ).first()
    if row:
        raise ValidationError(
            _("From %(first)s to %(last)s nobody of the team takes a holiday: %(reason)s")
            % {"first": row.first_on.isoformat(), "last": row.last_on.isoformat(), "reason": row.reason}
        )


@again_after_deadlock
@transaction.atomic
def answer_time_off(row: TimeOff, *, by: User, approve: bool, reason: str = "") -> TimeOff:
    """Once; declining needs a reason."""
    held = TimeOff.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    if not may_decide(by, held.user):
        raise PermissionDenied("roster.plan")
    if held.state != OffState.ASKED:
        raise ValidationError(_("It was answered already."))
    reason = " ".join(reason.split())[:200]
    if approve:
        return _approve(held, by, reason)
    if not reason:
        raise ValidationError({"reason": _("Say why, in a few words.")})
    _decide(held, by, OffState.DECLINED, reason)
    _tell_answer(held, gettext_noop("Your time off was declined"))
    return held


def _approve(row: TimeOff, by: User, reason: str) -> TimeOff:
    # A roster that is published meanwhile comes before, and is seen here, or after, and sees this.
    lock_people({row.user_id})
    _decide(row, by, OffState.APPROVED, reason)
    gaps = _open_gaps(row, by)
    transaction.on_commit(lambda: _say_off(row, by), robust=True)
    if by.pk != row.user_id:
        _tell_answer(row, gettext_noop("Your time off was approved"))
    if gaps:
        tell(
            deciders(row.user), key=f"off-{row.pk}-gaps", detail="{count}",
            words=gettext_noop("{name} is off: shifts need somebody"), page="scheduling:gaps",
            name=row.user.full_name, count=len(gaps),
        )  # fmt: skip
    return row


def _say_off(row: TimeOff, by: User) -> None:
    """Work that they have in hand is on a floor above; what this misses, its own watch finds."""
    for path in settings.ABSENCE_LISTENERS:
        import_string(path)(row.user, row.starts_at, row.ends_at, by=by)


def _decide(row: TimeOff, by: User, state: str, reason: str) -> None:
    row.state, row.decided_by, row.decided_at, row.reason = state, by, database_clock.now(), reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def _open_gaps(row: TimeOff, by: User) -> list[Gap]:
    """Shifts that are not over; one that has begun stays theirs up to now only in what the clock says."""
    start = max(row.starts_at, database_clock.now())
    shifts = list(Shift.objects.of(row.user_id).between(start, row.ends_at).order_by("starts_at"))
    why = MoveWhy.SICK if row.kind == OffKind.SICK else MoveWhy.OFF
    return [open_gap(shift, by=by, why=why, time_off=row) for shift in shifts]


def _tell_answer(row: TimeOff, words: str) -> None:
    tell(
        [row.user], key=f"off-{row.pk}-{row.state}", words=words, detail="{reason}",
        page="scheduling:time_off_one", page_args=[row.pk], reason=row.reason,
    )  # fmt: skip


@transaction.atomic
def black_out(
    team: Team, *, by: User, first_on: datetime.date, last_on: datetime.date, reason: str
) -> Blackout:
    """Days on which nobody of the team asks for a holiday; what is approved stays."""
    if not may_plan(by, team):
        raise PermissionDenied("roster.plan")
    if last_on < first_on:
        raise ValidationError({"last_on": _("The last day is before the first.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in a few words.")})
    return Blackout.objects.create(
        team=team, first_on=first_on, last_on=last_on, reason=" ".join(reason.split())[:200], by=by,
        at=database_clock.now(),
    )  # fmt: skip


def end_blackout(row: Blackout, *, by: User) -> None:
    if not may_plan(by, row.team):
        raise PermissionDenied("roster.plan")
    row.delete()
