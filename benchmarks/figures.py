"""What a figure of the board costs at 10,000, 100,000 and 1,000,000 tickets over three years:

    python -m benchmarks.figures

A desk of its own under var/bench-figures (HELPDESK_BENCH_VAR names another folder) with five teams and forty
agents. The facts of the last eight weeks are made by the database in the density of the size, and rolled up
as ever; the figures of older days are copies of those of the same weekday. Then each measure is asked for in
each cut, its statements are counted, and the CPU of this process and of its PostgreSQL process together is
taken; beside it the plainest figures by SQL over the facts. At the end a day of 20,000 facts is rolled up.

Ends with 1 if a figure needs more than three statements, if the median of a cut grows more than twice from
the smallest size to the largest, or if that day takes ten seconds.
"""

import argparse
import datetime
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.asking import Meter
from benchmarks.load import _connect, use_database
from benchmarks.reviews import begin

ZONE, WEEKS, DAYS = "Europe/Tallinn", 8, 1095
MOST_STATEMENTS, MOST_GROWTH, MOST_SECONDS, BUSY = 3, 2.0, 10.0, 20_000
# %(a_day)s tickets on each day from %(first)s on; eleven facts each, the last two of some alone.
FACTS = """
INSERT INTO reports_ticketfact (ticket_id, kind, number, at, until, seconds, working, kept, score, team_id,
    agent_id, channel, priority, language, organisation_id, type_id, topics, products)
SELECT n, kind, 1, at + extra * interval '1 second', CASE WHEN kind = 'backlog' AND n %% 50 > 0
        THEN at + took * interval '1 second' END,
    CASE WHEN kind IN ('first_response', 'next_response', 'resolution', 'handled') THEN extra END,
    CASE WHEN kind IN ('first_response', 'next_response', 'resolution') THEN extra / 3 END,
    CASE WHEN kind LIKE 'promised%%' THEN n %% 9 > 0 END, CASE WHEN kind = 'rated' THEN 1 + n %% 5 END,
    teams[1 + n %% 5], agents[1 + (n * 7) %% 40],
    (ARRAY['email', 'email', 'web', 'phone', 'chat'])[1 + n %% 5],
    (ARRAY['normal', 'normal', 'low', 'high', 'urgent'])[1 + n / 3 %% 5],
    (ARRAY['en', 'et', 'pl', 'es', 'ru'])[1 + n %% 5], CASE WHEN n %% 20 = 0 THEN 1 + n %% 200 END, NULL,
    ARRAY['topic ' || n %% 12], ARRAY[products[1 + n %% 4], products[5]]
FROM (
    SELECT n, %(first)s::timestamptz + (n / %(a_day)s) * interval '1 day'
            + ((n * 0.6180339887498949) %% 1) * interval '15 hours' AS at,
        (60 * exp(((n * 0.7548776662466927) %% 1) * 5))::int AS first_s,
        (600 * exp(((n * 0.5698402909980532) %% 1) * 5))::int AS took
    FROM generate_series(0, %(a_day)s * %(days)s - 1) AS n
) t CROSS JOIN LATERAL (VALUES ('arrived', 0), ('answered', first_s), ('first_response', first_s),
    ('next_response', 2 * first_s), ('solved', took), ('resolution', took), ('handled', 300 + took %% 700),
    ('promised_first', first_s), ('promised_resolution', took), ('backlog', 0), ('asked', took),
    ('rated', took), ('reopened', took)
) k (kind, extra)
CROSS JOIN (SELECT (SELECT array_agg(id ORDER BY id) FROM staff_team) AS teams,
    (SELECT array_agg(id ORDER BY id) FROM staff_user WHERE email LIKE 'agent%%') AS agents,
    (SELECT array_agg(id ORDER BY id) FROM staff_skill WHERE kind = 'product') AS products) p
WHERE (kind <> 'rated' OR n %% 4 = 0) AND (kind <> 'reopened' OR n %% 12 = 0)"""
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
    from reports.figures import Cut

    first = today - datetime.timedelta(days=28)
    days = [first + datetime.timedelta(days=n) for n in range(28)]
    months = [today - datetime.timedelta(days=365 - 30 * n) for n in range(12)]
    return {
        "by day": lambda measure: Cut(measure, first, today, starts=days),
        "by agent": lambda measure: Cut(measure, first, today, by="agent"),
        "by channel": lambda measure: Cut(measure, first, today, by="channel"),
        "by topic": lambda measure: Cut(measure, first, today, by="topic"),
        "by product": lambda measure: Cut(measure, first, today, by="product"),
        "by team and day": lambda measure: Cut(measure, first, today, by="team", starts=days),
        "a year by month": lambda measure: Cut(measure, months[0], today, starts=months),
    }


def fill(cursor: Any, tickets: int, today: datetime.date) -> None:
    from reports.rollup import bounds, roll_day

    cursor.execute("TRUNCATE reports_ticketfact, reports_dayfigure")
    first = today - datetime.timedelta(weeks=WEEKS)
    begins = bounds(first, today, datetime.UTC)[0] + datetime.timedelta(hours=6)
    cursor.execute(FACTS, {"first": begins, "a_day": max(1, tickets // DAYS), "days": WEEKS * 7})
    cursor.execute("ANALYZE reports_ticketfact")
    for n in range(WEEKS * 7 + 1):
        roll_day(ZONE, first + datetime.timedelta(days=n))
    cursor.execute(OLDER, {"weeks": WEEKS, "times": DAYS // (WEEKS * 7) - 1, "today": today})
    cursor.execute("VACUUM (ANALYZE) reports_dayfigure")


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

    from reports.rollup import bounds

    def read(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [ZONE, *span])
            cursor.fetchall()

    span = bounds(today - datetime.timedelta(days=28), today, datetime.UTC)
    return {name: measured(meter, lambda s=sql: read(s), times)[0] for name, sql in PLAIN.items()}


def busy_day(cursor: Any, today: datetime.date) -> tuple[int, float]:
    """How many facts one day has, and how long its figures take."""
    from django.db import connection, transaction

    from reports.rollup import roll_day

    cursor.execute("TRUNCATE reports_ticketfact, reports_dayfigure")
    begins = datetime.datetime.combine(today, datetime.time(1), datetime.UTC)
    cursor.execute(FACTS, {"first": begins, "a_day": BUSY // 11, "days": 1})
    cursor.execute("ANALYZE reports_ticketfact")
    cursor.execute("SELECT count(*) FROM reports_ticketfact")
    facts = cursor.fetchone()[0]
    connection.ensure_connection()
    began = time.monotonic()
    with transaction.atomic():
        roll_day(ZONE, today)
        roll_day(ZONE, today + datetime.timedelta(days=1))
    return facts, time.monotonic() - began


def report(found: dict[int, dict[str, list[tuple[float, int, str]]]]) -> list[str]:
    sizes, troubles = [*found], []
    print("\n| cut | measures | statements |" + "".join(f" {size:,} |" for size in sizes) + " dearest | × |")
    print("|---|---:|---:|" + "---:|" * (len(sizes) + 2))
    for name, rows in found[sizes[-1]].items():
        costs = [median(cost for cost, _, _ in found[size][name]) for size in sizes]
        most = max(statements for size in sizes for _, statements, _ in found[size][name])
        dear = max(rows)
        growth = costs[-1] / costs[0]
        print(
            f"| {name} | {len(rows)} | {most} |" + "".join(f" {cost:.1f} |" for cost in costs)
            + f" {dear[2]} {dear[0]:.1f} | {growth:.2f} |"
        )  # fmt: skip
        if most > MOST_STATEMENTS:
            troubles.append(f"{name}: {most} statements")
        if growth > MOST_GROWTH:
            troubles.append(f"{name}: {growth:.2f} times as much at {sizes[-1]:,} as at {sizes[0]:,}")
    return troubles


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--times", type=int, default=3, help="each figure is asked for so many times")
    options = parser.parse_args()
    place = use_database("figures")
    place.mkdir(parents=True, exist_ok=True)
    begin()
    from django.db import connection

    from benchmarks import company
    from staff.models import Skill, User

    company.found()
    for n in range(5):
        Skill.objects.get_or_create(name=f"Product {n}", defaults={"kind": "product"})
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    cursor, today = _connect(parameters), datetime.datetime.now(datetime.UTC).date()
    user, meter = User.objects.get(email="manager0@desk.example"), Meter(connection)
    found, plain = {}, {}
    for size in sorted(int(size) for size in options.sizes.split(",")):
        began = time.monotonic()
        fill(cursor, size, today)
        cursor.execute("SELECT count(*) FROM reports_dayfigure")
        print(f"{size:,} tickets: {cursor.fetchone()[0]:,} figures, made in {time.monotonic() - began:.0f} s")
        found[size] = ask(meter, user, today, options.times)
        plain[size] = plainly(meter, today, options.times)
        sys.stdout.flush()
    troubles = report(found)
    for name in PLAIN:
        print(f"by SQL over facts, {name}:", *(f"{plain[size][name]:.1f} ms" for size in found))
    facts, seconds = busy_day(cursor, today)
    print(f"a day of {facts:,} facts: {seconds:.1f} s")
    if seconds >= MOST_SECONDS:
        troubles.append(f"that day took {seconds:.1f} s")
    if troubles:
        print("\nMore than promised:", *troubles, sep="\n  ")
    return int(bool(troubles))


if __name__ == "__main__":
    sys.exit(main())
