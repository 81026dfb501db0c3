"""Objecting to a review, and deciding about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qa import actions
from qa.access import review_to
from qa.forms import DisputeForm, SettleForm
from qa.models import Review
from qa.views.reading import show


@require_POST
def dispute(request: HttpRequest, number: int) -> HttpResponse:
    one = review_to(request.user, number, "dispute")
    form = DisputeForm(one.scorecard, request.POST)
    if not form.is_valid():
        return show(request, one, 422, dispute_form=form)
    try:
        actions.dispute(one, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return show(request, one, 422, dispute_form=form)
    messages.success(request, _("Disputed. You are told what is decided."))
    return redirect("qa:review", one.pk)


@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    one = review_to(request.user, number, "settle")
    form = SettleForm(one.scorecard, request.POST, keys=_disputed(one))
    if not form.is_valid():
        return show(request, one, 422, settle_form=form)
    try:
        actions.settle(
            one, verdict=request.POST.get("verdict", ""), answer=form.cleaned_data["answer"],
            answers=form.answers(), by=request.user,
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, error)
        return show(request, one, 422, settle_form=form)
    messages.success(request, _("Decided. The person is told."))
    return redirect("qa:review", one.pk)


@require_POST
def pass_up(request: HttpRequest, number: int) -> HttpResponse:
    one = review_to(request.user, number, "pass_up")
    try:
        actions.pass_up(one, by=request.user)
    except ValidationError as error:
        return show(request, one, 422, trouble=" ".join(error.messages))
    messages.success(request, _("A manager decides about it now."))
    return redirect("qa:review", one.pk)


def _disputed(one: Review) -> list[str]:
    running = next((each for each in one.disputes.all() if each.is_open), None)
    return running.criteria if running else []
