"""One mail from standard input: for a mail server that delivers into a pipe."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from mail.actions import mailbox_named
from mail.intake import receive

TEMPORARY = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and tries again


class Command(BaseCommand):
    help = "Store one mail from standard input; exit 75 when it should be tried again later."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mailbox", required=True, help="name or address of the mailbox")
        parser.add_argument("--to", default="", help="the recipient of the envelope")
        parser.add_argument("--from", default="", dest="sender", help="the sender of the envelope")

    def handle(self, *args: object, **options: str) -> None:
        raw = sys.stdin.buffer.read()
        if not raw.strip():
            raise CommandError("There is no mail on standard input.")
        try:
            box = mailbox_named(options["mailbox"])
            if box is None:
                raise CommandError(f"There is no mailbox {options['mailbox']!r}.", returncode=TEMPORARY)
            row = receive(raw, mailbox=box, envelope_to=options["to"], envelope_from=options["sender"])
        except DatabaseError as error:
            raise CommandError(f"Not stored: {error}", returncode=TEMPORARY) from error
        self.stdout.write(f"stored as {row.pk}")
