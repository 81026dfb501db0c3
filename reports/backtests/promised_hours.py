"""What stricter promises would ask for, told to whoever reckons what they cost: BUDGET_HOURS names it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from reports.models import BacktestRun
from sla.backtest import HANDLING
from sla.policy import Metric

LATEST = 5
A_MONTH = Decimal(365) / 12


def latest_runs() -> Sequence[BacktestRun]:
    """The newest back-tests of a draft that are finished."""
    runs = BacktestRun.objects.exclude(finished_at=None).exclude(terms={}).select_related("made_by")
    return list(runs.order_by("-pk")[:LATEST])


def by_team(run: BacktestRun) -> Mapping[int | None, Decimal]:
    """Agent-hours a month that each team would have to work sooner, to a tenth; fewer than nothing if work
    may wait longer. Under None where the run does not say whose they are.
    """
    seconds: Counter[int | None] = Counter()
    for metric, team, _priority, line in run.by_key():
        pieces = line.after.missed - line.before.missed
        seconds[team] += pieces * int(HANDLING[Metric(metric)].total_seconds())
    if sum(seconds.values()) != run.handling_seconds:
        seconds = Counter({None: run.handling_seconds})
    found = {team: Decimal(each) / 3600 / run.days * A_MONTH for team, each in seconds.items()}
    return {team: tenths for team, hours in found.items() if (tenths := hours.quantize(Decimal("0.1")))}


def hours_a_month() -> list[tuple[str, Decimal]]:
    """Name and agent-hours a month of all teams together."""
    return [(run.name, sum(by_team(run).values(), Decimal("0.0"))) for run in latest_runs()]
