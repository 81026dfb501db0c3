"""What is typed into a review, kept while one writes on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from lib import database_clock
from qa import actions
from qa.choices import State
from qa.forms import ReviewForm
from qa.models import Review


def draft(request: HttpRequest, one: Review) -> HttpResponse:
    """The line that says how the draft stands, and the number of its `edit` for the next."""
    if one.state != State.BEGUN:
        return _said(request, one, unsaved=_("Not saved: this review was given or dropped meanwhile."))
    form = ReviewForm(one, request.POST)
    if not form.is_valid():
        return _said(request, one, unsaved=_("Not saved: something here is longer than it may be."))
    try:
        saved = actions.write_review(one, by=request.user, **form.said())
    except ValidationError as error:
        return _said(request, one, unsaved=" ".join(error.messages))
    except actions.StaleDraft:
        return _said(request, one, newer=edit_of(one))
    answer = _said(request, saved, saved_at=timezone.localtime(database_clock.now()))
    context = {"form": ReviewForm(saved, initial=ReviewForm.as_written(saved)), "is_draft": True}
    answer.write(render_to_string("qa/write.html#counts", context, request))
    return answer


def edit_of(one: Review) -> int:
    """As it is by now."""
    return Review.objects.values_list("edit", flat=True).get(pk=one.pk)


def _said(request: HttpRequest, one: Review, **how: Any) -> HttpResponse:
    status = 200 if "saved_at" in how else 422
    return render(request, "qa/write.html#saved", {"one": one, **how}, status=status)
