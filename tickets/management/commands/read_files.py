"""manage.py read_files: what files say is written down for search, all that was not yet."""

from typing import Any

from django.core.management.base import BaseCommand

from tickets.reading_files import go_on

SAY_EVERY = 50  # batches


class Command(BaseCommand):
    help = (
        "Read the text of every file that was not read yet, newest first, so that search finds it. The desk "
        "does it by itself, a few at a time. Safe beside a working desk, twice, or to stop."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = 0
        while some := go_on(SAY_EVERY):
            looked_at += some
            self.stderr.write(f"{looked_at} files looked at.")
        self.stdout.write(f"{looked_at} files looked at; none is left.")
