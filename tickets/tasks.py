"""Celery's way in: fetch by id, call the domain."""

from celery import shared_task
from django.utils import timezone

from tickets import clocks, events
from tickets.actions.moving import close_old
from tickets.queries import unannounced_events


@shared_task(name="tickets.tasks.announce")
def announce(event_id: int) -> None:
    events.announce_row(event_id)


@shared_task(name="tickets.tasks.announce_forgotten")
def announce_forgotten() -> int:
    """Announce events whose hint was lost: a killed worker, a wiped broker."""
    return sum(events.announce_row(event_id) for event_id in unannounced_events(timezone.now()))


@shared_task(name="tickets.tasks.watch_clocks")
def watch_clocks() -> int:
    return clocks.watch(timezone.now())


@shared_task(name="tickets.tasks.close_solved")
def close_solved() -> int:
    return close_old(timezone.now())
