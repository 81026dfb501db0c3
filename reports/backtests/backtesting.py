"""Working off a back-test: in batches by ticket number, each in a transaction, so that it may be killed.

Whoever works on a run holds its row; another who comes by leaves it alone.
"""

import datetime
import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from reports.models import BacktestChange, BacktestRun
from sla.backtest import Change, Compared, Line, compare
from sla.matching import read_conditions
from sla.policy import Audience
from sla.queries import contenders
from sla.terms import read_terms
from tickets import rebuilding
from tickets.models import Ticket
from tickets.replaying import Draft, as_it_was, logs_of, replay

log = logging.getLogger(__name__)
BATCH = 100


def go_on() -> int:
    """Every run that is unfinished, to its end; how many batches that were."""
    unfinished = BacktestRun.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(work_off(run_id) for run_id in list(unfinished))


def work_off(run_id: int) -> int:
    batches = 0
    while next_batch(run_id):
        batches += 1
    return batches


@transaction.atomic
def next_batch(run_id: int) -> bool:
    """The next tickets by number; False if nothing is left, or somebody else is at it."""
    run = BacktestRun.objects.select_for_update(skip_locked=True).filter(pk=run_id, finished_at=None).first()
    if run is None:
        return False
    batch = list(
        Ticket.objects.filter(pk__gt=run.reached, opened_at__gte=_since(run), opened_at__lte=run.made_at)
        .select_related("requester__organisation")
        .order_by("pk")[:BATCH]
    )
    if batch:
        _look_at(run, batch)
        run.reached, run.looked_at = batch[-1].pk, run.looked_at + len(batch)
    else:
        run.finished_at = timezone.now()
    run.save()
    return bool(batch)


def _since(run: BacktestRun) -> datetime.datetime:
    return run.made_at - datetime.timedelta(days=run.days)


def _look_at(run: BacktestRun, batch: Sequence[Ticket]) -> None:
    logs = logs_of([ticket.pk for ticket in batch])
    suspects = rebuilding.suspects(batch)
    run.differing += sum(bool(rebuilding.check(ticket.pk, mend=False)) for ticket in suspects)
    draft, changes = draft_of(run), []
    audience = Audience(run.audience)
    for ticket in batch:
        log_of_it = logs.get(ticket.pk, [])
        try:
            before = as_it_was(ticket, run.made_at, log_of_it, audience)
            after = replay(ticket, run.made_at, log_of_it, draft) if draft else before
        except Exception:  # a ticket that cannot be read must not end the whole test
            log.exception("ticket %s could not be replayed", ticket.pk)
            run.unread += 1
            continue
        for each in compare(before, after):
            _count(run, ticket, each)
            if each.change:
                changes.append(_change(run, ticket, each))
    BacktestChange.objects.bulk_create(changes, ignore_conflicts=True)


def draft_of(run: BacktestRun) -> Draft | None:
    if not run.terms:
        return None
    return Draft(
        terms=read_terms(run.terms), conditions=read_conditions(run.conditions),
        audience=Audience(run.audience), policy=run.policy_id, others=tuple(contenders()),
    )  # fmt: skip


def _count(run: BacktestRun, ticket: Ticket, each: Compared) -> None:
    line = Line()
    line.count(each)
    run.count(each.metric.value, ticket.team_id, ticket.priority, line)
    run.newly_late += each.change is Change.NEWLY_LATE
    run.no_longer_late += each.change is Change.NO_LONGER_LATE
    run.sooner_seconds += int(each.sooner.total_seconds())
    run.handling_seconds += int(each.handling.total_seconds())


def _change(run: BacktestRun, ticket: Ticket, each: Compared) -> BacktestChange:
    assert each.change is not None
    return BacktestChange(
        run=run, ticket=ticket, kind=each.change.value, metric=each.metric.value, cycle=each.cycle,
        due_before=each.before.due_at if each.before else None,
        due_after=each.after.due_at if each.after else None,
        late_seconds=int(each.sooner.total_seconds()),
    )  # fmt: skip
