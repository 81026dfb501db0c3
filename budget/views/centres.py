"""Cost centres, looked after by managers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from budget import actions
from budget.access import centre_for, centres_for, manages
from budget.forms import CentreForm
from budget.models import CostCentre
from budget.sums import in_order
from budget.views.planning import FORM
from budget.views.shown import asked


@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    _must_manage(request)
    found = {one.pk: one for one in centres_for(request.user)}
    order = in_order({one.pk: one.parent_id for one in found.values()})
    rows = [{"centre": found[one], "depth": min(depth, 3)} for one, depth in order]
    return render(request, "budget/centres.html", {"here": "budget", "rows": rows})


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    _must_manage(request)
    return _form(request, None, _("New cost centre"))


@require_http_methods(FORM)
def edit(request: HttpRequest, centre_id: int) -> HttpResponse:
    _must_manage(request)
    centre = centre_for(request.user, centre_id)
    return _form(request, centre, str(centre))


def _form(request: HttpRequest, centre: CostCentre | None, title: str) -> HttpResponse:
    form = CentreForm(request.POST or None, centre=centre)
    return asked(
        request, form, lambda: actions.save_centre(centre, form.cleaned_data, by=request.user),
        lambda one: redirect("budget:centres"), title=title, back="budget:centres", submit=_("Save"),
    )  # fmt: skip


def _must_manage(request: HttpRequest) -> None:
    if not manages(request.user):
        raise Http404("not theirs to change")
