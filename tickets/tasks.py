"""Celery's way in: fetch by id, call the domain."""

import logging

from celery import shared_task

from lib import database_clock
from tickets import (
    adopting,
    bulk_work,
    chaining,
    escalations,
    events,
    gate_notices,
    history_watch,
    presence,
    reading_files,
    reassigning,
    retagging,
    routing_watch,
    waking,
    watching,
)
from tickets.actions import backing_up, planning
from tickets.actions.moving import close_old
from tickets.queries import unannounced_events

log = logging.getLogger(__name__)


@shared_task(name="tickets.tasks.announce")
def announce(event_id: int) -> None:
    events.announce_row(event_id)


@shared_task(name="tickets.tasks.announce_forgotten")
def announce_forgotten() -> int:
    """Announce events whose hint was lost: a killed worker, a wiped broker."""
    return sum(_announced(event_id) for event_id in unannounced_events(database_clock.now()))


def _announced(event_id: int) -> bool:
    """One event whose listener fails must not hold up the news behind it."""
    try:
        return events.announce_row(event_id)
    except Exception:
        log.exception("event %s could not be announced", event_id)
        return False


@shared_task(name="tickets.tasks.send_planned")
def send_planned() -> int:
    return planning.send_due()


@shared_task(name="tickets.tasks.watch_clocks")
def watch_clocks() -> int:
    return watching.watch()


@shared_task(name="tickets.tasks.wake_snoozed")
def wake_snoozed() -> int:
    return waking.wake_due()


@shared_task(name="tickets.tasks.work_off_bulk")
def work_off_bulk(job_id: int) -> int:
    return bulk_work.work_off(job_id)


@shared_task(name="tickets.tasks.go_on_with_bulk")
def go_on_with_bulk() -> int:
    """Jobs whose hint was lost: a killed worker, a wiped broker."""
    return bulk_work.go_on()


@shared_task(name="tickets.tasks.forget_bulk")
def forget_bulk() -> int:
    return bulk_work.forget_old(database_clock.now())


@shared_task(name="tickets.tasks.pass_backup_on")
def pass_backup_on() -> int:
    return backing_up.pass_on()


@shared_task(name="tickets.tasks.route")
def route(event_id: int) -> bool:
    return routing_watch.route_after(event_id)


@shared_task(name="tickets.tasks.route_waiting")
def route_waiting() -> int:
    return routing_watch.route_waiting()


@shared_task(name="tickets.tasks.move_on")
def move_on() -> int:
    return reassigning.move_on()


@shared_task(name="tickets.tasks.move_untouched")
def move_untouched() -> int:
    return reassigning.move_untouched()


@shared_task(name="tickets.tasks.warn_of_gates")
def warn_of_gates() -> int:
    return gate_notices.warn()


@shared_task(name="tickets.tasks.climb_ladders")
def climb_ladders() -> int:
    return escalations.climb_due()


@shared_task(name="tickets.tasks.adopt_promises")
def adopt_promises() -> int:
    return adopting.go_on()


@shared_task(name="tickets.tasks.retag")
def retag() -> int:
    return retagging.go_on()


@shared_task(name="tickets.tasks.forget_presence")
def forget_presence() -> int:
    return presence.forget_old(database_clock.now())


@shared_task(name="tickets.tasks.close_solved")
def close_solved() -> int:
    return close_old(database_clock.now())


@shared_task(name="tickets.tasks.chain_history")
def chain_history() -> int:
    return chaining.go_on()


@shared_task(name="tickets.tasks.watch_history")
def watch_history() -> int:
    return history_watch.watch()


@shared_task(name="tickets.tasks.read_files")
def read_files() -> int:
    return reading_files.go_on()
