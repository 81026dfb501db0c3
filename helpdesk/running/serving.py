"""Who owns an embedded server, and for how long.

Two locked files beside the data say it; the kernel lets go of a lock when its holder dies, however it dies.

  <name>.owner   held by the one process whose child the server is: bin/start, or a keeper (below)
  <name>.users   held, shared, by every process that uses a server without owning it

A lone command (manage.py, pytest) that finds no owner starts a keeper: a small process of its own session
that owns the server and ends with it when the last user is gone. So nothing stays behind, even after kill -9.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from helpdesk.running import children
from helpdesk.running.errors import CannotStart

ROOT = Path(__file__).resolve().parent.parent.parent
SLOW_START = 120.0  # crash recovery of a large database takes its time
_used: dict[Path, int] = {}


class Server(Protocol):
    name: str
    home: Path
    fast: bool
    stop_signal: signal.Signals

    @property
    def url(self) -> str: ...
    def prepare(self) -> None: ...
    def command(self) -> list[str]: ...
    def is_ready(self) -> bool: ...


def _file(server: Server, kind: str) -> IO[str]:
    try:
        server.home.parent.mkdir(parents=True, exist_ok=True)
        return server.home.with_suffix(f".{kind}").open("a")
    except PermissionError as error:
        raise CannotStart(
            f"Cannot write {error.filename}: start the desk as the owner, or set HELPDESK_VAR."
        ) from None


def _try(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _one_at_a_time(server: Server) -> Iterator[None]:
    with _file(server, "start") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def own(server: Server) -> IO[str] | None:
    """Become the owner; None while somebody else is."""
    with _one_at_a_time(server):
        return _own(server)


def _own(server: Server) -> IO[str] | None:
    file = _file(server, "owner")
    if _try(file, fcntl.LOCK_EX):
        return file
    file.close()
    return None


def log_of(server: Server) -> Path:
    return server.home.parent / "log" / f"{server.home.name}.log"


def start(server: Server) -> subprocess.Popen[bytes]:
    """Start the server as our child and wait until it answers. Only for its owner."""
    for attempt in range(20):
        server.prepare()
        process = children.spawn(server.command(), log=log_of(server), cwd=Path("/"))
        if children.wait_until(server.is_ready, seconds=SLOW_START, still=lambda p=process: p.poll() is None):
            return process
        children.stop(process, server.stop_signal, 5)
        # The last processes of a killed PostgreSQL need a moment to notice; until then their memory is taken.
        time.sleep(0.1 * (attempt + 1))
        if attempt >= 3 and "still in use" not in _last_lines(server):
            break
    raise CannotStart(f"{server.name} does not start. The end of {log_of(server)}:\n{_last_lines(server)}")


def _last_lines(server: Server) -> str:
    return "\n".join(log_of(server).read_text(errors="replace").splitlines()[-8:])


def use(server: Server) -> str:
    """The server's URL, running from now until this process ends (or for as long as bin/start owns it)."""
    if server.home in _used:
        return server.url
    with _file(server, "users") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        # A bare descriptor that nobody closes: it carries the lock to the end of this process.
        users = os.dup(file.fileno())
    with _one_at_a_time(server):
        with _file(server, "owner") as owner:
            owned = not _try(owner, fcntl.LOCK_SH)
        if not owned:
            _start_keeper(server)
        elif not children.wait_until(server.is_ready, seconds=SLOW_START):
            raise CannotStart(f"{server.name} runs but does not answer; see {log_of(server)}")
    _used[server.home] = users
    return server.url


def _start_keeper(server: Server) -> None:
    log = log_of(server).with_name("keeper.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "helpdesk.embedded", server.home.name, str(server.home.parent)]
    # With both URLs set, nothing that the keeper imports can ask for another keeper.
    env = os.environ | {"DATABASE_URL": "unused", "REDIS_URL": "unused"}
    with log.open("ab") as errors:
        keeper = subprocess.Popen(
            [*command, *(["fast"] if server.fast else [])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            env=env,
            start_new_session=True,
        )
    assert keeper.stdout is not None
    with keeper.stdout as answers:
        answer = answers.read().decode()
    if answer != "ready":
        raise CannotStart(answer or f"The keeper of {server.name} ended; see {log}")
    # It outlives this call on purpose; do not warn about a child we never wait for.
    keeper.returncode = 0


def keep(server: Server, linger: float = 0.6) -> None:
    """The keeper's life: start, say so on stdout, stay until nobody uses the server for `linger` seconds."""
    # Whoever started us waits for our answer at the gate, so we do not go through it.
    owner = _own(server)
    if owner is None:
        _answer(f"{server.name} in {server.home} has another owner that does not answer.")
        return
    try:
        process = start(server)
    except CannotStart as error:
        _answer(str(error))
        return
    _answer("ready")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with _file(server, "users") as users:
            alone_since = None
            while alone_since is None or time.monotonic() - alone_since < linger:
                time.sleep(0.2)
                if process.poll() is not None:
                    process = start(server)
                if not _try(users, fcntl.LOCK_EX):
                    alone_since = None
                    continue
                alone_since = alone_since or time.monotonic()
                if time.monotonic() - alone_since < linger:
                    fcntl.flock(users, fcntl.LOCK_UN)
            # Alone and holding the door: a newcomer waits at it until the server is gone, then starts afresh.
            children.stop(process, server.stop_signal, 20)
            owner.close()
    finally:
        children.stop(process, server.stop_signal, 20)


def _answer(text: str) -> None:
    os.write(1, text.encode())
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
