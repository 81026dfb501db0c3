"""Scorecards: what reviews are scored by."""

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import Func, IntegerField, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qa import actions
from qa.models import Review, Scorecard
from qa.scorecard_forms import CriterionForm, CriterionForms, ScorecardForm

MOST_USED = 1000


@require_safe
def scorecards(request: HttpRequest) -> HttpResponse:
    _require(request)
    found = Scorecard.objects.select_related("current__made_by").annotate(used=_used())
    context = {
        "here": "reviews", "tab": "scorecards", "scorecards": found.order_by("retired_at", "name"),
        "most": MOST_USED,
    }  # fmt: skip
    return render(request, "qa/scorecards.html", context)


def _used() -> Func:
    """By how many reviews, counted no further than one past MOST_USED."""
    theirs = Review.objects.filter(scorecard__scorecard=OuterRef("pk")).order_by().values("pk")
    some = ArraySubquery(theirs[: MOST_USED + 1])
    return Func(some, function="cardinality", output_field=IntegerField())


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    if request.method == "POST":
        return _save(request, None)
    tone, content = _("Tone"), _("Content")
    begun = [
        {"section": tone, "title": _("Friendly and respectful"), "points": 5, "weight": 2, "critical": True},
        {"section": tone, "title": _("In the customer's language, by name"), "points": 2, "weight": 1},
        {"section": content, "title": _("Every question answered"), "points": 5, "weight": 3},
        {"section": content, "title": _("Correct, by the guideline"), "points": 5, "weight": 3},
    ]
    return _show(request, None, ScorecardForm(), CriterionForms(initial=begun))


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request: HttpRequest, number: int) -> HttpResponse:
    one = _scorecard(request, number)
    if request.method == "POST":
        return _save(request, one)
    named = ScorecardForm(initial=ScorecardForm.begun(one.current))
    return _show(
        request, one, named, CriterionForms(initial=[*map(CriterionForm.begun, one.current.criteria)])
    )


@require_POST
def retire(request: HttpRequest, number: int) -> HttpResponse:
    one = _scorecard(request, number)
    is_retired = request.POST.get("do") != "use"
    actions.retire_scorecard(one, by=request.user, retired=is_retired)
    said = _("No longer offered for new reviews.") if is_retired else _("Offered for new reviews again.")
    messages.success(request, said)
    return redirect("qa:scorecards")


def _save(request: HttpRequest, one: Scorecard | None) -> HttpResponse:
    named, criteria = ScorecardForm(request.POST), CriterionForms(request.POST)
    if not (named.is_valid() and criteria.is_valid()):
        return _show(request, one, named, criteria, 422)
    try:
        asked = [each.said() for each in criteria]
        saved = actions.save_scorecard(one, criteria=asked, by=request.user, **named.said())
    except ValidationError as error:
        named.add_error(None, error)
        return _show(request, one, named, criteria, 422)
    messages.success(
        request, _("Version %(n)s of the scorecard is in use for new reviews.") % {"n": saved.number}
    )
    return redirect("qa:scorecards")


def _show(request: HttpRequest, one: Scorecard | None, named, criteria, status: int = 200) -> HttpResponse:
    context = {
        "here": "reviews", "tab": "scorecards", "one": one, "form": named, "criteria": criteria,
        "versions": one.versions.select_related("made_by") if one else [],
    }  # fmt: skip
    return render(request, "qa/scorecard.html", context, status=status)


def _scorecard(request: HttpRequest, number: int) -> Scorecard:
    _require(request)
    found = Scorecard.objects.select_related("current__scorecard").exclude(current=None)
    one = found.filter(pk=number).first()
    if one is None:
        raise Http404(f"no scorecard {number}")
    return one


def _require(request: HttpRequest) -> None:
    if not request.user.may("review.manage"):
        raise Http404("not for this reader")
