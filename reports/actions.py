"""Asking for a back-test."""

import datetime
import logging
from typing import Any

from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.conditions import Wrong
from reports.models import BacktestRun
from sla.choices import Audience
from sla.matching import read_conditions
from sla.models import Policy
from sla.policy import PolicyError
from sla.terms import read_terms, refuse_without_target
from staff.models import User
from tickets.models import Ticket

log = logging.getLogger(__name__)
MOST_DAYS = 730


@transaction.atomic
def begin_backtest(
    *,
    by: User | None,
    days: int,
    name: str = "",
    policy: Policy | None = None,
    audience: str = Audience.CUSTOMER,
    terms: dict[str, Any] | None = None,
    conditions: dict[str, Any] | None = None,
    now: datetime.datetime | None = None,
) -> BacktestRun:
    """The tickets of the last days under these terms, a draft of `policy` if it is named; without terms, as
    they were. `by` is nobody when a command asks. The row is the truth; a worker is hinted on commit.

    ValidationError if the draft cannot be read.
    """
    if by is not None and not by.may("promise.manage"):
        raise PermissionDenied("promise.manage")
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError({"days": _("Give 1 to %(most)s days.") % {"most": MOST_DAYS}})
    _readable(terms, conditions)
    now = now or timezone.now()
    since = Ticket.objects.filter(opened_at__gte=now - datetime.timedelta(days=days), opened_at__lte=now)
    run = BacktestRun.objects.create(
        name=name or (policy.name if policy else ""), policy=policy,
        audience=policy.audience if policy else audience, terms=terms or {}, conditions=conditions or {},
        days=days, made_by=by, made_at=now, total=since.count(),
    )  # fmt: skip
    transaction.on_commit(lambda: _hint(run.pk), robust=True)
    return run


def _readable(terms: dict[str, Any] | None, conditions: dict[str, Any] | None) -> None:
    try:
        if terms:
            refuse_without_target(read_terms(terms))
        read_conditions(conditions or {})
    except (PolicyError, Wrong) as error:
        raise ValidationError({"draft": str(error)}) from error


def _hint(run_id: int) -> None:
    """With the broker away nothing is lost: a beat task finds the row."""
    try:
        current_app.send_task("reports.tasks.backtest", args=[run_id])
    except Exception as error:
        log.warning("back-test %s waits for the beat: %s", run_id, error)
