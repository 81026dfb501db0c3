"""The board: what is happening now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from mail.health import alarms_lately
from reports.due import due_board
from reports.pages import arrivals_chart, arrivals_table
from reports.queries import board
from tickets.finding import Choice, choice_from
from tickets.health import alarms as timer_alarms
from tickets.time_left import left_of, openings


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
        "timer_alarms": timer_alarms() if request.user.may("mail.health") else [],
        "alarms": alarms_lately(at) if request.user.may("mail.health") else [],
    }
    return render(request, "reports/fresh.html" if request.htmx else "reports/now.html", context)


@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """What is due in the next hours; with htmx only what changes on it."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    at = timezone.now()
    asked = choice_from(request.user, {"view": "due", "within": request.GET.get("within") or "4"})
    choice = Choice(view="due", within=asked.within or "4")
    found = due_board(request.user, choice, at)
    context = {
        "here": "due-board",
        "now": at,
        "within": choice.within,
        "spans": SPANS,
        "board": found,
        "rows": [(row, left_of(row, at)) for row in found.rows],
        "openings": openings((row.calendar for row in found.rows), at),
    }
    return render(request, "reports/due_fresh.html" if request.htmx else "reports/due.html", context)


SPANS = (
    ("1", gettext_lazy("1 h")), ("4", gettext_lazy("4 h")), ("8", gettext_lazy("8 h")),
    ("24", gettext_lazy("24 h")), ("today", gettext_lazy("Today")),
)  # fmt: skip
