"""The clock: in, break, on, out. Pressing twice is pressing once."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from scheduling.choices import AskState
from scheduling.leading import deciders, may_decide
from scheduling.models import Attendance, ClockCorrection, Deviation, Pause
from scheduling.telling import tell
from staff.models import User

PERMISSION = "shift.have"
# Whoever forgot to clock out does not work around the clock.
LONGEST = datetime.timedelta(hours=16)
CORRECTABLE = datetime.timedelta(days=60)


def open_attendance(user: User) -> Attendance | None:
    return Attendance.objects.filter(user=user, ends_at=None).first()


@transaction.atomic
def clock_in(*, by: User) -> Attendance:
    """The one that is open already, if there is one."""
    _may(by)
    found = open_attendance(by)
    return found or Attendance.objects.create(user=by, starts_at=database_clock.now())


@transaction.atomic
def begin_break(*, by: User) -> Attendance:
    _may(by)
    found = _open(by)
    if not found.pauses.filter(ends_at=None).exists():
        Pause.objects.create(attendance=found, starts_at=database_clock.now())
    return found


@transaction.atomic
def end_break(*, by: User) -> Attendance:
    _may(by)
    found = _open(by)
    found.pauses.filter(ends_at=None).update(ends_at=database_clock.now())
    return found


@transaction.atomic
def clock_out(*, by: User) -> Attendance | None:
    """With the break that is open. None if they were out already."""
    _may(by)
    found, now = open_attendance(by), database_clock.now()
    if found is None:
        return None
    if now - found.starts_at > LONGEST:
        raise ValidationError(_("The clock ran since yesterday: say below when you left."))
    found.pauses.filter(ends_at=None).update(ends_at=now)
    found.ends_at = now
    found.save(update_fields=["ends_at"])
    return found


def _may(by: User) -> None:
    """Whoever presses twice waits for their own first press."""
    if not by.may(PERMISSION):
        raise PermissionDenied(PERMISSION)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _open(user: User) -> Attendance:
    found = open_attendance(user)
    if found is None:
        raise ValidationError(_("You are not clocked in."))
    return found


@transaction.atomic
def correct(
    row: Attendance, *, by: User, starts_at: datetime.datetime, ends_at: datetime.datetime, reason: str
) -> ClockCorrection:
    """What it should say. It counts once whoever leads confirms it; one that still ran is stopped at once."""
    _may(by)
    held = Attendance.objects.select_for_update().get(pk=row.pk)
    if held.user_id != by.pk:
        raise PermissionDenied(PERMISSION)
    now = database_clock.now()
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in a few words.")})
    if not starts_at < ends_at <= now or ends_at - starts_at > LONGEST:
        raise ValidationError({"ends": _("The end comes after the beginning, before now, within 16 hours.")})
    if starts_at < now - CORRECTABLE:
        raise ValidationError({"day": _("That is too long ago.")})
    made = ClockCorrection(
        attendance=held, starts_at=starts_at, ends_at=ends_at, was_starts_at=held.starts_at,
        was_ends_at=held.ends_at, reason=" ".join(reason.split())[:200], asked_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise ValidationError(_("A correction of it waits for an answer already.")) from error
    if held.ends_at is None:
        held.ends_at = max(held.starts_at, ends_at)
        held.save(update_fields=["ends_at"])
        _trim(held)
    tell(
        deciders(by), key=f"clock-{made.pk}", words=gettext_noop("{name} corrects the clock: {when}"),
        detail="{reason}", when=(starts_at, ends_at), page="scheduling:clock_person", page_args=[by.pk],
        name=by.full_name, reason=made.reason,
    )  # fmt: skip
    return made


@transaction.atomic
def answer_correction(row: ClockCorrection, *, by: User, approve: bool) -> ClockCorrection:
    held = ClockCorrection.objects.select_for_update(of=("self",)).select_related("attendance__user")
    made = held.get(pk=row.pk)
    if not may_decide(by, made.attendance.user):
        raise PermissionDenied("roster.plan")
    if made.state != AskState.ASKED:
        raise ValidationError(_("It was answered already."))
    if approve:
        _apply(made)
    _answer(made, by, approve)
    tell(
        [made.attendance.user], key=f"clock-{made.pk}-{made.state}",
        words=gettext_noop("Your correction was confirmed: {when}")
        if approve
        else gettext_noop("Your correction was declined: {when}"),
        when=(made.starts_at, made.ends_at), page="scheduling:clock",
    )  # fmt: skip
    return made


def _apply(made: ClockCorrection) -> None:
    row = made.attendance
    row.starts_at, row.ends_at = made.starts_at, made.ends_at
    try:
        with transaction.atomic():
            row.save(update_fields=["starts_at", "ends_at"])
    except IntegrityError as error:
        raise ValidationError(_("They were clocked in twice then. Decline it and talk.")) from error
    _trim(row)


def _trim(row: Attendance) -> None:
    """Breaks lie within it."""
    row.pauses.filter(Q(starts_at__gte=row.ends_at) | Q(ends_at__lte=row.starts_at)).delete()
    row.pauses.filter(Q(ends_at=None) | Q(ends_at__gt=row.ends_at)).update(ends_at=row.ends_at)
    row.pauses.filter(starts_at__lt=row.starts_at).update(starts_at=row.starts_at)


@transaction.atomic
def ask_deviation(
    *, by: User, kind: str, starts_at: datetime.datetime, ends_at: datetime.datetime, note: str = ""
) -> Deviation:
    """They did something else than planned, and were right to."""
    _may(by)
    if not starts_at < ends_at or ends_at - starts_at > LONGEST:
        raise ValidationError({"ends": _("The end comes after the beginning.")})
    return Deviation.objects.create(
        user=by, kind=kind, starts_at=starts_at, ends_at=ends_at, note=" ".join(note.split())[:200],
        asked_at=database_clock.now(),
    )  # fmt: skip


@transaction.atomic
def answer_deviation(row: Deviation, *, by: User, approve: bool) -> Deviation:
    made = Deviation.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    if not may_decide(by, made.user):
        raise PermissionDenied("roster.plan")
    if made.state != AskState.ASKED:
        raise ValidationError(_("It was answered already."))
    _answer(made, by, approve)
    return made


def _answer(made: ClockCorrection | Deviation, by: User, approve: bool) -> None:
    made.state = AskState.APPROVED if approve else AskState.DECLINED
    made.decided_by, made.decided_at = by, database_clock.now()
    made.save(update_fields=["state", "decided_by", "decided_at"])
