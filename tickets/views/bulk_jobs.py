"""One act on all tickets of a list: what would become of them, how far it is, and what could not be done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from staff.models import User
from tickets.access import tickets_for
from tickets.actions.bulk import MOST, UNDO_WITHIN, plan_bulk, start_bulk, undo_bulk
from tickets.bulk_acts import words_of
from tickets.choices import StepState
from tickets.finding import Page, choice_from
from tickets.gate_words import warning
from tickets.gates import standing_for_all
from tickets.listing import Listing, listed_in
from tickets.models import BulkJob
from tickets.saved_views import held_by, saved_views_of

SHOWN = 100
REASONS = 12


def plan(request: HttpRequest, do: str, tag: str) -> HttpResponse:
    """To the page that shows what would become of them, and asks."""
    found, title, query = in_list(request.user, listed_in(request.POST))
    try:
        made = plan_bulk(by=request.user, act=do, tag=tag, numbers=found, title=title, query=query)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        url = reverse("tickets:inbox", query=query)
    else:
        url = reverse("tickets:bulk_job", args=[made.pk])
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


def in_list(user: User, asked: dict[str, str]) -> tuple[list[int], str, dict[str, str]]:
    """The tickets of this list, at most one more than a job takes, its title, and its address."""
    now, choice = timezone.now(), choice_from(user, asked)
    tickets = held_by(user, asked, now, walking=True)
    found = tickets.order_by("pk").values_list("pk", flat=True)[: MOST + 1] if tickets is not None else ()
    title = Listing(reader=user, choice=choice, page=Page(()), now=now, saved=saved_views_of(user)).title
    return list(found), title, choice.query


@require_GET
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Tried, running or done; while a worker is at it the page asks every second how far it is."""
    found = _own(request, job_id)
    template = "tickets/bulk_job.html#progress" if request.htmx else "tickets/bulk_job.html"
    return render(request, template, shown(request, found))


@require_POST
def start(request: HttpRequest, job_id: int) -> HttpResponse:
    found = _own(request, job_id)
    try:
        start_bulk(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("tickets:bulk_job", job_id)


@require_POST
def undo(request: HttpRequest, job_id: int) -> HttpResponse:
    found = _own(request, job_id)
    try:
        back = undo_bulk(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("tickets:bulk_job", job_id)
    return redirect("tickets:bulk_job", back.pk)


def _own(request: HttpRequest, job_id: int) -> BulkJob:
    return get_object_or_404(BulkJob.objects.select_related("undone_by"), pk=job_id, by=request.user)


def _lacks(user: User, job: BulkJob, good: str) -> str:
    """What the reader lacks for those they take, or have taken."""
    numbers = job.steps.filter(state=good).values("ticket")
    now = timezone.now()
    return warning(standing_for_all(user, list(tickets_for(user).filter(pk__in=numbers)), now), now)


def shown(request: HttpRequest, job: BulkJob) -> dict[str, Any]:
    counts = dict(job.steps.order_by().values_list("state").annotate(n=Count("pk")))
    bad = StepState.FAILED if job.started_at else StepState.CANNOT
    good = StepState.DONE if job.started_at else StepState.WOULD
    stuck = job.steps.filter(state=bad)
    reasons = stuck.order_by().values("why").annotate(n=Count("pk")).order_by("-n", "why")[:REASONS]
    rows = list(stuck.order_by("ticket").values_list("ticket", "why")[:SHOWN])
    # A ticket that is not theirs any more keeps its subject to itself.
    subjects = tickets_for(request.user).filter(pk__in=[number for number, _why in rows])
    subjects = dict(subjects.values_list("pk", "subject"))
    is_busy = job.finished_at is None and (job.tried_at is None or job.started_at is not None)
    undone = getattr(job, "undone_by", None)
    return {
        "lacks": _lacks(request.user, job, good) if job.act == "take" and not is_busy else "",
        "job": job,
        "act": (act := words_of(job.act, job.tag, job.values)),
        "good": counts.get(good, 0),
        "bad": counts.get(bad, 0),
        "made": counts.get(good, 0) + counts.get(bad, 0),
        "reasons": list(reasons),
        "rows": [(number, subjects.get(number, ""), why) for number, why in rows],
        "is_busy": is_busy,
        "may_start": bool(job.tried_at and not job.started_at and counts.get(good)),
        "may_undo": _may_undo(job) and bool(counts.get(good)) and undone is None,
        "undone": undone,
        "back": reverse("tickets:inbox", query=job.query),
        "title": _("%(act)s: %(list)s") % {"act": act, "list": job.title},
    }


def _may_undo(job: BulkJob) -> bool:
    if job.finished_at is None or job.undoes_id:
        return False
    return timezone.now() < job.finished_at + UNDO_WITHIN and job.act != "unread"
