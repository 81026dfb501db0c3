"""What comes to a team, what will come, and what is known of the days ahead."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling import actions
from scheduling.access import planned_team, planned_teams
from scheduling.actions.forecasting import LEARNED, newest
from scheduling.actions.terms import terms_of
from scheduling.asking import ANYBODY, Ask, read_key
from scheduling.choices import Work
from scheduling.demand_forms import MarkForm, TypedForm
from scheduling.demand_pages import (
    BEHIND,
    ahead_of,
    ask_lines,
    day_lines,
    days_ahead,
    days_chart,
    hours_strip,
)
from scheduling.demand_words import LEFT_OUT, amount, method_name, percent, ratio
from scheduling.history import Place, history, place_for
from scheduling.models import DemandMark, ForecastRun
from scheduling.weeks import ONE_DAY, midnight
from staff.models import Team

MARKS = 30


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """To the first of the teams that the reader plans for."""
    team = planned_teams(request.user).first()
    if team is None:
        if request.user.may("roster.plan"):
            return render(request, "scheduling/no_team.html", {"here": "demand"})
        raise Http404("plans for nobody")
    return redirect("scheduling:demand_team", team.slug)


@require_safe
def forecast(request: HttpRequest, slug: str) -> HttpResponse:
    team, work = planned_team(request.user, slug), work_of(request)
    place = place_for(team)
    form = MarkForm(zone=place.zone, manages=request.user.may("roster.manage"))
    return _show(request, team, work, place, form)


@require_POST
def refresh(request: HttpRequest, slug: str) -> HttpResponse:
    team, work = planned_team(request.user, slug), work_of(request)
    actions.count_all()
    if actions.forecast(team, work, by=request.user):
        messages.success(request, _("The forecast is made anew."))
    else:
        messages.warning(request, _("There is too little history for a forecast. Type what comes instead."))
    return redirect(_page(team, work))


@require_http_methods(["POST"])
def mark(request: HttpRequest, slug: str) -> HttpResponse:
    team, work = planned_team(request.user, slug), work_of(request)
    place = place_for(team)
    form = MarkForm(request.POST, zone=place.zone, manages=request.user.may("roster.manage"))
    if form.is_valid():
        said = form.cleaned_data
        whole = said.get("whole_desk")
        try:
            actions.mark(
                None if whole else team, kind=said["kind"], starts_at=said["starts_at"],
                ends_at=said["ends_at"], by=request.user, factor=form.factor(), note=said["note"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, [one for several in error.message_dict.values() for one in several])
        else:
            actions.forecast(team, work, by=request.user)
            messages.success(request, _("Marked. The forecast follows it."))
            return redirect(_page(team, work) + "#marks")
    return _show(request, team, work, place, form, status=422)


@require_POST
def undo_mark(request: HttpRequest, slug: str, mark_id: int) -> HttpResponse:
    """What stands is undone, what was undone stands again."""
    team, work = planned_team(request.user, slug), work_of(request)
    teams = Q(team=team) | Q(team=None) if request.user.may("roster.manage") else Q(team=team)
    row = get_object_or_404(DemandMark.objects.filter(teams), pk=mark_id)
    if row.undone_at is None:
        actions.undo_mark(row, by=request.user)
        messages.success(request, _("Undone. The forecast follows it."))
    else:
        actions.redo_mark(row, by=request.user)
        messages.success(request, _("Marked again. The forecast follows it."))
    actions.forecast(team, work, by=request.user)
    return redirect(_page(team, work) + "#marks")


@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: HttpRequest, slug: str) -> HttpResponse:
    """A week by hand, for a desk that has no history yet."""
    team, work = planned_team(request.user, slug), work_of(request)
    terms = terms_of(team, work)
    form = TypedForm(request.POST or None, typed=terms.typed)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_terms(
                team, work, by=request.user, seen=int(request.POST.get("seen") or 0), typed=form.typed
            )
        except (actions.StaleTerms, ValueError):
            form.add_error(None, _("Somebody changed this meanwhile. Open the page again to see how it is."))
        else:
            actions.forecast(team, work, by=request.user)
            messages.success(
                request, _("Saved.") if form.typed else _("Nothing typed: what came counts again.")
            )
            return redirect(_page(team, work))
    context = shell(request, team, work, "forecast", form=form, terms=terms)
    return render(request, "scheduling/typed.html", context, status=422 if form.errors else 200)


def work_of(request: HttpRequest) -> str:
    work = request.GET.get("work") or request.POST.get("work") or Work.TICKETS
    if work not in Work.values:
        raise Http404("no such kind of work")
    return work


NONE = "none"


def ask_of(request: HttpRequest) -> Ask | None:
    """What the reader wants to see alone; `none` is what nothing is asked for."""
    key = request.GET.get("ask", "")
    return (ANYBODY if key == NONE else read_key(key)) if key else None


def ask_key(ask: Ask) -> str:
    return ask.key or NONE


def _page(team: Team, work: str) -> str:
    return reverse("scheduling:demand_team", args=[team.slug]) + f"?work={work}"


def shell(request: HttpRequest, team: Team, work: str, tab: str, **more: Any) -> dict[str, Any]:
    """What all pages of demand show: teams, kinds of work, tabs."""
    name = Work(work).label if work in Work.values else ""
    return {
        "here": "demand", "team": team, "work": work, "work_name": name, "tab": tab,
        "teams": planned_teams(request.user), "works": Work.choices, **more,
    }  # fmt: skip


def _show(
    request: HttpRequest, team: Team, work: str, place: Place, form: MarkForm, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    today = now.astimezone(place.zone).date()
    run, ask = newest(team, work), ask_of(request)
    past = history(team, work, today - BEHIND * ONE_DAY, today - ONE_DAY, place)
    behind = past.days if ask is None else past.of(ask)
    marks = _marks(team, work, today, place)
    said = _said(marks, behind, place, today)
    coming = ahead_of(run, ask) if run else None
    ahead = [one for one in days_ahead(coming, place.zone) if one.day >= today] if coming else []
    asks = ask_lines(run, past, place.zone, today) if run else []
    if ask is not None and not any(one.key == ask_key(ask) for one in asks):
        raise Http404("nothing asks for that")
    rows = day_lines(behind, ahead, said)
    week = [one for one in ahead if one.day < today + 7 * ONE_DAY]
    context = shell(
        request, team, work, "forecast", run=run, form=form, now=now, zone=place.zone.key, rows=rows,
        chart=days_chart(rows, today) if rows else "", marks=marks, manages=request.user.may("roster.manage"),
        asks=asks, ask="" if ask is None else ask_key(ask),
        strip=hours_strip(coming, place.zone, today) if coming else "", learned=LEARNED.days // 7,
        came=amount(sum(one.total for one in behind[-7:])), methods=_methods(run),
        typed=terms_of(team, work).typed,
        expected=amount(sum(one.expected for one in week)), left_out=_left_out(run),
        method=method_name(run.method) if run else "", has_history=any(one.total for one in behind),
    )  # fmt: skip
    return render(request, "scheduling/forecast.html", context, status=status)


def _marks(team: Team, work: str, today: datetime.date, place: Place) -> list[DemandMark]:
    """What holds from four weeks ago on, and what was undone lately: the newest first."""
    since = midnight(today - BEHIND * ONE_DAY, place.zone)
    found = DemandMark.objects.filter(Q(team=team) | Q(team=None), ends_at__gt=since)
    marks = list(found.filter(Q(work="") | Q(work=work)).select_related("by", "team", "undone_by")[:MARKS])
    for one in marks:
        one.first, one.last = (
            at.astimezone(place.zone) for at in (one.starts_at, one.ends_at - datetime.timedelta(minutes=1))
        )
        one.whole_days = one.starts_at == midnight(one.first.date(), place.zone) and one.ends_at == midnight(
            one.last.date() + ONE_DAY, place.zone
        )
        one.percent = None if one.factor is None else round(one.factor * 100)
    return marks


def _said(marks, behind, place: Place, today: datetime.date) -> dict[datetime.date, str]:
    """What is said of each day, for the table."""
    said: dict[datetime.date, str] = {}
    for day, name in place.holidays.items():
        if abs((day - today).days) <= BEHIND:
            said[day] = name or _("Holiday")
    for mark in marks:
        if mark.undone_at:
            continue
        day = mark.first.date()
        while day <= mark.last.date():
            said[day] = mark.note or str(mark.get_kind_display())
            day += ONE_DAY
    for one in behind:
        if "gap" in one.left_out:
            said.setdefault(one.day, str(LEFT_OUT["gap"]))
    return said


def _methods(run: ForecastRun | None) -> list[dict[str, str]]:
    return [
        {"name": method_name(one["method"]), "wape": percent(one["wape"]), "mase": ratio(one["mase"])}
        for one in (run.scores if run else [])
    ]


def _left_out(run: ForecastRun | None) -> list[tuple[str, int]]:
    left = run.told.get("left_out", {}) if run else {}
    return [(str(LEFT_OUT.get(why, why)), days) for why, days in sorted(left.items())]
