"""Mail must survive anything: python -m benchmarks.mail_chaos --mails 2000 --seconds 180

A real Dovecot (IMAP and POP3), PostgreSQL and Valkey of its own, two fetchers, three workers. While mail
arrives, one of them after the other is killed with SIGKILL, and the numbers of a folder change. Afterwards
each mail must be accounted for: none lost, none doubled. Prints a table; exits with 1 if a number is wrong.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

import psutil

from helpdesk import embedded
from helpdesk.running import children, serving
from helpdesk.running.postgres import Postgres
from helpdesk.running.processes import Watched, stop_together
from helpdesk.running.valkey import Valkey
from tests.servers.dovecot import PASSWORD, Dovecot, installed

ROOT = Path(__file__).resolve().parent.parent
FETCHERS, WORKERS = 2, 3
SETTLE = 900.0  # seconds for what is left to do once nobody is killed any more


@dataclass(frozen=True)
class Stream:
    """Where a share of the mail goes. `folder` is on the server; `box` is the mailbox of the desk."""

    box: str
    folder: str
    share: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mail_chaos")
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    if not installed():
        print("Dovecot is missing: apt-get install dovecot-imapd dovecot-pop3d", file=sys.stderr)
        return 2
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    children.adopt_orphans()
    var = Path(tempfile.mkdtemp(prefix="chaos-"))
    var.chmod(0o755)
    try:
        return Chaos(var, options.mails, options.seconds, random.Random(seed), seed).run()
    finally:
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        shutil.rmtree(var, ignore_errors=True)


class Chaos:
    def __init__(self, var: Path, mails: int, seconds: float, dice: random.Random, seed: int) -> None:
        self.var, self.mails, self.seconds, self.dice, self.seed = var, mails, seconds, dice, seed
        self.dovecot = Dovecot()
        self.ids: list[str] = []
        self.killed: dict[str, int] = {}
        self.renumbered = 0
        self.streams: list[Stream] = []

    def run(self) -> int:
        began = time.monotonic()
        self.dovecot.start()
        stores = [
            Watched(s.name, lambda s=s: serving.start(s), s.stop_signal)
            for s in (Postgres(self.var), Valkey(self.var))
        ]
        owners = [serving.own(server) for server in (Postgres(self.var), Valkey(self.var))]
        runners: list[Watched] = []
        try:
            for store in stores:
                store.run()
            self._prepare()
            runners = [self._runner(name, words) for name, words in self._commands()]
            for runner in runners:
                runner.run()
            self._storm(stores, runners)
            account = self._settle(stores, runners)
        finally:
            stop_together(runners)
            stop_together(stores)
            self.dovecot.stop()
            del owners
        return self._tell(account, time.monotonic() - began)

    @property
    def env(self) -> dict[str, str]:
        return os.environ | {
            "HELPDESK_ENV": "local",
            "HELPDESK_VAR": str(self.var),
            "DATABASE_URL": Postgres(self.var).url,
            "REDIS_URL": Valkey(self.var).url,
            "SECRET_KEY": embedded.secret_key(self.var),
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
            "MAILBOX_PASSWORD": PASSWORD,
            "LOG_LEVEL": "WARNING",
        }

    def _ask(self, what: str, given: object) -> dict:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.chaos_desk", what],
            input=json.dumps(given), env=self.env, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1])

    def _prepare(self) -> None:
        imap = {"port": self.dovecot.port, "password": PASSWORD}
        boxes = [
            {"address": "kept@desk.example", "username": "kept", "folders": ["INBOX", "Desk"], **imap},
            {"address": "gone@desk.example", "username": "gone", "after_fetch": "delete", **imap},
        ]
        self.streams = [
            Stream("kept", "INBOX", 0.4),
            Stream("kept", "Desk", 0.15),
            Stream("gone", "INBOX", 0.45),
        ]
        if self.dovecot.speaks_pop3:
            pop3 = {"protocol": "pop3", "port": self.dovecot.pop3_port, "password": PASSWORD}
            boxes.append({"address": "pop@desk.example", "username": "pop", "after_fetch": "delete", **pop3})
            self.streams[2:] = [Stream("gone", "INBOX", 0.25), Stream("pop", "INBOX", 0.2)]
        with self.dovecot.client("kept") as client:
            client.create_folder("Desk")
        self._ask("prepare", boxes)

    def _commands(self) -> Iterator[tuple[str, list[str]]]:
        for number in range(FETCHERS):
            yield f"fetcher {number + 1}", ["manage.py", "mail_fetch", "--every", "0.5"]
        celery = ["-m", "celery", "--app=helpdesk"]
        for number in range(WORKERS):
            alone = ["--pool=solo", f"--hostname=w{number}@%h", "--without-mingle", "--without-gossip"]
            yield f"worker {number + 1}", [*celery, "worker", "--queues=celery", *alone]
        yield "beat", [*celery, "beat", "--scheduler=celery.beat:Scheduler", "--pidfile="]

    def _runner(self, name: str, words: list[str]) -> Watched:
        log = self.var / "log" / f"{name}.log"
        command = [sys.executable, *words]
        return Watched(name, lambda: children.spawn(command, log=log, cwd=ROOT, env=self.env))

    def _storm(self, stores: list[Watched], runners: list[Watched]) -> None:
        """Mail comes in during the first two thirds; somebody is killed all the time, and often enough."""
        postman = threading.Thread(target=self._deliver, args=(self.seconds * 2 / 3,))
        postman.start()
        until = time.monotonic() + self.seconds
        renumber_at = [until - self.seconds / 2, until - self.seconds / 5]
        pause = (0.5, 2.0) if self.seconds < 60 else (1.0, 5.0)
        strike_at = time.monotonic() + pause[1]
        victims = [*stores, *(each for each in runners if each.name != "beat")]
        # Each once, in any order, then whoever it may be.
        first = self.dice.sample(victims, len(victims))
        enough = max(len(victims), self.seconds / (pause[0] + pause[1]))
        # On a busy machine it goes on for longer, but not without end.
        last = time.monotonic() + 4 * self.seconds
        while postman.is_alive() or (
            time.monotonic() < last
            and (time.monotonic() < until or renumber_at or sum(self.killed.values()) < enough)
        ):
            self._look(stores, runners)
            if renumber_at and time.monotonic() > renumber_at[0]:
                renumber_at.pop(0)
                self._renumber()
            if strike_at < time.monotonic() < last:
                self._strike(first.pop() if first else self.dice.choice(victims))
                strike_at = time.monotonic() + self.dice.uniform(*pause)
            time.sleep(0.05)
        postman.join()

    def _look(self, stores: list[Watched], runners: list[Watched]) -> None:
        for watched in [*stores, *runners]:
            watched.falls = 0  # they fall because we push them: no growing patience
            watched.look()

    def _strike(self, victim: Watched) -> None:
        if victim.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim.process.pid, signal.SIGKILL)
        self.killed[victim.name] = self.killed.get(victim.name, 0) + 1

    def _deliver(self, seconds: float) -> None:
        began = time.monotonic()
        before: dict[str, str] = {}
        with contextlib.ExitStack() as lines:
            clients = {
                box: lines.enter_context(self.dovecot.client(box))
                for box in {each.box for each in self.streams}
            }
            for client in clients.values():
                client.socket().settimeout(60)
            for number in range(self.mails):
                stream = self.dice.choices(self.streams, [each.share for each in self.streams])[0]
                raw, message_id = self._mail(number, stream, before.get(stream.box, ""))
                clients[stream.box].append(stream.folder, raw)
                self.ids.append(message_id)
                before[stream.box] = message_id
                ahead = began + seconds * (number + 1) / self.mails - time.monotonic()
                if ahead > 0:
                    time.sleep(ahead)

    def _mail(self, number: int, stream: Stream, before: str) -> tuple[bytes, str]:
        """Every tenth answers the one before."""
        mail = EmailMessage()
        mail["From"] = f"Customer {number % 50} <customer{number % 50}@house{number % 7}.example>"
        mail["To"] = f"{stream.box}@desk.example"
        mail["Subject"] = f"Question number {number}"
        mail["Date"] = formatdate()
        mail["Message-ID"] = f"<chaos-{self.seed}-{number}@house.example>"
        if before and number % 10 == 0:
            mail["In-Reply-To"] = before
        mail.set_content(f"This is question {number}.\n" + "Some words. " * self.dice.randrange(200))
        return mail.as_bytes(), str(mail["Message-ID"])

    def _renumber(self) -> None:
        """All mail of a folder gets a new UIDVALIDITY."""
        config = str(self.dovecot.home / "dovecot.conf")
        number = str(int(time.time()) + 1000 * (self.renumbered + 1))
        words = ["mailbox", "update", "-u", "kept", "--uid-validity", number, "INBOX"]
        done = subprocess.run(["doveadm", "-c", config, *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"doveadm: {done.stderr}")
        self.renumbered += 1

    def _settle(self, stores: list[Watched], runners: list[Watched]) -> dict:
        """Nobody is killed any more: what is left must get done by itself."""
        until = time.monotonic() + SETTLE
        account: dict = {}
        while time.monotonic() < until:
            looked = time.monotonic() + 3
            while time.monotonic() < looked:
                self._look(stores, runners)
                time.sleep(0.1)
            account = self._ask("account", self.ids)
            busy = ("lost", "pending", "still due on the server")
            if not any(account[name] for name in busy):
                break
        account["left on the server"] = sum(len(self._there(box)) for box in ("gone", "pop"))
        return account

    def _there(self, user: str) -> list[int]:
        with self.dovecot.client(user) as client:
            client.select_folder("INBOX", readonly=True)
            return client.search(["ALL"])

    def _tell(self, account: dict, seconds: float) -> int:
        ledger = account.pop("ledger")
        print(f"seed {self.seed}, {seconds:.0f} s, UIDVALIDITY changed {self.renumbered} times")
        print("killed: " + ", ".join(f"{name} {count}×" for name, count in sorted(self.killed.items())))
        print("ledger: " + "  ".join(f"{name} {count}" for name, count in ledger.items()))
        for name, count in account.items():
            print(f"  {name:<26}{count:>8}")
        wrong = [
            name for name, count in account.items() if name not in {"delivered", "tickets", "held"} and count
        ]
        if ledger["raw"] != self.mails or account["delivered"] != self.mails:
            wrong.append(f"{ledger['raw']} of {self.mails}")
        print("WRONG: " + ", ".join(wrong) if wrong else "All accounted for: none lost, none doubled.")
        return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
