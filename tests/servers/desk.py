"""A whole desk for drills and journeys: bin/start on its own data and port."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import psutil
import redis
from celery import Celery

from helpdesk import embedded
from helpdesk.running.postgres import Postgres
from helpdesk.running.valkey import Valkey

ROOT = Path(__file__).parent.parent.parent
STRANGE = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "BASE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE"}
# A Python that stays: to start another takes longer than most of what it is told to do.
SAID = "SAID "
LISTENER = f"""
import contextlib, io, json, sys

for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(json.loads(line), {{}})
    print("{SAID}" + json.dumps(said.getvalue()), flush=True)
"""


class Desk:
    """`env` adds to the environment, for example EMAIL_URL."""

    def __init__(self, var, port, **env):
        self.var, self.port = var, port
        kept = {key: value for key, value in os.environ.items() if key not in STRANGE}
        self.env = kept | {"HELPDESK_ENV": "local", "HELPDESK_VAR": str(var), "PORT": str(port)} | env
        self.output = var / "output.txt"
        self.python = None
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
        until(lambda: "Ready in" in self.said() or self.process.poll() is not None, 240)
        assert "Ready in" in self.said(), self.said()
        return time.monotonic() - began

    def manage(self, *words, **env):
        """What a command of manage.py prints, on the data of this desk."""
        done = subprocess.run(
            ["bin/manage", *words],
            cwd=ROOT,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def told(self, code):
        """What `code` prints in a Python of this desk."""
        if self.python is None:
            command = ["bin/manage", "shell", "-c", LISTENER]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.python = subprocess.Popen(command, cwd=ROOT, env=self.env, **pipes)
        self.python.stdin.write(json.dumps(code) + "\n")
        self.python.stdin.flush()
        said = next((line for line in self.python.stdout if line.startswith(SAID)), None)
        assert said is not None, f"it failed, see above: {code}"
        return json.loads(said.removeprefix(SAID))

    def stop(self):
        """Ctrl-C, and whoever does not listen to it."""
        if self.python is not None:
            self.python.communicate()
        self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        self.process.kill()
        for process in self.processes():
            process.kill()

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
            timeout=180,
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
            Celery(broker=embedded.broker_url(self.redis), set_as_current=False).send_task(
                "helpdesk.tasks.heartbeat", retry=False
            )
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
