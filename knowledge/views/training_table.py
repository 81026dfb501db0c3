"""Progress as a table to take away: one row for each course of each person."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from knowledge.models import Enrolment
from knowledge.training_access import enrolments_led_by
from knowledge.training_queries import with_progress
from staff.models import User


def progress_table(user: User, people: QuerySet[User]) -> tuple[list[str], Iterator[list[Any]]]:
    """Heads and rows, of those of these people whom this reader looks after; read when they are asked for."""
    heads = [
        _("Colleague"), _("Course"), _("Reason"), _("Since"), _("Due on"), _("Lessons done"), _("Lessons"),
        _("Attempts"), _("Best result in percent"), _("Done"), _("Certificate ends on"),
    ]  # fmt: skip
    ways = enrolments_led_by(user).filter(withdrawn_at=None, person__in=people.values("pk"))
    ways = with_progress(ways).select_related("course", "person", "certificate")
    return heads, (_row(way) for way in ways.order_by("person__full_name", "course__title", "pk").iterator())


def _row(way: Enrolment) -> list[Any]:
    certificate = getattr(way, "certificate", None)
    return [
        way.person.full_name, way.course.title, way.get_reason_display(), way.enrolled_at, way.due_on,
        way.done, way.lessons, way.tries, way.best, way.finished_at,
        certificate.expires_on if certificate else None,
    ]  # fmt: skip
