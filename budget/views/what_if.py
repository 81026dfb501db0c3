"""What would happen if heads or promises changed; scenarios side by side."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget import actions
from budget.access import managed_year, scenario_for
from budget.models import Scenario, Year
from budget.queries import book
from budget.scenario_form import ScenarioForm
from budget.views.planning import FORM
from budget.views.shown import asked, shell
from budget.what_if import outcome

MOST = 12


@require_safe
def scenarios(request: HttpRequest, year_id: int) -> HttpResponse:
    """Against what is expected without them."""
    year = managed_year(request.user, year_id)
    found = book(request.user, year)
    base = found.forecast(found.total, timezone.localdate())
    kept = list(year.scenarios.select_related("made_by")[:MOST])
    context = shell(
        request, year, "what-if", base=outcome(base, []), months=year.months,
        rows=[{"scenario": one, "outcome": outcome(base, one.read())} for one in kept],
        by_month=_by_month(year, base, kept), plan=sum(found.total.plan),
    )  # fmt: skip
    return render(request, "budget/what_if.html", context)


def _by_month(year: Year, base: list[int], kept: list[Scenario]) -> list[dict]:
    outcomes = [outcome(base, one.read()).months for one in kept]
    return [
        {"month": month, "base": base[n], "cents": [months[n] for months in outcomes]}
        for n, month in enumerate(year.months)
    ]


@require_http_methods(FORM)
def new(request: HttpRequest, year_id: int) -> HttpResponse:
    return _form(request, managed_year(request.user, year_id), None, _("New scenario"))


@require_http_methods(FORM)
def edit(request: HttpRequest, year_id: int, scenario_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    one = scenario_for(request.user, year, scenario_id)
    return _form(request, year, one, one.name)


def _form(request: HttpRequest, year: Year, scenario: Scenario | None, title: str) -> HttpResponse:
    form = ScenarioForm(year, scenario, request.POST or None)
    return asked(
        request, form,
        lambda: actions.save_scenario(
            scenario, year=year, name=form.cleaned_data["name"], changes=form.changes(), by=request.user
        ),
        lambda one: redirect("budget:what_if", year.pk), title=title, year=year, scenario=scenario,
        hours=import_string(settings.BUDGET_HOURS)(), template="budget/scenario.html",
    )  # fmt: skip


@require_POST
def drop(request: HttpRequest, year_id: int, scenario_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    actions.drop_scenario(scenario_for(request.user, year, scenario_id), by=request.user)
    messages.success(request, _("The scenario is gone."))
    return redirect("budget:what_if", year.pk)
