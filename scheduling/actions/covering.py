"""Coverage of what is published, written down: who is needed, who is there, and the risk of being late."""

import datetime
from decimal import Decimal

from django.db import connection, transaction

from lib import database_clock
from scheduling.arriving import QUARTER
from scheduling.models import CoverageRisk, CoverageTerms
from scheduling.risk_slots import Slot
from scheduling.risking import Risks, risks
from staff.models import Team

KEPT = datetime.timedelta(days=7)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('scheduling.coverage', %s))"


def cover_all(now: datetime.datetime | None = None) -> int:
    """Each team for itself, so that one that fails or is killed leaves the others right; how many slots
    changed.
    """
    now = now or database_clock.now()
    teams = Team.objects.filter(active=True).order_by("pk")
    return sum(cover(team, now=now) for team in teams)


@transaction.atomic
def cover(team: Team, *, now: datetime.datetime | None = None) -> int:
    now = now or database_clock.now()
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [team.pk])
    changed = _write(team, risks(team, now), now)
    CoverageTerms.objects.get_or_create(team=team)
    CoverageTerms.objects.filter(team=team).update(computed_at=now)
    return changed


def _write(team: Team, found: Risks, now: datetime.datetime) -> int:
    stored = {row.starts_at: row for row in CoverageRisk.objects.filter(team=team)}
    kept = {at for at in stored if at < now - QUARTER and at > now - KEPT}
    fresh = {slot.starts_at: _row(team, slot, found.missing(slot), now) for slot in found.slots}
    gone = {row.pk for at, row in stored.items() if at not in kept and not _same(row, fresh.get(at))}
    new = [row for at, row in fresh.items() if not _same(stored.get(at), row)]
    CoverageRisk.objects.filter(pk__in=gone).delete()
    CoverageRisk.objects.bulk_create(new, batch_size=1000)
    return len({row.starts_at for row in new} | {at for at, row in stored.items() if row.pk in gone})


def _row(team: Team, slot: Slot, missing: Decimal, now: datetime.datetime) -> CoverageRisk:
    return CoverageRisk(
        team=team, starts_at=slot.starts_at, required=slot.required,
        rostered=round(Decimal(slot.rostered), 2), missing=missing, p_breach=round(slot.p_breach, 3),
        why=slot.why(), computed_at=now,
    )  # fmt: skip


def _same(row: CoverageRisk | None, other: CoverageRisk | None) -> bool:
    if row is None or other is None:
        return False
    names = ("why", "p_breach", "missing")
    return all(getattr(row, name) == getattr(other, name) for name in names)
