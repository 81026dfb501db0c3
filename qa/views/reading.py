"""A review that was given, as the person, the reviewer, leads and managers read it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qa import actions
from qa.access import review_for, review_to, sides
from qa.beside import heard_beside
from qa.choices import State
from qa.conversation import conversation, marks_of
from qa.forms import AnswersForm, DisputeForm, SettleForm
from qa.models import Mark, Review, ToneFinding
from qa.models.scorecards import anchors_of
from qa.steps import PERSON, REVIEWER, dispute_until, open_steps, shut


@require_safe
def review(request: HttpRequest, number: int) -> HttpResponse:
    one = review_for(request.user, number)
    if one.state == State.BEGUN:
        return redirect("qa:write", one.pk)
    return show(request, one)


@require_POST
def acknowledge(request: HttpRequest, number: int) -> HttpResponse:
    one = review_to(request.user, number, "read")
    try:
        actions.acknowledge(one, by=request.user)
    except ValidationError as error:
        return show(request, one, 422, trouble=" ".join(error.messages))
    messages.success(request, _("Acknowledged."))
    return redirect("qa:reviews")


def show(request: HttpRequest, one: Review, status: int = 200, **given: Any) -> HttpResponse:
    """Whichever way it is opened, it is written down who read it."""
    actions.note_reading(one, by=request.user)
    mine, now = sides(request.user, one), timezone.now()
    disputes, marks = [*one.disputes.all()], marks_of(one)
    running = next((each for each in disputes if each.is_open), None)
    steps = open_steps(one.standing, mine, now)
    context = {
        "here": "reviews", "one": one, "said": conversation(one, marks),
        "sections": rated(one, marks, heard_beside(one, by=request.user)),
        "general": [each for each in marks if not each.criterion], "steps": steps,
        "disputes": disputes, "until": dispute_until(one.standing) if PERSON in mine else None,
        "shut": shut(one.standing, mine, now),
        "sees_aside": PERSON not in mine, "is_person": PERSON in mine, "is_reviewer": REVIEWER in mine,
        "readings": one.readings.select_related("reader")[:20] if PERSON in mine else [],
        "dispute_form": DisputeForm(one.scorecard) if "dispute" in steps else None,
        "settle_form": _settle_form(one, running) if running and "settle" in steps else None,
        **given,
    }  # fmt: skip
    return render(request, "qa/review.html", context, status=status)


def rated(
    one: Review, marks: Sequence[Mark], heard: dict[str, list[ToneFinding]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Section by section what was chosen, with its words; `share` is from 0 to 100."""
    return [
        (title, [_rated(one, each, marks) | {"heard": heard.get(each.get("tone", ""))} for each in criteria])
        for title, criteria in one.scorecard.sections
    ]


def _rated(one: Review, each: dict[str, Any], marks: Sequence[Mark]) -> dict[str, Any]:
    chosen = one.answers.get(each["key"])
    share = None if chosen is None else round(100 * (chosen - 1) / (each["points"] - 1))
    return {
        "it": each, "chosen": chosen, "share": share, "failed": each["key"] in one.failed,
        "causes": one.causes.get(each["key"], []), "anchor": dict(anchors_of(each)).get(chosen, ""),
        "marks": [mark for mark in marks if mark.criterion == each["key"]],
    }  # fmt: skip


def _settle_form(one: Review, running) -> SettleForm:
    begun = AnswersForm.begun({key: one.answers.get(key) for key in running.criteria})
    return SettleForm(one.scorecard, keys=running.criteria, initial=begun)
