"""Merging the ticked tickets into one: shown first, then done; what cannot be merged is named."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tickets import actions
from tickets.access import tickets_for
from tickets.models import Ticket
from tickets.views.moves import number_of

MOST = 20


@require_http_methods(["GET", "POST"])
def merge_ticked(request: HttpRequest) -> HttpResponse:
    """Into the oldest, unless another one is chosen. Only tickets of the reader's, at most MOST."""
    given = request.POST if request.method == "POST" else request.GET
    numbers = {number_of(text) for text in given.getlist("ticket")[: MOST + 1]} - {0}
    rows = list(
        tickets_for(request.user).for_rows().filter(pk__in=numbers).order_by("opened_at", "pk")[: MOST + 1]
    )
    if problem := _problem(rows):
        messages.error(request, problem)
        return redirect("tickets:inbox")
    wanted = number_of(given.get("into", ""))
    into = next((row for row in rows if row.pk == wanted), None) or next(
        (row for row in rows if not row.merged_into_id), rows[0]
    )
    plans, refused = _plans(rows, into)
    context = {"rows": rows, "into": into, "plans": plans, "refused": refused}
    context["strangers"] = any(planned.strangers for planned in plans)
    if request.method == "GET" or request.POST.get("do") == "look":
        return render(request, "tickets/merge_ticked.html", context)
    let_in = {"in": True, "apart": False}.get(request.POST.get("others", ""))
    if context["strangers"] and let_in is None:
        context["undecided"] = _("Several customers asked: say who may read what.")
        return render(request, "tickets/merge_ticked.html", context, status=422)
    done = _merge(request, plans, into, let_in is not False)
    if done:
        said = ngettext(
            "%(n)s ticket is merged into #%(into)s. It can be taken back for 24 hours.",
            "%(n)s tickets are merged into #%(into)s. Each can be taken back for 24 hours.",
            done,
        )
        messages.success(request, said % {"n": done, "into": into.pk})
    return redirect("tickets:ticket", into.pk)


def _problem(rows: list[Ticket]) -> str:
    if len(rows) < 2:
        return _("Tick at least two tickets of yours to merge them.")
    if len(rows) > MOST:
        return _("At most %(most)s tickets are merged at once.") % {"most": MOST}
    return ""


def _plans(rows: list[Ticket], into: Ticket) -> tuple[list[actions.Plan], list[tuple[int, str]]]:
    plans, refused = [], []
    for row in rows:
        if row.pk == into.pk:
            continue
        try:
            plans.append(actions.plan(row, into))
        except ValidationError as error:
            refused.append((row.pk, error.messages[0]))
    return plans, refused


def _merge(request: HttpRequest, plans: list[actions.Plan], into: Ticket, let_in: bool) -> int:
    """How many were; those that were not are said."""
    done = 0
    for planned in plans:
        try:
            actions.merge(planned.source, by=request.user, into=into, let_in=let_in)
        except ValidationError as error:
            messages.error(request, f"#{planned.source.pk}: {error.messages[0]}")
        except PermissionDenied:
            messages.error(request, f"#{planned.source.pk}: {_('Your role may not do that.')}")
        else:
            done += 1
    return done
