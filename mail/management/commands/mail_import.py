"""Mail of before, from files."""

import hashlib
import time
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mail import intake
from mail.actions import mailbox_named
from mail.archives import Kept, find
from mail.choices import Transport
from mail.intake import handle, receive
from mail.models import Mailbox, RawEmail

LINE_EVERY = 5.0  # seconds
PART_OF_TOO_LARGE = 1024 * 1024


class Command(BaseCommand):
    help = (
        "Take in an mbox, a Maildir or a folder of .eml, oldest first, with its dates; nobody is written to. "
        "What is there already is passed over, so it may be stopped and started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--mailbox", required=True, help="name or address of the mailbox")
        parser.add_argument("--count", action="store_true", help="only say how many there are, and from when")

    def handle(self, *args: object, **options) -> None:
        box = mailbox_named(options["mailbox"])
        if box is None:
            raise CommandError(f"There is no mailbox {options['mailbox']!r}.")
        if not options["path"].exists():
            raise CommandError(f"There is no {options['path']}.")
        mails = sorted(find(options["path"]))
        if not mails:
            raise CommandError(f"There is no mail in {options['path']}: no mbox, no Maildir, no .eml.")
        span = f"{mails[0].at:%Y-%m-%d} to {mails[-1].at:%Y-%m-%d}"
        self.stdout.write(f"{len(mails)} mails, {span}")
        if not options["count"]:
            self._take_in(box, mails)

    def _take_in(self, box: Mailbox, mails: list[Kept]) -> None:
        counts: dict[str, int] = {}
        began = said = time.monotonic()
        for number, mail in enumerate(mails, start=1):
            fate = self._one(box, mail)
            counts[fate] = counts.get(fate, 0) + 1
            if time.monotonic() - said > LINE_EVERY or number == len(mails):
                said = time.monotonic()
                self._line(number, len(mails), said - began, counts)

    def _line(self, done: int, total: int, seconds: float, counts: dict[str, int]) -> None:
        left = seconds / done * (total - done)
        sums = "  ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        self.stdout.write(f"{done}/{total}  {100 * done // total} %  {left:.0f} s left  {sums}")

    def _one(self, box: Mailbox, mail: Kept) -> str:
        """Stored, then handled right away: in the order of their dates answers find what they answer."""
        raw = mail.read(intake.MAX_MAIL + 1)
        part = {}
        if len(raw) > intake.MAX_MAIL:
            size = mail.length if mail.length >= 0 else mail.path.stat().st_size
            raw, part = raw[:PART_OF_TOO_LARGE], {"cause": "oversize", "full_size": size}
        digest = hashlib.sha256(raw).hexdigest()
        if RawEmail.objects.filter(mailbox=box, sha256=digest).exists():
            return "known"
        row = receive(
            raw, mailbox=box, transport=Transport.IMPORT, received_at=mail.at, tell_worker=False, **part
        )
        return handle(row.pk) or "pending"
