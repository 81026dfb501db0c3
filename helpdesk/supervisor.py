"""bin/start, once Python is there: brings the whole desk up as our children, watches them, takes them down.

    PORT=8000 HOST=127.0.0.1 python -m helpdesk.supervisor [--empty]

Imports no Django, so that it stays small and nothing of the desk can bring it down.
"""

import argparse
import contextlib
import fcntl
import json
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psutil

from helpdesk import embedded
from helpdesk.running import children, commands, serving
from helpdesk.running.errors import CannotStart
from helpdesk.running.postgres import Postgres
from helpdesk.running.processes import Watched, stop_together
from helpdesk.running.reporting import say, step
from helpdesk.running.valkey import Valkey

OLD_LOG = 10 * 1024 * 1024  # bytes after which a log is set aside at the next start
GET_READY = 90.0
OWNED: list[IO[str]] = []  # the locks that say whose the servers are; they live as long as we do


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/start", description="Start the whole desk on this machine.")
    parser.add_argument(
        "--empty", action="store_true", help="do not fill an empty desk with the demo company"
    )
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    children.adopt_orphans()
    try:
        return _run(demo=not options.empty)
    except CannotStart as error:
        say(f"\nThe desk did not start. {error}")
        return 1
    except KeyboardInterrupt:
        return 0


def _leave(*_: object) -> None:
    raise KeyboardInterrupt


def _run(demo: bool) -> int:
    began = time.monotonic()
    var = Path(os.environ.get("HELPDESK_VAR") or serving.ROOT / "var").resolve()
    host, port = os.environ.get("HOST", "127.0.0.1"), commands.port(os.environ)
    with _only_one(var, port):
        _port_is_free(host, port)
        _set_aside_old_logs(var)
        say("Helpdesk is starting. Ctrl-C stops it.")
        env = _environment(var, port)
        stores: list[Watched] = []
        faces: list[Watched] = []
        try:
            _start_stores(stores, var, env)
            _prepare(env, demo)
            faces += [_face(name, var, env) for name in ("web", "worker", "letters", "beat")]
            with step("Web, workers and beat"):
                for face in faces:
                    face.run()
                _until_ready(port, [*stores, *faces], var)
            # Only a hint that new mail is there: nobody waits for it.
            faces.append(_face("idle", var, env))
            faces[-1].run()
            _greet(var, env["BASE_URL"], time.monotonic() - began)
            while True:
                for watched in [*stores, *faces]:
                    watched.look()
                _reap_orphans([*stores, *faces])
                time.sleep(0.2)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            if stores or faces:
                say("\nStopping …")
            stop_together(faces)
            stop_together(stores)
            _leave_nobody()
            say("Stopped." if stores or faces else "")


@contextlib.contextmanager
def _only_one(var: Path, port: int) -> Iterator[None]:
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = (var / "start.lock").open("a+")
    except PermissionError as error:
        raise CannotStart(
            f"Cannot write {error.filename}: start the desk as its owner, or set HELPDESK_VAR."
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"This desk already runs ({lock.read().strip()}). Stop it first, or start another one "
                "with data of its own: HELPDESK_VAR=/some/where PORT=8001 bin/start"
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, port {port}\n")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def _port_is_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CannotStart(
                f"Port {port} is reserved for root. Choose a higher one: PORT=8001 bin/start"
            ) from None
        except OSError as error:
            raise CannotStart(
                f"Port {port} is taken by another program ({error.strerror}). "
                f"Choose another: PORT={port + 1} bin/start"
            ) from None


def _set_aside_old_logs(var: Path) -> None:
    for log in var.glob("log/*.log"):
        if log.stat().st_size > OLD_LOG:
            log.replace(log.with_suffix(".log.1"))


def _environment(var: Path, port: int) -> dict[str, str]:
    env = {
        "HELPDESK_ENV": "local",
        "HELPDESK_VAR": str(var),
        "BASE_URL": f"http://localhost:{port}",
        "PYTHONUNBUFFERED": "1",
        "OPENBLAS_NUM_THREADS": "1",  # several processes share the cores already
    } | os.environ
    env.setdefault("SECRET_KEY", embedded.secret_key(var))
    return env


def _start_stores(stores: list[Watched], var: Path, env: dict[str, str]) -> None:
    for variable, server in (("DATABASE_URL", Postgres(var)), ("REDIS_URL", Valkey(var))):
        if env.get(variable):
            say(f"  · {variable} is set; no {server.name} of our own")
            continue
        with step(server.name) as notes:
            waiting = False
            while (owner := serving.own(server)) is None:
                if not waiting:
                    say(f"\n  Another command still uses the embedded {server.name}; waiting until it ends.")
                waiting = True
                time.sleep(0.3)
            # The lock must live as long as we do; the closure below keeps it.
            watched = Watched(
                server.name, lambda s=server, _o=owner: serving.start(s), server.stop_signal, 20.0
            )
            stores.append(watched)
            watched.run()
            notes.append(str(server.home))
        env[variable] = server.url


def _prepare(env: dict[str, str], demo: bool) -> None:
    """Tables, translations, static files, demo company: a process of its own, which prints its own lines."""
    command = [sys.executable, "-m", "helpdesk.preparation", *([] if demo else ["--empty"])]
    done = children.run(command, cwd=serving.ROOT, env=env)
    if done:
        raise CannotStart("The step above failed; what it printed says why.")


def _face(name: str, var: Path, env: dict[str, str]) -> Watched:
    command, log = commands.command(name, env), var / "log" / f"{name}.log"
    return Watched(name, lambda: children.spawn(command, log=log, cwd=serving.ROOT, env=env), patience=10.0)


def _until_ready(port: int, all_of_us: list[Watched], var: Path) -> None:
    deadline = time.monotonic() + GET_READY
    answer = "no answer"
    while time.monotonic() < deadline:
        for watched in all_of_us:
            watched.look()
            if watched.falls >= 3:
                log = var / "log" / f"{watched.name}.log"
                end = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
                raise CannotStart(f"{watched.name} keeps ending. The end of {log}:\n{end}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=3):
                return
        except urllib.error.HTTPError as error:
            checks = json.loads(error.read() or b"{}").get("checks", {})
            answer = ", ".join(
                f"{name}: {c.get('problem', 'late')}" for name, c in checks.items() if not c["ok"]
            )
        except (OSError, ValueError) as error:
            answer = str(error)
        time.sleep(0.15)
    raise CannotStart(
        f"The desk is not ready after {GET_READY:.0f} s ({answer}). The logs are in {var / 'log'}."
    )


def _greet(var: Path, url: str, seconds: float) -> None:
    say(f"\nReady in {seconds:.1f} s:  {url}\n")
    logins = var / "demo-logins.txt"
    if logins.exists():
        say(logins.read_text())


def _reap_orphans(watched: list[Watched]) -> None:
    """Grandchildren that became ours and ended are zombies until somebody asks."""
    ours = {w.process.pid for w in watched if w.process}
    for child in psutil.Process().children():
        if child.pid not in ours:
            with contextlib.suppress(psutil.NoSuchProcess, ChildProcessError):
                os.waitpid(child.pid, os.WNOHANG)


def _leave_nobody() -> None:
    left = psutil.Process().children(recursive=True)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=5)


if __name__ == "__main__":
    sys.exit(main())
