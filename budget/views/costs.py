"""Cost of one solved ticket, by cost centre and by topic."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from budget.access import year_for
from budget.figures import costs as costs_of
from budget.queries import book
from budget.sums import last_day_over
from budget.views.shown import shell
from lib.tables import table_answer

TOPICS = 40


@require_safe
def costs(request: HttpRequest, year_id: int) -> HttpResponse:
    """Of months that are over: one that is not has its tickets and not yet its costs."""
    year = year_for(request.user, year_id)
    found = book(request.user, year)
    today = timezone.localdate()
    over = year.months_over(today)
    centres, topics = costs_of(found, last_day_over(today)) if over else ([], [])
    heads = [pgettext("of tickets", "Topic"), _("Solved"), _("Hours"), _("Cost"), _("One ticket")]
    rows = (
        (one.tag, one.solved, round(one.handle_seconds / 3600, 1), Decimal(one.cents) / 100,
         Decimal(one.one or 0) / 100)
        for one in topics
    )  # fmt: skip
    if answer := table_answer(request, f"topics {year.name}", heads, rows):
        return answer
    context = shell(
        request, year, "costs", centres=centres, topics=topics[:TOPICS], months=year.months, over=over,
        hidden=bool(found.hidden), timed=any(one.handle_seconds for one in topics),
    )  # fmt: skip
    return render(request, "budget/costs.html", context)
