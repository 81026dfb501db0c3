"""Backup and restore as docs/operations.md tells it: what was dumped is all there, and still behaves."""

import os
import subprocess

import psycopg2
import pytest
from django.db import connection
from psycopg2.extensions import make_dsn

from helpdesk.running.postgres import program
from tickets.actions import reply

RESTORED = f"restored_{os.getpid()}"
COUNTED = ("tickets_ticket", "tickets_message", "tickets_ticketevent", "tickets_ticketclock", "staff_user")


def address(database: str) -> str:
    known = connection.get_connection_params()
    return make_dsn(
        dbname=database, **{k: known[k] for k in ("user", "host", "port", "password") if k in known}
    )


def run(name: str, *arguments: str) -> None:
    done = subprocess.run([program(name), *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def counts(cursor) -> list[int]:
    told = []
    for table in COUNTED:
        cursor.execute(f"SELECT count(*) FROM {table}")
        told.append(cursor.fetchone()[0])
    return told


@pytest.fixture
def restored(transactional_db, amara, promises, ticket, tmp_path):
    """A connection to a new database that holds what ours did when it was dumped."""
    reply(ticket, by=amara, text="It left us today.")
    dump = str(tmp_path / "desk.dump")
    run("pg_dump", address(connection.settings_dict["NAME"]), "--format=custom", f"--file={dump}")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {RESTORED}")
    try:
        run("pg_restore", f"--dbname={address(RESTORED)}", "--no-owner", "--clean", "--if-exists", dump)
        desk = psycopg2.connect(address(RESTORED))
        desk.autocommit = True
        yield desk
        desk.close()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {RESTORED} WITH (FORCE)")


def test_a_restored_desk_has_everything_and_keeps_its_rules(restored):
    with restored.cursor() as there, connection.cursor() as here:
        assert counts(there) == counts(here)
        assert counts(there)[1] == 2

        there.execute(
            "SELECT count(*) FROM tickets_ticket WHERE search_vector @@ to_tsquery('desk', 'REFUND')"
        )
        assert there.fetchone()[0] == 1, "the search configuration came along"
        with pytest.raises(psycopg2.errors.RaiseException):
            there.execute("UPDATE tickets_ticketevent SET kind = 'noted'")
        there.execute("UPDATE tickets_ticket SET subject = subject || ' again' RETURNING number")
        assert there.fetchall(), "the restored desk can be written to"
