"""Sampling plans, their cycles, and what these drew."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qa import actions
from qa.actions.drawing import bounds
from qa.choices import DrawState
from qa.forms import PlanForm
from qa.models import Plan
from qa.quality import figures_of
from qa.wording import reasons_said

CYCLES = 12
PAGE = 50


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    _require(request)
    found = Plan.objects.annotate(
        drawn=Count("cycles", distinct=True), people=Count("reviewers", distinct=True)
    ).order_by("-ended_at", "name")
    context = {"here": "reviews", "tab": "plans", "plans": found}
    return render(request, "qa/plans.html", context)


@require_safe
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Its cycles, newest first, with what each says of all answers."""
    one = _plan(request, number)
    cycles = [*one.cycles.all()[:CYCLES]]
    known = figures_of(cycles)
    for each in cycles:
        each.figures = known[each.pk]
    due = bounds(one, cycles[0].number + 1 if cycles else 1)[1]
    context = {
        "here": "reviews", "tab": "plans", "one": one, "cycles": cycles, "due": due,
        "reviewers": one.reviewers.select_related("user"),
    }  # fmt: skip
    return render(request, "qa/plan.html", context)


@require_safe
def cycle(request: HttpRequest, number: int, cycle: int) -> HttpResponse:
    """What it drew, with the chance of each and what stepped in for what."""
    one = _plan(request, number)
    found = one.cycles.filter(number=cycle).first()
    if found is None:
        raise Http404(f"no cycle {cycle} of plan {number}")
    rows = found.draws.exclude(state=DrawState.RESERVE).select_related(
        "person", "message__ticket", "review__reviewer", "replaced_by"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.said = reasons_said(row.reasons)
    context = {"here": "reviews", "tab": "plans", "one": one, "cycle": found, "page": page}
    return render(request, "qa/cycle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    if request.method == "POST":
        return _save(request, None)
    return _show(request, None, PlanForm(initial={"starts_on": timezone.localdate()}))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    one = _plan(request, number)
    return (
        _save(request, one)
        if request.method == "POST"
        else _show(request, one, PlanForm(initial=PlanForm.begun(one)))
    )


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    one = _plan(request, number)
    actions.end_plan(one, by=request.user)
    messages.success(request, _("Ended. What it drew is reviewed to its end."))
    return redirect("qa:plan", one.pk)


def _save(request: HttpRequest, one: Plan | None) -> HttpResponse:
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _show(request, one, form, 422)
    try:
        saved = actions.save_plan(one, by=request.user, **form.said())
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, one, form, 422)
    messages.success(request, _("Saved. It holds from the next cycle on."))
    return redirect("qa:plan", saved.pk)


def _show(request: HttpRequest, one: Plan | None, form: PlanForm, status: int = 200) -> HttpResponse:
    context = {"here": "reviews", "tab": "plans", "one": one, "form": form}
    return render(request, "qa/plan_form.html", context, status=status)


def _plan(request: HttpRequest, number: int) -> Plan:
    _require(request)
    found = Plan.objects.select_related("scorecard", "made_by").filter(pk=number).first()
    if found is None:
        raise Http404(f"no plan {number}")
    return found


def _require(request: HttpRequest) -> None:
    if not request.user.may("review.manage"):
        raise Http404("not for this reader")
