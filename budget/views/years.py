"""The years, one of them, and one cost centre of it."""

from dataclasses import replace
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budget.access import centre_for, explanations_for, manages, sees, year_for, years_for
from budget.models import Year
from budget.pages import centre_rows, chart_title, export_heads, kind_rows, months_chart, row, rows_of
from budget.queries import Book, Branch, book, books
from budget.sources import verify
from budget.sums import Sums
from budget.views.shown import number, shell
from lib.tables import table_answer

MOST = 12


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Each with its plan and what was spent; a few, the newest first."""
    if not sees(request.user):
        raise Http404("no budget for this reader")
    today = timezone.localdate()
    found = [
        {"year": one.year, **row(one, one.total, today)}
        for one in books(request.user, list(years_for(request.user)[:MOST]))
    ]
    context = {"here": "budget", "rows": found, "manages": manages(request.user), "today": today}
    return render(request, "budget/years.html", context)


@require_safe
def year(request: HttpRequest, year_id: int) -> HttpResponse:
    """By cost centre and month; `version` shows an earlier plan, `as` a table to take away."""
    reader, today = request.user, timezone.localdate()
    year = year_for(reader, year_id)
    versions = list(year.versions.exclude(approved_at=None))
    wanted = number(request.GET.get("version", ""))
    version = next((one for one in versions if one.number == wanted), None)
    found = book(reader, year, version)
    rows, total = centre_rows(found, today), row(found, found.total, today)
    if answer := table_answer(request, f"budget {year.name}", export_heads(year.months), _table(rows)):
        return answer
    context = shell(
        request, year, "year", rows=rows, total=total, book=found, months=year.months, versions=versions,
        chart=months_chart(found, found.total, today),
        chart_title=chart_title(found, found.total, today), over=year.months_over(today),
        unplaced=_unplaced(year, today) if manages(reader) else 0,
    )  # fmt: skip
    return render(request, "budget/year.html", context)


def _unplaced(year: Year, today) -> int:
    """Amounts of sources that no cost centre takes."""
    return sum(one.unplaced for each in verify(year, today) for one in each.differences)


def _table(rows: list[dict]):
    for each in rows:
        centre = each["centre"]
        yield (
            centre.code, centre.name,
            *(_units(each[name]) for name in ("plan", "actual", "forecast", "committed")),
            *(_units(cell["cents"]) for cell in each["cells"]),
        )  # fmt: skip


def _units(cents: int) -> Decimal:
    return Decimal(cents) / 100


@require_safe
def centre(request: HttpRequest, year_id: int, centre_id: int) -> HttpResponse:
    """What it spends with those below it, by line what it spends itself, and its explanations."""
    reader, today = request.user, timezone.localdate()
    year = year_for(reader, year_id)
    one = centre_for(reader, centre_id)
    found = book(reader, year)
    rows = kind_rows(found, one.pk, today, by_line=manages(reader))
    if answer := table_answer(request, f"{year.name} {one.code}", _heads(found), _lines(rows)):
        return answer
    branches = found.branches()
    here = next((each for each in branches if each.centre.pk == one.pk), Branch(one, 0, Sums(), Sums()))
    sums, below = here.sums, [each for each in branches if each.centre.parent_id == one.pk]
    if below and not here.own.is_empty:  # that the rows add up to what stands below them
        below.insert(0, replace(here, depth=here.depth + 1, sums=here.own))
    said = explanations_for(reader, year).filter(centre=one).exclude(explained_at=None)
    context = shell(
        request, year, "year", centre=one, rows=rows, total=row(found, sums, today), months=year.months,
        chart=months_chart(found, sums, today), chart_title=chart_title(found, sums, today),
        over=year.months_over(today),
        pay_hidden=found.hides(one.pk), said=said, below=rows_of(found, below, today),
    )  # fmt: skip
    return render(request, "budget/centre.html", context)


def _heads(found: Book) -> list[str]:
    heads = export_heads(found.year.months)
    return [_("Kind"), *heads[1:]]


def _lines(rows: list[dict]):
    for each in rows:
        yield (
            each["kind"], each["name"],
            *(_units(each[name]) for name in ("plan", "actual", "forecast", "committed")),
            *(_units(cell["cents"]) for cell in each["cells"]),
        )  # fmt: skip
