"""manage.py verify_history: has somebody changed what happened?"""

import datetime
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date, parse_datetime

from tickets import anchors, chaining, history_watch, verifying

ENOUGH = 1000  # lines; more say nothing new


class Command(BaseCommand):
    help = (
        "Look through the log of all tickets and its chain for rows that were changed, removed, inserted or "
        "reordered behind the desk's back, and say which. Ends with 1 if there is one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ticket", type=int, help="only this ticket")
        parser.add_argument("--since", help="only what was chained since, such as 2026-11-01 (UTC)")
        parser.add_argument(
            "--anchor", metavar="NUMBER:SEAL", action="append", default=[],
            help="also one that you kept elsewhere: the last line of a run says it",
        )  # fmt: skip
        parser.add_argument(
            "--restored", action="store_true",
            help="the database was restored from a backup: anchors of what was lost count no more",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if options["restored"]:
            anchors.forget_above(verifying.last_place() or 0)
        chaining.go_on(most_seconds=600.0)
        found = 0
        for problem in self._look(options):
            found += 1
            if found <= ENOUGH:
                self.stdout.write(str(problem))
        whole = not options["ticket"] and not options["since"]
        if found:
            raise CommandError(f"{found} things are not as the desk wrote them.")
        if whole:
            history_watch.clear()
        anchors.drop_one(even_now=True)
        self.stdout.write(f"Nothing was changed.{self._stand()}")

    def _look(self, options: dict[str, Any]) -> Iterator[verifying.Problem]:
        yield from verifying.look_at_anchors([_anchor(said) for said in options["anchor"]])
        if options["ticket"]:
            yield from verifying.look_at_ticket(options["ticket"])
        elif options["since"]:
            yield from verifying.look_through(verifying.place_since(_moment(options["since"])))
            yield from verifying.look_at_anchors()
        else:
            yield from verifying.look_at_everything()

    def _stand(self) -> str:
        newest = anchors.standing()[-1:]
        return "".join(f" The chain stands at {one.number}:{one.seal}" for one in newest)


def _moment(said: str) -> datetime.datetime:
    day = parse_date(said) if len(said) <= 10 else None
    at = datetime.datetime.combine(day, datetime.time()) if day else parse_datetime(said)
    if at is None:
        raise CommandError(f"{said!r} is no date. Write one such as 2026-11-01 or 2026-11-01T08:00.")
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def _anchor(said: str) -> anchors.Anchor:
    number, _, seal = said.partition(":")
    if not number.isdecimal() or not seal:
        raise CommandError(f"{said!r} is no anchor. One reads 1234:5a0f….")
    return anchors.Anchor(int(number), seal, datetime.datetime.now(datetime.UTC))
