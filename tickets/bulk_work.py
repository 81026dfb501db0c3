"""Working off what was asked for many tickets: each in a transaction of its own, together with the row that
says so. It may be killed anywhere and begun by several workers; nothing is done twice.
"""

import datetime
import logging
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lib import database_clock
from lib.through import through
from staff.models import User
from tickets import undoing
from tickets.access import tickets_for
from tickets.actions.bulk import hint
from tickets.bulk_acts import Act, NoSuchAct, act_for, attempt
from tickets.choices import StepState
from tickets.models import BulkJob, BulkStep, Ticket

log = logging.getLogger(__name__)
# So many steps, then others have their turn.
SLICE = 200
# What was tried and never started is forgotten; so are jobs that can be taken back no more, later.
UNSTARTED_FOR, KEPT_FOR = datetime.timedelta(days=1), datetime.timedelta(days=30)


class _NotMeant(Exception):
    """Ends a trial: all that it did is rolled back."""


def go_on() -> int:
    """All that is unfinished, a slice of each; how many steps were made."""
    unfinished = BulkJob.objects.filter(finished_at=None).order_by("pk")
    return sum(work_off(pk) for pk in list(unfinished.values_list("pk", flat=True)))


def work_off(job_id: int) -> int:
    """A slice of one job: trying while it is not started, doing after that. How many steps were made."""
    job = BulkJob.objects.select_related("by").filter(pk=job_id, finished_at=None).first()
    if job is None or (job.tried_at and not job.started_at):
        return 0
    wanted = StepState.TODO if job.started_at else StepState.NEW
    steps = list(job.steps.filter(state=wanted).order_by("pk").values_list("pk", flat=True)[:SLICE])
    with translation.override(job.by.language), timezone.override(ZoneInfo(job.by.time_zone)):
        made = sum(_made(job, pk, wanted) for pk in steps)
    if not job.steps.filter(state=wanted).exists():
        _end(job)
    elif made:
        hint(job)
    return made


def _end(job: BulkJob) -> None:
    now = database_clock.now()
    if job.started_at:
        BulkJob.objects.filter(pk=job.pk, finished_at=None).update(finished_at=now)
    else:
        BulkJob.objects.filter(pk=job.pk, tried_at=None).update(tried_at=now)


def _made(job: BulkJob, step_id: int, wanted: str) -> bool:
    """One that breaks keeps no other from its turn."""
    try:
        with through("bulk", job.pk):
            return _make(job, step_id, wanted)
    except Exception:
        log.exception("step %s of bulk job %s broke", step_id, job.pk)
        failed = StepState.FAILED if job.started_at else StepState.CANNOT
        words = _("Something went wrong here; try it on the ticket itself.")
        return bool(BulkStep.objects.filter(pk=step_id, state=wanted).update(state=failed, why=words))


@transaction.atomic
def _make(job: BulkJob, step_id: int, wanted: str) -> bool:
    """Whether it was ours to make: a step that another worker holds is theirs."""
    step = (
        BulkStep.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=step_id, state=wanted)
        .first()
    )
    if step is None:
        return False
    ticket = tickets_for(job.by).select_related("team", "requester").filter(pk=step.ticket_id).first()
    if ticket is None:
        step.why = _("There is no such ticket.")
    elif job.started_at is None:
        step.why = _tried(job, ticket)
    elif job.undoes_id:
        step.why = _taken_back(step, ticket, job.by)
    else:
        step.why = _done(job, step, ticket)
    good, bad = (StepState.DONE, StepState.FAILED) if job.started_at else (StepState.WOULD, StepState.CANNOT)
    step.state = bad if step.why else good
    step.save(update_fields=["state", "why", "before", "revision"])
    return True


def _tried(job: BulkJob, ticket: Ticket) -> str:
    """What would stand in the way: it is really done, and rolled back."""
    why = ""
    try:
        with transaction.atomic():
            why = _attempt(job, ticket)
            raise _NotMeant
    except _NotMeant:
        return why


def _done(job: BulkJob, step: BulkStep, ticket: Ticket) -> str:
    before = undoing.kept(ticket)
    why = _attempt(job, ticket)
    if not why:
        step.before, step.revision = undoing.changes(ticket, before), ticket.revision
    return why


def _attempt(job: BulkJob, ticket: Ticket) -> str:
    act = _act(job)
    return attempt(act, ticket) if act else _("You may not do that.")


def _act(job: BulkJob) -> Act | None:
    """Asked for anew each time: a team may be no longer theirs."""
    try:
        return act_for(job.by, job.act, job.tag, job.values)
    except NoSuchAct:
        return None


def _taken_back(step: BulkStep, ticket: Ticket, by: User) -> str:
    if ticket.revision != step.revision:
        return _("Something happened to it since.")
    return attempt(lambda one: undoing.restore(one, step.before, by), ticket)


def forget_old(now: datetime.datetime) -> int:
    """What was tried and never started, and what was done so long ago."""
    gone, _rows = BulkJob.objects.filter(started_at=None, made_at__lt=now - UNSTARTED_FOR).delete()
    old, _rows = BulkJob.objects.filter(finished_at__lt=now - KEPT_FOR).delete()
    return gone + old
