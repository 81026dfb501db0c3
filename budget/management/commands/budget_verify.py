"""manage.py budget_verify: what is posted against what its sources say, to the cent."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budget.models import Year
from budget.money import write
from budget.sources import verify
from lib import database_clock


class Command(BaseCommand):
    help = "Compare the postings of every year with their sources; end with an error if a cent differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", help="only the year of this name")
        parser.add_argument("--today", type=datetime.date.fromisoformat, help="as if it were this day")

    def handle(self, *args: Any, **options: Any) -> None:
        today, wrong = options["today"] or database_clock.now().date(), 0
        years = Year.objects.order_by("starts_on")
        for year in years.filter(name=options["year"]) if options["year"] else years:
            for one in verify(year, today):
                wrong += len(one.differences)
                for each in one.differences:
                    why = ": no cost centre takes it" if each.unplaced else ""
                    self.stdout.write(
                        f"{each.whole} expected {write(each.expected)}, posted {write(each.posted)}{why}"
                    )
                self.stdout.write(
                    f"{year.name} {one.source}: {write(one.expected)} expected, {write(one.posted)} posted, "
                    f"{len(one.differences)} differ"
                )
        if wrong:
            raise CommandError(f"{wrong} differ from what their sources say.")
