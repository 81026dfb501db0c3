"""Objecting to a finding on tone, and deciding about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qa import actions
from qa.access import tone_finding_to
from qa.forms import SettleToneForm, ToneDisputeForm
from qa.views.judging import show


@require_POST
def dispute(request: HttpRequest, number: int) -> HttpResponse:
    one = tone_finding_to(request.user, number, "dispute")
    form = ToneDisputeForm(request.POST)
    if not form.is_valid():
        return show(request, one, 422, dispute_form=form)
    try:
        actions.dispute_tone(one, words=form.cleaned_data["words"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return show(request, one, 422, dispute_form=form)
    messages.success(request, _("Disputed. You are told what is decided."))
    return redirect("qa:tone_finding", one.pk)


@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    one = tone_finding_to(request.user, number, "settle")
    form = SettleToneForm(request.POST)
    if not form.is_valid():
        return show(request, one, 422, settle_form=form)
    verdict, answer = request.POST.get("verdict", ""), form.cleaned_data["answer"]
    try:
        actions.settle_tone(one, verdict=verdict, answer=answer, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return show(request, one, 422, settle_form=form)
    messages.success(request, _("Decided. The person is told."))
    return redirect("qa:tone_finding", one.pk)


@require_POST
def pass_up(request: HttpRequest, number: int) -> HttpResponse:
    one = tone_finding_to(request.user, number, "pass_up")
    try:
        actions.pass_up_tone(one, by=request.user)
    except ValidationError as error:
        return show(request, one, 422, trouble=" ".join(error.messages))
    messages.success(request, _("A manager decides about it now."))
    return redirect("qa:tone_finding", one.pk)
