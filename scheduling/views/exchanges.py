"""Shifts that are offered, swapped, open; and who could take them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scheduling.access import may_plan, planned_teams
from scheduling.actions import exchanging
from scheduling.barred import exchanges_barred, gaps_barred
from scheduling.choices import ExchangeState
from scheduling.fitness import candidates
from scheduling.models import Exchange, Gap, Shift
from scheduling.my_shifts import LIVE, gaps_for
from scheduling.queries import on_call
from scheduling.remedy_pages import board_of
from scheduling.views.shifts import own_shift, shell, show
from staff.models import Membership, User
from staff.queries import colleagues

SHOWN, OLD = 50, 10


def seen_by(reader: User) -> QuerySet[Exchange]:
    """Their own, those offered to them or to their team, those they approve."""
    teams = Membership.objects.filter(user=reader).values("team")
    to_team = Q(team__in=teams, to=None)
    theirs = Q(by=reader) | Q(to=reader) | Q(taker=reader)
    rows = Exchange.objects.filter(theirs | to_team | Q(team__in=planned_teams(reader).values("pk")))
    return rows.select_related(
        "team",
        "by",
        "to",
        "taker",
        "shift__template",
        "wanted__team",
        "wanted__template",
        "decided_by",
        "shift__team",
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reader, now = request.user, timezone.now()
    rows = seen_by(reader)
    ahead = list(rows.filter(state__in=LIVE, starts_at__gt=now)[:SHOWN])
    planned = set(planned_teams(reader).values_list("pk", flat=True))
    approve = [
        one for one in ahead
        if one.state == ExchangeState.ACCEPTED and one.team_id in planned
        and reader.pk not in (one.by_id, one.taker_id)
    ]  # fmt: skip
    members = set(reader.memberships.values_list("team", flat=True))
    for_me = [
        one for one in ahead
        if one.state == ExchangeState.OPEN and one.by_id != reader.pk
        and (one.to_id == reader.pk or (one.to_id is None and one.team_id in members))
    ]  # fmt: skip
    mine = [one for one in ahead if reader.pk in (one.by_id, one.taker_id) and one not in approve]
    over = rows.filter(Q(by=reader) | Q(to=reader) | Q(taker=reader)).exclude(
        state__in=LIVE, starts_at__gt=now
    )
    why = exchanges_barred([*approve, *for_me], reader)
    context = {
        **shell(request, "exchanges"), "mine": mine,
        "approve": [(one, why.get(one.pk, ())) for one in approve],
        "for_me": [(one, why.get(one.pk, ())) for one in for_me],
        "over": over.order_by("-made_at")[:OLD],
    }  # fmt: skip
    return render(request, "scheduling/exchanges.html", context)


ACTS = {"accept": exchanging.accept, "decline": exchanging.decline, "withdraw": exchanging.withdraw}


@require_POST
def act(request: HttpRequest, row_id: int) -> HttpResponse:
    """`do`: accept, decline, withdraw; approve, refuse."""
    row = get_object_or_404(seen_by(request.user), pk=row_id)
    do = request.POST.get("do", "")
    try:
        if do in ACTS:
            after = ACTS[do](row, by=request.user)
        elif do in ("approve", "refuse"):
            after = exchanging.answer_exchange(
                row, by=request.user, approve=do == "approve", reason=request.POST.get("reason", "")
            )
        else:
            raise Http404(f"no act {do}")
    except PermissionDenied as error:
        raise Http404("not theirs to decide") from error
    except ValidationError as error:
        messages.error(request, " · ".join(error.messages))
    else:
        messages.success(request, after.get_state_display())
    return redirect("scheduling:exchanges")


@require_POST
def offer(request: HttpRequest, shift_id: int) -> HttpResponse:
    shift = own_shift(request.user, shift_id)
    sent = request.POST.get("to", "")
    to = get_object_or_404(colleagues(shift.team), pk=_number(sent)) if sent else None
    return _arranged(
        request, shift, lambda: exchanging.offer(shift, by=request.user, to=to, note=_note(request))
    )


@require_POST
def swap(request: HttpRequest, shift_id: int) -> HttpResponse:
    shift = own_shift(request.user, shift_id)
    rows = Shift.objects.filter(team=shift.team).select_related("user", "team")
    wanted = get_object_or_404(rows, pk=_number(request.POST.get("wanted", "")))
    return _arranged(
        request, shift,
        lambda: exchanging.ask_swap(shift, wanted=wanted, by=request.user, note=_note(request)),
    )  # fmt: skip


def _arranged(request: HttpRequest, shift: Shift, arrange: Any) -> HttpResponse:
    try:
        arrange()
    except ValidationError as error:
        return show(request, shift, 422, error.messages)
    messages.success(request, _("Asked for. You are told what becomes of it."))
    return redirect("scheduling:exchanges")


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").replace("\x00", "")


def _number(sent: str) -> int:
    if not (sent.isascii() and sent.isdecimal()) or len(sent) > 15:
        raise Http404("no such number")
    return int(sent)


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Shifts without anybody; `gap` is the one whose candidates are shown to whoever leads."""
    reader = request.user
    rows = list(gaps_for(reader, planned_teams(reader), timezone.now())[:SHOWN])
    planned = set(planned_teams(reader).values_list("pk", flat=True))
    members = set(reader.memberships.values_list("team", flat=True))
    led = [one for one in rows if one.team_id in planned]
    why = gaps_barred([one for one in rows if one.team_id in members], reader)
    chosen = next((one for one in led if str(one.pk) == request.GET.get("gap")), led[0] if led else None)
    context = {
        **shell(request, "gaps"), "rows": [(one, why.get(one.pk, ())) for one in rows], "planned": planned,
        "members": members, "given": exchanging.approved_always(members) - planned, "chosen": chosen,
        "candidates": candidates(chosen, chosen.team, without=_without(chosen)) if chosen else [],
        "board": board_of(chosen, reader) if chosen else None,
        "called": {one.user_id for one in on_call(chosen.team, chosen.starts_at)} if chosen else (),
    }  # fmt: skip
    return render(request, "scheduling/gaps.html", context)


def _without(gap: Gap) -> set[int]:
    """Who is off then; not who is there after all."""
    return {gap.was_of_id} if gap.time_off and not gap.is_back else set()


def _gap(reader: User, gap_id: int) -> Gap:
    """Pressed twice, or taken by another: it is gone, which is said and no fault."""
    return get_object_or_404(gaps_for(reader, planned_teams(reader), timezone.now()), pk=gap_id)


@require_POST
def claim(request: HttpRequest, gap_id: int) -> HttpResponse:
    gap = _gap(request.user, gap_id)
    try:
        exchanging.claim(gap, by=request.user)
    except ValidationError as error:
        messages.error(request, " · ".join(error.messages))
        return redirect("scheduling:gaps")
    messages.success(request, _("It is yours."))
    return redirect("scheduling:my_shifts")


@require_POST
def give(request: HttpRequest, gap_id: int) -> HttpResponse:
    gap = _gap(request.user, gap_id)
    if not may_plan(request.user, gap.team):
        raise Http404("not theirs to give")
    to = get_object_or_404(colleagues(gap.team), pk=_number(request.POST.get("to", "")))
    try:
        exchanging.hand_gap(gap, to=to, by=request.user)
    except PermissionDenied as error:
        raise Http404("not to oneself") from error
    except ValidationError as error:
        messages.error(request, " · ".join(error.messages))
    else:
        messages.success(request, _("%(name)s works it, and is told.") % {"name": to.full_name})
    return redirect("scheduling:gaps")
