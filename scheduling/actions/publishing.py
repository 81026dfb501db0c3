"""A roster becomes what holds: at once and whole, or not at all; and each is told what changes for them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.actions.carrying import carry, gaps_between, open_again, open_new, written
from scheduling.actions.locking import lock_people
from scheduling.actions.planning import StaleDraft, allow, weeks_of
from scheduling.breach_words import said
from scheduling.choices import DraftState, MoveWhy
from scheduling.lawful import breaches, span_of
from scheduling.letters import tell_of_changes
from scheduling.models import DraftShift, Publication, RosterDraft, Shift, ShiftMove
from scheduling.models.rosters import Stretch
from staff.models import Team, User

SAME = ("starts_at", "ends_at", "parts", "template_id", "note")


class Unlawful(ValidationError):
    """Somebody may not work what is planned for them; says who and why."""


@transaction.atomic
def publish(
    draft: RosterDraft, *, by: User, seen: int, note: str = "", last: int | None = None
) -> Publication:
    """The draft's shifts take the place of what its weeks held for the team. Those that stay the same keep
    their number and are not told. What was open stays so only where it is open in the draft too; what nobody
    has in the draft is open from then on. `last` is the number of the newest publication that they know of:
    of two who publish at once the second is told so, or that the draft is published already.
    """
    team = Team.objects.select_for_update().get(pk=draft.team_id)
    allow(by, team)
    _refuse_overtaken(draft, last)
    held = RosterDraft.objects.select_for_update().get(pk=draft.pk)
    if held.state != DraftState.OPEN:
        raise ValidationError(_("This draft is not open any more. Make a new one."))
    if held.edit != seen:
        raise StaleDraft(held)
    planned = list(held.shifts.select_related("user"))
    weeks = weeks_of(held)
    held.state = DraftState.PUBLISHED
    held.save(update_fields=["state"])
    return _put(team, planned, weeks.starts_at, weeks.ends_at, held.zone, by=by, note=note, draft=held)


@transaction.atomic
def revert(publication: Publication, *, by: User) -> Publication:
    """Its weeks hold again what they held before it. Refused where that is against a rule by now, or where it
    is not the newest any more.
    """
    team = Team.objects.select_for_update().get(pk=publication.team_id)
    allow(by, team)
    if last_of(team) != publication.number:
        raise ValidationError(_("Something was published since. Take that back first."))
    active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    back = [_drafted(row) for row in publication.before if row["user"] is None or row["user"] in active]
    note = _("Back to what held before no. %(number)s") % {"number": publication.number}
    done = _put(
        team, back, publication.starts_at, publication.ends_at, publication.zone, by=by, note=note, draft=None
    )
    open_again(team, publication.before, done.at)
    return done


def _drafted(row: dict[str, Any]) -> DraftShift:
    return DraftShift(
        user_id=row["user"], starts_at=datetime.datetime.fromisoformat(row["starts_at"]),
        ends_at=datetime.datetime.fromisoformat(row["ends_at"]), parts=row["parts"],
        template_id=row["template"], note=row["note"],
    )  # fmt: skip


def last_of(team: Team) -> int:
    """The number of what was published last; 0 if nothing was."""
    return team.publications.aggregate(last=Max("number"))["last"] or 0


def _refuse_overtaken(draft: RosterDraft, last: int | None) -> None:
    weeks = weeks_of(draft)
    newer = draft.team.publications.filter(number__gt=last if last is not None else last_of(draft.team))
    row = newer.filter(starts_at__lt=weeks.ends_at, ends_at__gt=weeks.starts_at).select_related("by").first()
    if row:
        raise ValidationError(
            _("%(name)s published these weeks meanwhile. Look at what they hold now, then publish.")
            % {"name": row.by.full_name if row.by else draft.team.name}
        )


def _put(
    team: Team, planned: Sequence[Stretch], start: datetime.datetime, end: datetime.datetime, zone: str,
    *, by: User, note: str, draft: RosterDraft | None,
) -> Publication:  # fmt: skip
    """Of what is `planned` that which nobody has is open: a gap that is there stays, and of a draft more are
    opened. What was open before goes back by its number: `open_again`.
    """
    still_open = [one for one in planned if one.user_id is None]
    planned = [one for one in planned if one.user_id is not None]
    rows = Shift.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end)
    lock_people({one.user_id for one in planned} | set(rows.values_list("user", flat=True)))
    held, now = list(rows.select_for_update()), database_clock.now()
    gaps = gaps_between(team, start, end, now)
    _refuse_unlawful(planned, held, start, end, zone)
    gone, made = _differences(held, planned, team)
    try:
        with transaction.atomic():
            Shift.objects.filter(pk__in=[shift.pk for shift in gone]).delete()
            Shift.objects.bulk_create(made)
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody would be in two places at once. Look at their other shifts.")
        ) from error
    publication = Publication.objects.create(
        team=team, number=team.publications.count() + 1, starts_at=start, ends_at=end, zone=zone,
        before=[*snapshot(held), *written(gaps)], note=note, draft=draft, by=by, at=now,
        content=snapshot(Shift.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end)),
    )  # fmt: skip
    stays = {one.number for one in made}
    more = carry(gaps, still_open, by=by, at=now)
    if draft:
        open_new(team, more, now)
    _write_down([one for one in gone if one.number not in stays], publication.at, by)
    tell_of_changes(publication, gone, made)
    return publication


def _write_down(gone: Sequence[Shift], at: datetime.datetime, by: User) -> None:
    """For calendars that hold a copy of them."""
    ShiftMove.objects.bulk_create(
        ShiftMove(
            number=one.number, team_id=one.team_id, sequence=one.sequence + 1, starts_at=one.starts_at,
            ends_at=one.ends_at, before_id=one.user_id, why=MoveWhy.ROSTER, by=by, at=at,
        )
        for one in gone
    )  # fmt: skip


def snapshot(shifts: Iterable[Shift]) -> list[dict[str, Any]]:
    return [
        {
            "user": one.user_id, "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(),
            "parts": one.parts, "template": one.template_id, "note": one.note,
        }
        for one in shifts
    ]  # fmt: skip


def _refuse_unlawful(
    planned: Sequence[Stretch],
    held: Sequence[Shift],
    start: datetime.datetime,
    end: datetime.datetime,
    zone: str,
) -> None:
    spans = defaultdict(list)
    for one in planned:
        spans[one.user_id].append(span_of(one))
    names = dict(User.objects.filter(pk__in=list(spans)).values_list("pk", "full_name"))
    found = breaches(spans, start=start, end=end, zone=ZoneInfo(zone), instead_of=[one.pk for one in held])
    hard = [
        f"{names[user]}: {said(one, ZoneInfo(zone))}"
        for user, all_of in found.items()
        for one in all_of
        if one.hard
    ]
    if hard:
        raise Unlawful(sorted(hard))


def _differences(
    held: Sequence[Shift], planned: Sequence[Stretch], team: Team
) -> tuple[list[Shift], list[Shift]]:
    """What goes and what comes. A shift of somebody that only changes keeps its number, so that calendars
    change it too: the one of that person that starts nearest.
    """
    left: dict[int, list[Shift]] = defaultdict(list)
    for shift in held:
        left[shift.user_id].append(shift)
    fresh = []
    for one in planned:
        same = next((each for each in left[one.user_id] if _same(each, one)), None)
        if same:
            left[one.user_id].remove(same)
        else:
            fresh.append(one)
    gone = [shift for shifts in left.values() for shift in shifts]
    made = []
    for one in fresh:
        near = min(left[one.user_id], key=lambda each: abs(each.starts_at - one.starts_at), default=None)
        if near and abs(near.starts_at - one.starts_at) < datetime.timedelta(hours=12):
            left[one.user_id].remove(near)
        else:
            near = None
        made.append(
            Shift(
                pk=near.pk if near else None, sequence=near.sequence + 1 if near else 0, user_id=one.user_id,
                team=team, **{name: getattr(one, name) for name in SAME},
            )
        )  # fmt: skip
    return gone, made


def _same(shift: Shift, planned: Stretch) -> bool:
    return all(getattr(shift, name) == getattr(planned, name) for name in SAME)
