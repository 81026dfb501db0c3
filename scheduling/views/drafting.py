"""One step in a draft, from the grid or from a shift's own page."""

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling import grid
from scheduling.access import draft_for
from scheduling.actions import planning, stepping
from scheduling.breach_words import said
from scheduling.choices import DraftState
from scheduling.cover_rows import coverage
from scheduling.lawful import breaches, span_of
from scheduling.models import DraftShift, RosterDraft, Shift
from scheduling.roster_forms import ShiftForm
from scheduling.rosters import draft_sheet, templates_for
from scheduling.step_words import Said, steps_said
from scheduling.stepped import Stepped, stepped
from scheduling.views.rosters import number, week_of
from scheduling.weeks import same_clock
from staff.models import User


@require_POST
def act(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Place, move, remove or undo; answers with the rows that changed. 409 with all rows where somebody was
    quicker, 422 with what is wrong.
    """
    draft = draft_for(request.user, draft_id)
    seen, week = number(request.POST.get("seen")), request.POST.get("week")
    try:
        held, acts = _do(request, draft, seen)
    except planning.StaleDraft as stale:
        return _whole(stale.draft, _meanwhile(stale.draft, seen), week=week, status=409)
    except planning.AnothersStep:
        draft.refresh_from_db()
        return _answer(request, draft, [], "", status=422, ask=_whose(draft))
    except ValidationError as error:
        draft.refresh_from_db()
        return _answer(request, draft, [], " ".join(error.messages), status=422)
    held.team = draft.team
    return _answer(request, held, acts, "")


@require_safe
def since(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What others did after the step `seen`; 204 while that is the last."""
    draft = draft_for(request.user, draft_id)
    seen = number(request.GET.get("seen"))
    if draft.edit == seen:
        return HttpResponse(status=204)
    acts = stepping.since(draft, seen)
    if acts is None:
        return _whole(draft, _meanwhile(draft, seen), week=request.GET.get("week"))
    return _answer(request, draft, acts, _meanwhile(draft, seen))


def _meanwhile(draft: RosterDraft, seen: int) -> str:
    """“Mona Raud, 14:32: …” of each step that came since; the first three."""
    acts = stepping.since(draft, seen)
    if not acts:
        return _("Somebody changed the draft meanwhile. This is how it stands now.")
    return " ".join(_step_line(one) for one in steps_said(draft, acts)[:3])


def _whose(draft: RosterDraft) -> str:
    return _step_line(steps_said(draft)[0])


def _step_line(one: Said) -> str:
    return f"{one.by}, {timezone.localtime(one.at):%H:%M}: {one.words}."


def _do(request: HttpRequest, draft: RosterDraft, seen: int) -> tuple[RosterDraft, list[dict[str, Any]]]:
    """The draft as it is then, and the step that was done or taken back."""
    by, word = request.user, request.POST.get("act", "")
    if word == "undo":
        sure = request.POST.get("sure") == "1"
        act = planning.undo(draft, by=by, seen=seen, sure=sure)
        draft.refresh_from_db()
        return draft, [act] if act else []
    if word == "place":
        template = next(
            (one for one in templates_for(draft.team) if str(one.pk) == request.POST.get("template")), None
        )
        if template is None:
            raise ValidationError(_("Choose a shift first."))
        user, day = _user(request, draft), _day(request)
        held = planning.place(draft, by=by, seen=seen, template=template, day=day, user=user).draft
        return held, held.acts[-1:]
    shift = number(request.POST.get("shift"))
    if word == "move":
        user, day = _user(request, draft), _day(request)
        held = planning.move(draft, by=by, seen=seen, shift=shift, day=day, user=user).draft
        return held, held.acts[-1:]
    if word == "remove":
        held = planning.remove(draft, by=by, seen=seen, shift=shift)
        return held, held.acts[-1:]
    raise ValidationError(_("Nothing was done: the page is out of date. Load it again."))


def _answer(
    request: HttpRequest, draft: RosterDraft, acts: Sequence[dict[str, Any]], words: str, *,
    status: int = 200, ask: str = "",
) -> JsonResponse:  # fmt: skip
    """The rows and days that `acts` changed; `ask` is what has to be agreed to. Of the last steps only the
    newest is sent where it is what was done now.
    """
    sent = request.POST if request.method == "POST" else request.GET
    done = stepped(draft, acts, week_of(sent.get("week"), draft), _most(sent.get("most")))
    known = {**done.names, request.user.pk: request.user.full_name}
    cover = done.cover and {"rows": done.cover.rows, "days": done.cover.days, "ends": done.cover.ends,
                            "most": done.cover.most}  # fmt: skip
    newest = not words and acts == draft.acts[-1:]
    return _json(
        draft, done.rows, words or ask or _told(done), cover, status, known=known, ask=ask, newest=newest
    )


def _whole(draft: RosterDraft, words: str, *, week: str | None, status: int = 200) -> JsonResponse:
    """All of it: what others did is not known step by step."""
    draft.refresh_from_db()
    sheet = draft_sheet(draft, week=week_of(week, draft))
    found = coverage(draft.team, sheet.shifts, sheet.grid.days, sheet.grid.zone, off=sheet.off)
    cover = {"rows": found.rows, "most": found.most} if found else None
    return _json(draft, sheet.rows, words, cover, status, known=sheet.names)


def _json(
    draft: RosterDraft, rows: Mapping[int, str], words: str, cover: Any, status: int, *,
    known: Mapping[int, str], ask: str = "", newest: bool = False,
) -> JsonResponse:  # fmt: skip
    told = steps_said(draft, draft.acts[-1:] if newest else None, known=known)
    steps = render_to_string("scheduling/_steps.html", {"steps": told})
    return JsonResponse(
        {"edit": draft.edit, "rows": {str(key): row for key, row in rows.items()}, "said": words,
         "cover": cover, "steps": steps, "newest": newest, "ask": ask, "undo": bool(draft.acts)},
        status=status,
    )  # fmt: skip


def _most(said: str | None) -> float:
    """How high the strip of the page reaches; 0 where it has none."""
    try:
        most = float(said or 0)
    except ValueError:
        return 0.0
    return most if math.isfinite(most) else 0.0


def _told(done: Stepped) -> str:
    """What the rows that changed break, to be read out."""
    found = [
        f"{done.names[user]}: {said(one, done.zone)}"
        for user, rows in done.wrong.items()
        for one in rows
        if one.hard
    ]
    return " ".join(found[:3]) if found else _("Saved")


@require_safe
def attempt(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What a move would break, before it is made: {"said": [...], "hard": true}."""
    draft = draft_for(request.user, draft_id)
    shift = get_object_or_404(draft.shifts, pk=number(request.GET.get("shift")))
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
                planning.remove(draft, by=request.user, seen=number(request.POST.get("seen")), shift=found.pk)
                return redirect("scheduling:draft", draft.pk)
            if form.is_valid():
                typed = {name: form.cleaned_data[name] for name in form.fields}
                seen = number(request.POST.get("seen"))
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
    asked = number((said or request.POST).get("user"))
    if asked == grid.OPEN:
        return None
    member = User.objects.filter(pk=asked, is_active=True, memberships__team=draft.team).first()
    if member is None:
        raise ValidationError(_("They are not in this team any more."))
    return member


def _day(request: HttpRequest, said: Any = None) -> datetime.date:
    try:
        return datetime.date.fromisoformat((said or request.POST).get("day", ""))
    except ValueError:
        raise ValidationError(_("Choose a day of the roster.")) from None
