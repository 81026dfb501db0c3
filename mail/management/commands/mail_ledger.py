"""The account of all mail."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from mail.models import Mailbox
from mail.queries import balanced, ledger


class Command(BaseCommand):
    help = "How many mails came in and what became of them; fails if the sums differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by-mailbox", action="store_true")

    def handle(self, *args: object, **options) -> None:
        accounts = {"all": ledger()}
        if options["by_mailbox"]:
            accounts |= {box.address: ledger(mailbox=box) for box in Mailbox.objects.all()}
        for name, counts in accounts.items():
            self.stdout.write(f"{name}: " + "  ".join(f"{what} {count}" for what, count in counts.items()))
            if not balanced(counts):
                raise CommandError("The sums differ: a mail has no outcome, or two.")
