"""PostgreSQL and Valkey from wheels, for a desk that is started with nothing installed.

Settings ask here when DATABASE_URL or REDIS_URL is missing. Data lives under var/ (HELPDESK_VAR) and stays
there; the servers listen on private sockets only, so they never meet another server. The test suite
(HELPDESK_ENV=test) has servers of its own in var/test that do not wait for the disk. Imports no Django.
"""

import contextlib
import os
import secrets
import sys
from pathlib import Path

from helpdesk.running import serving
from helpdesk.running.postgres import Postgres
from helpdesk.running.valkey import Valkey

SERVERS: dict[str, type[Postgres] | type[Valkey]] = {"postgres": Postgres, "valkey": Valkey}


def var_directory(data_dir: str | Path | None = None) -> Path:
    """Where the servers keep their data: the argument, HELPDESK_VAR, or var/; for tests one floor below."""
    chosen = Path(data_dir or os.environ.get("HELPDESK_VAR") or serving.ROOT / "var").resolve()
    return chosen / "test" if _for_tests() else chosen


def _for_tests() -> bool:
    return os.environ.get("HELPDESK_ENV") == "test"


def database_url(data_dir: str | Path | None = None) -> str:
    """The URL of a running PostgreSQL. Raises CannotStart with a message for people."""
    return serving.use(Postgres(var_directory(data_dir), fast=_for_tests()))


def redis_url(data_dir: str | Path | None = None) -> str:
    """The URL of a running Valkey, as the `redis` client reads it (unix://…)."""
    url = serving.use(Valkey(var_directory(data_dir), fast=_for_tests()))
    # Each process of a parallel test run empties its own numbered database (gw0 → 1), not its neighbour's.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    return url.replace("?db=0", f"?db={int(worker) + 1}") if worker.isdigit() else url


def broker_url(redis_url: str) -> str:
    """The same address as Celery writes it: kombu says redis+socket where the client says unix."""
    if not redis_url.startswith("unix://"):
        return redis_url
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


def secret_key(data_dir: str | Path | None = None) -> str:
    """The secret of a desk on one's own machine: drawn once, kept in var/secret_key for its owner only."""
    file = Path(data_dir or os.environ.get("HELPDESK_VAR") or serving.ROOT / "var") / "secret_key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"secret_key.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
        # Linking fails where two draw at once and the other was first; then its secret is the one.
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()


if __name__ == "__main__":
    name, var, *rest = sys.argv[1:]
    serving.keep(SERVERS[name](Path(var), fast="fast" in rest))
