"""A draft is filled by searching: asked for, worked off by a worker, stopped, or found to be lost."""

import datetime
import logging
import time
from collections.abc import Sequence
from typing import Any

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.actions.planning import StaleDraft, replace_all
from scheduling.choices import DraftState, SolveState
from scheduling.models import RosterDraft, SolveRun
from scheduling.solver import Clause, Gap, Progress, Solution, Status, solve
from scheduling.solving import problem_of, shifts_of
from staff.models import User

log = logging.getLogger(__name__)

SECONDS = (10, 30, 60, 120, 300)
# A search tells how far it is every few seconds; one that is silent for so long has lost its worker.
SILENT = datetime.timedelta(seconds=90)
TELLS = 2.0
MOST_GAPS = 60
ON = (SolveState.WAITING, SolveState.RUNNING)


def begin_solve(draft: RosterDraft, *, by: User, seen: int, seconds: int = 60) -> SolveRun:
    """ValidationError where one is on already, or where there is nothing to search with."""
    if seconds not in SECONDS:
        raise ValidationError(_("Choose how long to search."))
    with transaction.atomic():
        held = RosterDraft.objects.select_for_update().get(pk=draft.pk)
        if held.state != DraftState.OPEN:
            raise ValidationError(_("This draft is not open any more. Make a new one."))
        if held.edit != seen:
            raise StaleDraft(held)
        _mark_lost(held.pk)
        try:
            with transaction.atomic():
                run = SolveRun.objects.create(
                    draft=held, by=by, seconds=seconds, edit=held.edit, asked_at=database_clock.now()
                )
        except IntegrityError as error:
            raise ValidationError(_("A search for this draft is on already.")) from error
        transaction.on_commit(lambda: _hint(run.pk), robust=True)
    return run


def stop_solve(run: SolveRun, *, by: User) -> None:
    """The best roster so far is kept; one that nobody began yet ends at once."""
    now = database_clock.now()
    waiting = SolveRun.objects.filter(pk=run.pk, state=SolveState.WAITING)
    if not waiting.update(state=SolveState.FAILED, stop=True, ended_at=now, status="stopped"):
        SolveRun.objects.filter(pk=run.pk, state=SolveState.RUNNING).update(stop=True)


def work_off(run_id: int) -> bool:
    """Whether it was this worker's to do. Told twice, the second finds it begun; while another search is on,
    it waits: not every worker may be searching.
    """
    now = database_clock.now()
    if SolveRun.objects.filter(state=SolveState.RUNNING, heard_at__gte=now - SILENT).exists():
        return False
    mine = SolveRun.objects.filter(pk=run_id, state=SolveState.WAITING)
    if not mine.update(state=SolveState.RUNNING, heard_at=now):
        return False
    run = SolveRun.objects.select_related("draft__team", "by").get(pk=run_id)
    try:
        _search(run)
    except Exception:
        log.exception("The search %s failed", run_id)
        _end(run, SolveState.FAILED, {"why": "failed"})
    return True


def go_on() -> int:
    """Begin those whose hint was lost, mark those whose worker was."""
    _mark_lost()
    since = database_clock.now() - datetime.timedelta(seconds=10)
    return sum(work_off(pk) for pk in SolveRun.objects.filter(
        state=SolveState.WAITING, asked_at__lt=since
    ).order_by("pk").values_list("pk", flat=True)[:1])  # fmt: skip


def _mark_lost(draft: int | None = None) -> int:
    now = database_clock.now()
    silent = SolveRun.objects.filter(state=SolveState.RUNNING, heard_at__lt=now - SILENT)
    if draft is not None:
        silent = silent.filter(draft=draft)
    return silent.update(state=SolveState.LOST, ended_at=now)


def _hint(run_id: int) -> None:
    """With the broker away nothing is lost: a beat task finds the row."""
    try:
        current_app.send_task("scheduling.tasks.solve", args=[run_id])
    except Exception as error:
        log.warning("search %s waits for the beat: %s", run_id, error)


class _Ear:
    """Writes down how far the search is, and hears whether somebody said stop."""

    def __init__(self, run: SolveRun) -> None:
        self.run, self.last = run, 0.0

    def tell(self, progress: Progress) -> None:
        self._row().update(cost=progress.cost, bound=progress.bound, heard_at=database_clock.now())

    def stopped(self) -> bool:
        if time.monotonic() - self.last < TELLS:
            return False
        self.last = time.monotonic()
        self._row().update(heard_at=database_clock.now())
        # One that was taken for lost meanwhile is nobody's any more.
        return not self._row().filter(stop=False).exists()

    def _row(self):
        return SolveRun.objects.filter(pk=self.run.pk, state=SolveState.RUNNING)


def _search(run: SolveRun) -> None:
    problem = problem_of(run.draft)
    if not problem.people or not problem.candidates or not problem.demands:
        why = "people" if not problem.people else "shifts" if not problem.candidates else "need"
        return _end(run, SolveState.FAILED, {"why": why})
    ear = _Ear(run)
    solution = solve(problem, seconds=run.seconds, on_progress=ear.tell, stop=ear.stopped)
    if solution.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return _end(run, SolveState.FAILED, _told(solution), solution)
    with transaction.atomic():
        still = SolveRun.objects.select_for_update().get(pk=run.pk)
        if still.state != SolveState.RUNNING:
            return None
        try:
            with transaction.atomic():
                shifts = shifts_of(run.draft, solution.assignments)
                replace_all(run.draft, by=run.by, seen=run.edit, shifts=shifts)
        except (StaleDraft, ValidationError):
            return _end(run, SolveState.FAILED, {"why": "changed"}, solution)
        return _end(run, SolveState.DONE, _told(solution), solution)


def _end(run: SolveRun, state: str, told: dict[str, Any], solution: Solution | None = None) -> None:
    found: dict[str, Any] = {}
    if solution:
        found = {"status": solution.status.value, "cost": solution.cost, "bound": solution.bound}
    SolveRun.objects.filter(pk=run.pk, state=SolveState.RUNNING).update(
        state=state, told=told, ended_at=database_clock.now(), **found
    )


def _told(solution: Solution) -> dict[str, Any]:
    told: dict[str, Any] = {"gaps": _joined(solution.gaps), "costs": dict(solution.costs)}
    if solution.conflict:
        told["conflict"] = [_clause(one) for one in solution.conflict.clauses]
        told["ways"] = [[_clause(one) for one in way.clauses] for way in solution.conflict.relaxations]
    return told


def _joined(gaps: Sequence[Gap]) -> list[dict[str, Any]]:
    """Slots that follow one another with the same reason are one gap."""
    found: list[dict[str, Any]] = []
    for one in sorted(gaps, key=lambda gap: (gap.activity, gap.skill, gap.starts_at)):
        same = {
            "activity": one.activity, "skill": one.skill, "missing": one.missing, "reason": one.reason.value
        }  # fmt: skip
        end = (one.starts_at + datetime.timedelta(minutes=one.minutes)).isoformat()
        last = found[-1] if found else None
        if last and last["ends_at"] == one.starts_at.isoformat() and same.items() <= last.items():
            last["ends_at"] = end
            continue
        people = {str(pk): why.value for pk, why in one.people.items()}
        found.append({**same, "starts_at": one.starts_at.isoformat(), "ends_at": end, "people": people})
    return sorted(found, key=lambda one: one["starts_at"])[:MOST_GAPS]


def _clause(one: Clause) -> dict[str, Any]:
    return {
        "rule": one.rule.value, "person": one.person, "limit": one.limit, "activity": one.activity,
        "skill": one.skill,
        "starts_at": one.starts_at.isoformat() if one.starts_at else "",
    }  # fmt: skip
