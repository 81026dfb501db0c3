"""Sessions with a trainer: which there are, one's place in them, and who was there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge.actions.training_sessions import (
    cancel_session,
    change_session,
    give_up,
    mark_attendance,
    plan_session,
    sign_up,
)
from knowledge.choices import SeatState
from knowledge.models import Lesson, Session
from knowledge.training_access import course_for, courses_for, may_hold, may_plan, session_for, sessions_for
from knowledge.training_forms import SessionForm, session_as_form
from knowledge.training_queries import my_seats, with_seats
from knowledge.views.training_shell import put_on, said_of, shell

PAGE = 50


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Those to come; `show` past for those that were."""
    show = "past" if request.GET.get("show") == "past" else ""
    now = timezone.now()
    found = with_seats(sessions_for(request.user))
    found = (
        found.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
        if show
        else found.filter(ends_at__gt=now).order_by("starts_at", "pk")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    seats = my_seats(request.user, rows)
    context = {
        **shell(request.user, "sessions"), "show": show, "page": page, "params": "show=past" if show else "",
        "rows": [(row, seats.get(row.pk)) for row in rows], "plans": may_plan(request.user),
    }  # fmt: skip
    return render(request, "knowledge/training/sessions.html", context)


@require_safe
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    found = session_for(request.user, session_id)
    seats = list(found.seats.exclude(state=SeatState.LEFT).select_related("person"))
    going = [seat for seat in seats if seat.state == SeatState.GOING]
    now = timezone.now()
    course = found.course
    lesson = None
    if found.lesson_key and course.current_id:
        lesson = Lesson.objects.filter(edition=course.current_id, key=found.lesson_key).first()
    context = {
        **shell(request.user, "sessions"),
        "session": found,
        "lesson": lesson,
        "going": going,
        "waiting": [seat for seat in seats if seat.state == SeatState.WAITING],
        "free": max(found.places - len(going), 0),
        "mine": next((seat for seat in seats if seat.person_id == request.user.pk), None),
        "is_to_come": found.starts_at > now and found.cancelled_at is None,
        "is_marked": any(seat.marked_at for seat in seats),
        "holds": may_hold(request.user, found),
        "marks": may_hold(request.user, found) and found.starts_at <= now and found.cancelled_at is None,
        "plans": may_plan(request.user, found) and found.cancelled_at is None,
    }
    return render(request, "knowledge/training/session.html", context)


@require_POST
def seat(request: HttpRequest, session_id: int) -> HttpResponse:
    """`do` is come or leave."""
    found = session_for(request.user, session_id)
    try:
        if request.POST.get("do") == "leave":
            give_up(found, by=request.user)
            messages.success(request, _("Your place is free again."))
        elif sign_up(found, by=request.user).state == SeatState.GOING:
            messages.success(request, _("You have a place."))
        else:
            messages.success(request, _("No place is left. You are on the waiting list and hear of a place."))
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect("knowledge:session", found.pk)


@require_POST
def attendance(request: HttpRequest, session_id: int) -> HttpResponse:
    """`there` are the numbers of those who were there."""
    found = session_for(request.user, session_id)
    if not may_hold(request.user, found):
        raise Http404("somebody else is the trainer")
    there = {int(one) for one in request.POST.getlist("there") if one.isdecimal() and len(one) < 12}
    try:
        mark_attendance(found, there, by=request.user)
    except ValidationError as error:
        messages.error(request, said_of(error))
    else:
        messages.success(request, _("It is kept who was there."))
    return redirect("knowledge:session", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    if not may_plan(request.user):
        raise Http404("not for this reader")
    courses = courses_for(request.user)
    if request.method != "POST":
        begun = request.GET.get("course", "")
        course = course_for(request.user, int(begun)) if begun.isdecimal() and len(begun) < 9 else None
        initial = {"trainer": request.user.pk, "course": course}
        return _form(request, SessionForm(courses, None, initial=initial), None)
    form = SessionForm(courses, None, request.POST)
    if not form.is_valid():
        return _form(request, form, None, 422)
    said = dict(form.cleaned_data)
    try:
        made = plan_session(said.pop("course"), said, by=request.user)
    except ValidationError as error:
        put_on(form, error)
        return _form(request, form, None, 422)
    messages.success(request, _("The session is planned. Colleagues can take a place now."))
    return redirect("knowledge:session", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: HttpRequest, session_id: int) -> HttpResponse:
    found = _planned(request, session_id)
    courses = courses_for(request.user)
    if request.method != "POST":
        return _form(request, SessionForm(courses, found, initial=session_as_form(found)), found)
    form = SessionForm(courses, found, request.POST)
    if not form.is_valid():
        return _form(request, form, found, 422)
    try:
        change_session(found, form.cleaned_data, by=request.user)
    except ValidationError as error:
        put_on(form, error)
        return _form(request, form, found, 422)
    messages.success(request, _("Saved. Whoever comes hears of it if time or place are others."))
    return redirect("knowledge:session", found.pk)


@require_POST
def session_cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    found = _planned(request, session_id)
    cancel_session(found, by=request.user)
    messages.success(request, _("The session does not take place. Everybody who wanted to come was told."))
    return redirect("knowledge:session", found.pk)


def _planned(request: HttpRequest, session_id: int) -> Session:
    found = session_for(request.user, session_id)
    if not may_plan(request.user, found):
        raise Http404("somebody else planned it")
    return found


def _form(request: HttpRequest, form: SessionForm, found: Session | None, status: int = 200) -> HttpResponse:
    context = {**shell(request.user, "sessions"), "form": form, "session": found}
    return render(request, "knowledge/training/session_form.html", context, status=status)
