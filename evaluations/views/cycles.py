"""Cycles: opened and followed by managers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations import actions
from evaluations.access import cycle_for
from evaluations.choices import State
from evaluations.forms import CycleForm, PeopleForm
from evaluations.models import Cycle, Form
from evaluations.queries import cycles as all_cycles
from evaluations.steps import due_on, waits_for
from evaluations.views.listing import heads, params, row_of
from lib.tables import table_answer

PAGE = 50


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    _require(request)
    page = Paginator(all_cycles(), PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "evaluations", "tab": "cycles", "page": page, "params": params(request),
        "today": timezone.localdate(), "has_forms": _forms().exists(),
    }  # fmt: skip
    return render(request, "evaluations/cycles.html", context)


@require_safe
def cycle(request: HttpRequest, number: int) -> HttpResponseBase:
    """How far everybody is; `state` narrows, `as` asks for a table to take away."""
    return _show(request, cycle_for(request.user, number), PeopleForm())


def _show(request: HttpRequest, one: Cycle, add: PeopleForm, status: int = 200) -> HttpResponseBase:
    found = one.evaluations.for_rows().order_by("state", "person__full_name")
    counts = dict(one.evaluations.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    if state in State.values:
        found = found.filter(state=state)
    answer = table_answer(request, one.name, heads(), (row_of(each) for each in found))
    if answer:
        return answer
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.due, each.waits = due_on(each.standing), waits_for(each.standing)
    context = {
        "here": "evaluations", "tab": "cycles", "cycle": one, "page": page, "params": params(request),
        "today": timezone.localdate(), "state": state, "add": add, "all": sum(counts.values()),
        "states": [(key, name, counts[key]) for key, name in State.choices if counts.get(key)],
        "done": counts.get(State.DONE, 0), "standing": sum(counts.values()) - counts.get(State.WITHDRAWN, 0),
    }  # fmt: skip
    return render(request, "evaluations/cycle.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    if not _forms().exists():
        messages.info(request, _("First say what an evaluation asks: then a cycle can begin."))
        return redirect("evaluations:form_new")
    form = CycleForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, 200 if request.method != "POST" else 422)
    try:
        opened = actions.open_cycle(by=request.user, **form.said())
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, form, 422)
    messages.success(request, _("The cycle is open, and everybody in it is told."))
    return redirect("evaluations:cycle", opened.pk)


@require_POST
def add(request: HttpRequest, number: int) -> HttpResponseBase:
    one = cycle_for(request.user, number)
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return _show(request, one, form, 422)
    try:
        added = actions.add_people(one, people=form.chosen(), held=form.cleaned_data["held"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, one, form, 422)
    messages.success(request, _("Added to the cycle: %(n)s") % {"n": len(added)})
    return redirect("evaluations:cycle", one.pk)


def _form(request: HttpRequest, form: CycleForm, status: int) -> HttpResponse:
    context = {"here": "evaluations", "tab": "cycles", "form": form}
    return render(request, "evaluations/cycle_new.html", context, status=status)


def _forms():
    return Form.objects.filter(retired_at=None).exclude(current=None)


def _require(request: HttpRequest) -> None:
    if not request.user.may("evaluation.manage"):
        raise Http404("not for this reader")
