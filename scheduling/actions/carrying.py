"""What is open in weeks that are published anew: it stays open where the new roster leaves it so, else it is
closed. Who took it would be there twice otherwise. What the roster leaves open besides is opened.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from scheduling.choices import MoveWhy
from scheduling.models import Gap, RemedyTaken, Shift, ShiftMove
from scheduling.models.rosters import Stretch
from staff.models import Team, User

Times = tuple[datetime.datetime, datetime.datetime]
KEPT = ("number", "sequence", "was_of_id", "time_off_id", "parts", "note")


def gaps_between(
    team: Team, start: datetime.datetime, end: datetime.datetime, now: datetime.datetime
) -> list[Gap]:
    """Of shifts that begin in it, held; what is over stays as it is."""
    rows = Gap.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end, ends_at__gt=now)
    return list(rows.select_for_update())


def carry(
    gaps: Sequence[Gap], still_open: Iterable[Stretch], *, by: User, at: datetime.datetime
) -> list[Stretch]:
    """Of the gaps those stay that `still_open` has at the same hours, so many as it has there, with what it
    says of them; offers of the others are over. What it has more than there are gaps.
    """
    left: dict[Times, list[Stretch]] = defaultdict(list)
    for one in still_open:
        left[_times(one)].append(one)
    closed = []
    # Who lost it to time off gets it back under its number: such a one stays first.
    for gap in sorted(gaps, key=lambda one: (one.time_off_id is None, one.pk)):
        if same := left[_times(gap)]:
            _stay(gap, same.pop(next((n for n, one in enumerate(same) if _said(one) == _said(gap)), 0)))
        else:
            closed.append(gap)
    Gap.objects.filter(pk__in=[one.pk for one in closed]).delete()
    offers = RemedyTaken.objects.filter(number__in=[one.number for one in closed], undone_at=None)
    offers.update(undone_at=at, undone_by=by)
    ShiftMove.objects.bulk_create(
        ShiftMove(
            number=one.number, team_id=one.team_id, sequence=one.sequence + 1, starts_at=one.starts_at,
            ends_at=one.ends_at, why=MoveWhy.ROSTER, by=by, at=at,
        )
        for one in closed
    )  # fmt: skip
    return [one for several in left.values() for one in several]


def _stay(gap: Gap, planned: Stretch) -> None:
    if _said(gap) != _said(planned):
        gap.parts, gap.template_id, gap.note = _said(planned)
        gap.sequence += 1
        gap.save(update_fields=["parts", "template", "note", "sequence"])


def open_new(team: Team, drawn: Iterable[Stretch], at: datetime.datetime) -> None:
    """Shifts that nobody has had yet; what is over is not opened."""
    for one in drawn:
        if one.ends_at > at:
            parts, template, note = _said(one)
            Gap.objects.create(
                team=team, number=free_number(), starts_at=one.starts_at, ends_at=one.ends_at, opened_at=at,
                parts=parts, template_id=template, note=note,
            )  # fmt: skip


def written(gaps: Iterable[Gap]) -> list[dict[str, Any]]:
    """Rows of a publication that nobody has, so that going back opens them again."""
    return [
        {"user": None, "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(),
         "template": one.template_id, **{name: getattr(one, name) for name in KEPT}}
        for one in gaps
    ]  # fmt: skip


def open_again(team: Team, rows: Iterable[dict[str, Any]], at: datetime.datetime) -> None:
    """What was open before and is not by now, nor over."""
    gone = [one for one in _read(team, rows, at) if one.ends_at > at]
    there = {*Gap.objects.filter(number__in=[one.number for one in gone]).values_list("number", flat=True)}
    taken = {*Shift.objects.filter(pk__in=[one.number for one in gone]).values_list("pk", flat=True)}
    for gap in gone:
        if gap.number in there:
            continue
        if gap.number in taken:
            gap.number = free_number()
        gap.save()


def _read(team: Team, rows: Iterable[dict[str, Any]], at: datetime.datetime) -> Collection[Gap]:
    moment = datetime.datetime.fromisoformat
    return [
        Gap(
            team=team, starts_at=moment(row["starts_at"]), ends_at=moment(row["ends_at"]), opened_at=at,
            template_id=row["template"], **{name: row[name] for name in KEPT},
        )
        for row in rows
        if row["user"] is None
    ]  # fmt: skip


def free_number() -> int:
    """One that no shift has or will have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Shift._meta.db_table])
        (number,) = cursor.fetchone()
    return number


def _times(one: Stretch) -> Times:
    return one.starts_at, one.ends_at


def _said(one: Stretch) -> tuple[list[dict[str, Any]], int | None, str]:
    return one.parts, one.template_id, one.note
