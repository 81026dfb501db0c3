"""The five processes of a desk, said once: bin/start, the image and a systemd unit run the same commands.

    python -m helpdesk.running.commands web|worker|letters|beat|idle

Sized by WEB_WORKERS, WEB_THREADS, WORKERS and LETTER_THREADS; web listens on HOST and PORT.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from helpdesk.running.errors import CannotStart

HERE = Path(__file__).resolve().parent


def command(name: str, env: Mapping[str, str]) -> list[str]:
    programs = Path(sys.executable).parent
    celery = [str(programs / "celery"), "--app=helpdesk"]
    level = f"--loglevel={env.get('LOG_LEVEL', 'INFO')}"
    if name == "web":
        return [
            str(programs / "granian"),
            "--interface=wsgi",
            f"--host={env.get('HOST', '127.0.0.1')}",
            f"--port={port(env)}",
            f"--workers={env.get('WEB_WORKERS', '2')}",
            f"--blocking-threads={env.get('WEB_THREADS', '4')}",
            "--no-ws",
            "--respawn-failed-workers",
            "--respawn-interval=0.5",
            "--workers-kill-timeout=8",
            f"--log-config={HERE / 'web_log.json'}",
            "helpdesk.wsgi:application",
        ]
    alone = ["--without-mingle", "--without-gossip"]
    if name == "worker":
        workers = env.get("WORKERS", "2")
        return [*celery, "worker", "--queues=celery", f"--concurrency={workers}", level, *alone]
    if name == "letters":
        # Mail servers let one wait: threads, and a queue of their own, so that nothing else waits with them.
        threads = env.get("LETTER_THREADS", "4")
        pool = ["--pool=threads", f"--concurrency={threads}", "--hostname=letters@%h"]
        return [*celery, "worker", "--queues=letters", *pool, level, *alone]
    if name == "beat":
        # The schedule lives in memory: every job is due again within minutes, so there is nothing to lose.
        return [*celery, "beat", "--scheduler=celery.beat:Scheduler", "--pidfile=", level]
    if name == "idle":
        return [str(programs / "python"), str(HERE.parent.parent / "manage.py"), "mail_idle"]
    raise CannotStart(f"There is no process named {name!r}: web, worker, letters, beat or idle.")


def port(env: Mapping[str, str]) -> int:
    text = env.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


if __name__ == "__main__":
    try:
        asked = command(*sys.argv[1:2] or [""], os.environ)
    except CannotStart as error:
        sys.exit(str(error))
    os.execv(asked[0], asked)  # noqa: S606
