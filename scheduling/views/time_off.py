"""Time off: one's own, and that of those one leads."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling.access import planned_team, planned_teams
from scheduling.actions import allowing, coming_back, exchanging, time_off
from scheduling.choices import OffKind, OffState
from scheduling.coverage_preview import preview
from scheduling.fitness import candidates
from scheduling.leading import led_people, may_decide
from scheduling.lost_shifts import Lost, lost_to
from scheduling.models import Allowance, Blackout, TimeOff
from scheduling.off_days import left_in
from scheduling.shift_forms import (
    AllowanceForm,
    ApprovalForm,
    BlackoutForm,
    CarryForm,
    TimeOffForm,
    add_errors,
)
from scheduling.views.shifts import shell, today_of
from staff.models import User

PAGE, BEST = 30, 3


def seen_by(reader: User) -> QuerySet[TimeOff]:
    """Their own and those of the people they decide about."""
    rows = TimeOff.objects.filter(Q(user=reader) | Q(user__in=led_people(reader).values("pk")))
    return rows.select_related("user", "asked_by", "decided_by")


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """`show=team`: of those one leads."""
    reader = request.user
    people = led_people(reader) if reader.may("roster.plan") else None
    form = TimeOffForm(request.POST or None, people=people, initial=_ill(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        user = said.pop("user", None) or reader
        try:
            row = time_off.ask_time_off(user, by=reader, **said)
        except ValidationError as error:
            add_errors(form, error)
        else:
            waits = row.state == OffState.ASKED
            messages.success(request, _("Asked for.") if waits else _("It holds."))
            return redirect("scheduling:time_off_one", row.pk)
    return render(
        request, "scheduling/time_off.html", _index(request, form), status=422 if form.errors else 200
    )


def _ill(request: HttpRequest) -> dict[str, Any]:
    """`kind=sick`: said today, for today."""
    ill = request.GET.get("kind") == OffKind.SICK
    return {"kind": OffKind.SICK, "first_on": today_of(request.user)} if ill else {}


def _index(request: HttpRequest, form: TimeOffForm) -> dict[str, Any]:
    reader, year = request.user, today_of(request.user).year
    show = "team" if request.GET.get("show") == "team" and reader.may("roster.plan") else "mine"
    rows = seen_by(reader)
    rows = rows.exclude(user=reader) if show == "team" else rows.filter(user=reader)
    return {
        **shell(request, "off"), "form": form, "show": show, "year": year,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "params": f"show={show}",
        "waiting": seen_by(reader).filter(state=OffState.ASKED).exclude(user=reader).order_by("starts_at")
        if reader.may("roster.plan") else [],
        "left": left_in(reader, year), "teams": planned_teams(reader),
        "manages": reader.may("roster.manage"),
    }  # fmt: skip


def _one(reader: User, row_id: int) -> TimeOff:
    return get_object_or_404(seen_by(reader), pk=row_id)


@require_safe
def one(request: HttpRequest, row_id: int) -> HttpResponse:
    return _show(request, _one(request.user, row_id))


def _show(request: HttpRequest, row: TimeOff, status: int = 200, trouble: str = "") -> HttpResponse:
    decides = may_decide(request.user, row.user)
    lost = lost_to(row)
    context = {
        **shell(request, "off"), "row": row, "trouble": trouble, "mine": row.user_id == request.user.pk,
        "preview": preview(row) if decides and row.state == OffState.ASKED else None,
        "lost": lost, "leads_them": decides, "best": _best(lost, row, request.user) if decides else {},
        "to_answer": decides and row.state == OffState.ASKED,
        "may_withdraw": _may_withdraw(row, request.user), "today": today_of(row.user),
    }  # fmt: skip
    return render(request, "scheduling/time_off_one.html", context, status=status)


def _may_withdraw(row: TimeOff, reader: User) -> bool:
    """Their own until it begins, sick leave until it ends; whoever leads takes back what holds."""
    mine, now = row.user_id == reader.pk, timezone.now()
    if row.state == OffState.ASKED:
        return mine
    if row.state != OffState.APPROVED or row.ends_at <= now:
        return False
    return not mine or row.kind == OffKind.SICK or row.starts_at > now


def _best(lost: Sequence[Lost], row: TimeOff, reader: User) -> dict[int, User]:
    """Who could take best what is still open, by number of the gap; of the first few alone."""
    found: dict[int, User] = {}
    for gap in [one.gap for one in lost if one.gap and one.gap.ends_at > timezone.now()][:BEST]:
        people = candidates(gap, gap.team, without={row.user_id, reader.pk})
        if people and not people[0].why_not:
            found[gap.pk] = people[0].user
    return found


@require_POST
def answer(request: HttpRequest, row_id: int) -> HttpResponse:
    row = _one(request.user, row_id)
    if not may_decide(request.user, row.user):
        raise Http404("not theirs to answer")
    approve = request.POST.get("do") == "approve"
    try:
        time_off.answer_time_off(row, by=request.user, approve=approve, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        return _show(request, row, 422, " ".join(error.messages))
    messages.success(request, _("Approved.") if approve else _("Declined."))
    return redirect("scheduling:time_off_one", row.pk)


@require_POST
def withdraw(request: HttpRequest, row_id: int) -> HttpResponse:
    row = _one(request.user, row_id)
    try:
        coming_back.withdraw_time_off(row, by=request.user)
    except ValidationError as error:
        return _show(request, row, 422, " ".join(error.messages))
    messages.success(request, _("Withdrawn."))
    return redirect("scheduling:time_off_one", row.pk)


@require_POST
def take_back(request: HttpRequest, row_id: int, gap_id: int) -> HttpResponse:
    """A shift of one's own that time off left open; taken by another meanwhile, the page says by whom."""
    row = _one(request.user, row_id)
    if row.user_id != request.user.pk:
        raise Http404("not theirs to take back")
    gap = row.gaps.select_related("time_off", "team").filter(pk=gap_id).first()
    if gap is None:
        return _show(request, row, 422, _("Somebody was quicker: it is taken."))
    try:
        coming_back.take_back(gap, by=request.user)
    except PermissionDenied as error:
        raise Http404("not theirs yet") from error
    except ValidationError as error:
        return _show(request, row, 422, " · ".join(error.messages))
    messages.success(request, _("It is yours."))
    return redirect("scheduling:time_off_one", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """What a team has agreed on: approval of swaps, days without holidays."""
    of = planned_team(request.user, slug)
    form = BlackoutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            time_off.black_out(of, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Nobody takes a holiday then."))
            return redirect("scheduling:shift_team", of.slug)
    context = {
        **shell(request, "off"), "team": of, "form": form, "rows": of.blackouts.select_related("by"),
        "approval": ApprovalForm(initial={"approval": exchanging.approval_of(of)}),
    }  # fmt: skip
    return render(request, "scheduling/shift_team.html", context, status=422 if form.errors else 200)


@require_POST
def approval(request: HttpRequest, slug: str) -> HttpResponse:
    of = planned_team(request.user, slug)
    try:
        exchanging.set_approval(of, request.POST.get("approval", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("scheduling:shift_team", of.slug)


@require_POST
def blackout_end(request: HttpRequest, slug: str, row_id: int) -> HttpResponse:
    of = planned_team(request.user, slug)
    time_off.end_blackout(get_object_or_404(Blackout, team=of, pk=row_id), by=request.user)
    return redirect("scheduling:shift_team", of.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def allowances(request: HttpRequest) -> HttpResponse:
    """How many days whom; managers say so. `do=carry`: what is left of a year goes into the next."""
    reader = request.user
    if not reader.may("roster.manage"):
        raise Http404("no allowances for this reader")
    year = today_of(reader).year
    people = led_people(reader).order_by("full_name")
    carries = request.POST.get("do") == "carry"
    form = AllowanceForm(
        None if carries else request.POST or None, people=people, initial={"year": year, "kind": "holiday"}
    )
    carry = CarryForm(
        request.POST if carries else None,
        initial={"year": year - 1, "most": 5, "until": datetime.date(year, 3, 31)},
        auto_id="carry-%s",
    )
    sent = carry if carries else form
    if request.method == "POST" and sent.is_valid():
        try:
            words = _carried(sent, reader) if carries else _allowed(sent, reader)
        except (ValidationError, PermissionDenied) as error:
            _add(sent, error)
        else:
            messages.success(request, words)
            return redirect("scheduling:allowances")
    rows = Allowance.objects.filter(user__in=people).select_related("user")
    page = Paginator(rows.order_by("-year", "user__full_name", "kind"), PAGE)
    context = {
        **shell(request, "off"), "form": form, "carry": carry,
        "page": page.get_page(request.GET.get("page")),
    }  # fmt: skip
    status = 422 if form.errors or carry.errors else 200
    return render(request, "scheduling/allowances.html", context, status=status)


def _add(form: forms.Form, error: ValidationError | PermissionDenied) -> None:
    if isinstance(error, ValidationError):
        add_errors(form, error)
    else:
        form.add_error(None, _("There is no such choice."))


def _allowed(form: AllowanceForm, by: User) -> str:
    said = dict(form.cleaned_data)
    allowing.set_allowance(said.pop("user"), by=by, **said)
    return _("Saved.")


def _carried(form: CarryForm, by: User) -> str:
    said = form.cleaned_data
    count = allowing.carry_over(said["year"], by=by, most=said["most"], until=said["until"])
    words = ngettext("%(n)s person takes days along.", "%(n)s people take days along.", count)
    return words % {"n": count}
