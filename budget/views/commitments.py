"""What is promised to vendors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget import actions
from budget.access import commitments_for, managed_year, year_for
from budget.forms import CommitmentForm
from budget.models import Commitment
from budget.queries import with_posted
from budget.sums import still_open
from budget.views.planning import FORM
from budget.views.shown import asked, shell

PAGE = 50


@require_safe
def commitments(request: HttpRequest, year_id: int) -> HttpResponse:
    year = year_for(request.user, year_id)
    found = with_posted(commitments_for(request.user, year)).order_by("ended_at", "vendor", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.total = sum(one.cents)
        one.open_months = [] if one.ended_at else still_open(one.cents, one.posted)
        one.still_open = sum(one.open_months)
        one.next_month = next((year.months[n] for n, cents in enumerate(one.open_months) if cents), None)
    return render(request, "budget/commitments.html", shell(request, year, "commitments", page=page))


@require_http_methods(FORM)
def new(request: HttpRequest, year_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    form = CommitmentForm(year, request.POST or None)

    def act() -> Commitment:
        said = form.cleaned_data
        return actions.commit(
            year, centre=said["centre"], kind=said["kind"], vendor=said["vendor"],
            reference=said["reference"], cents=form.months(), by=request.user,
        )  # fmt: skip

    return asked(
        request, form, act, lambda made: redirect("budget:commitments", year.pk), title=_("New commitment"),
        back="budget:commitments", back_to=year.pk, submit=_("Commit to it"),
        about=_("It counts in the forecast until it is posted."),
    )  # fmt: skip


@require_POST
def end(request: HttpRequest, year_id: int, commitment_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    one = commitments_for(request.user, year).filter(pk=commitment_id).first()
    if one is None:
        raise Http404("no such commitment")
    try:
        actions.release(one, by=request.user)
        messages.success(request, _("What was left of it is no longer expected."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("budget:commitments", year.pk)
