"""Loops: from findings to a guideline, its lesson, and whether it helped."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from knowledge.access import numbers_for as articles_seen_by
from knowledge.models import Enrolment
from lib.tables import table_answer
from qa import actions
from qa.access import loop_for, loops_for, reviews_for, tone_findings_for
from qa.choices import LoopState
from qa.found import standing
from qa.loop_forms import QuestionForm, TakeUpForm
from qa.looped import due_at, measured, read
from qa.models import Finding, Loop, Review, ToneFinding
from qa.views import loop_table
from staff.models import User
from staff.queries import led_by

PAGE = 20
FINDINGS = 50


@require_safe
def loops(request: HttpRequest) -> HttpResponseBase:
    """`show` is a state, or nothing for all of them; `as` asks for a table to take away."""
    if not request.user.may("review.give"):
        raise Http404("not for this reader")
    show = request.GET.get("show", "")
    show = show if show in LoopState.values else ""
    found = loops_for(request.user).filter(**({"state": show} if show else {}))
    found = found.for_rows().order_by("-opened_at", "-pk")
    answer = table_answer(request, _("Loops"), loop_table.heads(), loop_table.rows(found))
    if answer:
        return answer
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.measured = read(one.effect) if one.effect else None
    context = {
        "here": "reviews", "tab": "loops", "page": page, "show": show, "states": LoopState.choices,
        "params": f"show={show}" if show else "",
        "articles": articles_seen_by(request.user, [one.article_id for one in page if one.article_id]),
    }  # fmt: skip
    return render(request, "qa/loops.html", context)


@require_safe
def loop(request: HttpRequest, number: int) -> HttpResponse:
    return _show(request, _row(request.user, number))


@require_POST
def take_up(request: HttpRequest, number: int) -> HttpResponse:
    one = _managed(request, number)
    form = TakeUpForm(request.user, request.POST)
    if not form.is_valid():
        return _show(request, one, 422, take_up_form=form)
    try:
        done = actions.take_up(one, by=request.user, article=form.cleaned_data["article"])
    except ValidationError as error:
        return _show(request, one, 422, trouble=" ".join(error.messages))
    messages.success(request, _("The draft is begun. When it is published, the lesson goes out by itself."))
    return redirect("knowledge:edit", done.article_id)


@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(
        request, number, _("Declined."),
        lambda one: actions.decline(one, by=request.user, reason=reason), reason=reason,
    )  # fmt: skip


@require_POST
def question(request: HttpRequest, number: int) -> HttpResponse:
    form = QuestionForm(request.POST)
    said = {name: request.POST.get(name, "") for name in ("text", "lines")}
    return _done(
        request, number, _("Saved."), lambda one: actions.ask_with(one, by=request.user, **said),
        question_form=form,
    )  # fmt: skip


def _done(
    request: HttpRequest, number: int, words: str, act: Callable[[Loop], Loop], **given: object
) -> HttpResponse:
    one = _managed(request, number)
    try:
        act(one)
    except ValidationError as error:
        return _show(request, one, 422, trouble=" ".join(error.messages), **given)
    messages.success(request, words)
    return redirect("qa:loop", one.pk)


def _row(user: User, number: int) -> Loop:
    loop_for(user, number)
    return Loop.objects.for_rows().select_related("taken_by", "declined_by").get(pk=number)


def _managed(request: HttpRequest, number: int) -> Loop:
    if not request.user.may("review.manage"):
        raise Http404("not this reader's to decide")
    return _row(request.user, number)


def _note(user: User, rows: list[Finding]) -> None:
    """Whose findings they see is written down."""
    reviews, tones = ({getattr(row, name) for row in rows} - {None} for name in ("review_id", "tone_id"))
    if reviews:
        actions.note_taking(Review.objects.filter(pk__in=reviews), by=user)
    if tones:
        actions.note_looks(ToneFinding.objects.filter(pk__in=tones), by=user)


def _show(request: HttpRequest, one: Loop, status: int = 200, **given: object) -> HttpResponse:
    """Findings of whom the reader may see, how many others there are; the same for people and lessons."""
    user, manages = request.user, request.user.may("review.manage")
    door = Q(review__in=reviews_for(user)) | Q(tone__in=tone_findings_for(user))
    about = ("review__message", "tone__message", "tone__rule")
    rows = [*one.findings.filter(door).select_related("person", *about)[:FINDINGS]]
    _note(user, rows)
    stand = {*standing(one.findings.all()).values_list("pk", flat=True)} if one.is_taking else None
    findings = [(row, row.pk in stand if stand is not None else row.stood) for row in rows]
    ways = Enrolment.objects.filter(course=one.course_id) if one.course_id else Enrolment.objects.none()
    mine = ways if manages else ways.filter(person__in=led_by(user))
    people = [*mine.select_related("person").order_by("person__full_name", "pk")]
    one.measured = measured(one) if one.is_in_force else None
    context = {
        "here": "reviews", "tab": "loops", "one": one, "manages": manages, "findings": findings,
        "others": one.findings_n - len(findings),
        "people": people, "others_learn": one.lessons_n - len(people),
        "due": due_at(one) if one.is_in_force and not one.measured_at else None,
        "articles": articles_seen_by(user, [one.article_id] if one.article_id else []),
        "take_up_form": TakeUpForm(user), "question_form": QuestionForm(initial=QuestionForm.begun(one)),
        **given,
    }  # fmt: skip
    return render(request, "qa/loop.html", context, status=status)
