"""The figures of one person, and the lists behind them: their own, exactly as who leads them sees them."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib import pages
from qa.access import numbers_for as reviews_seen
from reports.access import measured_person
from reports.people.asked import PERIODS, days_in, period_from
from reports.people.page import personal
from reports.people.turned_out import Moment, drawn_of, solved_by
from scheduling.fitness import zone_of
from scheduling.weeks import midnight
from staff.models import User
from tickets.access import tickets_for

ON_A_PAGE = 50
Rows = Callable[[User, Moment, Moment], Any]


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """For managers everybody, for leads the people of their teams. What is not theirs is not found."""
    return _page(request, measured_person(request.user, person_id))


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    if not request.user.may("review.have"):
        raise Http404("no figures for you")
    return _page(request, request.user)


def _page(request: HttpRequest, of: User) -> HttpResponse:
    name, period = period_from(request.GET, of)
    context = _about(request, of) | {
        "name": name, "periods": PERIODS.items(), "found": personal(of, period, timezone.now()),
        "reviews_url": reverse("qa:reviews"),
    }  # fmt: skip
    return render(request, "reports/person.html", context)


def _about(request: HttpRequest, of: User) -> dict[str, Any]:
    own = of.pk == request.user.pk
    return {"here": "my-figures" if own else "board", "person": of, "own": own}


@require_safe
def person_solved(request: HttpRequest, person_id: int) -> HttpResponse:
    """Tickets they solved, the latest first, and which a customer has opened again."""
    context = _list(request, person_id, _solved) | {
        "title": _("Stayed solved"),
        "about": _("All tickets they solved in this time, and which of them a customer has opened again."),
    }
    subjects = _subjects(request.user, [row["ticket"] for row in context["page"]])
    context["lines"] = [row | {"subject": subjects.get(row["ticket"])} for row in context["page"]]
    return render(request, "reports/person_solved.html", context)


@require_safe
def person_reviews(request: HttpRequest, person_id: int) -> HttpResponse:
    """Reviews of answers that were drawn by chance; whose reader may open one, opens it from here."""
    context = _list(request, person_id, _drawn) | {
        "title": _("Quality of answers"),
        "about": _("The mean of the reviews of answers that were drawn by chance."),
    }
    found = [*context["page"]]
    subjects = _subjects(request.user, [one.message.ticket_id for one in found])
    context["lines"] = [(one, one.message.ticket_id, subjects.get(one.message.ticket_id)) for one in found]
    context["seen"] = reviews_seen(request.user, [one.pk for one in found])
    return render(request, "reports/person_reviews.html", context)


def _solved(of: User, since: Moment, until: Moment) -> Any:
    rows = solved_by(of, since, until).values("ticket").annotate(at=Max("at"), back=BoolOr("again"))
    return rows.order_by("-at", "-ticket")


def _drawn(of: User, since: Moment, until: Moment) -> Any:
    rows = drawn_of(of, since, until).select_related("scorecard__scorecard", "message")
    return rows.only("given_at", "score", "scorecard__scorecard__name", "message__ticket")


def _list(request: HttpRequest, person_id: int, rows: Rows) -> dict[str, Any]:
    """A page of these rows in the days that the address names, by the clock of the person."""
    of, period = measured_person(request.user, person_id), days_in(request.GET)
    if period is None:
        raise Http404("no such list")
    zone = zone_of(of)
    found = rows(of, midnight(period.since, zone), midnight(period.until, zone))
    params = request.GET.copy()
    params.pop("page", None)
    return _about(request, of) | {
        "period": period, "zone": str(zone), "params": params.urlencode(),
        "page": pages.page_of(found, ON_A_PAGE, request.GET.get("page")),
    }  # fmt: skip


def _subjects(user: User, numbers: list[int]) -> dict[int, str]:
    """Of those that are this reader's to see."""
    return dict(tickets_for(user).filter(pk__in=numbers).values_list("pk", "subject"))
