"""Whether the figures of the board are what the events say: manage.py metrics_verify"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.counted import counting, verifying

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Counts the facts of every ticket anew from its events, and the figures of every day from the facts, "
        "and reports what differs from what is stored. Ends with 1 if anything does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="store what was counted anew")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        counting.bring_up_to_date()
        if since := counting.look_over():
            self.stdout.write(f"{since} tickets had changed without an event; they were counted anew first.")
        tickets, figures = [*verifying.wrong_facts()], verifying.wrong_figures()
        if mend and (tickets or figures):
            verifying.mend(tickets, figures)
            tickets, figures = [*verifying.wrong_facts()], verifying.wrong_figures()
        for number in tickets[:SHOWN]:
            self.stdout.write(f"#{number}: its facts are not what its events say")
        for wrong in figures[:SHOWN]:
            self.stdout.write(wrong.words)
        self.stdout.write(f"{len(tickets)} tickets and {len(figures)} figures differ.")
        if tickets or figures:
            raise SystemExit(1)
