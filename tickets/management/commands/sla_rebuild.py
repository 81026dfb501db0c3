"""manage.py sla_rebuild: every timer computed again from its ticket's events."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tickets.rebuilding import look_through

SAY_EVERY = 10_000  # tickets


class Command(BaseCommand):
    help = (
        "Compute every ticket's timers again from its events and put right the rows that differ. "
        "Safe to run beside a working desk, twice, or to stop: it says where to go on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; end with an error if anything differs"
        )
        parser.add_argument("--from", dest="first", type=int, default=0, help="the first ticket number")

    def handle(self, *args: Any, **options: Any) -> None:
        check, said = options["check"], 0
        tickets = wrong = 0
        last = options["first"] - 1
        try:
            for batch in look_through(first=options["first"], mend=not check):
                tickets, wrong, last = tickets + batch.tickets, wrong + len(batch.wrong), batch.last
                for number, lines in batch.wrong.items():
                    self.stdout.writelines(f"#{number} {line}\n" for line in lines)
                if tickets - said >= SAY_EVERY:
                    said = tickets
                    self.stderr.write(f"{tickets} tickets, up to #{last}; {wrong} differ so far.")
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped after #{last}. Go on with --from {last + 1}.") from error
        self.stdout.write(f"{tickets} tickets looked at, {wrong} {'differ' if check else 'put right'}.")
        if check and wrong:
            raise CommandError("The timers are not what the events say. Without --check they will be.")
