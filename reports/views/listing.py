"""What is behind a number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lib import pages
from reports.counted.rollup import ONE_DAY
from reports.listing import asked_in, facts_for, said_to
from reports.words.showing import shown_list
from tickets.access import numbers_for

ON_A_PAGE = 50


@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """The facts of a number, a page at a time; what has gone to another team is a line without its words."""
    asked = asked_in(request.GET.dict())
    if asked is None:
        raise Http404("no such list")
    found = facts_for(request.user, asked)
    page = pages.page_of(found, ON_A_PAGE, request.GET.get("page"))
    params = request.GET.copy()
    params.pop("page", None)
    of, without = said_to(request.user, asked)
    context = {
        "here": "my-figures" if asked.person == request.user.pk else "trends",
        "asked": asked, "of": of, "without": without, "page": page, "params": params.urlencode(),
        "lines": shown_list(page, numbers_for(request.user, [one.ticket_id for one in page]), asked),
        "count": found.order_by().count(), "last": asked.cut.until - ONE_DAY,
    }  # fmt: skip
    return render(request, "reports/facts.html", context)
