"""From a running database to a desk that can open: what bin/start does before the web server, in one process.

Every step is quick when there is nothing to do. `--empty` leaves out the demo company.
"""

import hashlib
import io
import sys
from collections.abc import Iterable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from helpdesk.running.reporting import step

LOGINS = "demo-logins.txt"


def prepare(demo: bool) -> None:
    with step("Database tables") as notes:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            notes.append(f"{len(plan)} migrations")
            call_command("migrate", interactive=False, verbosity=0)
    with step("Translations") as notes:
        texts = sorted(Path(settings.BASE_DIR).glob("locale/*/LC_MESSAGES/*.po"))
        if "compile_translations" in get_commands() and _changed("translations", texts):
            notes.append(f"{len(texts)} languages")
            call_command("compile_translations", stdout=io.StringIO())
            _remember("translations", texts)
    with step("Static files") as notes:
        found = (pair for finder in get_finders() for pair in finder.list([]))
        files = [Path(storage.path(name)) for name, storage in found]
        known = settings.WHITENOISE_USE_FINDERS or (
            settings.STATIC_ROOT.exists() and not _changed("static", files)
        )
        if not known:
            notes.append(f"{len(files)} files")
            call_command("collectstatic", interactive=False, verbosity=0)
            _remember("static", files)
    if demo and "seed" in get_commands():
        with step("Demo company"):
            call_command("seed", if_empty=True)
        logins = io.StringIO()
        call_command("seed", show_logins=True, stdout=logins)
        (settings.VAR_DIR / LOGINS).write_text(logins.getvalue())
    else:
        (settings.VAR_DIR / LOGINS).unlink(missing_ok=True)


def _mark(files: Iterable[Path]) -> str:
    states = (f"{file} {file.stat().st_mtime_ns} {file.stat().st_size}" for file in files)
    return hashlib.sha256("\n".join([django.__version__, *states]).encode()).hexdigest()


def _changed(name: str, files: Iterable[Path]) -> bool:
    stamp = settings.VAR_DIR / "stamps" / name
    return not stamp.exists() or stamp.read_text() != _mark(files)


def _remember(name: str, files: Iterable[Path]) -> None:
    stamp = settings.VAR_DIR / "stamps" / name
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(_mark(files))


if __name__ == "__main__":
    django.setup()
    prepare(demo="--empty" not in sys.argv)
