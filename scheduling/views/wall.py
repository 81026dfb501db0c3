"""Who is there now, and how loaded people are."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from scheduling.access import planned_team, planned_teams
from scheduling.load import Standing, Strain
from scheduling.loads import PersonLoad, loads_of
from scheduling.wall import WHO, TeamNow, only, wall
from staff.models import User

STANDINGS = {
    Standing.FREE: _("free"),
    Standing.HIGH: _("above the soft cap"),
    Standing.OVER: _("at the hard cap"),
}


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The whole page, or with htmx its parts out of band, so that nothing on the page moves."""
    teams = _teams(request)
    at = timezone.now()
    found = wall(teams, at) if teams else []
    figures, who = _figures(found), request.GET.get("who", "")
    if who in WHO:
        found = [one for team in found if (one := only(team, who)).people]
    context = {
        "here": "coverage", "tab": "now", "teams": found, "now": at, "figures": figures,
        "leads_none": not teams, "slug": request.GET.get("team", ""), "who": who if who in WHO else "",
    }  # fmt: skip
    return render(request, "scheduling/wall_fresh.html" if request.htmx else "scheduling/wall.html", context)


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """Everybody of the teams that the reader plans for, who has most first."""
    teams = _teams(request)
    at = timezone.now()
    people = list(
        User.objects.filter(is_active=True, memberships__team__in=teams).distinct().order_by("full_name")
    )
    loads = loads_of(people, at)
    rows = [_row(one, loads[one.pk]) for one in people]
    rows.sort(key=lambda row: -row["index"])
    context = {
        "here": "coverage", "tab": "load", "rows": rows, "now": at, "leads_none": not teams,
        "over": sum(row["look"] == "late" for row in rows),
        "high": sum(row["look"] == "soon" for row in rows),
    }  # fmt: skip
    return render(request, "scheduling/load.html", context)


def _teams(request: HttpRequest) -> list[Any]:
    """All that they plan for, or the one of them that is asked for."""
    if not request.user.may("roster.plan"):
        raise Http404("plans for nobody")
    teams, slug = planned_teams(request.user), request.GET.get("team", "")
    return [planned_team(request.user, slug)] if slug else list(teams)


def _figures(found: list[TeamNow]) -> dict[str, int]:
    return {
        "there": sum(one.there for one in found),
        "missing": sum(one.missing for one in found),
        "breaks": sum(one.breaks for one in found),
        "short": sum(one.short for one in found),
    }


def _row(user: User, one: PersonLoad) -> dict[str, Any]:
    """The numbers of one person; what is unknown is None."""
    values = {reason.strain: reason for reason in one.load.reasons}
    standing = one.load.standing

    def said(strain: Strain) -> dict[str, Any] | None:
        reason = values.get(strain)
        if reason is None:
            return None
        return {"value": reason.value * 60, "n": int(reason.value), "look": LOOKS[reason.standing]}

    return {
        "user": user, "index": one.load.index, "bar": min(one.load.index, 100), "look": LOOKS[standing],
        "standing": STANDINGS[standing], "worked": said(Strain.WORKED), "effort": said(Strain.EFFORT),
        "hot": said(Strain.HOT), "nights": said(Strain.NIGHTS), "rest": said(Strain.REST),
        "tickets": one.in_hand.tickets, "override": one.override,
    }  # fmt: skip


LOOKS = {Standing.FREE: "", Standing.HIGH: "soon", Standing.OVER: "late"}
