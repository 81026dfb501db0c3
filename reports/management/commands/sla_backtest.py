"""manage.py sla_backtest: the tickets of the last days under another promise."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports.actions import begin_backtest
from reports.backtests import backtesting
from reports.models import BacktestRun
from sla.backtest import Tally
from sla.models import Policy
from staff.models import Team

LISTED = 40


class Command(BaseCommand):
    help = (
        "Replay the tickets of the last days: as they were, under the newest version of a policy, or under a "
        "draft. Changes nothing. Ends with an error if stored timers are not what the events say."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=60)
        parser.add_argument("--policy", help="the policy by its name, which the draft stands in for")
        parser.add_argument(
            "--draft", type=Path, help='a file in the written form of sla.terms; it may hold "conditions"'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        policy = self.policy(options["policy"])
        terms, conditions = self.draft(options["draft"], policy)
        try:
            run = begin_backtest(
                by=None, days=options["days"], policy=policy, terms=terms, conditions=conditions,
                name=policy.name if policy else options["draft"].stem if options["draft"] else "",
            )  # fmt: skip
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        while backtesting.next_batch(run.pk):
            run.refresh_from_db()
            self.stderr.write(f"{run.looked_at} of {run.total} tickets")
        run.refresh_from_db()
        self.tell(run)
        if run.differing or run.unread:
            raise CommandError("Some timers are not what the events say: sla_rebuild --check names them.")

    def policy(self, name: str | None) -> Policy | None:
        if name and not (policy := Policy.objects.filter(name=name).first()):
            known = ", ".join(Policy.objects.values_list("name", flat=True))
            raise CommandError(f"There is no policy “{name}”. There are: {known or 'none'}.")
        return policy if name else None

    def draft(self, path: Path | None, policy: Policy | None) -> tuple[dict | None, dict | None]:
        if path is None:
            newest = policy.versions.first() if policy else None
            return (newest.terms, newest.conditions) if newest else (None, None)
        try:
            terms = json.loads(path.read_text())
        except (OSError, ValueError) as error:
            raise CommandError(f"The draft {path} cannot be read: {error}") from error
        if not isinstance(terms, dict):
            raise CommandError(f"The draft {path} holds no policy.")
        conditions = terms.pop("conditions", None)
        if conditions is None and policy and (newest := policy.versions.first()):
            conditions = newest.conditions
        return terms, conditions

    def tell(self, run: BacktestRun) -> None:
        say, teams = self.stdout.write, dict(Team.objects.values_list("pk", "name"))
        say(f"{'metric':18}{'team':24}{'priority':10}{'before':>18}{'after':>18}")
        for metric, team, priority, line in run.by_key():
            name = teams.get(team, str(team))[:23]
            say(f"{metric:18}{name:24}{priority:10}{_share(line.before):>18}{_share(line.after):>18}")
        for change in run.changes.order_by("kind", "pk")[:LISTED]:
            late = f" by {timedelta(seconds=change.late_seconds)}" if change.late_seconds else ""
            say(f"#{change.ticket_id} {change.metric} {change.cycle}: {change.kind.replace('_', ' ')}{late}")
        say(
            f"{run.looked_at} tickets of {run.days} days: {run.newly_late} promises newly late, "
            f"{run.no_longer_late} no longer late; {run.handling_seconds / 3600:+.1f} agent-hours to be done "
            f"sooner, {run.sooner_seconds / 3600:.1f} h sooner together."
        )
        say(f"The promises as they were: {run.differing} tickets differ from the stored timers.")


def _share(tally: Tally) -> str:
    share = tally.attainment
    return f"{'–' if share is None else f'{share:.1%}'} ({tally.kept}/{tally.kept + tally.missed})"
