"""Celery's way in: work off what is asked."""

from celery import shared_task

from lib import database_clock
from reports.backtests import backtesting
from reports.counted import counting
from reports.radar import finding
from reports.saved import letters, sent_files


@shared_task(name="reports.tasks.backtest")
def backtest(run_id: int) -> int:
    return backtesting.work_off(run_id)


@shared_task(name="reports.tasks.go_on_with_backtests")
def go_on_with_backtests() -> int:
    """What a killed worker left, or whose hint was lost."""
    return backtesting.go_on()


@shared_task(name="reports.tasks.count")
def count() -> int:
    """Facts and figures of what happened since."""
    return counting.bring_up_to_date()


@shared_task(name="reports.tasks.look_for_problems")
def look_for_problems() -> int:
    """How many were found. Safe to run twice, and to be killed anywhere."""
    return finding.scan()


@shared_task(name="reports.tasks.look_over_facts")
def look_over_facts() -> int:
    """What changed about tickets without an event, such as whose organisation somebody is of."""
    return counting.look_over()


@shared_task(name="reports.tasks.send_reports")
def send_reports() -> int:
    """Saved reports that are due by letter."""
    return letters.send_due(database_clock.now())


@shared_task(name="reports.tasks.let_go_of_files")
def let_go_of_files() -> int:
    """PDFs and spreadsheets of reports that were sent long ago."""
    return sent_files.let_go(database_clock.now())
