"""Fetch mail now, without a queue: by hand, from cron, or again and again."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection

from mail import fetching
from mail.actions import mailbox_named
from mail.models import Mailbox


class Command(BaseCommand):
    help = "Fetch what is new in one mailbox or in all of them. Two at once never do the same work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mailbox", default="", help="name or address; all that are fetched without it")
        parser.add_argument("--every", type=float, default=0.0, help="go on, with so many seconds in between")

    def handle(self, *args: object, **options) -> None:
        if not options["every"]:
            if troubled := self._round(options["mailbox"]):
                raise CommandError("; ".join(troubled))
            return
        while True:
            try:
                self._round(options["mailbox"])
            except (DatabaseError, InterfaceError) as error:
                self.stderr.write(f"the database is away: {error}")
                connection.close()
            time.sleep(options["every"])

    def _round(self, name: str) -> list[str]:
        """What went wrong, by mailbox."""
        boxes = Mailbox.objects.filter(active=True).exclude(host="")
        if name:
            box = mailbox_named(name)
            if box is None:
                raise CommandError(f"There is no mailbox {name!r}.")
            boxes = boxes.filter(pk=box.pk)
        for box in boxes:
            if stored := fetching.poll(box.pk):
                self.stdout.write(f"{box.address}: {stored} new")
        return [f"{box.address}: {box.problem}" for box in boxes.exclude(problem="")]
