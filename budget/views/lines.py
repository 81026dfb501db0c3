"""The plan of a year, and one line of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget import actions
from budget.access import line_for, managed_year, manages, year_for
from budget.choices import LineKind
from budget.forms import LineForm, PlanForm
from budget.models import Line, Planned, Year
from budget.pages import line_row
from budget.queries import book, lines_of
from budget.views.planning import FORM
from budget.views.shown import asked, number, shell


@require_safe
def plan(request: HttpRequest, year_id: int) -> HttpResponse:
    """The plan that is being written, else the one in force; `version` shows another."""
    year = managed_year(request.user, year_id)
    versions = list(year.versions.select_related("approved_by", "made_by"))
    wanted = number(request.GET.get("version", ""))
    version = next((one for one in versions if one.number == wanted), versions[0])
    rows = [
        {"line": line, "kind": LineKind(line.kind).label, "cents": cents, "total": sum(cents)}
        for line, cents in lines_of(year, version)
    ]
    sums = [sum(each["cents"][n] for each in rows) for n in range(12)]
    context = shell(
        request, year, "plan", versions=versions, version=version, rows=rows, sums=sums, total=sum(sums),
        months=year.months, has_draft=versions[0].is_draft,
    )  # fmt: skip
    return render(request, "budget/plan.html", context)


@require_http_methods(FORM)
def new(request: HttpRequest, year_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    form = LineForm(year, request.POST or None)

    def act() -> Planned:
        said = form.cleaned_data
        return actions.add_line(
            year, centre=said["centre"], kind=said["kind"], name=said["name"], cents=form.months(),
            by=request.user,
        )  # fmt: skip

    return asked(
        request, form, act, lambda planned: redirect("budget:plan", year.pk), title=_("New line"),
        back="budget:plan", back_to=year.pk, submit=_("Add the line"),
    )  # fmt: skip


@require_http_methods(FORM)
def line(request: HttpRequest, year_id: int, line_id: int) -> HttpResponse:
    """Its twelve months; a manager changes its amounts in the plan that is being written."""
    year = year_for(request.user, year_id)
    one = line_for(request.user, year, line_id)
    draft = _draft_of(year, one) if manages(request.user) and not year.is_closed else None
    if request.method == "POST" and draft is None:
        managed_year(request.user, year_id)
        messages.error(request, _("The plan is approved. Begin a new one to change it."))
        return redirect("budget:line", year.pk, one.pk)
    form = PlanForm(year, draft.cents, request.POST or None, initial={"seen": draft.edit}) if draft else None
    status = 200
    if request.method == "POST":
        if _saved(request, form, one):
            messages.success(request, _("Saved."))
            return redirect("budget:line", year.pk, one.pk)
        status = 422
    found = book(request.user, year)
    context = shell(
        request, year, "year", line=one, row=line_row(found, one, timezone.localdate()), months=year.months,
        form=form, over=year.months_over(timezone.localdate()),
        history=year.changes.filter(line=one).select_related("by")[:20] if manages(request.user) else [],
    )  # fmt: skip
    return render(request, "budget/line.html", context, status=status)


def _saved(request: HttpRequest, form: PlanForm, line: Line) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.save_line(line, cents=form.months(), by=request.user, seen=form.cleaned_data["seen"])
    except actions.StalePlan:
        form.add_error(None, _("Somebody saved this line meanwhile. Open it again to see what it says now."))
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _draft_of(year: Year, line: Line) -> Planned | None:
    return Planned.objects.filter(version__year=year, version__approved_at=None, line=line).first()


@require_POST
def remove(request: HttpRequest, year_id: int, line_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    try:
        actions.remove_line(line_for(request.user, year, line_id), by=request.user)
        messages.success(request, _("The line is no longer in the plan."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("budget:plan", year.pk)
