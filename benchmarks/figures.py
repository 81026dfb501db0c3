"""What a figure of the board costs at 10,000, 100,000 and 1,000,000 tickets over three years:

    python -m benchmarks.figures

A desk of its own under var/bench-figures (HELPDESK_BENCH_VAR names another folder) with five teams and forty
agents. Tickets, their events, facts and promises, mail, letters and rosters are made by the database. The
facts of the last eight weeks are rolled up as ever; the figures of older days are copies of those of the same
weekday, those of months are added up as ever. Then each measure is asked for in each cut, its statements are
counted, and the CPU of this process and of its PostgreSQL process together is taken; beside it the plainest
figures by SQL over the facts. The pages of the board are opened as a manager and a lead, with an empty cache.
At the end a day of 20,000 facts is rolled up.

Ends with 1 if a figure needs more than three statements or a page more than 25, if any of them grows more
than twice (and by 10 ms) from the smallest size to the largest, or if that day takes ten seconds.
"""

import argparse
import datetime
import json
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks import figures_report
from benchmarks.asking import Meter
from benchmarks.load import _connect, use_database
from benchmarks.reviews import begin

ZONE, WEEKS, DAYS = "Europe/Tallinn", 8, 1095
QUEUES = 130  # days before: as far as the page of a person reads
BUSY = 20_000
COLUMNS = "kind, team_id, dimension, key, n, kept, score, at_minutes, seconds, hours, sketch, working_sketch"
OLDER = f"""
INSERT INTO reports_dayfigure (zone, day, {COLUMNS})
SELECT zone, day - %(weeks)s * 7 * k, {COLUMNS} FROM reports_dayfigure, generate_series(1, %(times)s) AS k
WHERE day < %(today)s AND day >= %(today)s - %(weeks)s * 7"""
PLAIN = {
    "arrivals by day": "SELECT (at AT TIME ZONE %s)::date, count(*) FROM reports_ticketfact "
    "WHERE kind = 'arrived' AND at >= %s AND at < %s GROUP BY 1",
    "first_response by day": "SELECT (at AT TIME ZONE %s)::date, "
    "percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) FROM reports_ticketfact "
    "WHERE kind = 'first_response' AND at >= %s AND at < %s GROUP BY 1",
}


def cuts(today: datetime.date) -> dict[str, Callable[[str], Any]]:
    """Those that the trends and saved reports show: in steps, and taken apart by each thing."""
    from reports.choices import Dimension
    from reports.cuts import Cut
    from reports.periods import named, starts

    def cut(name: str, step: str, by: str = "") -> Callable[[str], Any]:
        period = named(name, today)
        steps = starts(period, step) if step else ()
        return lambda measure: Cut(measure, period.since, period.until, by=by, starts=steps)

    found = {
        "28 days by day": cut("28days", "day"),
        "90 days by week": cut("90days", "week"),
        "a year by month": cut("365days", "month"),
    }
    found |= {f"by {by}": cut("28days", "", by) for by in Dimension.values if by}
    found |= {f"by {by} and day": cut("28days", "day", by) for by in Dimension.values if by}
    return found | {
        f"a year by month and {by}": cut("365days", "month", by) for by in ("team", "agent", "topic")
    }


def fill(cursor: Any, tickets: int, today: datetime.date) -> None:
    from benchmarks import figures_desk
    from reports.counted import queue_rollup
    from reports.counted.month_rollup import close_a_month
    from reports.counted.rollup import bounds, roll_day
    from reports.models import FigureZone
    from reports.radar.finding import zone_of_desk
    from reports.radar.topic_weeks import close_weeks

    cursor.execute("TRUNCATE reports_dayfigure, reports_monthfigure, reports_figurezone")
    cursor.execute("TRUNCATE reports_queueday, reports_topicweek")
    begins = bounds(today - datetime.timedelta(days=DAYS), today, datetime.UTC)[0]
    with figures_desk.without_indexes(cursor):
        figures_desk.make(cursor, max(1, tickets // DAYS), DAYS, begins + datetime.timedelta(hours=6))
        figures_desk.fill(cursor)
    cursor.execute("VACUUM (ANALYZE)")
    first = today - datetime.timedelta(weeks=WEEKS)
    for n in range(WEEKS * 7 + 1):
        roll_day(ZONE, first + datetime.timedelta(days=n))
    for n in range(QUEUES):
        queue_rollup.roll_day(today - datetime.timedelta(days=n))
    cursor.execute(OLDER, {"weeks": WEEKS, "times": DAYS // (WEEKS * 7) - 1, "today": today})
    cursor.execute("VACUUM (ANALYZE) reports_dayfigure, reports_queueday")
    FigureZone.objects.create(name=ZONE)
    began = time.monotonic()
    while close_a_month(datetime.datetime.now(datetime.UTC)):
        pass
    while close_weeks(datetime.datetime.now(datetime.UTC), zone_of_desk()):
        pass
    print(f"the weeks of topics and months of three years: {time.monotonic() - began:.0f} s")
    cursor.execute("VACUUM (ANALYZE) reports_monthfigure")


def measured(meter: Meter, act: Callable[[], Any], times: int) -> tuple[float, int]:
    """The median of milliseconds of CPU, and the most statements."""
    found = []
    for _ in range(times):
        meter.start()
        act()
        found.append(meter.stop())
    return 1000 * median(cpu + server for _, cpu, _, server in found), max(one[2] for one in found)


def ask(meter: Meter, user: Any, today: datetime.date, times: int) -> dict[str, list[tuple[float, int, str]]]:
    """Of each cut, each measure: what it cost."""
    from reports.figures import numbers
    from reports.measures import MEASURES

    found: dict[str, list[tuple[float, int, str]]] = {}
    for name, cut in cuts(today).items():
        for measure in MEASURES:
            numbers(user, cut(measure), ZONE)
            cost, statements = measured(meter, lambda m=measure, c=cut: numbers(user, c(m), ZONE), times)
            found.setdefault(name, []).append((cost, statements, measure))
    return found


def plainly(meter: Meter, today: datetime.date, times: int) -> dict[str, float]:
    from django.db import connection

    from reports.counted.rollup import bounds

    def read(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [ZONE, *span])
            cursor.fetchall()

    span = bounds(today - datetime.timedelta(days=28), today, datetime.UTC)
    return {name: measured(meter, lambda s=sql: read(s), times)[0] for name, sql in PLAIN.items()}


def busy_day(day: datetime.date) -> tuple[int, float]:
    """How many facts a day has on which nothing else happened, and how long its figures take; taken back."""
    from django.db import connection, transaction

    from benchmarks import figures_desk
    from reports.counted.rollup import roll_day

    with transaction.atomic(), connection.cursor() as cursor:
        begins = datetime.datetime.combine(day, datetime.time(1), datetime.UTC)
        figures_desk.make(cursor, BUSY // 11, 1, begins)
        cursor.execute("UPDATE made SET number = -number, active = false")
        cursor.execute(figures_desk.FACTS.replace("%", "%%"), [])
        facts, began = cursor.rowcount, time.monotonic()
        roll_day(ZONE, day)
        roll_day(ZONE, day + datetime.timedelta(days=1))
        transaction.set_rollback(True)
        return facts, time.monotonic() - began


def measure(size: int, times: int, keep: bool) -> None:
    """One desk in a process of its own; what was found is written beside it."""
    place = use_database(f"figures-{size}")
    place.mkdir(parents=True, exist_ok=True)
    begin(keep)
    from django.db import connection

    from benchmarks import company, figures_pages
    from staff.models import Skill, User

    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    cursor, today = _connect(parameters), datetime.datetime.now(datetime.UTC).date()
    if not keep:
        company.found()
        for n in range(5):
            Skill.objects.create(name=f"Product {n}", kind="product")
        began = time.monotonic()
        fill(cursor, size, today)
        cursor.execute("SELECT count(*) FROM reports_dayfigure")
        figures = cursor.fetchone()[0]
        print(f"{size:,} tickets: {figures:,} figures, made in {time.monotonic() - began:.0f} s", flush=True)
    user, meter = User.objects.get(email="manager0@desk.example"), Meter(connection)
    found = {
        "cuts": ask(meter, user, today, times),
        "plain": plainly(meter, today, times),
        "pages": figures_pages.opened(meter, today, ZONE, times),
        "busy": busy_day(today + datetime.timedelta(days=1000)),
    }
    (place / "figures.json").write_text(json.dumps(found))


def measured_of(size: int) -> dict[str, Any]:
    return json.loads((use_database(f"figures-{size}") / "figures.json").read_text())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--times", type=int, default=3, help="each is asked for so many times")
    parser.add_argument("--keep", action="store_true", help="measure the desks that are there, fill nothing")
    parser.add_argument("--report", action="store_true", help="only say what was found")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one, options.times, options.keep)
        return 0
    sizes = sorted(int(size) for size in options.sizes.split(","))
    for size in () if options.report else sizes:
        again = ["--times", str(options.times), *(["--keep"] if options.keep else [])]
        subprocess.run([sys.executable, "-m", "benchmarks.figures", "--one", str(size), *again], check=True)
    troubles = figures_report.judged({size: measured_of(size) for size in sizes}, PLAIN)
    if troubles:
        print("\nMore than promised:", *troubles, sep="\n  ")
    return int(bool(troubles))


if __name__ == "__main__":
    sys.exit(main())
