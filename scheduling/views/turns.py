"""Turns of a draft: a pattern is drawn, looked at with what it breaks, and put in as one step."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scheduling.access import draft_for, planned_teams
from scheduling.actions import planning, rotating
from scheduling.breach_words import said
from scheduling.choices import DraftState
from scheduling.cover_rows import coverage
from scheduling.models import RosterDraft, Rotation
from scheduling.rosters import Sheet, draft_sheet, templates_for
from scheduling.turn_forms import TurnsForm, first_guess, longer
from scheduling.turning import off_times, turn_shifts
from scheduling.views.rosters import number
from staff.models import User

SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
def turns(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = draft_for(request.user, draft_id)
    if draft.state != DraftState.OPEN:
        return redirect("scheduling:draft", draft.pk)
    form = _form(request, draft)
    if request.method != "POST" or "weeks_by" in request.POST or not form.is_valid():
        return _show(request, draft, form, status=422 if form.is_bound and form.errors else 200)
    try:
        if "keep" in request.POST:
            return _keep(request, draft, form)
        if "put" in request.POST:
            seen = number(request.POST.get("seen"))
            planning.take_turns(
                draft, by=request.user, seen=seen, pattern=form.pattern, starts=form.starts
            )  # fmt: skip
            messages.success(request, _("Put in as one step, which can be undone."))
            return redirect("scheduling:draft", draft.pk)
    except planning.StaleDraft:
        draft.refresh_from_db()
        form.add_error(None, _("Somebody changed the draft meanwhile. Look at it, then save again."))
        return _show(request, draft, form, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, draft, form, status=422)
    return _show(request, draft, form, looked=True)


def _keep(request: HttpRequest, draft: RosterDraft, form: TurnsForm) -> HttpResponse:
    name = request.POST.get("name", "").strip()[:60]
    if not name:
        raise ValidationError(_("Give the pattern a name."))
    rotating.keep_rotation(draft.team, by=request.user, name=name, pattern=form.pattern)
    messages.success(request, _("Kept for the next draft."))
    return _show(request, draft, form, looked=True)


def _form(request: HttpRequest, draft: RosterDraft) -> TurnsForm:
    templates = templates_for(draft.team)
    people = list(
        User.objects.filter(memberships__team=draft.team, is_active=True).order_by("role", "full_name", "pk")
    )
    if request.method == "POST":
        weeks = min(max(number(request.POST.get("weeks")), 1), 8)
        if "weeks_by" not in request.POST:
            return TurnsForm(request.POST, templates=templates, people=people, weeks=weeks)
        weeks, typed = longer(request.POST.dict(), weeks)
        return TurnsForm(initial=typed, templates=templates, people=people, weeks=weeks)
    kept = draft.team.rotations.filter(pk=number(request.GET.get("of"))).first()
    agents = [one for one in people if one.role == "agent"]
    weeks, guess = first_guess(templates, agents, kept)
    return TurnsForm(initial=guess, templates=templates, people=people, weeks=weeks)


def _show(
    request: HttpRequest, draft: RosterDraft, form: TurnsForm, *, looked: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "here": "roster", "draft": draft, "team": draft.team, "form": form,
        "kept": draft.team.rotations.all(),
    }  # fmt: skip
    if looked:
        turned = turn_shifts(draft, form.pattern, form.starts)
        people = [one.pk for one in form.starts]
        others = list(draft.shifts.exclude(user__in=people))
        weeks, everybody = (
            planning.weeks_of(draft),
            {*people, *(one.user_id for one in others if one.user_id)},
        )
        off = off_times(everybody, weeks.starts_at, weeks.ends_at)
        sheet = draft_sheet(draft, only=people, instead=turned.shifts, off=off)
        context |= {
            "sheet": sheet, "left_out": turned.left_out, "problems": _problems(sheet)[:SHOWN],
            "cover": coverage(
                draft.team, [*others, *turned.shifts], sheet.grid.days, sheet.grid.zone, off=off
            ),
        }  # fmt: skip
    return render(request, "scheduling/turns.html", context, status=status)


def _problems(sheet: Sheet) -> Sequence[str]:
    return [
        f"{sheet.names[user]}: {said(one, sheet.grid.zone)}"
        for user, found in sheet.wrong.items()
        for one in found
        if one.hard
    ]


@require_POST
def drop_rotation(request: HttpRequest, rotation_id: int) -> HttpResponse:
    teams = planned_teams(request.user)
    found = get_object_or_404(Rotation.objects.filter(team__in=teams).select_related("team"), pk=rotation_id)
    rotating.drop_rotation(found, by=request.user)
    messages.success(request, _("Dropped. What was planned by it stays."))
    draft = number(request.POST.get("draft"))
    return redirect("scheduling:turns", draft) if draft > 0 else redirect("scheduling:roster")
