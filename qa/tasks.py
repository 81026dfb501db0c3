"""Celery's way in."""

from celery import shared_task

from qa.actions import draw_due, follow_up_due, measure_due, note_missed, note_tone
from qa.actions import propose as propose_all


@shared_task(name="qa.tasks.draw")
def draw() -> int:
    return draw_due()


@shared_task(name="qa.tasks.follow_up")
def follow_up() -> int:
    return follow_up_due()


@shared_task(name="qa.tasks.hear")
def hear(message: int) -> bool:
    return note_tone(message)


@shared_task(name="qa.tasks.hear_missed")
def hear_missed() -> int:
    return note_missed()


@shared_task(name="qa.tasks.propose")
def propose() -> int:
    return propose_all()


@shared_task(name="qa.tasks.measure")
def measure() -> int:
    return measure_due()
