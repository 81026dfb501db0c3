"""Money: what a solved ticket cost, overtime, plan and forecast, what a stricter promise would cost."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

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
from reports.money.overtime import Overtime, Row
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
    """Behind a number: whose hours they are; with `holidays`, those on public holidays. For who manages the
    budget, and for who leads the team.
    """
    asked, given = _asked(request), request.GET.get("team", "").replace("\x00", "")
    if asked is None:
        raise Http404("no year for this reader")
    team, month = get_object_or_404(Team, slug=given), request.GET.get("month", "")
    chosen = {str(n): day for n, day in enumerate(asked.months, start=1)}.get(month)
    if month and chosen is None:
        raise Http404("no such month")
    found, holidays = book(request.user, asked.year), request.GET.get("holidays") == "1"
    rows = Overtime(request.user, asked, found, timezone.now()).rows(team, chosen, holidays=holidays)
    may = manages(request.user)
    if answer := table_answer(request, f"overtime {team.slug}", *_table(rows, may)):
        return answer
    context = {
        "here": "money", "asked": asked, "team": team, "month": chosen, "rows": rows, "manages": may,
        "params": asked.params(team=given, month=month, holidays="1" if holidays else ""),
        "all": asked.params(team=given, month=month),
    }  # fmt: skip
    return render(request, "reports/money_overtime.html", context | _sums(rows, holidays))


def _sums(rows: Sequence[Row], holidays: bool) -> dict[str, Any]:
    known = [one.cents for one in rows if one.cents is not None]
    whole, on_holidays = sum(one.over.seconds for one in rows), sum(one.holiday for one in rows)
    return {
        "seconds": on_holidays if holidays else whole, "on_holidays": on_holidays, "holidays": holidays,
        "cents": sum(known) if known else None,
    }  # fmt: skip


def _table(rows, may: bool):
    heads = [
        _("Colleague"), _("Day"), _("Hours"), _("Of it on public holidays"), _("Public holidays"),
        *([_("An hour"), _("Cost")] if may else []),
    ]  # fmt: skip
    return heads, (
        [
            one.person.full_name, one.over.stretch.day, _hours(one.over.seconds), _hours(one.holiday),
            one.holidays,
            *([_units(one.hourly), _units(one.cents)] if may else []),
        ]
        for one in rows
    )  # fmt: skip


def _hours(seconds: int) -> float:
    return round(seconds / 3600, 2)


def _units(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _asked(request: HttpRequest) -> Asked | None:
    if not sees(request.user):
        raise Http404("no money for this reader")
    return asked_from(request.user, request.GET.dict(), timezone.localdate())
