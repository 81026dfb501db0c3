"""The tables of a test database, made once: each process and each run copies them.

`python -m tests.tables` makes them before anybody waits for them.
"""

import hashlib
import os
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

PREFIX = "tables_"
# Two processes that start together: the second waits, then finds them made.
LOCK = 5021907


def template() -> str:
    """The name of a database with every table; made where there is none for the migrations as they are."""
    name = PREFIX + _mark()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # ends with this connection
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for old in found:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            _make(cursor, name)
    return name


def _mark() -> str:
    folders = sorted(Path(app.path) / "migrations" for app in apps.get_app_configs())
    found = hashlib.sha256(django.__version__.encode())
    for file in (file for folder in folders for file in sorted(folder.glob("*.py"))):
        found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:16]


def _make(cursor, name: str) -> None:
    """Under another name until it is whole, so that a run that was killed leaves nothing that looks it."""
    draft, usual = f"{name}_draft", connection.settings_dict["NAME"]
    cursor.execute(f'CREATE DATABASE "{draft}"')
    connection.close()
    connection.settings_dict["NAME"] = draft
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    template()
