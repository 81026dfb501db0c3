"""The figures of one person: their own, exactly as who leads them sees them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.asked_person import PERIODS, period_from
from reports.personal import personal
from staff.access import leads_person, person_for
from staff.models import User


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """For managers everybody, for leads the people of their teams. What is not theirs is not found."""
    found = person_for(request.user, person_id)
    if found.pk == request.user.pk:
        return _page(request, found)
    if not request.user.may("board.see"):
        raise Http404("no figures of others for you")
    if not (request.user.may("staff.manage") or leads_person(request.user, found)):
        raise Http404("not of your teams")
    return _page(request, found)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    if not request.user.may("review.have"):
        raise Http404("no figures for you")
    return _page(request, request.user)


def _page(request: HttpRequest, of: User) -> HttpResponse:
    own = of.pk == request.user.pk
    linked = request.user.may("ticket.see_all")  # lists hold what the reader's teams did
    name, period = period_from(request.GET, of)
    context = {
        "here": "my-figures" if own else "board", "person": of, "own": own, "name": name,
        "periods": PERIODS.items(), "found": personal(of, period, timezone.now(), linked=linked),
        "reviews_url": reverse("qa:reviews"),
    }  # fmt: skip
    return render(request, "reports/person.html", context)
