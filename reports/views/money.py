"""Money: what a solved ticket cost, overtime, plan and forecast, what a stricter promise would cost."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budget.access import manages, sees
from budget.queries import book
from lib.tables import table_answer
from reports.money.asked import AGAINST, Asked, asked_from
from reports.money.files import PARTS, table_of
from reports.money.overtime import Overtime
from reports.money.page import context_of, money_of
from staff.models import Team


@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """Everything that is asked stands in the address; with htmx only the answer. `as` takes a part away."""
    asked = _asked(request)
    here = {"here": "money", "against": AGAINST.items()}
    if asked is None:
        return render(request, "reports/money.html", here | {"asked": None, "manages": manages(request.user)})
    found = money_of(request.user, asked, timezone.now())
    part = request.GET.get("part", "")
    heads, rows = table_of(part, found)
    name = f"{part if part in PARTS else 'costs'} {asked.year.name}"
    if answer := table_answer(request, name, heads, rows):
        return answer
    context = here | context_of(found, request.user, timezone.localdate())
    return render(request, "reports/_money.html" if request.htmx else "reports/money.html", context)


@require_safe
def overtime(request: HttpRequest) -> HttpResponse:
    """Behind a number: whose hours they are. For who manages the budget, and for who leads the team."""
    asked, given = _asked(request), request.GET.get("team", "").replace("\x00", "")
    if asked is None:
        raise Http404("no year for this reader")
    team, month = get_object_or_404(Team, slug=given), request.GET.get("month", "")
    chosen = {str(n): day for n, day in enumerate(asked.months, start=1)}.get(month)
    if month and chosen is None:
        raise Http404("no such month")
    rows = Overtime(request.user, asked, book(request.user, asked.year), timezone.now()).rows(team, chosen)
    may = manages(request.user)
    if answer := table_answer(request, f"overtime {team.slug}", *_table(rows, may)):
        return answer
    known = [one.cents for one in rows if one.cents is not None]
    context = {
        "here": "money", "asked": asked, "team": team, "month": chosen, "rows": rows, "manages": may,
        "seconds": sum(one.over.seconds for one in rows), "cents": sum(known) if known else None,
        "params": asked.params(team=given, month=month),
    }  # fmt: skip
    return render(request, "reports/money_overtime.html", context)


def _table(rows, may: bool):
    heads = [_("Colleague"), _("Day"), _("Hours"), *([_("An hour"), _("Cost")] if may else [])]
    return heads, (
        [
            one.person.full_name, one.over.stretch.day, round(one.over.seconds / 3600, 2),
            *([_units(one.hourly), _units(one.cents)] if may else []),
        ]
        for one in rows
    )  # fmt: skip


def _units(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _asked(request: HttpRequest) -> Asked | None:
    if not sees(request.user):
        raise Http404("no money for this reader")
    return asked_from(request.user, request.GET.dict(), timezone.localdate())
