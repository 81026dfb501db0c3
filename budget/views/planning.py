"""Years made, approved, planned anew and closed; what happened to one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget import actions
from budget.access import managed_year, manages
from budget.forms import ReasonForm, YearForm, first_day
from budget.models import Year
from budget.views.shown import asked, shell

PAGE = 50
FORM = ("GET", "HEAD", "POST")


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    if not manages(request.user):
        raise Http404("not theirs to plan")
    begins = first_day(Year.objects.all(), timezone.localdate())
    form = YearForm(request.POST or None, initial={"starts_on": begins, "name": begins.year})
    return asked(
        request, form, lambda: actions.make_year(form.cleaned_data, by=request.user),
        lambda year: redirect("budget:plan", year.pk), title=_("New year"), back="budget:years",
        submit=_("Make the year"),
    )  # fmt: skip


@require_http_methods(FORM)
def edit(request: HttpRequest, year_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    form = YearForm(request.POST or None, year=year)
    return asked(
        request, form, lambda: actions.save_year(year, form.cleaned_data, by=request.user),
        lambda one: redirect("budget:year", one.pk), title=_("Settings of %(year)s") % {"year": year.name},
        back="budget:year", back_to=year.pk, submit=_("Save"),
    )  # fmt: skip


@require_http_methods(FORM)
def replan(request: HttpRequest, year_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    form = ReasonForm(request.POST or None)
    return asked(
        request, form, lambda: actions.replan(year, reason=form.cleaned_data["reason"], by=request.user),
        lambda version: redirect("budget:plan", year.pk), title=_("New plan"), back="budget:plan",
        back_to=year.pk, submit=_("Begin a new plan"),
        about=_("It begins as a copy of the plan in force, which counts until you approve the new one."),
    )  # fmt: skip


@require_POST
def do(request: HttpRequest, year_id: int) -> HttpResponse:
    """`do` is approve, drop or close."""
    year = managed_year(request.user, year_id)
    acts = {
        "approve": (actions.approve, _("The plan is approved.")),
        "drop": (actions.drop_plan, _("The new plan is dropped.")),
        "close": (actions.close, _("The year is closed.")),
    }
    if request.POST.get("do") not in acts:
        raise Http404("no such thing to do")
    act, done = acts[request.POST["do"]]
    try:
        act(year, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("budget:plan", year.pk)
    messages.success(request, done)
    return redirect("budget:year", year.pk)


@require_safe
def history(request: HttpRequest, year_id: int) -> HttpResponse:
    """Every change of the plan: who, when, from what to what."""
    year = managed_year(request.user, year_id)
    page = Paginator(year.changes.select_related("by", "line"), PAGE).get_page(request.GET.get("page"))
    for one in page:
        before, after = one.data.get("before"), one.data.get("after")
        one.before = sum(before) if before else None
        one.after = sum(after) if after else one.data.get("total")
    return render(request, "budget/history.html", shell(request, year, "history", page=page))
