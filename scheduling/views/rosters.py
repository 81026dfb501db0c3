"""Rosters: what is published, and drafts that are worked on."""

import datetime
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling.access import (
    draft_for,
    drafts_of,
    may_plan,
    planned_team,
    publication_for,
    roster_team,
    roster_teams,
)
from scheduling.actions import planning, publishing
from scheduling.choices import DraftState
from scheduling.cover_rows import Cover, coverage
from scheduling.models import RosterDraft
from scheduling.on_call_row import on_call_row
from scheduling.remedy_pages import open_shifts
from scheduling.roster_forms import DraftForm
from scheduling.rosters import (
    Sheet,
    changes_of,
    draft_sheet,
    own_week,
    published_sheet,
    templates_for,
    zone_of,
)
from scheduling.solve_pages import solve_of
from scheduling.step_words import steps_said
from scheduling.weeks import monday_of
from staff.models import Team, User

WEEK = datetime.timedelta(weeks=1)
SPANS = (1, 4)


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """To the roster of the first of the reader's teams."""
    team = roster_teams(request.user).first()
    if team is None:
        if request.user.may("roster.plan") or request.user.may("shift.have"):
            return render(request, "scheduling/no_team.html", {"here": "roster"})
        raise Http404("has no roster")
    return redirect("scheduling:roster_team", team.slug)


@require_safe
def team_roster(request: HttpRequest, slug: str) -> HttpResponse:
    """What is published, by week or by four weeks."""
    team = roster_team(request.user, slug)
    zone, weeks, since = zone_of(team), _weeks(request), _since(request)
    sheet = published_sheet(team, since, weeks, zone, reader=request.user.pk)
    plans = may_plan(request.user, team)
    days = sheet.grid.days
    context = {
        **_frame(request, team, since, weeks),
        "sheet": sheet,
        "mine": own_week(sheet, request.user.pk) if weeks == 1 else [],
        "cover": _published_cover(team, sheet) if plans else None,
        "calls": on_call_row(team, days, zone) if weeks == 1 else "",
        "plans": plans,
        "open_shifts": open_shifts(team, days, zone),
        "drafts": drafts_of(team) if plans else [],
        "form": DraftForm(initial={"starts_on": monday_of(timezone.localdate()) + WEEK}) if plans else None,
    }
    return render(request, "scheduling/roster.html", context)


def _published_cover(team: Team, sheet: Sheet) -> Cover | None:
    """In a week without any shift nobody is missing: it is not published yet."""
    days, zone = sheet.grid.days, sheet.grid.zone
    planned = {monday_of(one.starts_at.astimezone(zone).date()) for one in sheet.shifts}
    return coverage(
        team, sheet.shifts, days, zone, off=sheet.off,
        is_planned=lambda at: monday_of(at.astimezone(zone).date()) in planned,
    )  # fmt: skip


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    team = planned_team(request.user, slug)
    form = DraftForm(request.POST, templates=templates_for(team))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("scheduling:roster_team", team.slug)
    draft = planning.begin_draft(
        team, by=request.user, starts_on=form.cleaned_data["starts_on"], weeks=form.cleaned_data["weeks"],
        zone=str(zone_of(team)), copies=form.copies(), pattern=form.pattern,
    )  # fmt: skip
    return redirect("scheduling:draft", draft.pk)


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    found = draft_for(request.user, draft_id)
    if found.state != DraftState.OPEN:
        messages.info(request, _("This draft is not open any more. Make a new one."))
        return redirect("scheduling:roster_team", found.team.slug)
    return _draft_page(request, found)


def _draft_page(
    request: HttpRequest, found: RosterDraft, *, problems: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    week = week_of(request.GET.get("week"), found)
    sheet = draft_sheet(found, week=week)
    zone = ZoneInfo(found.zone)
    context = {
        "here": "roster",
        "team": found.team,
        "draft": found,
        "sheet": sheet,
        "templates": sheet.templates,
        "problems": problems,
        "cover": coverage(found.team, sheet.shifts, sheet.grid.days, zone, off=sheet.off),
        "calls": "" if sheet.grid.wide else on_call_row(found.team, sheet.grid.days, zone),
        "wide": sheet.grid.wide,
        "week": week,
        "tabs": [(n + 1, found.starts_on + n * WEEK) for n in range(found.weeks)] if found.weeks > 1 else [],
        "steps": steps_said(found, known=sheet.names),
        "solve": solve_of(found),
    }
    return render(request, "scheduling/draft.html", context, status=status)


@require_POST
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Published, or the page again with what stands in the way."""
    found = draft_for(request.user, draft_id)
    seen = number(request.POST.get("seen"))
    last = number(request.POST["last"]) if "last" in request.POST else None
    try:
        done = publishing.publish(
            found, by=request.user, seen=seen, last=last,
            note=request.POST.get("note", "")[:200],
        )  # fmt: skip
    except planning.StaleDraft as stale:
        problems = [_("Somebody changed the draft meanwhile. Look at it as it is now, then publish.")]
        return _draft_page(request, draft_for(request.user, stale.draft.pk), problems=problems, status=409)
    except ValidationError as error:
        found = draft_for(request.user, draft_id)
        if found.state != DraftState.OPEN:
            messages.error(request, error.messages[0])
            return redirect("scheduling:roster_team", found.team.slug)
        return _draft_page(request, found, problems=error.messages, status=422)
    messages.success(request, _("Published. Everybody whose shifts changed is told."))
    return redirect(f"{_roster(found.team)}?from={done.starts_at.astimezone(ZoneInfo(done.zone)):%Y-%m-%d}")


@require_POST
def drop(request: HttpRequest, draft_id: int) -> HttpResponse:
    found = draft_for(request.user, draft_id)
    planning.drop(found, by=request.user)
    messages.success(request, _("The draft is put away. What is published stays as it is."))
    return redirect("scheduling:roster_team", found.team.slug)


@require_safe
def publications(request: HttpRequest, slug: str) -> HttpResponse:
    team = planned_team(request.user, slug)
    rows = list(team.publications.select_related("by")[:20])
    newest = {row.pk for row in rows[:1]}
    numbers = {one["user"] for row in rows for one in (*row.before, *row.content)}
    names = dict(User.objects.filter(pk__in=numbers).values_list("pk", "full_name"))
    told = [(row, changes_of(row, names)) for row in rows]
    return render(
        request,
        "scheduling/publications.html",
        {"here": "roster", "team": team, "rows": told, "newest": newest},
    )


@require_http_methods(["POST"])
def revert(request: HttpRequest, publication_id: int) -> HttpResponse:
    found = publication_for(request.user, publication_id)
    try:
        publishing.revert(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Taken back. Everybody whose shifts changed is told."))
    return redirect("scheduling:publications", found.team.slug)


def _roster(team: Team) -> str:
    return reverse("scheduling:roster_team", args=[team.slug])


def _frame(request: HttpRequest, team: Team, since: datetime.date, weeks: int) -> dict[str, Any]:
    step = WEEK * weeks
    return {
        "here": "roster", "team": team, "teams": list(roster_teams(request.user)), "since": since,
        "weeks": weeks,
        "until": since + step - datetime.timedelta(days=1), "before": since - step, "after": since + step,
        "wide": weeks > 1,
    }  # fmt: skip


def _since(request: HttpRequest) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        day = timezone.localdate()
    return monday_of(min(max(day, datetime.date(2000, 1, 3)), datetime.date(2100, 1, 1)))


def _weeks(request: HttpRequest) -> int:
    said = request.GET.get("weeks", "")
    return int(said) if said.isdigit() and int(said) in SPANS else 1


def week_of(said: str | None, draft: RosterDraft) -> int:
    """Which week of the draft is looked at; 0 for all of it."""
    week = number(said)
    return week if draft.weeks > 1 and 0 < week <= draft.weeks else 0


def number(said: str | None) -> int:
    return int(said) if said and said.isdigit() and len(said) < 10 else -1
