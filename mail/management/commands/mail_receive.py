"""One mail from standard input: for a mail server that delivers into a pipe."""

import os
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from mail import intake
from mail.actions import mailbox_named
from mail.choices import Transport
from mail.delivering import mailbox_for
from mail.intake import receive


class Command(BaseCommand):
    """Exit codes are those of sysexits.h, which mail servers know: with 75 they keep the mail and try again,
    with the others they tell its sender.
    """

    help = "Store one mail from standard input; exit 75 when it should be tried again later."
    # The checks of a start need what may be away just now; they would answer with a code that loses mail.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mailbox", default="", help="name or address; else --to decides")
        parser.add_argument("--to", default="", help="the recipient of the envelope")
        parser.add_argument("--from", default="", dest="sender", help="the sender of the envelope")

    def handle(self, *args: object, **options: str) -> None:
        if not options["mailbox"] and not options["to"]:
            raise CommandError("Say --mailbox or --to.", returncode=os.EX_USAGE)
        raw = sys.stdin.buffer.read(intake.MAX_MAIL + 1)
        if not raw.strip():
            raise CommandError("There is no mail on standard input.", returncode=os.EX_NOINPUT)
        if len(raw) > intake.MAX_MAIL:
            raise CommandError(f"Larger than {intake.MAX_MAIL} bytes.", returncode=os.EX_DATAERR)
        try:
            box = mailbox_named(options["mailbox"]) if options["mailbox"] else mailbox_for(options["to"])
            if box is None and not options["mailbox"]:
                raise CommandError(f"There is no mailbox for {options['to']}.", returncode=os.EX_NOUSER)
            if box is None:  # of our own making: a name misspelt in the server's settings loses no mail
                raise CommandError(f"There is no mailbox {options['mailbox']!r}.", returncode=os.EX_TEMPFAIL)
            row = receive(
                raw,
                mailbox=box,
                transport=Transport.PIPE,
                envelope_to=options["to"],
                envelope_from=options["sender"],
            )
        except CommandError:
            raise
        except Exception as error:  # whatever it is: better twice than never
            raise CommandError(f"Not stored: {error}", returncode=os.EX_TEMPFAIL) from error
        self.stdout.write(f"stored as {row.pk}")
