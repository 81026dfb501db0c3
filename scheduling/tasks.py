"""Celery's way in: calendars that look ahead."""

from celery import shared_task
from django.utils import timezone

from scheduling import actions, overwork, unlawful
from scheduling.actions import exchanging, solving


@shared_task(name="scheduling.tasks.extend_holidays")
def extend_holidays() -> int:
    return actions.extend_holidays(timezone.localdate())


@shared_task(name="scheduling.tasks.count_arrivals")
def count_arrivals() -> int:
    return actions.count_all()


@shared_task(name="scheduling.tasks.forecast")
def forecast() -> int:
    """And the need that follows from it."""
    return actions.forecast_all() + actions.write_all_needs()


@shared_task(name="scheduling.tasks.tell_overwork")
def tell_overwork() -> int:
    return overwork.tell()


@shared_task(name="scheduling.tasks.tell_unlawful")
def tell_unlawful() -> int:
    """Published shifts that a rule forbids by now."""
    return unlawful.tell()


@shared_task(name="scheduling.tasks.cover")
def cover() -> int:
    """The risk of the published rosters, and who is told of it."""
    return actions.cover_all() + actions.alarm_all()


@shared_task(name="scheduling.tasks.solve")
def solve(run_id: int) -> bool:
    return solving.work_off(run_id)


@shared_task(name="scheduling.tasks.go_on_with_solves")
def go_on_with_solves() -> int:
    """Searches whose hint was lost are begun; those of workers that were killed are marked."""
    return solving.go_on()


@shared_task(name="scheduling.tasks.end_exchanges")
def end_exchanges() -> int:
    """What was offered and not taken before it began."""
    return exchanging.expire()
