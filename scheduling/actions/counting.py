"""Counting what came, day by day (UTC). Truth is with the source; what is written here can be made again."""

import datetime
from types import ModuleType

from django.db import connection, transaction

from lib import database_clock
from scheduling.arriving import Key, bounds, day_of, summed
from scheduling.models import Arrivals, CountedDay, CountedUpTo
from scheduling.sources import sources

# So many days at one go: a run is over in seconds, and the next one goes on.
AT_ONCE = 60
# History older than this teaches nothing about next week.
OLDEST = datetime.timedelta(days=800)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('scheduling.arrivals', %s))"
Figures = dict[Key, tuple[int, int, int]]


def count_all(now: datetime.datetime | None = None) -> int:
    """Of every source what is new, what changed and what is missing; how many days were another than before.

    Safe to run twice at once, and to be killed: a day is counted whole or not at all, and only when all is
    done it is remembered up to where.
    """
    now = now or database_clock.now()
    return sum(_count_source(name, source, now) for name, source in sources().items())


def _count_source(name: str, source: ModuleType, now: datetime.datetime) -> int:
    mark = _mark(name, source, now)
    position, changed = source.changed(mark.position)
    today = day_of(now)
    counted = CountedDay.objects.filter(source=name)
    known = set(counted.values_list("day", flat=True))
    first = max(source.first_day() or today, today - OLDEST)
    missing = {first + datetime.timedelta(days=n) for n in range((today - first).days + 1)} - known
    days = sorted({day for day in changed | missing | {today} if first <= day <= today}, reverse=True)
    stale = counted.filter(counted_at__lt=mark.asks_since, day__gte=first).order_by("-day")
    old = [day for day in stale.values_list("day", flat=True)[:AT_ONCE] if day not in days]
    altered = sum(count_day(name, day, now=now) for day in [*days, *old][:AT_ONCE])
    if len(days) <= AT_ONCE:
        CountedUpTo.objects.filter(source=name, position__lt=position).update(position=position)
    return altered


def _mark(name: str, source: ModuleType, now: datetime.datetime) -> CountedUpTo:
    """What asks for another skill than before is counted again, day by day, from the newest on."""
    mark, _made = CountedUpTo.objects.get_or_create(source=name)
    asks = source.asks()
    if mark.asks != asks or mark.asks_since is None:
        mark.asks, mark.asks_since = asks, now
        mark.save(update_fields=["asks", "asks_since"])
    return mark


@transaction.atomic
def count_day(name: str, day: datetime.date, *, now: datetime.datetime) -> bool:
    """Whether it is another than before."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [day.toordinal()])
    since, until = bounds(day)
    fresh = summed(sources()[name].arrived(since, until))
    altered = _write(name, since, until, fresh)
    CountedDay.objects.update_or_create(source=name, day=day, defaults={"counted_at": now})
    return altered


def _write(name: str, since: datetime.datetime, until: datetime.datetime, fresh: Figures) -> bool:
    """Rows that are as they were stay."""
    rows = Arrivals.objects.filter(source=name, starts_at__gte=since, starts_at__lt=until)
    stored = {key_of(row): row for row in rows}
    gone = [row.pk for key, row in stored.items() if fresh.get(key) != figures_of(row)]
    new = [
        Arrivals(
            source=name, team_id=key[0], channel=key[1], language=key[2], skill_id=key[3], starts_at=key[4],
            count=count, handled=handled, handle_seconds=seconds,
        )
        for key, (count, handled, seconds) in fresh.items()
        if key not in stored or figures_of(stored[key]) != (count, handled, seconds)
    ]  # fmt: skip
    Arrivals.objects.filter(pk__in=gone).delete()
    Arrivals.objects.bulk_create(new)
    return bool(gone or new)


def key_of(row: Arrivals) -> Key:
    return (row.team_id, row.channel, row.language, row.skill_id, row.starts_at)


def figures_of(row: Arrivals) -> tuple[int, int, int]:
    return (row.count, row.handled, row.handle_seconds)
