"""Telling of gaps ahead: once each, and again when they change."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify, settle
from notices.choices import Kind, Way
from scheduling.access import may_plan
from scheduling.arriving import QUARTER
from scheduling.models import CoverageAlarm, CoverageRisk, CoverageTerms
from staff.choices import Role
from staff.models import Team, User

# Slots above the threshold with less than this between them are one gap; one that grew or shrank by less, or
# lacks fewer people more than before, is the one that was told of.
PAUSE = datetime.timedelta(minutes=45)
ONE = gettext_noop("{team} has too few people from {at} on")
MANY = gettext_noop("{team} has too few people at {n} times ahead, for the first time from {at} on")
DETAIL = gettext_noop("{percent} % of what comes may be answered late; missing: {missing}")
MOVED, MORE = datetime.timedelta(hours=1), Decimal(1)


@dataclass
class Gap:
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    missing: Decimal
    p_breach: float


@transaction.atomic
def set_alarm(team: Team, *, by: User, alarm_percent: int, days_ahead: int) -> CoverageTerms:
    if not may_plan(by, team):
        raise PermissionDenied
    terms, _made = CoverageTerms.objects.get_or_create(team=team)
    terms.alarm_percent, terms.days_ahead = alarm_percent, days_ahead
    terms.full_clean()
    terms.save(update_fields=["alarm_percent", "days_ahead"])
    return terms


def alarm_all(now: datetime.datetime | None = None) -> int:
    now = now or database_clock.now()
    return sum(alarm(team, now=now) for team in Team.objects.filter(active=True).order_by("pk"))


@transaction.atomic
def alarm(team: Team, *, now: datetime.datetime | None = None) -> int:
    """How many gaps were told of. Killed anywhere, the next run tells of what this one did not."""
    now = now or database_clock.now()
    terms = CoverageTerms.objects.select_for_update().filter(team=team).first()
    if terms is None:
        return 0
    gaps = gaps_of(team, terms, now) if terms.alarm_percent else []
    known = list(CoverageAlarm.objects.filter(team=team, over_at=None))
    told = [row for gap in gaps if (row := _kept(team, gap, _like(gap, known), now))]
    if told:
        _tell(team, told, now)
    for row in known:
        if row.ends_at <= now or not any(_touch(row, gap) for gap in gaps):
            _end(row, now)
    return len(told)


def gaps_of(team: Team, terms: CoverageTerms, now: datetime.datetime) -> list[Gap]:
    """Slots in a row that are above the threshold, and in which somebody is missing."""
    until = now + datetime.timedelta(days=terms.days_ahead)
    rows = CoverageRisk.objects.filter(
        team=team, starts_at__gt=now - QUARTER, starts_at__lt=until,
        p_breach__gte=terms.alarm_percent / 100, missing__gt=0,
    ).order_by("starts_at")  # fmt: skip
    return joined(rows)


def joined(rows: Iterable[CoverageRisk]) -> list[Gap]:
    found: list[Gap] = []
    for row in rows:
        missing, end = row.missing, row.starts_at + QUARTER
        if found and row.starts_at - found[-1].ends_at <= PAUSE:
            last = found[-1]
            last.ends_at, last.missing = end, max(last.missing, missing)
            last.p_breach = max(last.p_breach, row.p_breach)
        else:
            found.append(Gap(row.starts_at, end, missing, row.p_breach))
    return found


def _touch(row: CoverageAlarm, gap: Gap) -> bool:
    return row.starts_at < gap.ends_at and row.ends_at > gap.starts_at


def _like(gap: Gap, known: Sequence[CoverageAlarm]) -> CoverageAlarm | None:
    return next((row for row in known if _touch(row, gap)), None)


def _kept(team: Team, gap: Gap, row: CoverageAlarm | None, now: datetime.datetime) -> CoverageAlarm | None:
    """The row of a gap that is to be told; one that only comes nearer, or is as it was said, is not again."""
    if row and not _changed(row, gap):
        return None
    row = row or CoverageAlarm(team=team)
    row.starts_at, row.ends_at, row.told_at = gap.starts_at, gap.ends_at, now
    row.missing, row.p_breach = gap.missing, gap.p_breach
    row.save()
    return row


def _tell(team: Team, rows: Sequence[CoverageAlarm], now: datetime.datetime) -> None:
    """One notice for all that is new: who publishes a thin roster gets no twenty letters."""
    first = rows[0]
    many = len(rows) > 1
    notify(
        people_told(team),
        key="gap-" + "-".join(f"{first.pk}.{one:%m%dT%H%M}" for one in (first.starts_at, first.ends_at))
        + f"-{first.missing:f}-{len(rows)}",
        kind=Kind.ROSTER,
        words=MANY if many else ONE,
        detail="" if many else DETAIL,
        params={
            "team": team.name, "at": {"at": first.starts_at.isoformat()}, "n": len(rows),
            "percent": round(first.p_breach * 100), "missing": f"{first.missing.normalize():f}",
        },
        page="scheduling:coverage_team" if many else "scheduling:coverage_gap",
        page_args=[team.slug] if many else [first.pk],
        about=("gap", first.pk), way=Way.LETTER, at=now,
    )  # fmt: skip


def _changed(row: CoverageAlarm, gap: Gap) -> bool:
    """It begins earlier, ends later, or lacks more people; what got better needs no second letter."""
    return (
        row.starts_at - gap.starts_at >= MOVED
        or gap.ends_at - row.ends_at >= MOVED
        or gap.missing - row.missing >= MORE
    )


def people_told(team: Team) -> list[User]:
    """Who leads the team, and the managers."""
    leads = User.objects.filter(is_active=True, memberships__team=team, memberships__leads=True)
    managers = User.objects.filter(is_active=True, role=Role.MANAGER)
    return sorted({*leads, *managers}, key=lambda one: one.pk)


def _end(row: CoverageAlarm, now: datetime.datetime) -> None:
    row.over_at = now
    row.save(update_fields=["over_at"])
    settle(("gap", row.pk))
