"""Trends: one measure after another, by time and by whatever tells apart."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.asked import AGAINST, BY, HOURS, PERIODS, STEP_WORDS, asked_from
from reports.trending import groups, trend_of
from staff.queries import teams_of


@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """Everything that is asked stands in the address; with htmx only the answer."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    teams = list(teams_of(request.user).order_by("name"))
    asked = asked_from(request.GET.dict(), timezone.localdate(), {team.slug: team.pk for team in teams})
    context = {
        "here": "trends", "asked": asked, "teams": teams, "groups": groups(), "periods": PERIODS.items(),
        "steps": STEP_WORDS.items(), "ways": BY.items(), "against": AGAINST.items(), "hours": HOURS.items(),
        "trend": trend_of(request.user, asked, timezone.get_current_timezone_name()),
    }  # fmt: skip
    return render(request, "reports/_trends.html" if request.htmx else "reports/trends.html", context)
