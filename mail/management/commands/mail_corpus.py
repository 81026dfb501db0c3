"""A folder of mails through the intake, nothing kept: what would become of each."""

import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test.utils import override_settings

from mail.choices import Outcome
from mail.intake import MAX_ATTEMPTS, handle, receive
from mail.models import Mailbox, RawEmail
from mail.queries import balanced, ledger
from staff.models import Team

COLUMNS = ["raw", "created", "appended", "quarantined", "duplicate", "ignored", "pending"]
SLOW = 2.0


class Command(BaseCommand):
    help = "Feed every file of a folder through the intake, roll it all back, and print what became of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--causes", action="store_true", help="also say why mails were held")

    def handle(self, *args: object, **options) -> None:
        root: Path = options["folder"]
        if not root.is_dir():
            raise CommandError(f"{root} is not a folder.")
        self.causes: dict[str, int] = {}
        total = dict.fromkeys([*COLUMNS, "exceptions"], 0)
        began = time.monotonic()
        self.stdout.write(f"{'source':28}" + "".join(f"{name:>12}" for name in total))
        with tempfile.TemporaryDirectory() as files, override_settings(FILES_ROOT=Path(files)):
            for name, paths in _sources(root):
                counts = self._source(name, paths)
                total = {column: total[column] + counts[column] for column in total}
                self._row(name, counts)
        self._row("all", total)
        seconds = time.monotonic() - began
        self.stdout.write(f"{total['raw']} mails in {seconds:.1f} s, {total['raw'] / seconds:.1f} a second")
        for cause, count in (
            sorted(self.causes.items(), key=lambda each: -each[1]) if options["causes"] else ()
        ):
            self.stdout.write(f"  {cause:40}{count:>6}")
        if total["exceptions"] or total["pending"] or not balanced({c: total[c] for c in COLUMNS}):
            raise CommandError("Not every mail got its outcome.")

    def _row(self, name: str, counts: dict[str, int]) -> None:
        self.stdout.write(f"{name[:27]:28}" + "".join(f"{count:>12}" for count in counts.values()))

    def _source(self, name: str, paths: list[Path]) -> dict[str, int]:
        """The account of one source, in a transaction of its own that leaves nothing."""
        with transaction.atomic():
            team = Team.objects.create(name=f"corpus {name}"[:80], slug="corpus-scratch")
            box = Mailbox.objects.create(name="corpus", address="corpus@desk.invalid", team=team)
            exceptions = sum(self._feed(path, box) for path in paths)
            counts = ledger(mailbox=box)
            held = RawEmail.objects.filter(mailbox=box, outcome__in=[Outcome.QUARANTINED, Outcome.IGNORED])
            for outcome, cause in held.values_list("outcome", "cause"):
                self.causes[f"{outcome}: {cause}"] = self.causes.get(f"{outcome}: {cause}", 0) + 1
            transaction.set_rollback(True)
        return {**{column: counts[column] for column in COLUMNS}, "exceptions": exceptions}

    def _feed(self, path: Path, box: Mailbox) -> int:
        """1 if handling it raised, however often it was tried."""
        began = time.monotonic()
        row = receive(path.read_bytes(), mailbox=box)
        failed = 0
        for _ in range(MAX_ATTEMPTS):
            if handle(row.pk):
                break
            failed = 1
        if RawEmail.objects.filter(pk=row.pk, cause="error").exists():
            failed = 1
        if failed:
            self.stderr.write(f"exception: {path}")
        if (seconds := time.monotonic() - began) > SLOW:
            self.stderr.write(f"{seconds:.1f} s: {path}")
        return failed


def _sources(root: Path) -> Iterator[tuple[str, list[Path]]]:
    """Name and files of each folder right under the root; files beside them are a source of their own."""
    groups: dict[str, list[Path]] = {}
    for path in sorted(each for each in root.rglob("*") if each.is_file()):
        inside = path.relative_to(root).parts
        groups.setdefault(inside[0] if len(inside) > 1 else "(here)", []).append(path)
    yield from groups.items()
