"""A whole desk, started by bin/start on its own data and port; every part of it killed in turn."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis
from celery import Celery
from django_guid import clear_guid, set_guid

from helpdesk import embedded
from helpdesk.running.postgres import Postgres
from helpdesk.running.valkey import Valkey

pytestmark = pytest.mark.drill
ROOT = Path(__file__).parent.parent.parent
STRANGE = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "BASE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE"}


class Desk:
    def __init__(self, var, port):
        self.var, self.port = var, port
        kept = {key: value for key, value in os.environ.items() if key not in STRANGE}
        self.env = kept | {"HELPDESK_ENV": "local", "HELPDESK_VAR": str(var), "PORT": str(port)}
        self.output = var / "output.txt"
        self.database, self.redis = Postgres(var).url, Valkey(var).url

    def start(self):
        self.output.unlink(missing_ok=True)
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                ["bin/start", "--empty"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        began = time.monotonic()
        until(lambda: "Ready in" in self.said() or self.process.poll() is not None, 120)
        assert "Ready in" in self.said(), self.said()
        return time.monotonic() - began

    def said(self):
        return self.output.read_text()

    def once_more(self, **env):
        """A second bin/start while this one runs."""
        return subprocess.run(
            ["bin/start"],
            cwd=ROOT,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def is_ready(self):
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=3) as page,
        ):
            return page.status == 200
        return False

    def processes(self):
        """Everything that was started for this desk, by its variable or (Valkey writes over it) its place."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                ours = process.environ().get("HELPDESK_VAR") == str(self.var)
                if ours or Path(process.cwd()).is_relative_to(self.var):
                    found.append(process)
        return found

    def part(self, *words):
        """The oldest process of the desk whose command line has all the words; None while there is none."""
        found = []
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                line = " ".join(process.cmdline())
                if all(word in line for word in words):
                    found.append((process.create_time(), process.pid, process))
        return min(found)[2] if found else None

    def replaced(self, victim, words):
        now = self.part(*words)
        return now is not None and now.pid != victim.pid

    def works(self):
        """Is it ready, and does a task published now come through a worker?"""
        before = time.time()
        try:
            Celery(broker=embedded.broker_url(self.redis)).send_task("helpdesk.tasks.heartbeat", retry=False)
            with redis.Redis.from_url(self.redis) as client:
                until(lambda: float(client.get("helpdesk:worker:executed") or 0) > before, 3)
        except Exception:
            return False
        return self.is_ready()


def until(true, seconds):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PARTS = {
    "web": ("granian", "helpdesk.wsgi"),
    "worker": ("celery", "worker"),
    "beat": ("celery", "beat"),
    "PostgreSQL": ("pginstall/bin/postgres", "-D"),
    "Valkey": ("valkey-server",),
}


def test_each_part_killed_in_turn_and_nothing_lost(tmp_path):
    desk = Desk(tmp_path, free_port())
    try:
        desk.start()
        assert desk.works()
        with contextlib.closing(psycopg2.connect(desk.database)) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE drill AS SELECT 'kept' AS word")
            connection.commit()
        with redis.Redis.from_url(desk.redis) as client:
            client.set("drill", "kept")

        # The id of a request follows the task it published into the worker's log.
        set_guid(guid := uuid.uuid4().hex)
        Celery(broker=embedded.broker_url(desk.redis)).send_task("helpdesk.tasks.heartbeat")
        clear_guid()
        log = tmp_path / "log" / "worker.log"
        until(lambda: guid in log.read_text(), 5)
        [line] = [json.loads(line) for line in log.read_text().splitlines() if guid in line]
        assert "helpdesk.tasks.heartbeat" in line["message"]
        assert line["request_id"] == guid

        for name, words in PARTS.items():
            victim = desk.part(*words)
            victim.kill()
            until(lambda n=name: f"{n} was killed by SIGKILL; starting it again" in desk.said(), 10)
            until(lambda v=victim, w=words: desk.replaced(v, w), 20)
            until(desk.works, 30)
        # A single worker process of the web server: the server itself replaces it.
        web = desk.part(*PARTS["web"])
        whole = len(web.children())
        web.children()[0].kill()
        until(lambda: len([p for p in web.children() if p.status() != psutil.STATUS_ZOMBIE]) == whole, 15)
        until(desk.works, 15)

        assert "already runs" in desk.once_more().stdout
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            refused = desk.once_more(PORT=port, HELPDESK_VAR=str(tmp_path / "other"))
        assert refused.returncode == 1
        assert f"Port {port} is taken" in refused.stdout
        assert not (tmp_path / "other" / "postgres").exists()

        desk.process.send_signal(signal.SIGINT)
        desk.process.wait(30)
        assert desk.processes() == []

        assert desk.start() < 10
        with contextlib.closing(psycopg2.connect(desk.database)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT word FROM drill")
            assert cursor.fetchone() == ("kept",)
        with redis.Redis.from_url(desk.redis) as client:
            assert client.get("drill") == b"kept"

        # Killed itself, it still leaves nobody: the kernel tells its children.
        desk.part("helpdesk.supervisor").kill()
        desk.process.wait(10)
        until(lambda: desk.processes() == [], 20)
    finally:
        desk.process.kill()
        for process in desk.processes():
            process.kill()
