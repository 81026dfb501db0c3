"""One loaded desk that takes in mail: orders as lines of JSON, answers with what each mail cost."""

import gc
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.worker import memory

QUEUE = "benchmark-of-intake"


class Desk:
    def __init__(self) -> None:
        # Hints go to the real broker, into a queue that nobody works on.
        from celery import current_app
        from django.conf import settings
        from django.db import connection

        from benchmarks.asking import Meter
        from benchmarks.floor import Floor, Watch
        from mail.models import Mailbox
        from staff.models import Team

        current_app.conf.task_default_queue = QUEUE
        self.files = Path(tempfile.mkdtemp(prefix="intake-", dir=settings.VAR_DIR))
        settings.FILES_ROOT = self.files
        self.mailbox, _ = Mailbox.objects.get_or_create(
            address="help@desk.example",
            defaults={"name": "Help", "team": Team.objects.get(slug="team-0")},
        )
        connection.ensure_connection()
        self.meter = Meter(connection)
        self.watch = Watch(connection.connection.info.backend_pid)
        parameters = connection.get_connection_params()
        parameters.pop("cursor_factory", None)
        parameters.pop("context", None)
        self.floor = Floor(parameters)
        self.began_at = self.floor.marks()
        self.blobs: set[str] = set()
        self.mails: list[bytes] = []

    def read(self, folder: str, most: int) -> dict[str, Any]:
        from benchmarks.real_mail import letters

        self.mails = letters(Path(folder), most)
        gc.collect()
        self.began_with = memory()
        return {"mails": len(self.mails), "sha256": hashlib.sha256(b"".join(self.mails)).hexdigest()}

    def take(self, start: int, end: int, mark: str) -> dict[str, Any]:
        from benchmarks.real_mail import once_more

        taken = []
        for at in range(start, end):
            raw = once_more(self.mails[at % len(self.mails)], f"{mark}{at // len(self.mails)}.")
            taken.append(self._one(raw))
        return {"mails": taken}

    def _one(self, raw: bytes) -> dict[str, Any]:
        from mail import intake
        from mail.models import RawEmail

        marks = self.floor.marks()
        self.meter.start()
        self.watch.start()
        stored = intake.receive(raw, mailbox=self.mailbox, envelope_to=self.mailbox.address)
        outcome = intake.handle(stored.pk)
        cost = self.watch.stop()
        statements = self.meter.statements
        row = RawEmail.objects.values("outcome", "cause", "ticket").get(pk=stored.pk)
        rows = self.floor.rows_since(marks)
        blobs = self.floor.blobs(rows, self.blobs)
        joined = row["ticket"] if outcome == "appended" else None
        change = self.floor.changed(joined)
        self.floor.remove(marks, blobs)
        floor = self.floor.store({"files_blob": blobs, **rows} if blobs else rows, change)
        return {
            "bytes": len(raw),
            "outcome": outcome or "none",
            "cause": row["cause"],
            "statements": statements,
            "rows": dict(Counter({table: len(lines) for table, lines in rows.items()})),
            "desk": asdict(cost),
            "floor": asdict(floor),
        }

    def end(self) -> dict[str, Any]:
        """Leave the desk as it was found."""
        from celery import current_app

        self.floor.remove(self.began_at, [(name,) for name in self.blobs])
        self.floor.close()
        shutil.rmtree(self.files, ignore_errors=True)
        with current_app.connection_for_write() as broker:
            broker.default_channel.queue_purge(QUEUE)
        return {"memory": memory(), "before": self.began_with}


def main() -> None:
    # What the desk logs goes to stderr; the driver keeps it in a file.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    desk = Desk()

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        say(getattr(desk, order.pop("do"))(**order))


if __name__ == "__main__":
    main()
