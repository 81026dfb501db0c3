"""The demo company's demand: sixteen weeks of calls as its telephones counted them, an outage, a campaign."""

import datetime
import random
from collections import Counter
from decimal import Decimal
from zoneinfo import ZoneInfo

from scheduling import actions
from scheduling.arriving import QUARTER
from scheduling.choices import MarkKind, Work
from scheduling.models import Arrivals, CountedDay
from scheduling.weeks import ONE_DAY, midnight, place_of
from staff.models import Skill, Team, User

WEEKS = 16
SOURCE = "telephones"
ZONE = ZoneInfo("Europe/Tallinn")
# Calls of Tallinn in a quarter of an hour on a Monday, by hour from eight on; and how other days compare.
HOURS = (3.1, 4.6, 5.2, 4.9, 4.0, 3.6, 3.9, 4.1, 3.4, 2.6, 1.9, 1.2)
DAYS = (1.0, 0.88, 0.83, 0.8, 0.86, 0.34, 0.0)
CALL = 265  # seconds
RUSSIAN, TELEVISION = 0.14, 0.11
DARK_DAY, DARK_CALLS = 17, 2.7  # days ago a cable was cut


def count_demand(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    manager = next(one for one in people.values() if one.role == "manager")
    tallinn, krakow = teams["tallinn"], teams["krakow"]
    today = now.astimezone(ZONE).date()
    _calls(tallinn, today)
    while actions.count_all(now):
        pass
    cut = midnight(today - DARK_DAY * ONE_DAY, ZONE)
    hour = datetime.timedelta(hours=1)
    actions.mark(
        None, kind=MarkKind.OUTAGE, starts_at=cut + 9 * hour, ends_at=cut + 15 * hour, by=manager,
        note="Cable cut at Ülemiste",
    )  # fmt: skip
    sale = midnight(today + (14 - today.weekday()) * ONE_DAY, ZONE)
    actions.mark(
        tallinn, kind=MarkKind.EVENT, starts_at=sale, ends_at=sale + 3 * ONE_DAY, by=manager, work=Work.PHONE,
        factor=Decimal("1.25"), note="Letters about the new price list arrive",
    )  # fmt: skip
    for team in teams.values():
        actions.set_terms(team, Work.TICKETS, by=manager, seen=0, handle_seconds=11 * 60)
    actions.set_terms(tallinn, Work.PHONE, by=manager, seen=0, shrinkage_percent=14)
    typed = _week({range(18, 36): 3.0}, open_days=5)
    actions.set_terms(krakow, Work.CHAT, by=manager, seen=0, handle_seconds=7 * 60, typed=typed)
    actions.forecast_all(now)
    _needs(tallinn, manager, now)


def hold_rosters(now: datetime.datetime) -> None:
    """Published rosters against what will come, once they are there."""
    actions.cover_all(now)
    actions.alarm_all(now)


def _needs(team: Team, manager: User, now: datetime.datetime) -> None:
    """As computed, but for an evening on which the board comes by."""
    evening = midnight(now.astimezone(ZONE).date() + 4 * ONE_DAY, ZONE) + datetime.timedelta(hours=17)
    actions.override_need(
        team, Work.PHONE, starts_at=evening, ends_at=evening + datetime.timedelta(hours=2), heads=Decimal(6),
        reason="The board listens in and wants to see short lines", by=manager,
    )  # fmt: skip
    actions.write_all_needs(now)


def _calls(team: Team, today: datetime.date) -> None:
    box = Skill.objects.filter(name="Television").first()
    rng, rows, first = random.Random(7), [], today - datetime.timedelta(weeks=WEEKS)  # noqa: S311
    at, end = midnight(first, ZONE), midnight(today, ZONE)
    while at < end:
        day, slot = place_of(at, ZONE)
        hour = slot // 2 - 8
        usual = HOURS[hour] * DAYS[day.weekday()] if 0 <= hour < len(HOURS) else 0.0
        if day == today - DARK_DAY * ONE_DAY and 1 <= hour < 7:
            usual *= DARK_CALLS
        count = max(round(rng.gauss(usual, usual**0.5)), 0) if usual else 0
        for (language, skill), number in _asked(count, box, rng).items():
            rows.append(
                Arrivals(
                    team=team,
                    channel="phone",
                    language=language,
                    skill=skill,
                    starts_at=at,
                    count=number,
                    handled=number,
                    handle_seconds=number * (CALL + rng.randint(-40, 40)),
                    source=SOURCE,
                )
            )
        at += QUARTER
    Arrivals.objects.bulk_create(rows, batch_size=2000)
    now = midnight(today, ZONE)
    days = [first + n * ONE_DAY for n in range((today - first).days)]
    CountedDay.objects.bulk_create(CountedDay(source=SOURCE, day=day, counted_at=now) for day in days)


def _asked(count: int, box: Skill | None, rng: random.Random) -> Counter[tuple[str, Skill | None]]:
    """Some call in Russian, some about their television: that is what they chose by a key."""
    return Counter(
        ("ru" if rng.random() < RUSSIAN else "et", box if rng.random() < TELEVISION else None)
        for _call in range(count)
    )


def _week(hours: dict[range, float], *, open_days: int) -> dict:
    day = [next((value for span, value in hours.items() if slot in span), 0.0) for slot in range(48)]
    return {"unit": "arrivals", "week": [day] * open_days + [[0.0] * 48] * (7 - open_days)}
