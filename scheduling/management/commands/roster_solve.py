"""manage.py roster_solve: a roster for an instance of the published shift-scheduling benchmark."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scheduling.rostering.portfolio import Answer, solve_published
from scheduling.rostering.published import Instance, cost_of, read, violations


class Command(BaseCommand):
    help = "Solve an instance in the format of Curtois and Qu; the roster is checked before it is printed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--seconds", type=float, default=60)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--until", type=int, help="a cost that is good enough to end with")
        parser.add_argument("--json", action="store_true", help="cost, bound, status, roster as one object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            instance = read(options["file"])
        except (OSError, ValueError, IndexError) as fault:
            raise CommandError(f"{options['file']} cannot be read: {fault}") from fault
        tell = None if options["json"] else self._tell
        answer = solve_published(
            instance,
            seconds=options["seconds"],
            workers=options["workers"],
            seed=options["seed"],
            enough=options["until"],
            on_progress=tell,
        )
        check(instance, answer)
        self.stdout.write(json.dumps(told(answer)) if options["json"] else lines_of(answer))
        if answer.roster is None:
            raise CommandError("No roster was found: more seconds may help, or there is none.")

    def _tell(self, cost: int, bound: int, seconds: float) -> None:
        self.stdout.write(f"{seconds:7.1f} s  cost {cost}  bound {bound}")


def check(instance: Instance, answer: Answer) -> None:
    """Nothing that the search believes is taken for granted: the cost and every hard rule, afresh."""
    if answer.roster is None:
        return
    broken = violations(instance, answer.roster)
    if broken:
        raise CommandError("The roster breaks rules: " + " ".join(broken))
    if cost_of(instance, answer.roster) != answer.cost:
        raise CommandError(f"The roster costs {cost_of(instance, answer.roster)}, not {answer.cost}.")


def told(answer: Answer) -> dict[str, Any]:
    return {
        "cost": answer.cost,
        "bound": answer.bound,
        "status": answer.status,
        "seconds": round(answer.seconds, 2),
        "roster": answer.roster,
    }


def lines_of(answer: Answer) -> str:
    head = f"{answer.status}: cost {answer.cost}, bound {answer.bound}, {answer.seconds:.1f} s"
    lines = [
        f"{name:>6} " + " ".join(shift or "-" for shift in line)
        for name, line in (answer.roster or {}).items()
    ]
    return "\n".join([head, *lines])
