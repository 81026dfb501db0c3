"""Fill a database of its own with 10,000 … 1,000,000 tickets: python -m benchmarks.load --tickets 100000

The database is an embedded PostgreSQL under var/bench-<tickets>, or the one that DATABASE_URL names, which
must be empty. What is filled already is left alone; --again fills it anew.
"""

import argparse
import io
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

CHUNK = 2500
MARK = "helpdesk benchmark"
# Counts with every change of what is loaded, so that old databases are filled anew.
VERSION = 2
# From so many tickets on most are copies of others: see benchmarks.copies.
COPIED_FROM, COPIES = 200_000, 10


def use_database(tickets: int | str) -> Path:
    """Point the desk's settings at the benchmark's own place, before they are read; `tickets` names it."""
    base = Path(os.environ.get("HELPDESK_BENCH_VAR") or Path(__file__).resolve().parent.parent / "var")
    place = base / f"bench-{tickets}"
    os.environ.setdefault("HELPDESK_ENV", "local")
    os.environ["HELPDESK_VAR"] = str(place)
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"
    return place


def _written(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def copy(cursor: Any, rows: dict[str, list[tuple]]) -> None:
    """COPY the rows, table by table. `cursor` is psycopg2's own or Django's."""
    from benchmarks.copies import PREFIX
    from benchmarks.rows import COLUMNS

    for table, lines in rows.items():
        columns = ", ".join(COLUMNS[table.removeprefix(PREFIX)].split())
        columns += ", of_ticket" * table.startswith(PREFIX)
        file = io.StringIO("".join("\t".join(map(_written, line)) + "\n" for line in lines))
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", file)


class Filling:
    """All that is decided before the first row is written; several processes can write chunks of it."""

    def __init__(self, tickets: int, now: datetime, lives: int = 2000, copies: int = 1) -> None:
        from benchmarks import company, rows

        self.now, self.copies = now, copies
        self.people = company.people_rows(tickets, now.isoformat())
        emails = tuple(row[5] for row in self.people["customers_contact"])
        self.company = replace(company.found(), contacts=len(emails), emails=emails)
        active = rows.active_of(tickets)
        self.pool, self.planned = rows.plan((tickets - active) // copies + active, now, lives, active=active)
        counts = accumulate((ticket.messages for ticket in self.planned), initial=1)
        self.first_messages = list(counts)

    def chunk(self, start: int) -> dict[str, list[tuple]]:
        from benchmarks.rows import Writer

        writer = Writer(self.company, len(self.company.emails), self.now, random.Random(f"chunk {start}"))
        planned = self.planned[start : start + CHUNK]
        return writer.rows(self.pool, planned, number=start + 1, message=self.first_messages[start])

    def once(self) -> list[int]:
        """The numbers of tickets that must not come twice."""
        return [at for at, ticket in enumerate(self.planned, 1) if ticket.life or ticket.mark]

    def starts(self) -> range:
        return range(0, len(self.planned), CHUNK)


def renumber(cursor: Any) -> None:
    """Let the tables count on from where the rows end."""
    from benchmarks.rows import COLUMNS

    for table, columns in COLUMNS.items():
        key = columns.split()[0]
        if key in {"id", "number"}:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), (SELECT max({key}) FROM {table}))"
            )


def fill(cursor: Any, tickets: int, lives: int = 100) -> None:
    """All of it over one connection, in the caller's transaction; for tests and small desks."""
    filling = Filling(tickets, datetime.now(UTC).replace(microsecond=0), lives)
    copy(cursor, filling.people)
    for start in filling.starts():
        copy(cursor, filling.chunk(start))
    renumber(cursor)
    cursor.execute("ANALYZE")


# --- by several processes, into a database of its own

_filling: Filling
_cursor: Any


def _connect(parameters: dict[str, Any]) -> Any:
    import psycopg2

    connection = psycopg2.connect(**parameters)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
    cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
    if cursor.fetchone()[0]:
        cursor.execute("SET session_replication_role = replica")  # foreign keys hold by construction
    return cursor


def _begin(parameters: dict[str, Any]) -> None:
    global _cursor
    _cursor = _connect(parameters)


def _write(start: int) -> int:
    from benchmarks import copies

    rows = _filling.chunk(start)
    copy(_cursor, copies.beside(rows) if _filling.copies > 1 else rows)
    return len(rows["tickets_message"])


def _copy(start: int) -> int:
    from benchmarks import copies
    from benchmarks.rows import COLUMNS

    return copies.write(_cursor, COLUMNS, _filling.copies, start + 1, start + CHUNK // COPIES)


def _without_indexes(cursor: Any) -> Iterator[str]:
    """Drop every index that is no constraint; yields the statements that make them again."""
    from benchmarks import copies

    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [[*copies.COPIED]],
    )
    for name, statement in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')
        yield statement


def _state(cursor: Any) -> str:
    cursor.execute("SELECT coalesce(obj_description('public'::regnamespace, 'pg_namespace'), '')")
    return cursor.fetchone()[0]


def load(tickets: int, again: bool = False, processes: int = 2) -> None:
    """Migrate, fill, index, VACUUM ANALYZE. SystemExit if the database holds something else."""
    global _filling
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import copies
    from benchmarks.rows import COLUMNS

    began = time.monotonic()
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    cursor = _connect(parameters)
    done = f"{MARK} {VERSION}: {tickets} tickets"
    if _state(cursor) == done and not again:
        print(f"{tickets:,} tickets are there already")
        return
    cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    if cursor.fetchone()[0]:
        if not _state(cursor).startswith(MARK):
            sys.exit("This database is not empty and no benchmark's. Give DATABASE_URL an empty database.")
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}: filling'")
    call_command("migrate", interactive=False, verbosity=0)
    many = COPIES if tickets >= COPIED_FROM else 1
    _filling = Filling(tickets, datetime.now(UTC).replace(microsecond=0), copies=many)
    connection.close()
    print(f"{time.monotonic() - began:6.1f} s  planned {tickets:,} tickets for {settings.DESK_NAME}")
    statements = list(_without_indexes(cursor))
    copy(cursor, _filling.people)
    if many > 1:
        copies.prepare(cursor, COLUMNS, _filling.once())
    messages = 0
    with multiprocessing.get_context("fork").Pool(processes, _begin, [parameters]) as pool:
        for count in pool.imap_unordered(_write, _filling.starts()):
            messages += count
        print(f"{time.monotonic() - began:6.1f} s  wrote {messages:,} messages")
        if many > 1:
            copies.index(cursor)
            starts = range(0, len(_filling.planned), CHUNK // COPIES)
            messages = sum(pool.imap_unordered(_copy, starts))
            print(f"{time.monotonic() - began:6.1f} s  copied them to {messages:,}")
            copies.drop(cursor)
    for statement in statements:
        cursor.execute(statement)
    renumber(cursor)
    print(f"{time.monotonic() - began:6.1f} s  made {len(statements)} indexes")
    cursor.execute("VACUUM (ANALYZE)")
    cursor.execute("CHECKPOINT")
    cursor.execute(f"COMMENT ON SCHEMA public IS '{done}'")
    cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
    print(f"{time.monotonic() - began:6.1f} s  done, {cursor.fetchone()[0]}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--again", action="store_true", help="empty its database and fill it anew")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    use_database(options.tickets)
    load(options.tickets, options.again, options.processes)


if __name__ == "__main__":
    main()
