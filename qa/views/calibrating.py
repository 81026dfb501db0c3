"""Calibrations: the same answers, scored by several."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib import database_clock
from qa import actions
from qa.access import calibration_for, calibrations_for, reviewable_by, scorecards_for
from qa.actions.calibrating import is_shown
from qa.calibrating import agreed
from qa.conversation import conversation_of
from qa.forms import AnswersForm, CalibrationForm, SheetForm
from qa.models import Calibration, Sheet
from qa.models.scorecards import anchors_of
from tickets.models import Message

PAGE = 50


@require_safe
def calibrations(request: HttpRequest) -> HttpResponse:
    if not request.user.may("review.give"):
        raise Http404("not for this reader")
    found = calibrations_for(request.user).annotate(answers=Count("items", distinct=True))
    page = Paginator(found.order_by("closed_at", "-opened_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"here": "reviews", "tab": "calibrations", "page": page}
    return render(request, "qa/calibrations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if not request.user.may("review.manage"):
        raise Http404("not for this reader")
    form = CalibrationForm(scorecards_for(request.user).filter(retired_at=None), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("qa:calibration", _opened(request, form.cleaned_data).pk)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"here": "reviews", "tab": "calibrations", "form": form}
    return render(request, "qa/calibration_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def calibration(request: HttpRequest, number: int) -> HttpResponse:
    one = calibration_for(request.user, number)
    return _show(request, one)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """One answer beside the scorecard: theirs to fill in, or what everybody said."""
    one = calibration_for(request.user, number)
    each = one.items.select_related("message__ticket").filter(place=place).first()
    if each is None:
        raise Http404(f"no answer {place} in calibration {number}")
    takes_part, shown = one.people.filter(pk=request.user.pk).exists(), is_shown(one, request.user)
    own = Sheet.objects.filter(item=each, user=request.user).first() if takes_part else None
    begun = {**AnswersForm.begun(own.answers), "words": own.words} if own else {}
    form = SheetForm(one.scorecard, request.POST or None, initial=begun) if takes_part and not shown else None
    if request.method == "POST":
        if form is None:
            raise Http404("nothing to fill in")
        if form.is_valid() and _filled_in(request, each, form):
            return _on(one, place)
    sheets = [*each.sheets.select_related("user")] if shown else []
    places = [*one.items.values_list("place", flat=True)]
    context = {
        "here": "reviews", "one": one, "each": each, "form": form, "said": conversation_of(each.message),
        "sections": _boxes(one, form) if form else [], "hides": not one.closed_at,
        "sheets": sheets, "count": len(places),
        "following": min((other for other in places if other > place), default=None),
        "table": [
            (asked["title"], [sheet.answers.get(asked["key"]) for sheet in sheets])
            for asked in one.scorecard.criteria
        ],
    }  # fmt: skip
    return render(
        request, "qa/calibration_item.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    one = calibration_for(request.user, number)
    if not (is_shown(one, request.user) or request.user.may("review.manage")):
        raise Http404("not yet")
    try:
        actions.say(one, words=request.POST.get("words", ""), by=request.user)
    except ValidationError as error:
        return _show(request, one, 422, trouble=" ".join(error.messages))
    return redirect("qa:calibration", one.pk)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    one = calibration_for(request.user, number)
    if not request.user.may("review.manage"):
        raise Http404("not for this reader")
    outcome = request.POST.get("outcome", "")
    try:
        actions.close_calibration(one, outcome=outcome, by=request.user)
    except ValidationError as error:
        return _show(request, one, 422, trouble=" ".join(error.messages), outcome=outcome)
    messages.success(request, _("Closed. Everybody who took part is told."))
    return redirect("qa:calibration", one.pk)


def _opened(request: HttpRequest, given: dict[str, Any]) -> Calibration:
    may = reviewable_by(request.user, at=database_clock.now()).filter(redacted_at=None)
    answers: list[Message] = []
    for ticket in given.pop("tickets"):
        found = may.filter(ticket=ticket).order_by("-at", "-pk").first()
        if found is None:
            raise ValidationError(_("Ticket #%(n)s has no answer that you may review."), params={"n": ticket})
        answers.append(found)
    scorecard = given.pop("scorecard").current
    return actions.open_calibration(**given, scorecard=scorecard, messages=answers, by=request.user)


def _on(one: Calibration, place: int) -> HttpResponse:
    following = one.items.filter(place__gt=place).first()
    if following is None:
        return redirect("qa:calibration", one.pk)
    return redirect("qa:calibration_item", one.pk, following.place)


def _filled_in(request: HttpRequest, each, form: SheetForm) -> bool:
    try:
        actions.fill_in(each, answers=form.answers(), words=form.cleaned_data["words"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _boxes(one: Calibration, form: SheetForm) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(title, [_box(each, form) for each in criteria]) for title, criteria in one.scorecard.sections]


def _box(each: dict[str, Any], form: SheetForm) -> dict[str, Any]:
    return {"it": each, "answer": form[f"a-{each['key']}"], "anchors": anchors_of(each)}


def _show(request: HttpRequest, one: Calibration, status: int = 200, **given: Any) -> HttpResponse:
    shown = is_shown(one, request.user)
    people = [*one.people.all()]
    sheets = [*Sheet.objects.filter(item__calibration=one).order_by().values_list("item", "user")]
    done, own = Counter(who for _item, who in sheets), {it for it, who in sheets if who == request.user.pk}
    items = [*one.items.select_related("message__ticket")]
    context = {
        "here": "reviews", "tab": "calibrations", "one": one, "shown": shown, "items": items, "own": own,
        "people": [(who, done[who.pk]) for who in people], "takes_part": request.user in people,
        "agreed": agreed(one) if shown else [], "said": one.said.select_related("by"),
        "may_say": not one.closed_at and (shown or request.user.may("review.manage")),
        "may_close": not one.closed_at and request.user.may("review.manage"), "today": timezone.localdate(),
        **given,
    }  # fmt: skip
    return render(request, "qa/calibration.html", context, status=status)
