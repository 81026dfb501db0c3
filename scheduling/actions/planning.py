"""A roster on the drawing board: shifts are placed, moved and taken away, and each step can be taken back."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.access import may_plan, planned_teams
from scheduling.actions.stepping import Step, again, as_it_is, step
from scheduling.choices import Activity, DraftState
from scheduling.models import DraftShift, Gap, RosterDraft, Shift, ShiftTemplate
from scheduling.models.rosters import Stretch
from scheduling.turning import turn_shifts
from scheduling.weeks import midnight, same_clock, wall
from staff.choices import Role
from staff.models import Team, User


class AnothersStep(Exception):
    """The last step is somebody else's: whoever takes it back says that they know."""


class StaleDraft(Exception):
    """Somebody else changed the draft since it was looked at; `draft` is how it stands now."""

    def __init__(self, draft: RosterDraft) -> None:
        super().__init__(f"draft {draft.pk} is at {draft.edit}")
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Weeks:
    """What a draft covers, as instants."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: ZoneInfo


def weeks_of(draft: RosterDraft) -> Weeks:
    zone = ZoneInfo(draft.zone)
    return Weeks(midnight(draft.starts_on, zone), midnight(draft.ends_on, zone), zone)


@transaction.atomic
def begin_draft(
    team: Team,
    *,
    by: User,
    starts_on: datetime.date,
    weeks: int,
    zone: str,
    name: str = "",
    copies: datetime.date | None = None,
    pattern: Sequence[Sequence[ShiftTemplate | None]] = (),
) -> RosterDraft:
    """An empty one, or what is published from the Monday `copies` on, by the same wall clock: its own weeks
    to change them, or those before to go on as it was. By a `pattern` of weeks, seven days each, people take
    turns: everybody begins a week further on than the one before.
    """
    allow(by, team)
    if starts_on.weekday() or (copies and copies.weekday()):
        raise ValidationError({"starts_on": _("A roster begins on a Monday.")})
    draft = RosterDraft(
        team=team, name=name or f"{team.name} {starts_on:%G-W%V}", starts_on=starts_on, weeks=weeks,
        zone=zone, made_by=by, made_at=database_clock.now(),
    )  # fmt: skip
    draft.full_clean(exclude=["made_by"])
    draft.save()
    if copies:
        _copy(draft, copies)
    elif pattern:
        _take_turns(draft, pattern)
    return draft


def _take_turns(draft: RosterDraft, pattern: Sequence[Sequence[ShiftTemplate | None]]) -> None:
    members = User.objects.filter(memberships__team=draft.team, is_active=True, role=Role.AGENT)
    starts = {user: place for place, user in enumerate(members.order_by("full_name", "pk"))}
    DraftShift.objects.bulk_create(turn_shifts(draft, pattern, starts).shifts)


def _copy(draft: RosterDraft, from_on: datetime.date) -> None:
    zone, days = ZoneInfo(draft.zone), (draft.starts_on - from_on).days
    start = midnight(from_on, zone)
    end = midnight(from_on + datetime.timedelta(weeks=draft.weeks), zone)
    found = Shift.objects.filter(
        team=draft.team, starts_at__gte=start, starts_at__lt=end, user__is_active=True
    )
    # What is open in these weeks is open in the draft; what was hours of one day is not wanted on another.
    gaps = Gap.objects.filter(team=draft.team, starts_at__gte=start, starts_at__lt=end)
    gaps = gaps.exclude(was_of=None, template=None) if days else gaps.filter(ends_at__gt=database_clock.now())
    rows = []
    held = [*((one, one.user_id) for one in found), *((one, None) for one in gaps)]
    for shift, user in held:
        starts_at = same_clock(shift.starts_at, days, zone)
        rows.append(
            DraftShift(
                draft=draft, user_id=user, template_id=shift.template_id, starts_at=starts_at,
                ends_at=starts_at + (shift.ends_at - shift.starts_at), parts=shift.parts, note=shift.note,
            )
        )  # fmt: skip
    DraftShift.objects.bulk_create(rows)


@transaction.atomic
def place(
    draft: RosterDraft, *, by: User, seen: int, template: ShiftTemplate, day: datetime.date, user: User | None
) -> DraftShift:
    held = _held(draft, seen, by)
    starts_at = wall(day, template.starts, ZoneInfo(held.zone))
    shift = DraftShift(
        draft=held, user=user, template=template, starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=template.minutes), parts=template.parts,
    )  # fmt: skip
    _save(held, shift)
    step(held, by, [(shift.pk, None, as_it_is(shift))])
    return shift


@transaction.atomic
def move(
    draft: RosterDraft, *, by: User, seen: int, shift: int, day: datetime.date, user: User | None
) -> DraftShift:
    """To another day by the same wall clock, or to somebody else; None makes it open."""
    held, found = _held_with(draft, seen, by, shift)
    before, zone = as_it_is(found), ZoneInfo(held.zone)
    days = (day - found.starts_at.astimezone(zone).date()).days
    length = found.ends_at - found.starts_at
    found.starts_at = same_clock(found.starts_at, days, zone)
    found.ends_at, found.user = found.starts_at + length, user
    _save(held, found)
    step(held, by, [(found.pk, before, as_it_is(found))])
    return found


@transaction.atomic
def change(
    draft: RosterDraft, *, by: User, seen: int, shift: int, starts_at: datetime.datetime,
    ends_at: datetime.datetime, user: User | None, parts: list[dict[str, Any]], note: str = "",
) -> DraftShift:  # fmt: skip
    """Whatever was typed in its form. ValidationError where that cannot be a shift."""
    held, found = _held_with(draft, seen, by, shift)
    before = as_it_is(found)
    found.starts_at, found.ends_at, found.user, found.note = starts_at, ends_at, user, note
    found.parts = parts
    _save(held, found)
    step(held, by, [(found.pk, before, as_it_is(found))])
    return found


@transaction.atomic
def remove(draft: RosterDraft, *, by: User, seen: int, shift: int) -> RosterDraft:
    held, found = _held_with(draft, seen, by, shift)
    gone, before = found.pk, as_it_is(found)
    found.delete()
    step(held, by, [(gone, before, None)])
    return held


@transaction.atomic
def replace_all(
    draft: RosterDraft,
    *,
    by: User,
    seen: int,
    shifts: Iterable[DraftShift],
    of: Collection[int] | None = None,
) -> None:
    """Everything in it at once, as one step: what was solved. `of` only what these people have, by number."""
    held = _held(draft, seen, by)
    theirs = held.shifts.all() if of is None else held.shifts.filter(user__in=of)
    old = [(one.pk, as_it_is(one), None) for one in theirs]
    theirs.delete()
    new = list(shifts)
    for one in new:
        one.draft = held
        _check(held, one)
    DraftShift.objects.bulk_create(new)
    word = Step.SOLVED if of is None else Step.TURNS
    step(held, by, [*old, *((one.pk, None, as_it_is(one)) for one in new)], word)


@transaction.atomic
def take_turns(
    draft: RosterDraft,
    *,
    by: User,
    seen: int,
    pattern: Sequence[Sequence[ShiftTemplate | None]],
    starts: Mapping[User, int],
) -> None:
    """In place of what these people have in the draft, as one step; on days off they get nothing."""
    shifts = turn_shifts(draft, pattern, starts).shifts
    replace_all(draft, by=by, seen=seen, shifts=shifts, of=[user.pk for user in starts])


@transaction.atomic
def undo(draft: RosterDraft, *, by: User, seen: int, sure: bool = False) -> dict[str, Any] | None:
    """Take the last step back, which is returned. Nothing where there is none. AnothersStep where it is
    somebody else's and whoever asks is not `sure`.
    """
    held = _held(draft, seen, by)
    if not held.acts:
        return None
    *held.acts, last = held.acts
    if last["by"] != by.pk and not sure:
        raise AnothersStep
    changes = last["changes"]
    held.shifts.filter(pk__in=[pk for pk, _before, after in changes if after]).delete()
    DraftShift.objects.bulk_create(again(held, pk, before) for pk, before, _after in changes if before)
    held.edit += 1
    held.save(update_fields=["acts", "edit"])
    return last


@transaction.atomic
def drop(draft: RosterDraft, *, by: User) -> None:
    """Put away; nothing that is published changes."""
    allow(by, draft.team)
    RosterDraft.objects.filter(pk=draft.pk, state=DraftState.OPEN).update(state=DraftState.DROPPED)


def allow(by: User, team: Team) -> None:
    """PermissionDenied for whoever does not plan for the team."""
    if not may_plan(by, team):
        raise PermissionDenied("roster.plan")


def _held(draft: RosterDraft, seen: int, by: User) -> RosterDraft:
    """The draft, locked, as whoever changes it has seen it."""
    rows = RosterDraft.objects.select_for_update(of=("self",)).filter(team__in=planned_teams(by))
    return _as_seen(rows.filter(pk=draft.pk).first(), seen)


def _held_with(draft: RosterDraft, seen: int, by: User, shift: int) -> tuple[RosterDraft, DraftShift]:
    """And the shift in it, at once."""
    rows = DraftShift.objects.select_related("draft").select_for_update(of=("self", "draft"))
    found = rows.filter(pk=shift, draft=draft, draft__team__in=planned_teams(by)).first()
    if found is None:
        _held(draft, seen, by)
        raise ValidationError(_("That shift is gone."))
    return _as_seen(found.draft, seen), found


def _as_seen(held: RosterDraft | None, seen: int) -> RosterDraft:
    if held is None:
        raise PermissionDenied("roster.plan")
    if held.state != DraftState.OPEN:
        raise ValidationError(_("This draft is not open any more. Make a new one."))
    if held.edit != seen:
        raise StaleDraft(held)
    return held


def _save(draft: RosterDraft, shift: DraftShift) -> None:
    _check(draft, shift)
    shift.save()


def _check(draft: RosterDraft, shift: Stretch) -> None:
    weeks = weeks_of(draft)
    if not weeks.starts_at <= shift.starts_at < weeks.ends_at:
        raise ValidationError(_("A shift starts within the weeks of its roster."))
    if shift.ends_at <= shift.starts_at:
        raise ValidationError(_("A shift ends after it starts."))
    if shift.ends_at - shift.starts_at > datetime.timedelta(hours=24):
        raise ValidationError(_("A shift is 24 hours long at most."))
    check_parts(shift.parts, shift.minutes)


def check_parts(parts: list[dict[str, Any]], minutes: int) -> None:
    """ValidationError unless they lie within the shift, one after another."""
    end = 0
    for part in sorted(parts, key=lambda part: part["from"]):
        if part["kind"] not in Activity.values or part["minutes"] <= 0 or part["from"] < end:
            raise ValidationError(_("The parts of a shift follow one another, each with a length."))
        end = part["from"] + part["minutes"]
    if end > minutes:
        raise ValidationError(_("The parts of a shift lie within it."))
