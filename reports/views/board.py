"""The board: what is happening now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from reports.today.due import due_board
from reports.today.now import running_day
from tickets.finding import Choice, choice_from
from tickets.time_left import left_of, openings


@require_GET
def now(request: HttpRequest) -> HttpResponse:
    """The whole page, or with htmx its parts out of band, so that nothing on the page moves."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    context = running_day(request.user, timezone.now()) | {"here": "board"}
    return render(request, "reports/fresh.html" if request.htmx else "reports/now.html", context)


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The same for a screen that hangs on a wall: no subjects, no names of customers, nothing to press."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    theme = request.GET.get("theme", "")
    theme = theme if theme in {"dark", "light"} else request.user.theme
    context = running_day(request.user, timezone.now()) | {"theme": theme}
    return render(request, "reports/wall_fresh.html" if request.htmx else "reports/wall.html", context)


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
