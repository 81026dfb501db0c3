"""Trends: one measure after another, by time and by whatever tells apart."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.trends.asked import AGAINST, BY, HOURS, PERIODS, STEP_WORDS, Asked, asked_from
from reports.trends.page import groups, trend_of
from staff.models import Team
from staff.queries import teams_of


@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """Everything that is asked stands in the address; with htmx only the answer."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    teams = list(teams_of(request.user).order_by("name"))
    asked = trends_asked(request, teams)
    context = {
        "here": "trends", "asked": asked, "teams": teams, "groups": groups(), "periods": PERIODS.items(),
        "steps": STEP_WORDS.items(), "ways": BY.items(), "against": AGAINST.items(), "hours": HOURS.items(),
        "trend": trend_of(request.user, asked, timezone.get_current_timezone_name()),
    }  # fmt: skip
    return render(request, "reports/_trends.html" if request.htmx else "reports/trends.html", context)


def trends_asked(request: HttpRequest, teams: Iterable[Team] | None = None) -> Asked:
    """What the address asks, by this reader's days and of their teams."""
    known = teams_of(request.user) if teams is None else teams
    slugs = {team.slug: team.pk for team in known}
    return asked_from(request.GET.dict(), timezone.localdate(), slugs)
