"""One step in a draft, from the grid or from a shift's own page."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling import grid
from scheduling.access import draft_for
from scheduling.actions import planning
from scheduling.breach_words import said
from scheduling.choices import DraftState
from scheduling.lawful import breaches, span_of
from scheduling.models import DraftShift, RosterDraft, Shift
from scheduling.roster_forms import ShiftForm
from scheduling.rosters import draft_sheet, templates_for
from scheduling.weeks import same_clock
from staff.models import User


@require_POST
def act(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Place, move, remove or undo; answers with the rows that changed. 409 with all rows where somebody was
    quicker, 422 with what is wrong.
    """
    draft = draft_for(request.user, draft_id)
    seen = _number(request.POST.get("seen"))
    try:
        touched = _do(request, draft, seen)
    except planning.StaleDraft as stale:
        words = _("Somebody changed the draft meanwhile. This is how it stands now.")
        return _answer(stale.draft, None, words, status=409)
    except ValidationError as error:
        return _answer(draft, set(), " ".join(error.messages), status=422)
    return _answer(draft, touched, "")


def _do(request: HttpRequest, draft: RosterDraft, seen: int) -> set[int]:
    by, word = request.user, request.POST.get("act", "")
    if word == "undo":
        return {one or grid.OPEN for one in planning.undo(draft, by=by, seen=seen)}
    if word == "place":
        template = next(
            (one for one in templates_for(draft.team) if str(one.pk) == request.POST.get("template")), None
        )
        if template is None:
            raise ValidationError(_("Choose a shift first."))
        user, day = _user(request, draft), _day(request)
        planning.place(draft, by=by, seen=seen, template=template, day=day, user=user)
        return {user.pk if user else grid.OPEN}
    shift = _number(request.POST.get("shift"))
    held = draft.shifts.filter(pk=shift).values_list("user", flat=True).first()
    touched = {held or grid.OPEN}
    if word == "move":
        user = _user(request, draft)
        planning.move(draft, by=by, seen=seen, shift=shift, day=_day(request), user=user)
        return touched | {user.pk if user else grid.OPEN}
    if word == "remove":
        planning.remove(draft, by=by, seen=seen, shift=shift)
        return touched
    raise ValidationError(_("Nothing was done: the page is out of date. Load it again."))


def _answer(draft: RosterDraft, touched: set[int] | None, words: str, *, status: int = 200) -> JsonResponse:
    """`touched` None: every row."""
    draft.refresh_from_db()
    sheet = draft_sheet(draft, only=touched)
    told = words or _told(draft, touched)
    return JsonResponse(
        {"edit": draft.edit, "rows": {str(key): row for key, row in sheet.rows.items()}, "said": told,
         "undo": bool(draft.acts)},
        status=status,
    )  # fmt: skip


def _told(draft: RosterDraft, touched: set[int] | None) -> str:
    """What the rows that changed break, to be read out."""
    zone, found = ZoneInfo(draft.zone), []
    names = dict(User.objects.filter(pk__in=touched or ()).values_list("pk", "full_name"))
    for user, rows in _wrong(draft, list(names)).items():
        found += [f"{names[user]}: {said(one, zone)}" for one in rows if one.hard]
    return " ".join(found[:3]) if found else _("Saved")


def _wrong(draft: RosterDraft, users: list[int]) -> dict[int, Any]:
    spans: dict[int, list[Any]] = {user: [] for user in users}
    for one in draft.shifts.filter(user__in=users):
        spans[one.user_id or 0].append(span_of(one))
    weeks = planning.weeks_of(draft)
    held = Shift.objects.filter(
        team=draft.team, user__in=users, starts_at__gte=weeks.starts_at, starts_at__lt=weeks.ends_at
    )
    return breaches(
        spans, start=weeks.starts_at, end=weeks.ends_at, zone=weeks.zone,
        instead_of=list(held.values_list("pk", flat=True)),
    )  # fmt: skip


@require_safe
def attempt(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What a move would break, before it is made: {"said": [...], "hard": true}."""
    draft = draft_for(request.user, draft_id)
    shift = get_object_or_404(draft.shifts, pk=_number(request.GET.get("shift")))
    user = _user(request, draft, request.GET)
    if user is None:
        return JsonResponse({"said": [], "hard": False})
    weeks = planning.weeks_of(draft)
    days = (_day(request, request.GET) - shift.starts_at.astimezone(weeks.zone).date()).days
    moved = DraftShift(
        starts_at=same_clock(shift.starts_at, days, weeks.zone), parts=shift.parts, user=user,
        ends_at=same_clock(shift.starts_at, days, weeks.zone) + (shift.ends_at - shift.starts_at),
    )  # fmt: skip
    spans = [span_of(one) for one in draft.shifts.filter(user=user).exclude(pk=shift.pk)]
    held = Shift.objects.filter(
        team=draft.team, user=user, starts_at__gte=weeks.starts_at, starts_at__lt=weeks.ends_at
    )
    found = breaches(
        {user.pk: [*spans, span_of(moved)]}, start=weeks.starts_at, end=weeks.ends_at, zone=weeks.zone,
        instead_of=list(held.values_list("pk", flat=True)),
    )[user.pk]  # fmt: skip
    near = [one for one in found if one.starts_at <= moved.ends_at and one.ends_at >= moved.starts_at]
    return JsonResponse(
        {"said": [said(one, weeks.zone) for one in near], "hard": any(one.hard for one in near)}
    )


@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest, draft_id: int, shift_id: int) -> HttpResponse:
    """One shift as a form: its times, who has it, its parts."""
    draft = draft_for(request.user, draft_id)
    found = get_object_or_404(draft.shifts.select_related("user"), pk=shift_id)
    if draft.state != DraftState.OPEN:
        return redirect("scheduling:draft", draft.pk)
    zone = ZoneInfo(draft.zone)
    form = ShiftForm(request.POST or None, team=draft.team, shift=found, zone=zone)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if "remove" in request.POST:
                planning.remove(
                    draft, by=request.user, seen=_number(request.POST.get("seen")), shift=found.pk
                )
                return redirect("scheduling:draft", draft.pk)
            if form.is_valid():
                typed = {name: form.cleaned_data[name] for name in form.fields}
                seen = _number(request.POST.get("seen"))
                planning.change(draft, by=request.user, seen=seen, shift=found.pk, **typed)
                return redirect("scheduling:draft", draft.pk)
        except planning.StaleDraft:
            draft.refresh_from_db()
            form.add_error(None, _("Somebody changed the draft meanwhile. Look at it, then save again."))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"here": "roster", "draft": draft, "team": draft.team, "shift": found, "form": form}
    return render(request, "scheduling/draft_shift.html", context, status=status)


def _user(request: HttpRequest, draft: RosterDraft, said: Any = None) -> User | None:
    number = _number((said or request.POST).get("user"))
    if number == grid.OPEN:
        return None
    member = User.objects.filter(pk=number, is_active=True, memberships__team=draft.team).first()
    if member is None:
        raise ValidationError(_("They are not in this team any more."))
    return member


def _day(request: HttpRequest, said: Any = None) -> datetime.date:
    try:
        return datetime.date.fromisoformat((said or request.POST).get("day", ""))
    except ValueError:
        raise ValidationError(_("Choose a day of the roster.")) from None


def _number(said: str | None) -> int:
    return int(said) if said and said.isdigit() and len(said) < 10 else -1
