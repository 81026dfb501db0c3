"""Recommendations: the list, one of them in its versions, writing it, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring import actions, workflow
from hiring.access import WRITES, candidates_for, recommendation_for, recommendations_for
from hiring.actions.recommending import digest_of
from hiring.choices import RecommendationState
from hiring.forms import HALF_A_YEAR, RecommendationForm, form_of_recommendation
from hiring.models import Recommendation
from hiring.saying import evidence_in
from hiring.views.door import PAGE, seen, tried, without_page, works


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Those this person wrote, approves, or was let into; `show` is a state, or running."""
    mine = recommendations_for(request.user)
    if not mine.exists():
        works(request)
    shelves = {"": _("Running"), **dict(RecommendationState.choices)}
    show = request.GET.get("show", "")
    show = show if show in shelves else ""
    found = mine.filter(state=show) if show else mine.exclude(state__in=workflow.OVER)
    page = Paginator(found.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "hiring", "tab": "recommendations", "page": page, "shelves": shelves, "show": show,
        "params": without_page(request),
    }  # fmt: skip
    return render(request, "hiring/recommendations.html", context)


@require_safe
def recommendation(request: HttpRequest, recommendation_id: int) -> HttpResponse:
    """The newest version, or with `version` an older one. Others than the author see only proposed ones."""
    one = recommendation_for(request.user, recommendation_id)
    seen(request, one.dossier, "recommendation")
    wordings = one.wordings.all()
    if request.user.pk != one.author_id:
        wordings = wordings.exclude(proposed_at=None)
    wordings = list(wordings)
    asked = request.GET.get("version", "")
    shown = next((each for each in wordings if str(each.number) == asked), wordings[0] if wordings else None)
    if shown is None:
        raise Http404("nothing proposed yet")
    roles = [("author", request.user.pk == one.author_id), ("second", request.user.pk == one.second_id)]
    parts = frozenset(part for part, holds in roles if holds)
    moves = workflow.moves_from(workflow.RECOMMENDATION, one.state, parts)
    context = {
        "with_words": any(move.words for move in moves),
        "here": "hiring", "recommendation": one, "wording": shown, "wordings": wordings,
        "evidence": evidence_in(shown), "intact": not shown.sha256 or shown.sha256 == digest_of(shown),
        "steps": one.steps.select_related("who"),
        "moves": [(move, MOVE_WORDS[move.name]()) for move in moves] if shown == wordings[0] else [],
        "owns": request.user.pk == one.author_id,
        "alternatives": [(name, shown.alternatives.get(key)) for key, name in other_ways()],
    }  # fmt: skip
    return render(request, "hiring/recommendation.html", context)


MOVE_WORDS = {
    "propose": lambda: _("Propose"),
    "approve": lambda: _("Approve"),
    "decline": lambda: _("Decline"),
    "redraft": lambda: _("Take it back and write on"),
    "carry_out": lambda: _("It is carried out"),
}


def other_ways() -> list[tuple[str, str]]:
    return [("training", _("Training")), ("plan", _("Plan")), ("other", _("Other ways"))]


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_new(request: HttpRequest) -> HttpResponse:
    works(request)
    today = timezone.localdate()
    initial = {"evidence_from": today - HALF_A_YEAR, "evidence_to": today}
    theirs = candidates_for(request.user, parts=WRITES)
    data = request.POST if request.method == "POST" else None
    form = RecommendationForm(request.user, theirs, None, data, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.recommend(
                form.said(), kind=said["kind"], by=request.user, second=said["second"],
                subject=said["subject"], candidate=said["candidate"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. Nobody else sees it until you propose it."))
            return redirect("hiring:recommendation", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_edit(request: HttpRequest, recommendation_id: int) -> HttpResponse:
    one = recommendation_for(request.user, recommendation_id)
    draft = one.wordings.filter(proposed_at=None).first()
    if one.author_id != request.user.pk or draft is None:
        raise Http404("nothing to write here")
    theirs = candidates_for(request.user)
    initial = form_of_recommendation(one, draft)
    if request.method != "POST":
        seen(request, one.dossier, "recommendation")
        return _form(request, RecommendationForm(request.user, theirs, one, initial=initial), one)
    form = RecommendationForm(request.user, theirs, one, request.POST, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.write_recommendation(
                one, form.said(), by=request.user, seen=said["seen"], second=said["second"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        except actions.StaleEdit:
            form.add_error(None, _("You saved it elsewhere since you opened it. Copy what you wrote."))
            return _form(request, form, one, 409)
        else:
            messages.success(request, _("Saved"))
            return redirect("hiring:recommendation", one.pk)
    return _form(request, form, one)


def _form(request: HttpRequest, form: RecommendationForm, one: Recommendation | None,
          status: int = 0) -> HttpResponse:  # fmt: skip
    context = {"here": "hiring", "form": form, "recommendation": one}
    status = status or (422 if form.errors else 200)
    return render(request, "hiring/recommendation_edit.html", context, status=status)


@require_POST
def recommendation_move(request: HttpRequest, recommendation_id: int) -> HttpResponse:
    one = recommendation_for(request.user, recommendation_id)
    do, words = request.POST.get("do", ""), request.POST.get("words", "")
    tried(request, lambda: actions.move_recommendation(one, do, by=request.user, words=words), _("Saved"))
    return redirect("hiring:recommendation", one.pk)
