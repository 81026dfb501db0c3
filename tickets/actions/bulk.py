"""One act on all tickets of a list: made, started, taken back. The work itself is tickets.bulk_work."""

import datetime
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets.choices import StepState
from tickets.models import BulkJob, BulkStep

log = logging.getLogger(__name__)
MOST = 10_000
UNDO_WITHIN = datetime.timedelta(days=1)


@transaction.atomic
def plan_bulk(
    *,
    by: User,
    act: str,
    numbers: Iterable[int],
    title: str,
    query: Mapping[str, str],
    tag: str = "",
    values: Mapping[str, Any] | None = None,
) -> BulkJob:
    """To be tried, with nothing changed. The caller has made sure that they see these tickets; each is asked
    for again when its turn comes. ValidationError if there are none, or too many.
    """
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        raise ValidationError(_("There is nothing in this list."))
    if len(wanted) > MOST:
        raise ValidationError(
            _("That is more than %(most)s tickets. Narrow the list first."), params={"most": MOST}
        )
    job = BulkJob.objects.create(
        by=by, act=act, tag=tag[:60], values=dict(values or {}), title=title[:120], query=dict(query),
        total=len(wanted), made_at=database_clock.now(),
    )  # fmt: skip
    BulkStep.objects.bulk_create([BulkStep(job=job, ticket_id=number) for number in wanted], batch_size=2000)
    hint(job)
    return job


@transaction.atomic
def start_bulk(job: BulkJob, *, by: User) -> BulkJob:
    """They have seen what would become of it, and want it. Twice is once."""
    fresh = _own(job, by)
    if fresh.tried_at is None:
        raise ValidationError(_("It is still being tried; wait a moment."))
    if fresh.started_at is None:
        fresh.started_at = database_clock.now()
        fresh.save(update_fields=["started_at"])
        fresh.steps.update(state=StepState.TODO, why="")
        hint(fresh)
    return fresh


@transaction.atomic
def undo_bulk(job: BulkJob, *, by: User) -> BulkJob:
    """A job that takes this one back, where nothing has happened since. Twice is once. ValidationError while
    it runs, or after a day.
    """
    fresh = _own(job, by)
    if made := BulkJob.objects.filter(undoes=fresh).first():
        return made
    now = database_clock.now()
    if fresh.finished_at is None or fresh.undoes_id or now > fresh.finished_at + UNDO_WITHIN:
        raise ValidationError(_("This can be taken back for a day after it was done."))
    steps = fresh.steps.filter(state=StepState.DONE).exclude(before={})
    back = BulkJob.objects.create(
        by=by, act="undo", title=fresh.title, query=fresh.query, undoes=fresh, total=steps.count(),
        made_at=now, tried_at=now, started_at=now,
    )  # fmt: skip
    BulkStep.objects.bulk_create(
        [
            BulkStep(job=back, ticket_id=one.ticket_id, state=StepState.TODO, before=one.before,
                     revision=one.revision)
            for one in steps
        ],
        batch_size=2000,
    )  # fmt: skip
    hint(back)
    return back


def _own(job: BulkJob, by: User) -> BulkJob:
    if job.by_id != by.pk:
        raise PermissionDenied("somebody else's job")
    return BulkJob.objects.select_for_update(of=("self",)).get(pk=job.pk)


def hint(job: BulkJob) -> None:
    """Ask a worker to go on with it, once this is committed; the beat would find it as well."""

    def ask() -> None:
        try:
            current_app.send_task("tickets.tasks.work_off_bulk", args=[job.pk])
        except Exception as error:  # any broker trouble: the rows are the truth
            log.warning("bulk job %s waits for the beat: %s", job.pk, error)

    transaction.on_commit(ask, robust=True)
