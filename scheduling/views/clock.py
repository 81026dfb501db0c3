"""The clock, and how a day went."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scheduling.actions import clocking
from scheduling.attended import attended
from scheduling.fitness import zone_of
from scheduling.leading import led_people, led_person
from scheduling.models import Attendance, ClockCorrection, Deviation
from scheduling.shift_forms import CorrectionForm, DeviationForm, add_errors
from scheduling.views.shifts import shell, today_of
from staff.models import User

DAY = datetime.timedelta(days=1)
PRESSES = {
    "in": clocking.clock_in, "break": clocking.begin_break, "on": clocking.end_break,
    "out": clocking.clock_out,
}  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return _show(request, request.user)


@require_safe
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """A day of somebody they lead."""
    return _show(request, led_person(request.user, user_id))


def _show(
    request: HttpRequest, of: User, status: int = 200, correction: Any = None, deviation: Any = None
) -> HttpResponse:
    today, now = today_of(of), timezone.now()
    day = _day(request.GET.get("day", ""), today)
    found = attended(of, day, now)
    zone = zone_of(request.user)
    attendance = clocking.open_attendance(of)
    context = {
        **shell(request, "clock"), "of": of, "own": of.pk == request.user.pk, "day": day, "today": today,
        "before": day - DAY, "after": day + DAY, "found": found, "attendance": attendance,
        "on_break": bool(attendance and attendance.pauses.filter(ends_at=None).exists()), "now": now,
        "correction": correction
        or CorrectionForm(zone=zone, initial=_as_it_is(found.attendances, day, zone)),
        "deviation": deviation or DeviationForm(zone=zone, initial={"day": day}, auto_id="other-%s"),
        "people": led_people(request.user).order_by("full_name")[:200]
        if request.user.may("roster.plan") else [],
    }  # fmt: skip
    return render(request, "scheduling/clock.html", context, status=status)


def _as_it_is(rows: list[Attendance], day: datetime.date, zone: Any) -> dict[str, Any]:
    if not rows:
        return {"day": day}
    last = rows[-1]
    initial = {
        "day": last.starts_at.astimezone(zone).date(),
        "starts": last.starts_at.astimezone(zone).time(),
    }
    return initial | ({"ends": last.ends_at.astimezone(zone).time()} if last.ends_at else {})


def _day(sent: str, today: datetime.date) -> datetime.date:
    try:
        day = parse_date(sent[:10]) or today
    except ValueError:
        return today
    return day if abs((day - today).days) < 3660 else today


@require_POST
def press(request: HttpRequest) -> HttpResponse:
    """`do`: in, break, on, out."""
    act = PRESSES.get(request.POST.get("do", ""))
    if act is None:
        raise Http404("no such button")
    try:
        act(by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("scheduling:clock")
    return redirect("scheduling:clock" if request.POST.get("from") == "clock" else "scheduling:my_shifts")


@require_POST
def correct(request: HttpRequest, row_id: int) -> HttpResponse:
    row = get_object_or_404(Attendance, user=request.user, pk=row_id)
    form = CorrectionForm(request.POST, zone=zone_of(request.user))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "reason")}
        try:
            clocking.correct(row, by=request.user, **said)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Sent. Whoever leads your team confirms it."))
            return redirect("scheduling:clock")
    return _show(request, request.user, 422, correction=form)


@require_POST
def deviation(request: HttpRequest) -> HttpResponse:
    form = DeviationForm(request.POST, auto_id="other-%s", zone=zone_of(request.user))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "starts_at", "ends_at", "note")}
        try:
            clocking.ask_deviation(by=request.user, **said)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Sent. Whoever leads your team confirms it."))
            return redirect("scheduling:clock")
    return _show(request, request.user, 422, deviation=form)


@require_POST
def answer_correction(request: HttpRequest, row_id: int) -> HttpResponse:
    rows = ClockCorrection.objects.filter(attendance__user__in=led_people(request.user).values("pk"))
    row = get_object_or_404(rows.select_related("attendance"), pk=row_id)
    _answer(request, clocking.answer_correction, row)
    return redirect("scheduling:clock_person", row.attendance.user_id)


@require_POST
def answer_deviation(request: HttpRequest, row_id: int) -> HttpResponse:
    row = get_object_or_404(Deviation, user__in=led_people(request.user).values("pk"), pk=row_id)
    _answer(request, clocking.answer_deviation, row)
    return redirect("scheduling:clock_person", row.user_id)


def _answer(request: HttpRequest, act: Any, row: Any) -> None:
    try:
        made = act(row, by=request.user, approve=request.POST.get("do") == "approve")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, made.get_state_display())
