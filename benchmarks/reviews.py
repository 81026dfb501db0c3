"""Every page of the reviews at 1,000, 10,000 and 100,000 of them: python -m benchmarks.reviews

One desk grows in an embedded PostgreSQL of its own under var/bench-reviews (HELPDESK_BENCH_VAR names another
folder), or in the empty database that DATABASE_URL names. At each size every page is opened as an agent, a
lead and a manager; statements, and CPU of the process and of its PostgreSQL process together, are printed
with the growth from the size before: of the CPU beside a bare view, which is asked right after each request
so that both meet the same machine. Then the lists are taken away as CSV and XLSX, and the plans of the
three slowest statements are shown.

Ends with 1 if a page needs more than 15 statements, if one grows more than 1.5 times (and by 10 ms) from the
second last size to the last, if a page of figures costs more than 300 ms, if a page does not open, or if
nobody says how to open it.
"""

import argparse
import logging
import os
import resource
import sys
import time
from statistics import median, quantiles
from typing import Any

from benchmarks.load import MARK, _connect, _state, use_database

MOST_STATEMENTS, MOST_GROWTH, LEAST_MS, MOST_MS = 15, 1.5, 10.0, 300.0
AT_ONCE = 20_000
TAKEN = ("qa:reviews", "?show=all&as=csv", "?show=all&as=xlsx")


def begin(keep: bool = False) -> None:
    """An empty desk, or the one that is there; SystemExit if the database holds what is no benchmark's."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.backends.signals import connection_created

    from benchmarks.worker import alone
    from helpdesk.preparation import prepare

    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    cursor = _connect(parameters)
    cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    if cursor.fetchone()[0]:
        if not _state(cursor).startswith(MARK):
            sys.exit("This database is not empty and no benchmark's. Give DATABASE_URL an empty database.")
        if not keep:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}: reviews'")
    connection.close()
    call_command("migrate", interactive=False, verbosity=0)
    prepare(demo=False)
    logging.disable(logging.INFO)
    connection_created.connect(alone)
    connection.close()


def grow(known: dict[str, Any], first: int, last: int) -> None:
    from django.db import connection, transaction

    from benchmarks.reviews_desk import fill

    began = time.monotonic()
    for start in range(first, last + 1, AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            fill(cursor, known, start, min(start + AT_ONCE - 1, last))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    print(f"{last:,} reviews after {time.monotonic() - began:.1f} s", flush=True)


def opened(requests: int) -> dict[tuple[str, str], dict[str, Any]]:
    """By title and reader: statements, ms of CPU of each request, and what is wrong with it."""
    from django.db import connection

    from benchmarks import bare
    from benchmarks.asking import Browser, Meter
    from benchmarks.jobs import sign_in
    from benchmarks.reviews_pages import READERS, pages
    from staff.models import User

    meter = Meter(connection)
    browsers = {
        one.partition("0@")[0]: sign_in(User.objects.get(email=one), meter) for one in READERS
    }  # fmt: skip
    anyone = Browser(bare.application(), meter)
    found = {}
    for page in pages():
        first = browsers[page.by].get(page.address)
        pairs = [(browsers[page.by].get(page.address), anyone.get("/bare/")) for _ in range(requests)]
        answers = [one for one, _bare in pairs]
        found[page.title, page.by] = {
            "statements": max(one.statements for one in [first, *answers]),
            "cpu": [1000 * (one.cpu + one.server) for one in answers],
            "floors": median((one.cpu + one.server) / floor.cpu for one, floor in pairs),
            "server": median(1000 * one.server for one in answers),
            "figures": page.is_figures, "address": page.address,
            "trouble": "" if first.status == 200 else f"status {first.status}",
        }  # fmt: skip
    return found


def grown(sizes: list[int], requests: int) -> dict[int, dict[tuple[str, str], dict[str, Any]]]:
    from django.db import connection, transaction

    from benchmarks.reviews_desk import found

    with transaction.atomic(), connection.cursor() as cursor:
        known = found(cursor)
    by_size, first = {}, 1
    for size in sizes:
        grow(known, first, size)
        by_size[size] = opened(requests)
        first = size + 1
    return by_size


def kept(requests: int) -> dict[int, dict[tuple[str, str], dict[str, Any]]]:
    from qa.models import Review

    return {Review.objects.count(): opened(requests)}


def taken_away() -> None:
    """The whole list as a table: rows, seconds of CPU, and the most memory the process has held so far."""
    from django.db import connection
    from django.urls import reverse

    from benchmarks.asking import Meter
    from benchmarks.jobs import sign_in
    from benchmarks.reviews_pages import MANAGER
    from staff.models import User

    name, *queries = TAKEN
    browser = sign_in(User.objects.get(email=MANAGER), Meter(connection))
    for query in queries:
        answer = browser.get(reverse(name) + query)
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{query[-4:].strip('=')}: {len(answer.body) / 2**20:.1f} MiB, {answer.statements} statements,"
            f" {answer.cpu + answer.server:.1f} s of CPU, at most {held:.0f} MiB held so far"
        )


def plans(found: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Of the slowest statement of each of the three pages whose PostgreSQL works longest."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.asking import Meter
    from benchmarks.jobs import sign_in
    from staff.models import User

    slowest = sorted(found.items(), key=lambda item: -item[1]["server"])[:3]
    for (title, by), told in slowest:
        browser = sign_in(User.objects.get(email=f"{by}0@desk.example"), Meter(connection))
        with CaptureQueriesContext(connection) as seen:
            browser.get(told["address"])
        worst = max(seen.captured_queries, key=lambda one: float(one["time"]))
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) {worst['sql']}")
            lines = "\n".join(row[0] for row in cursor.fetchall())
        print(f"\n{title}, {by}: {float(worst['time']) * 1000:.0f} ms\n{worst['sql'][:400]}\n{lines}")


def report(sizes: list[int], by_size: dict[int, dict[tuple[str, str], dict[str, Any]]]) -> list[str]:
    """Print the table; what is worse than promised."""
    troubles = []
    print()
    print("| page | by | statements |", " | ".join(f"{size:,}: ms, p95" for size in sizes), "| growth |")
    print("|---|---|---:|" + "---:|" * len(sizes) + "---:|")
    for key in by_size[sizes[-1]]:
        told = [by_size[size].get(key) for size in sizes]
        last = told[-1]
        shown = [
            f"{median(one['cpu']):.1f}, {quantiles(one['cpu'], n=20)[-1]:.1f}" if one else "–" for one in told
        ]
        now, before = median(last["cpu"]), told[-2] if len(told) > 1 else None
        growth = last["floors"] / before["floors"] if before else 1.0
        statements = max(one["statements"] for one in told if one)
        print(f"| {key[0]} | {key[1]} | {statements} | {' | '.join(shown)} | {growth:.2f} |")
        named = f"{key[0]} as {key[1]}"
        troubles += [f"{named}: {one['trouble']}" for one in told if one and one["trouble"]]
        if statements > MOST_STATEMENTS:
            troubles.append(f"{named}: {statements} statements")
        if last["figures"] and now > MOST_MS:
            troubles.append(f"{named}: {now:.0f} ms")
        if not last["figures"] and growth > MOST_GROWTH and now - now / growth > LEAST_MS:
            troubles.append(f"{named}: {growth:.2f} times {sizes[-2]:,}")
    return troubles


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--requests", type=int, default=7, help="of each page by each reader at each size")
    parser.add_argument("--plans", action="store_true", help="show the plans of the slowest three")
    parser.add_argument("--keep", action="store_true", help="measure the desk that is there, fill nothing")
    options = parser.parse_args()
    sizes = sorted(int(size) for size in options.sizes.split(","))
    place = use_database("reviews")
    place.mkdir(parents=True, exist_ok=True)
    begin(options.keep)
    from benchmarks.reviews_pages import left_out

    by_size = kept(options.requests) if options.keep else grown(sizes, options.requests)
    sizes = [*by_size]
    troubles = report(sizes, by_size)
    sys.stdout.flush()
    troubles += [f"{name}: nobody says how to open it" for name in sorted(left_out())]
    taken_away()
    if options.plans:
        plans(by_size[sizes[-1]])
    print(f"load of the machine {os.getloadavg()[0]:.1f}")
    if troubles:
        print("\nMore than promised:", *troubles, sep="\n  ")
    return int(bool(troubles))


if __name__ == "__main__":
    sys.exit(main())
