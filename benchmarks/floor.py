"""What intake is compared with: the very rows it wrote, stored once more by psycopg2 alone.

After the desk took a mail in, its rows are read, removed, and written again with their own ids: one
transaction, one INSERT for each table, the same indexes, constraints and triggers, a server connection of its
own. Nothing is parsed, decided or looked up: what is left is the price of storing. It writes no files.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extras import Json, register_default_jsonb

# Whose rows a mail may leave. Blobs are named by their content, all others by a number that grows.
APPS = ("mail", "customers", "tickets", "outbox")
BLOBS = "files_blob"
# A mail that joins a ticket changes it.
CHANGED = "state active_at unanswered_since queue_at queue_metric revision"


def cpu_of_server(pid: int) -> float | None:
    """Seconds of CPU that this process of PostgreSQL has used, says the kernel; None on another machine."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None


@dataclass(frozen=True)
class Cost:
    """Seconds: CPU of this process, CPU of the server's process for it (None if unknown), wall."""

    own: float
    server: float | None
    wall: float


class Watch:
    """What happens between `start` and `stop`, here and in the server process of one connection."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def start(self) -> None:
        self._server = cpu_of_server(self.pid)
        self._own, self._wall = time.process_time(), time.perf_counter()

    def stop(self) -> Cost:
        own, wall = time.process_time() - self._own, time.perf_counter() - self._wall
        server = cpu_of_server(self.pid)
        known = server is not None and self._server is not None
        return Cost(own, server - self._server if known else None, wall)


class Floor:
    """`parameters` connect to the desk's own database, as a superuser: the desk itself removes none."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.connection = psycopg2.connect(**parameters)
        self.spare = psycopg2.connect(**parameters)
        self.spare.autocommit = True
        for connection in (self.connection, self.spare):
            # JSON stays the text it is.
            register_default_jsonb(connection, loads=lambda text: text)
        if not self._ask("SELECT usesuper FROM pg_user WHERE usename = current_user")[0][0]:
            raise PermissionError("the floor needs a superuser of its own database")
        self.keys: dict[str, str] = dict(
            self._ask(
                "SELECT table_name, column_name FROM information_schema.columns WHERE is_identity = 'YES' "
                "AND table_schema = 'public' AND split_part(table_name, '_', 1) = ANY(%s) ORDER BY 1",
                list(APPS),
            )
        )
        # What the database computes itself is not written.
        self.columns: dict[str, dict[str, bool]] = {
            table: dict(
                self._ask(
                    "SELECT column_name, data_type = 'jsonb' FROM information_schema.columns WHERE "
                    "table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' "
                    "ORDER BY ordinal_position",
                    table,
                )
            )
            for table in (*self.keys, BLOBS)
        }
        self.watch = Watch(self.connection.info.backend_pid)

    def _ask(self, sql: str, *values: Any) -> list[tuple]:
        with self.spare.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def marks(self) -> dict[str, int]:
        """The newest number of each table: what comes later is newer."""
        each = " UNION ALL ".join(
            f"SELECT '{table}', coalesce(max({key}), 0) FROM {table}" for table, key in self.keys.items()
        )
        return dict(self._ask(each))

    def rows_since(self, marks: dict[str, int]) -> dict[str, list[tuple]]:
        found: dict[str, list[tuple]] = {}
        for table, newest in self.marks().items():
            if newest > marks[table]:
                names, key = ", ".join(f'"{name}"' for name in self.columns[table]), self.keys[table]
                rows = self._ask(f"SELECT {names} FROM {table} WHERE {key} > %s ORDER BY {key}", marks[table])
                found[table] = self._ready(table, rows)
        return found

    def blobs(self, rows: dict[str, list[tuple]], known: set[str]) -> list[tuple]:
        """The blobs of these attachments that are not `known`; they are known from then on."""
        at = list(self.columns["tickets_attachment"]).index("blob_id")
        new = {row[at] for row in rows.get("tickets_attachment", ())} - known
        known |= new
        if not new:
            return []
        names = ", ".join(self.columns[BLOBS])
        return self._ask(f"SELECT {names} FROM {BLOBS} WHERE sha256 = ANY(%s)", sorted(new))

    def _ready(self, table: str, rows: list[tuple]) -> list[tuple]:
        json = list(self.columns[table].values())
        return [
            tuple(
                Json(value, dumps=str) if is_json and value is not None
                else bytes(value) if isinstance(value, memoryview)
                else value
                for value, is_json in zip(row, json, strict=True)
            )
            for row in rows
        ]  # fmt: skip

    def remove(self, marks: dict[str, int], blobs: Iterable[tuple] = ()) -> None:
        """Everything newer than the marks, past the triggers that keep the history whole."""
        with self.spare.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for table, newest in self.marks().items():
                if newest == marks[table]:
                    continue
                key = self.keys[table]
                cursor.execute(f"DELETE FROM {table} WHERE {key} > %s", [marks[table]])
            for blob in blobs:
                cursor.execute(f"DELETE FROM {BLOBS} WHERE sha256 = %s", [blob[0]])
            cursor.execute("SET session_replication_role = DEFAULT")

    def changed(self, number: int | None) -> tuple[str, tuple] | None:
        """The UPDATE of a ticket that was there before and got this mail."""
        if number is None:
            return None
        values = self._ask(
            f"SELECT {', '.join(CHANGED.split())} FROM tickets_ticket WHERE number = %s", number
        )[0]
        fields = ", ".join(f"{name} = %s" for name in CHANGED.split())
        return f"UPDATE tickets_ticket SET {fields} WHERE number = %s", (*values, number)

    def store(self, rows: dict[str, list[tuple]], change: tuple[str, tuple] | None = None) -> Cost:
        """Write the rows again and commit. What is measured begins with finished SQL and values."""
        statements: list[tuple[str, list]] = []
        for table, lines in rows.items():
            names = ", ".join(f'"{name}"' for name in self.columns[table])
            one = f"({', '.join(['%s'] * len(self.columns[table]))})"
            values = ", ".join([one] * len(lines))
            statements.append(
                (
                    f"INSERT INTO {table} ({names}) VALUES {values}",
                    [value for line in lines for value in line],
                )
            )
        if change:
            statements.append((change[0], list(change[1])))
        self.watch.start()
        with self.connection, self.connection.cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql, values)
        return self.watch.stop()

    def close(self) -> None:
        self.connection.close()
        self.spare.close()
