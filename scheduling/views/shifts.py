"""One's own shifts, one of them, and the calendar that reads them."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lib.throttle import refused, wait_for
from scheduling.access import planned_teams
from scheduling.actions import clocking, wishing
from scheduling.actions.exchanging import approved_always
from scheduling.barred import gaps_barred, to_swap, to_take
from scheduling.choices import ExchangeState
from scheduling.fitness import zone_of
from scheduling.models import Gap, OnCall, Shift, ShiftFeed
from scheduling.my_asks import asked_of
from scheduling.my_shifts import WEEKS, days_of, gaps_for, glance, parts_of
from scheduling.shift_feed import AFTER, BEFORE, calendar, gone_from, gone_from_team
from staff.models import Team, User
from staff.queries import colleagues

SHOWN, LOOKED_AT = 5, 30
MOST = 60
SHOWN_ONCE = "shift_feed"
AROUND = datetime.timedelta(weeks=4)
# So long after a shift something may be left to the next.
HANDED_OVER = datetime.timedelta(hours=24)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Today first."""
    reader, now = request.user, timezone.now()
    days = days_of(reader, now)
    context = {
        **shell(request, "shifts"),
        "days": days,
        "glance": glance(days, now),
        "asked": asked_of(reader, now),
        "weeks": WEEKS,
        "gaps": _gaps(reader, now),
        "attendance": clocking.open_attendance(reader),
        "feeds": _feeds(reader),
        "secret_url": _secret_url(request),
        "now": now,
    }
    attendance = context["attendance"]
    context["on_break"] = bool(attendance and attendance.pauses.filter(ends_at=None).exists())
    return render(request, "scheduling/my_shifts.html", context)


def _gaps(reader: User, now: datetime.datetime) -> list[Gap]:
    """The first that they may take."""
    rows = list(gaps_for(reader, Team.objects.none(), now)[:LOOKED_AT])
    no, given = gaps_barred(rows, reader), approved_always({one.team_id for one in rows})
    return [one for one in rows if one.pk not in no and one.team_id not in given][:SHOWN]


def shell(request: HttpRequest, tab: str) -> dict[str, Any]:
    return {
        "here": "shifts", "tab": tab, "leads": request.user.may("roster.plan"),
        "zone": request.user.time_zone,
    }  # fmt: skip


def _feeds(reader: User) -> list[dict[str, Any]]:
    made = dict(ShiftFeed.objects.filter(user=reader, revoked_at=None).values_list("team", "made_at"))
    found = [{"team": None, "made_at": made.get(None)}]
    if reader.may("roster.plan"):
        found += [{"team": team, "made_at": made.get(team.pk)} for team in planned_teams(reader)[:20]]
    return found


def _secret_url(request: HttpRequest) -> str:
    """Shown once, on the page after it was made."""
    secret = request.session.pop(SHOWN_ONCE, "")
    return f"{settings.BASE_URL}{reverse('scheduling:shift_feed', args=[secret])}" if secret else ""


def own_shift(user: User, shift_id: int) -> Shift:
    """One of theirs; a colleague's is not found."""
    rows = Shift.objects.filter(user=user).select_related("team", "template", "user")
    return get_object_or_404(rows, pk=shift_id)


@require_safe
def one(request: HttpRequest, shift_id: int) -> HttpResponse:
    return show(request, own_shift(request.user, shift_id))


def show(request: HttpRequest, shift: Shift, status: int = 200, troubles: Sequence[str] = ()) -> HttpResponse:
    now = timezone.now()
    others = Shift.objects.filter(team=shift.team, starts_at__gt=now).exclude(user=request.user)
    near = others.between(max(shift.starts_at - AROUND, now), shift.starts_at + AROUND)
    near = near.select_related("user", "template", "team").order_by("starts_at")
    people = list(colleagues(shift.team).exclude(pk=request.user.pk).order_by("full_name"))
    live = shift.exchanges.filter(state__in=(ExchangeState.OPEN, ExchangeState.ACCEPTED))
    exchange, ahead = live.select_related("to", "taker").first(), shift.starts_at > now
    may = ahead and exchange is None
    context = {
        **shell(request, "shifts"), "shift": shift, "parts": parts_of(shift),
        "troubles": troubles, "sent": request.POST,
        "exchange": exchange, "ahead": ahead,
        **(_takers(request.user, shift, people, near, request.POST.get("wanted", "")) if may else {}),
        "lately": shift.starts_at <= now < shift.ends_at + HANDED_OVER,
    }  # fmt: skip
    return render(request, "scheduling/shift.html", context, status=status)


def _takers(
    reader: User, shift: Shift, people: Sequence[User], near: QuerySet[Shift], sent: str
) -> dict[str, Any]:
    """Only what the rules allow now; `barred` says how many colleagues may not have it. What was asked for
    and refused stands there still.
    """
    able, nearest = to_take(shift, people, reader), _nearest(shift, near)
    found = set(to_swap(shift, nearest, reader))
    shown = [one for one in nearest if one in found or str(one.pk) == sent]
    return {"people": able, "barred": len(people) - len(able), "near": shown}


def _nearest(shift: Shift, near: QuerySet[Shift]) -> list[Shift]:
    """Of those at the same hours nothing would change."""
    rows = [one for one in near[:300] if (one.starts_at, one.ends_at) != (shift.starts_at, shift.ends_at)]
    return sorted(
        sorted(rows, key=lambda one: abs(one.starts_at - shift.starts_at))[:MOST],
        key=lambda one: (one.starts_at, one.user.full_name),
    )  # fmt: skip


@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """A new secret; the one before works no more."""
    request.session[SHOWN_ONCE] = wishing.make_feed(by=request.user, team=_team(request))
    return redirect(f"{reverse('scheduling:my_shifts')}#feed")


@require_POST
def revoke_feed(request: HttpRequest) -> HttpResponse:
    wishing.revoke_feed(by=request.user, team=_team(request))
    messages.success(request, _("The address works no more."))
    return redirect(f"{reverse('scheduling:my_shifts')}#feed")


def _team(request: HttpRequest) -> Team | None:
    sent = request.POST.get("team", "")
    return get_object_or_404(planned_teams(request.user), slug=sent) if sent else None


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The secret is the key: no session. Whoever left, or leads that team no more, reads nothing."""
    if (seconds := wait_for(request, "shift_feed", secret)) is not None:
        return refused(request, seconds)
    rows = ShiftFeed.objects.filter(digest=wishing.digest_of(secret), revoked_at=None, user__is_active=True)
    found = rows.select_related("user", "team").first()
    if found is None or not _may_read(found):
        raise Http404("no such feed")
    with translation.override(found.user.language):
        body = _body(found)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="shifts.ics"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _may_read(found: ShiftFeed) -> bool:
    if not found.user.may("shift.have"):
        return False
    return found.team is None or planned_teams(found.user).filter(pk=found.team_id).exists()


def _body(found: ShiftFeed) -> bytes:
    now = timezone.now()
    start, end = now - BEFORE, now + AFTER
    whose = {"team": found.team} if found.team else {"user": found.user}
    rows = Shift.objects.filter(**whose).between(start, end)
    shifts = list(rows.select_related("user", "team", "template").order_by("starts_at", "pk"))
    calls = OnCall.objects.filter(**whose, starts_at__lt=end, ends_at__gt=start)
    name = found.team.name if found.team else _("My shifts")
    if found.team:
        gone = gone_from_team(found.team, shifts, start, end)
    else:
        gone = gone_from(found.user, shifts, start, end)
    return calendar(name, shifts, calls.select_related("user", "team"), gone, named=found.team is not None)


def today_of(user: User) -> datetime.date:
    return timezone.now().astimezone(zone_of(user)).date()
