"""Coaching: what was agreed on findings, its follow-up, its effect."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib import database_clock
from qa import actions
from qa.access import coaching_for, coachings_for, review_for, reviews_for
from qa.choices import COUNTED
from qa.coached import effect_of, is_complete
from qa.effect import Effect
from qa.forms import CoachingForm
from qa.models import Coaching, Review

PAGE = 50
OTHERS = 12
AHEAD = datetime.timedelta(days=21)


@require_safe
def coachings(request: HttpRequest) -> HttpResponse:
    if not request.user.may("review.have"):
        raise Http404("not for this reader")
    found = coachings_for(request.user).order_by("closed_at", "follow_up_on", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "qa/coachings.html", {"here": "reviews", "tab": "coaching", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Begins with one review; others of the same person by the same scorecard may join it as findings."""
    one = review_for(request.user, number)
    if not request.user.may("review.give") or one.state not in COUNTED or one.person_id == request.user.pk:
        raise Http404("not this reader's to coach on")
    others = _others(request, one)
    begun = {"follow_up_on": timezone.localdate() + AHEAD, "criterion": _weakest(one)}
    form = CoachingForm(one, others, request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.open_coaching(**{**given, "reviews": [one, *given["reviews"]]}, by=request.user)
            messages.success(request, _("Agreed. The follow-up comes by itself."))
            return redirect("qa:coaching", made.pk)
        except ValidationError as error:
            form.add_error(None, error)
        except PermissionDenied as error:
            raise Http404("not this reader's to coach on") from error
    context = {"here": "reviews", "one": one, "form": form}
    return render(request, "qa/coaching_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def coaching(request: HttpRequest, number: int) -> HttpResponse:
    return _show(request, coaching_for(request.user, number))


@require_POST
def follow_up(request: HttpRequest, number: int) -> HttpResponse:
    """Draws before its day, if the coach wishes so."""
    one = _led(request, number)
    if actions.follow_up(one, at=database_clock.now()):
        messages.success(request, _("Drawn: they are among what you have to write."))
    else:
        messages.error(request, _("Nothing to draw: no answer was written since."))
    return redirect("qa:coaching", one.pk)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    one = _led(request, number)
    outcome = request.POST.get("outcome", "")
    try:
        actions.close_coaching(one, outcome=outcome, by=request.user)
    except ValidationError as error:
        return _show(request, one, 422, trouble=" ".join(error.messages), outcome=outcome)
    messages.success(request, _("Closed, with its effect."))
    return redirect("qa:coaching", one.pk)


def _led(request: HttpRequest, number: int) -> Coaching:
    one = coaching_for(request.user, number)
    if request.user.pk == one.person_id or not (
        request.user.pk == one.coach_id or request.user.may("review.manage")
    ):
        raise Http404("not this reader's to lead")
    return one


def _weakest(one: Review) -> str | None:
    """The criterion on which most was lost."""
    worth = {each.criterion: each.value for each in one.ratings.filter(value__isnull=False)}
    return min(worth, key=worth.__getitem__) if worth else None


def _others(request: HttpRequest, one: Review):
    same = reviews_for(request.user).filter(
        person=one.person_id, scorecard__scorecard=one.scorecard.scorecard_id, state__in=COUNTED
    )
    newest = same.exclude(pk=one.pk).order_by("-given_at").values("pk")[:OTHERS]
    return Review.objects.filter(pk__in=[row["pk"] for row in newest]).select_related("message__ticket")


def _show(request: HttpRequest, one: Coaching, status: int = 200, **given) -> HttpResponse:
    leads = request.user.pk != one.person_id and (
        request.user.pk == one.coach_id or request.user.may("review.manage")
    )
    context = {
        "here": "reviews", "tab": "coaching", "one": one, "leads": leads,
        "findings": _on_it(one, one.findings), "follow_ups": _on_it(one, one.follow_ups),
        "effect": Effect(**one.effect) if one.effect else effect_of(one),
        "complete": is_complete(one), **given,
    }  # fmt: skip
    return render(request, "qa/coaching.html", context, status=status)


def _on_it(one: Coaching, reviews) -> list[Review]:
    """With what each chose on the criterion that it is about, and the most that could be chosen."""
    found = [*reviews.for_rows()]
    for each in found:
        each.chosen = each.answers.get(one.criterion) if each.state in COUNTED else None
        each.most = next((c["points"] for c in each.scorecard.criteria if c["key"] == one.criterion), None)
    return found
