"""What stricter promises would ask for, told to whoever reckons what they cost: BUDGET_HOURS names it."""

from decimal import Decimal

from reports.models import BacktestRun

LATEST = 5
A_MONTH = Decimal(365) / 12


def hours_a_month() -> list[tuple[str, Decimal]]:
    """Name and agent-hours a month of the newest back-tests of a draft that are finished; fewer than nothing
    if the work may wait longer.
    """
    runs = BacktestRun.objects.exclude(finished_at=None).exclude(terms={}).order_by("-pk")[:LATEST]
    return [
        (run.name, (Decimal(run.handling_seconds) / 3600 / run.days * A_MONTH).quantize(Decimal("0.1")))
        for run in runs
    ]
