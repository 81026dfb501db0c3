"""manage.py demand_history: count what came, and verify the count."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scheduling import actions
from scheduling.arriving import day_of
from scheduling.sources import sources
from scheduling.verifying import differences


class Command(BaseCommand):
    help = "Count arrivals by quarter of an hour for these days (UTC), or verify what was counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=datetime.date.fromisoformat, help="first day; default: the oldest"
        )
        parser.add_argument("--until", type=datetime.date.fromisoformat, help="last day; default: today")
        parser.add_argument(
            "--check", action="store_true", help="count again, plainly, and compare; change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for name, source in sources().items():
            days = self.days(source, options["since"], options["until"])
            if options["check"]:
                wrong += self.check(name, days)
                continue
            altered = sum(actions.count_day(name, day, now=timezone.now()) for day in days)
            self.stdout.write(f"{name}: {len(days)} days counted, {altered} changed")
        if wrong:
            raise CommandError(f"{wrong} rows differ: run demand_history without --check for these days.")

    def days(
        self, source: Any, since: datetime.date | None, until: datetime.date | None
    ) -> list[datetime.date]:
        last = until or day_of(timezone.now())
        first = since or source.first_day() or last
        return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]

    def check(self, name: str, days: list[datetime.date]) -> int:
        found = [line for day in days for line in differences(name, day)]
        for line in found:
            self.stdout.write(line)
        self.stdout.write(f"{name}: {len(days)} days verified, {len(found)} differences")
        return len(found)
