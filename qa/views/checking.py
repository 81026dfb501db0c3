"""Reviewers reviewed: some of what they gave, scored once more without seeing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from qa import actions
from qa.access import check_for, checks_for
from qa.checked import NEWEST, as_given, seconds, table_of
from qa.conversation import conversation_of
from qa.forms import AnswersForm, ChecksForm, SheetForm
from qa.models import Check
from qa.models.scorecards import anchors_of

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest) -> HttpResponse:
    """What second scores say of each reviewer, those to give, and the last that were given."""
    if not request.user.may("review.manage"):
        raise Http404("not for this reader")
    form = ChecksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draw_checks(each=form.cleaned_data["each"], by=request.user)
            return _drawn(request, made)
        except ValidationError as error:
            form.add_error(None, error)
    found = checks_for(request.user).select_related("review__reviewer", "review__message__ticket", "by")
    to_give = [*found.filter(given_at=None).order_by("pk")[: SHOWN + 1]]
    context = {
        "here": "reviews", "tab": "quality", "form": form, "seconds": seconds(),
        "newest": NEWEST, "to_give": to_give[:SHOWN], "more": len(to_give) > SHOWN,
        "given": found.filter(given_at__isnull=False).order_by("-pk")[:SHOWN],
    }  # fmt: skip
    return render(request, "qa/checks.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Neither who reviewed nor what they chose is shown before it is given."""
    one = check_for(request.user, number)
    form = None if one.given_at else SheetForm(one.review.scorecard, request.POST or None)
    if request.method == "POST":
        if form is None:
            raise Http404("given already")
        if form.is_valid() and _gave(request, one, form):
            return redirect("qa:check", one.pk)
    if form is None:
        actions.note_reading(one.review, by=request.user)
    context = {
        "here": "reviews", "one": one, "form": form, "said": conversation_of(one.review.message),
        "sections": _boxes(one, form) if form else [], "table": [] if form else table_of(one),
        "score": None if form else as_given(one.review)[1], "next": _next(request, one),
    }  # fmt: skip
    return render(request, "qa/check.html", context, status=422 if request.method == "POST" else 200)


def _drawn(request: HttpRequest, made: list[Check]) -> HttpResponse:
    if made:
        said = ngettext("%(n)s review is drawn.", "%(n)s reviews are drawn.", len(made)) % {"n": len(made)}
        messages.success(request, said)
    else:
        messages.error(request, _("Nothing to draw: nothing was reviewed by others lately."))
    return redirect("qa:checks")


def _gave(request: HttpRequest, one: Check, form: SheetForm) -> bool:
    try:
        actions.give_check(one, answers=form.answers(), words=form.cleaned_data["words"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _next(request: HttpRequest, one: Check) -> Check | None:
    return checks_for(request.user).filter(given_at=None).exclude(pk=one.pk).order_by("pk").first()


def _boxes(one: Check, form: AnswersForm) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (
            title,
            [
                {"it": each, "answer": form[f"a-{each['key']}"], "anchors": anchors_of(each)}
                for each in criteria
            ],
        )
        for title, criteria in one.review.scorecard.sections
    ]
