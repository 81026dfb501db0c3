"""What is out of bounds, and why."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from budget import actions
from budget.access import explanation_for, explanations_for, year_for
from budget.models import Explanation, Year
from budget.sums import variance
from budget.views.shown import shell

PAGE = 30


@require_safe
def explanations(request: HttpRequest, year_id: int) -> HttpResponse:
    """Open ones, or with show=done those that are explained."""
    return _page(request, year_for(request.user, year_id))


def _page(
    request: HttpRequest, year: Year, *, trouble: str = "", at: int = 0, typed: str = "", status: int = 200
) -> HttpResponse:
    show = "done" if request.GET.get("show") == "done" else "open"
    found = explanations_for(request.user, year).filter(settled_at=None)
    found = found.exclude(explained_at=None) if show == "done" else found.filter(explained_at=None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.apart = variance(one.plan_cents, one.actual_cents, year.limits)
        one.on = year.months[one.month]
    context = shell(
        request, year, "explanations", page=page, show=show, trouble=trouble, at=at, typed=typed,
        params=f"show={show}",
    )  # fmt: skip
    return render(request, "budget/explanations.html", context, status=status)


@require_POST
def explain(request: HttpRequest, year_id: int, explanation_id: int) -> HttpResponse:
    year = year_for(request.user, year_id)
    one: Explanation = explanation_for(request.user, year, explanation_id)
    words = request.POST.get("words", "")
    try:
        actions.explain(one, words=words, by=request.user)
    except ValidationError as error:
        if one.explained_at or year.is_closed:  # it is not on the page of those that wait
            messages.error(request, " ".join(error.messages))
            return redirect("budget:explanations", year.pk)
        return _page(request, year, trouble=" ".join(error.messages), at=one.pk, typed=words, status=422)
    messages.success(request, _("Explained."))
    return redirect("budget:explanations", year.pk)
