"""Writing a review: the conversation on one side, the scorecard on the other."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lib import database_clock
from qa import actions
from qa.access import answer_for, review_to, reviews_for, scorecards_for, tone_findings_to_judge
from qa.applying import fitting
from qa.beside import heard_beside
from qa.choices import State
from qa.conversation import conversation, marks_of
from qa.forms import BeginForm, ReviewForm
from qa.models import Review, ToneFinding
from qa.models.scorecards import anchors_of
from qa.views.drafting import draft, edit_of


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, message: int) -> HttpResponse:
    """Chooses a scorecard for an answer; the ones that apply to it come first, the first is proposed.
    `finding`: a confirmed one of the tone monitor, whose passage is marked from the beginning.
    """
    answer = answer_for(request.user, message, at=database_clock.now())
    begun = reviews_for(request.user).filter(message=answer, reviewer=request.user, state=State.BEGUN).first()
    if begun:
        return redirect("qa:write", begun.pk)
    cards = scorecards_for(request.user).filter(retired_at=None)
    best = fitting(answer, cards)
    form = BeginForm(cards, request.POST or None, initial={"scorecard": best[0] if best else None})
    if request.method == "POST" and form.is_valid():
        made = actions.begin_review(
            answer, scorecard=form.cleaned_data["scorecard"].current, by=request.user,
            blind=form.cleaned_data["blind"],
        )  # fmt: skip
        _mark_finding(request, made)
        return redirect("qa:write" if made.state == State.BEGUN else "qa:review", made.pk)
    context = {"here": "reviews", "answer": answer, "form": form, "has_cards": cards.exists()}
    return render(request, "qa/begin.html", context, status=422 if request.method == "POST" else 200)


def _mark_finding(request: HttpRequest, made: Review) -> None:
    sent = request.GET.get("finding", "")
    if made.state != State.BEGUN or not (sent.isascii() and sent.isdecimal() and len(sent) < 16):
        return
    found = tone_findings_to_judge(request.user).confirmed().filter(message=made.message_id, pk=int(sent))
    one = found.select_related("message", "rule").first()
    if one and one.passage:
        place = {"message": one.message, "start": one.start, "end": one.end}
        actions.mark(made, **place, note=one.rule.words, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """With do=draft it is kept while one writes on. `keep` is the `edit` of another window, given up."""
    one = review_to(request.user, number, "write")
    if request.POST.get("do") == "draft":
        return draft(request, one)
    if one.state != State.BEGUN:
        return redirect("qa:review", one.pk)
    if request.method != "POST":
        return show(request, one, ReviewForm(one, initial=ReviewForm.as_written(one)))
    form = ReviewForm(one, _sent(request))
    if not form.is_valid():
        return show(request, one, form, 422)
    try:
        saved = actions.write_review(one, by=request.user, **form.said())
    except ValidationError as error:
        form.add_error(None, error)
        return show(request, one, form, 422)
    except actions.StaleDraft:
        form.add_error(None, _("This review was saved in another window. What you typed is still here."))
        return show(request, one, form, 409, newer=edit_of(one))
    if request.POST.get("do") != "give":
        messages.success(request, _("Saved. Only you see it so far."))
        return redirect("qa:write", one.pk)
    return _give(request, saved)


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    one = review_to(request.user, number, "write")
    try:
        actions.drop_review(one, by=request.user, why=request.POST.get("why", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("qa:write", one.pk)
    messages.success(request, _("Dropped. It counts nowhere."))
    return redirect("qa:reviews")


def _sent(request: HttpRequest) -> QueryDict:
    """With the number of the other window's `edit`, if it is to be overwritten."""
    sent = request.POST.copy()
    if "keep" in sent:
        sent["seen"] = sent["keep"]
    return sent


def _give(request: HttpRequest, one: Review) -> HttpResponse:
    """Then comes the next one that they have begun."""
    try:
        actions.give_review(one, by=request.user)
    except ValidationError as error:
        form = ReviewForm(one, _again(request, one))
        form.is_valid()
        form.add_error(None, error)
        return show(request, one, form, 422)
    messages.success(request, _("Given. %(name)s reads it now.") % {"name": one.person.full_name})
    following = reviews_for(request.user).filter(reviewer=request.user, state=State.BEGUN)
    after = following.order_by("begun_at", "pk").first()
    return redirect("qa:write", after.pk) if after else redirect("qa:review", one.pk)


def _again(request: HttpRequest, one: Review):
    """What was sent, as it is saved by now."""
    sent = request.POST.copy()
    sent["seen"], sent["seconds"] = str(one.edit), "0"
    return sent


def show(
    request: HttpRequest, one: Review, form: ReviewForm, status: int = 200, newer: int | None = None
) -> HttpResponse:
    waiting = reviews_for(request.user).filter(reviewer=request.user, state=State.BEGUN)
    others = [*waiting.exclude(pk=one.pk).order_by("begun_at", "pk").only("pk")]
    marks = marks_of(one)
    context = {
        "here": "reviews", "one": one, "form": form, "said": conversation(one, marks),
        "waiting": len(others), "next": following(one, others), "marks": marks,
        "sections": sections_of(one, form, heard_beside(one, by=request.user)), "newer": newer,
    }  # fmt: skip
    return render(request, "qa/write.html", context, status=status)


def following(one: Review, others: list[Review]) -> Review | None:
    """The next after this one; at the end it begins anew."""
    return next((each for each in others if each.pk > one.pk), others[0] if others else None)


def sections_of(
    one: Review, form: ReviewForm, heard: dict[str, list[ToneFinding]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (title, [_boxes(each, form, heard) for each in criteria])
        for title, criteria in one.scorecard.sections
    ]


def _boxes(each: dict[str, Any], form: ReviewForm, heard: dict[str, list[ToneFinding]]) -> dict[str, Any]:
    causes = f"c-{each['key']}"
    return {
        "it": each, "answer": form[f"a-{each['key']}"], "anchors": anchors_of(each),
        "causes": form[causes] if causes in form.fields else None, "heard": heard.get(each.get("tone", "")),
    }  # fmt: skip
