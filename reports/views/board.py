"""The board: what is happening now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mail.health import alarms_lately
from reports.pages import arrivals_chart, arrivals_table
from reports.queries import board


@require_GET
def now(request: HttpRequest) -> HttpResponse:
    """The whole page, or with htmx its parts out of band, so that nothing on the page moves."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    at = timezone.now()
    local = timezone.localtime(at)
    figures = board(request.user, at, timezone.get_current_timezone())
    context = {
        "here": "board",
        "now": at,
        "board": figures,
        "chart": arrivals_chart(figures.hours, local),
        "hours": arrivals_table(figures.hours),
        "alarms": alarms_lately(at) if request.user.may("mail.health") else [],
    }
    return render(request, "reports/fresh.html" if request.htmx else "reports/now.html", context)
