"""How many people are needed, half hour by half hour, and what that follows from."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling import actions
from scheduling.access import planned_team
from scheduling.actions.forecasting import AHEAD, newest
from scheduling.actions.needing import MEASURED
from scheduling.actions.terms import terms_of
from scheduling.ask_words import ask_names
from scheduling.asking import ANYBODY, Ask, read_key
from scheduling.choices import Work
from scheduling.demand_forms import OverrideForm, TermsForm
from scheduling.history import Place, measured_handling, place_for
from scheduling.models import NeedOverride
from scheduling.need_pages import ALL, explained, week_of, week_strip
from scheduling.need_words import duration, number, problem_words
from scheduling.views.demand import ask_key, ask_of, shell, work_of
from scheduling.weeks import HALF, ONE_DAY, midnight, monday_of
from staff.models import Team

OVERRIDES = 20


@require_safe
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """The week, or with htmx only what is said of one half hour."""
    team = planned_team(request.user, slug)
    place = place_for(team)
    at = _moment(request.GET.get("at", ""))
    if request.htmx and at:
        return render(request, "scheduling/_need_slot.html", _slot(request, team, place, at))
    start = _usual(request, place, at)
    return _show(request, team, place, at, OverrideForm(zone=place.zone, asks=_asks(team), initial=start))


@require_POST
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Computed again from the newest forecast, which is made anew."""
    team = planned_team(request.user, slug)
    _follow(request, team)
    return redirect(_page(team, request))


@require_http_methods(["POST"])
def override(request: HttpRequest, slug: str) -> HttpResponse:
    team = planned_team(request.user, slug)
    place = place_for(team)
    form = OverrideForm(request.POST, zone=place.zone, asks=_asks(team))
    if form.is_valid():
        said = form.cleaned_data
        try:
            row = actions.override_need(
                team, said["work"], starts_at=said["starts_at"], ends_at=said["ends_at"],
                heads=said["heads"], reason=said["reason"], by=request.user,
                ask=read_key(said.get("ask", "")),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, [one for several in error.message_dict.values() for one in several])
        else:
            actions.write_need(team, by=request.user)
            messages.success(request, _("Set by hand."))
            week = monday_of(row.starts_at.astimezone(place.zone).date())
            return redirect(_page(team, request, week=week))
    return _show(request, team, place, None, form, status=422)


@require_POST
def undo_override(request: HttpRequest, slug: str, override_id: int) -> HttpResponse:
    team = planned_team(request.user, slug)
    row = get_object_or_404(NeedOverride, team=team, pk=override_id)
    if actions.undo_override(row, by=request.user):
        actions.write_need(team, by=request.user)
        messages.success(request, _("Undone: what was computed holds again."))
    return redirect(_page(team, request))


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, slug: str) -> HttpResponse:
    """What the team wants to keep for a kind of work; saving computes the need again."""
    team, work = planned_team(request.user, slug), work_of(request)
    known = terms_of(team, work)
    measured, tickets = measured_handling(team, work, timezone.now() - MEASURED)
    form = TermsForm(request.POST or None, instance=known, measured=_measured(measured, tickets))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_terms(team, work, by=request.user, seen=form.cleaned_data["seen"], **form.values())
        except actions.StaleTerms:
            form.add_error(None, _("Somebody changed this meanwhile. Open the page again to see how it is."))
        except ValidationError as error:
            form.add_error(None, [one for several in error.message_dict.values() for one in several])
        else:
            _follow(request, team)
            return redirect(_page(team, request))
    versions = list(
        type(known).objects.filter(team=team, work=work).select_related("by").order_by("-number")[:10]
    )
    context = shell(
        request, team, work, "terms", form=form, terms=known, versions=versions,
        fields=[field for field in form if field.name != "seen"],
    )  # fmt: skip
    return render(request, "scheduling/terms.html", context, status=422 if form.errors else 200)


def _measured(seconds: int | None, tickets: int) -> str:
    if seconds is None:
        return _("Measured of %(tickets)s only, which is too few: say it here.") % {"tickets": tickets}
    return _("Empty: as measured, %(measured)s on average over %(tickets)s.") % {
        "measured": duration(seconds), "tickets": tickets,
    }  # fmt: skip


def _follow(request: HttpRequest, team: Team) -> None:
    found = actions.write_need(team, by=request.user)
    for problem in found.problems:
        messages.warning(request, f"{Work(problem.work).label}: {problem_words(problem.kind)}")
    if not found.problems:
        messages.success(request, _("The need is computed anew."))


def _moment(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def _work(request: HttpRequest) -> str:
    work = request.GET.get("work") or ALL
    if work not in (ALL, *Work.values):
        raise Http404("no such kind of work")
    return work


def _week(request: HttpRequest, place: Place, at: datetime.datetime | None) -> datetime.date:
    today = timezone.now().astimezone(place.zone).date()
    try:
        week = datetime.date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        # On a Sunday it is the next one that is planned for.
        week = at.astimezone(place.zone).date() if at else today + ONE_DAY
    latest = today + AHEAD
    return monday_of(min(max(week, today - 26 * 7 * ONE_DAY), latest))


def _asks(team: Team) -> dict[Ask, str]:
    """What the forecasts say that work of the team asks for."""
    runs = [run for work in Work.values if (run := newest(team, work))]
    return ask_names({ask: None for run in runs for ask in run.asked()}.keys())


def _page(team: Team, request: HttpRequest, week: datetime.date | None = None) -> str:
    work = request.GET.get("work") or request.POST.get("show") or ALL
    query = {"work": work} | ({"week": week.isoformat()} if week else {})
    return reverse("scheduling:need", args=[team.slug], query=query)


def _usual(request: HttpRequest, place: Place, at: datetime.datetime | None) -> dict[str, Any]:
    """What the form begins with: the half hour that is open."""
    work = request.GET.get("work")
    start = {"work": work if work in Work.values else Work.TICKETS}
    if at is None:
        return start
    local = at.astimezone(place.zone)
    return start | {
        "ask": (ask_of(request) or ANYBODY).key,
        "day": local.date(),
        "starts": local.time(),
        "ends": (local + HALF).time(),
    }


def _slot(request: HttpRequest, team: Team, place: Place, at: datetime.datetime | None) -> dict[str, Any]:
    if at is None:
        return {"at": None}
    return {
        "at": at, "local": at.astimezone(place.zone), "until": at.astimezone(place.zone) + HALF,
        "explained": explained(team, at, _work(request), ask_of(request)),
    }  # fmt: skip


def _show(
    request: HttpRequest,
    team: Team,
    place: Place,
    at: datetime.datetime | None,
    form: OverrideForm,
    status: int = 200,
) -> HttpResponse:
    work, first, ask = _work(request), _week(request, place, at), ask_of(request)
    week, asks = week_of(team, place, first, work, ask)
    names = ask_names(asks)
    kept = {"work": work} | ({} if ask is None else {"ask": ask_key(ask)})
    address = reverse("scheduling:need", args=[team.slug])
    written = at.strftime("%Y-%m-%dT%H:%M") if at else ""
    overrides = NeedOverride.objects.filter(team=team, ends_at__gt=midnight(first, place.zone))
    overrides = list(overrides.select_related("by", "undone_by").order_by("starts_at", "pk")[:OVERRIDES])
    said = ask_names([one.ask for one in overrides])
    for one in overrides:
        one.asked = said[one.ask] if one.ask != ANYBODY else ""
        one.first, one.last = (at_.astimezone(place.zone) for at_ in (one.starts_at, one.ends_at))
    today = timezone.now().astimezone(place.zone).date()
    context = shell(
        request, team, work, "need", week=week, form=form, zone=place.zone.key, overrides=overrides,
        strip=week_strip(week, place, address, kept, written), hours=number(round(week.hours, 1)),
        most=number(week.most), before=first - 7 * ONE_DAY, after=first + 7 * ONE_DAY,
        last=first + 6 * ONE_DAY, has_after=first + 7 * ONE_DAY <= today + AHEAD,
        ask="" if ask is None else ask_key(ask), kept=urlencode(kept),
        asks=[{"key": ask_key(one), "name": names[one]} for one in asks] if asks != [ANYBODY] else [],
        **_slot(request, team, place, at),
    )  # fmt: skip
    context["works"] = [(ALL, _("Together")), *Work.choices]
    return render(request, "scheduling/need.html", context, status=status)
