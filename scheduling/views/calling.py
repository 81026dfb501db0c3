"""Who is on call: one by one, or by turns."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from scheduling.access import planned_team, planned_teams
from scheduling.actions.rota import drop_on_call, drop_turns, put_on_call, take_turns
from scheduling.call_turns_form import CallTurnsForm
from scheduling.calls import Planned, lines_of, nobody_there, planned
from scheduling.models import OnCall
from scheduling.roster_forms import OnCallForm
from scheduling.rosters import zone_of
from scheduling.weeks import monday_of
from staff.models import Team

WEEK, SHOWN = datetime.timedelta(weeks=1), 5


@require_http_methods(["GET", "POST"])
def on_call(request: HttpRequest, slug: str) -> HttpResponse:
    team = planned_team(request.user, slug)
    form = OnCallForm(request.POST or None, team=team)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _put(request, form, team):
            messages.success(request, _("Saved"))
            return redirect("scheduling:on_call", team.slug)
        status = 422
    ahead = team.on_calls.filter(ends_at__gt=timezone.now())
    batches = ahead.exclude(batch=None).order_by().values("batch").annotate(
        n=Count("pk"), since=Min("starts_at"), until=Max("ends_at")
    )  # fmt: skip
    rows = ahead.select_related("user", "skill")[:100]
    nobody = nobody_there(team)
    context = {
        "here": "roster", "team": team, "rows": rows, "form": form, "nobody": nobody[:SHOWN],
        "more": len(nobody) - SHOWN, "now": timezone.now(),
        "batches": batches.order_by("since"),
    }  # fmt: skip
    return render(request, "scheduling/on_call.html", context, status=status)


def _put(request: HttpRequest, form: OnCallForm, team: Team) -> bool:
    try:
        put_on_call(form.save(commit=False), team=team, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_POST
def on_call_drop(request: HttpRequest, on_call_id: int) -> HttpResponse:
    found = get_object_or_404(OnCall.objects.filter(team__in=planned_teams(request.user)), pk=on_call_id)
    drop_on_call(found, by=request.user)
    return redirect("scheduling:on_call", found.team.slug)


@require_POST
def call_turns_drop(request: HttpRequest, slug: str, batch: uuid.UUID) -> HttpResponse:
    """Turns that were entered at once, all of them."""
    team = planned_team(request.user, slug)
    if not (count := drop_turns(team, batch, by=request.user)):
        raise Http404("no such turns")
    words = ngettext("Taken back: %(n)s turn.", "Taken back: %(n)s turns. Each of them is told.", count)
    messages.success(request, words % {"n": count})
    return redirect("scheduling:on_call", team.slug)


@require_http_methods(["GET", "POST"])
def call_turns(request: HttpRequest, slug: str) -> HttpResponse:
    """People in their order, looked at first (`do` preview), then entered."""
    team = planned_team(request.user, slug)
    zone = zone_of(team)
    form = CallTurnsForm(request.POST or None, team=team, zone=zone, initial=_usual(team))
    found: list[Planned] = []
    if request.method == "POST" and form.is_valid():
        found = planned(team, **form.turns())
        if request.POST.get("do") == "enter" and _entered(request, team, form):
            return redirect("scheduling:on_call", team.slug)
    context = {
        "here": "roster", "team": team, "form": form, "planned": found, "zone": zone.key,
        "lines": lines_of(found, zone),
        "trouble": any(one.trouble for one in found),
    }  # fmt: skip
    return render(request, "scheduling/call_turns.html", context, status=422 if form.errors else 200)


def _usual(team: Team) -> dict[str, Any]:
    monday = monday_of(timezone.localdate()) + WEEK
    return {
        "first_on": monday, "last_on": monday + 8 * WEEK - datetime.timedelta(days=1), "change": "0",
        "second": True,
    }  # fmt: skip


def _entered(request: HttpRequest, team: Team, form: CallTurnsForm) -> bool:
    try:
        rows = take_turns(team, by=request.user, **form.turns())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Entered: %(n)s turns. Each of them is told.") % {"n": len(rows)})
    return True
