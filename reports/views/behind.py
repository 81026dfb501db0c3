"""Lists behind numbers that no other page has: answers not delivered, jobs that wait, who was not asked."""

import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lib.pages import page_of
from reports import satisfaction
from reports.today import pulse, queries
from reports.views.satisfaction import DAYS
from tickets.access import numbers_for
from tickets.survey_choices import LeftOut

ON_A_PAGE = 50
MOST_JOBS = 500


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    found = queries.undelivered(request.user, timezone.now())
    found = found.select_related("ticket__team", "author", "letter").only(
        "at", "author__full_name", "ticket__subject", "ticket__team__name", "ticket__team__colour",
        "letter__to", "letter__state", "letter__queued_at", "letter__problem",
    )  # fmt: skip
    context = {"here": "board", "page": page_of(found, ON_A_PAGE, request.GET.get("page"))}
    return render(request, "reports/undelivered.html", context)


@require_safe
def not_asked(request: HttpRequest) -> HttpResponse:
    """For one reason, in as many days as the figure is of."""
    why, days = request.GET.get("why", ""), request.GET.get("days", "")
    if not request.user.may("survey.manage") or why not in LeftOut.values or days not in map(str, DAYS):
        raise Http404("no such list for you")
    found = satisfaction.not_asked(timezone.now() - datetime.timedelta(days=int(days)), why)
    found = found.select_related("ticket__team", "solver").defer("ticket__search_vector", "ticket__custom")
    page = page_of(found, ON_A_PAGE, request.GET.get("page"))
    context = {
        "here": "board", "page": page, "why": LeftOut(why).label, "days": int(days),
        "seen": numbers_for(request.user, [one.ticket_id for one in page]),
        "params": urlencode({"days": days, "why": why}),
    }  # fmt: skip
    return render(request, "reports/not_asked.html", context)


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Of the workers that `of` names; of the first of them if it names none."""
    if not request.user.may("mail.health"):
        raise Http404("for those who look after the desk")
    names = pulse.worker_names()
    of = request.GET.get("of", "")
    of = of if of in names else next(iter(names))
    found = pulse.jobs(of, MOST_JOBS)
    context = {"here": "board", "names": names.items(), "of": of, "found": found, "most": MOST_JOBS}
    return render(request, "reports/jobs.html", context)
