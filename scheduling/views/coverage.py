"""Whether who is on the roster will do, and what would help where they do not."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scheduling import actions
from scheduling.access import planned_team, planned_teams
from scheduling.choices import Work
from scheduling.coverage_pages import days_strip, hours_strip, work_lines, written
from scheduling.demand_forms import AlarmForm
from scheduling.demand_words import percent
from scheduling.history import Place, place_for
from scheduling.models import CoverageAlarm, CoverageRisk, CoverageTerms
from scheduling.remedies import there_at
from scheduling.remedy_pages import board_at, local
from scheduling.risking import risks
from scheduling.rostered import heads_by_quarter
from scheduling.views.need import _moment
from staff.models import Team

GAPS = 20


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """All teams that the reader plans for, by day, and the gaps ahead."""
    if not request.user.may("roster.plan"):
        raise Http404("plans for nobody")
    teams, now = list(planned_teams(request.user)), timezone.now()
    places = {team.pk: place_for(team) for team in teams}
    gaps = list(
        CoverageAlarm.objects.filter(team__in=teams, over_at=None, ends_at__gt=now).select_related("team")[
            :GAPS
        ]
    )
    for gap in gaps:
        gap.risk, zone = percent(gap.p_breach), places[gap.team_id].zone
        gap.first, gap.last = local(gap.starts_at, zone), local(gap.ends_at, zone)
    context = {
        "here": "coverage", "tab": "ahead", "teams": teams, "gaps": gaps, "now": now,
        "strip": days_strip(teams, places, now) if teams else "",
        "computed": CoverageTerms.objects.filter(team__in=teams).order_by("computed_at").first(),
    }  # fmt: skip
    return render(request, "scheduling/coverage.html", context)


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Two weeks by the hour; with htmx only what is said of one quarter of an hour."""
    team = planned_team(request.user, slug)
    place, at = place_for(team), _moment(request.GET.get("at", ""))
    if request.htmx and at:
        return render(request, "scheduling/_coverage_slot.html", _slot(request, team, place, at))
    return _show(request, team, place, at)


@require_POST
def refresh(request: HttpRequest, slug: str) -> HttpResponse:
    team = planned_team(request.user, slug)
    actions.cover(team)
    actions.alarm(team)
    messages.success(request, _("The risk is computed anew."))
    return redirect("scheduling:coverage_team", team.slug)


@require_POST
def alarm(request: HttpRequest, slug: str) -> HttpResponse:
    team = planned_team(request.user, slug)
    form = AlarmForm(request.POST)
    if not form.is_valid():
        return _show(request, team, place_for(team), None, form, status=422)
    actions.set_alarm(team, by=request.user, **form.cleaned_data)
    actions.alarm(team)
    messages.success(request, _("Saved."))
    return redirect("scheduling:coverage_team", team.slug)


@require_safe
def gap(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Where a notice leads: to the worst moment of the gap."""
    row = get_object_or_404(CoverageAlarm, pk=alarm_id, team__in=planned_teams(request.user))
    slots = CoverageRisk.objects.filter(
        team=row.team, starts_at__gte=row.starts_at, starts_at__lt=row.ends_at
    )
    worst = slots.order_by("-p_breach", "starts_at").first()
    at = worst.starts_at if worst else row.starts_at
    return redirect(reverse("scheduling:coverage_team", args=[row.team.slug], query={"at": written(at)}))


def _show(
    request: HttpRequest,
    team: Team,
    place: Place,
    at: datetime.datetime | None,
    form: AlarmForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    terms = CoverageTerms.objects.filter(team=team).first() or CoverageTerms(team=team)
    start = {"alarm_percent": terms.alarm_percent, "days_ahead": terms.days_ahead}
    context = {
        "here": "coverage", "tab": "ahead", "team": team, "teams": planned_teams(request.user), "now": now,
        "terms": terms, "zone": place.zone.key, "form": form or AlarmForm(initial=start),
        "strip": hours_strip(team, place, now, written(at) if at else ""),
        "has_risks": CoverageRisk.objects.filter(team=team, starts_at__gt=now).exists(),
        **_slot(request, team, place, at),
    }  # fmt: skip
    return render(request, "scheduling/coverage_team.html", context, status=status)


def _slot(request: HttpRequest, team: Team, place: Place, at: datetime.datetime | None) -> dict[str, Any]:
    if at is None:
        return {"at": None}
    row = CoverageRisk.objects.filter(team=team, starts_at=at).first()
    found: dict[str, Any] = {
        "team": team, "at": at, "local": local(at, place.zone), "risk": None,
        "until": local(at + datetime.timedelta(minutes=15), place.zone), "zone": place.zone.key,
        "there": there_at(team, at),
    }  # fmt: skip
    if row is None:
        return found
    lacks = row.missing > 0
    return found | {
        "risk": percent(row.p_breach), "row": row, "lines": work_lines(row), "lacks": lacks,
        "board": board_at(team, at, place.zone, request.user, lacks=lacks or row.p_breach >= 0.05),
        "written": written(at),
        "one_more": _one_more(team, row, at) if lacks or row.p_breach >= 0.05 else "",
    }  # fmt: skip


def _one_more(team: Team, row: CoverageRisk, at: datetime.datetime) -> str:
    """The risk of that quarter with one more person for tickets in the two hours around it."""
    now = timezone.now()
    heads = heads_by_quarter(team, now - datetime.timedelta(hours=1), now + datetime.timedelta(days=15))
    for number in range(-4, 5):
        moment = at + number * datetime.timedelta(minutes=15)
        heads[moment][Work.TICKETS] += 1
    slot = next((one for one in risks(team, now, heads).slots if one.starts_at == at), None)
    return percent(slot.p_breach) if slot else ""
