"""One press closes a gap, and another takes it back."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduling import actions
from scheduling.access import planned_team, planned_teams
from scheduling.actions import remedying
from scheduling.coverage_pages import written
from scheduling.models import Gap, RemedyTaken
from scheduling.remedies import Remedy, by_reshaping, hole_at, remedies, worth_coming
from scheduling.remedy_pages import hole_of
from scheduling.views.need import _moment
from staff.models import Team


@require_POST
def at_moment(request: HttpRequest, slug: str) -> HttpResponse:
    """`at` is when somebody is missing, `key` the remedy as the page named it, or offer."""
    team, at = planned_team(request.user, slug), _moment(request.POST.get("at", ""))
    if at is None:
        raise Http404("no such moment")
    now, key = timezone.now(), request.POST.get("key", "")
    if key == "offer":
        hole = worth_coming(hole_at(team, at, now))
        _try(request, lambda: remedying.offer_hours(team, hole, by=request.user), _offered)
    else:
        _take(request, remedies(team, at, now).open, key)
    return _back(team, at)


@require_POST
def of_gap(request: HttpRequest, gap_id: int) -> HttpResponse:
    """Of a shift that nobody works. `key` also offer, or leave."""
    gap = get_object_or_404(
        Gap.objects.select_related("team"), pk=gap_id, team__in=planned_teams(request.user)
    )
    key = request.POST.get("key", "")
    if key == "offer":
        _try(request, lambda: remedying.offer_gap(gap, by=request.user), _offered)
    elif key == "leave":
        _try(request, lambda: remedying.leave_gap(gap, by=request.user), _left)
        return redirect("scheduling:gaps")
    else:
        _take(request, by_reshaping(gap.team, hole_of(gap), timezone.now()), key)
        actions.cover(gap.team)
    return redirect(reverse("scheduling:gaps", query={"gap": gap.pk}))


@require_POST
def take_back(request: HttpRequest, row_id: int) -> HttpResponse:
    rows = RemedyTaken.objects.filter(team__in=planned_teams(request.user)).select_related("team")
    row = get_object_or_404(rows, pk=row_id)
    _try(request, lambda: remedying.take_back_remedy(row, by=request.user), _as_it_was)
    gap = request.POST.get("gap", "")
    if gap.isdecimal():
        return redirect(reverse("scheduling:gaps", query={"gap": gap}))
    return _back(row.team, _moment(request.POST.get("at", "")) or row.starts_at)


def _take(request: HttpRequest, found: Sequence[Remedy], key: str) -> None:
    remedy = next((one for one in found if one.key == key), None)
    if remedy is None or remedy.user is None:
        messages.error(request, _("That does not help any more: the roster changed. This is how it stands."))
        return
    said = _("%(name)s is told.") % {"name": remedy.user.full_name}
    _try(request, lambda: remedying.take_remedy(remedy, by=request.user), lambda done: said)


def _try(request: HttpRequest, act: Callable[[], Any], said: Callable[[Any], str]) -> None:
    try:
        done = act()
    except PermissionDenied as error:
        raise Http404("not theirs to decide") from error
    except ValidationError as error:
        messages.error(request, " · ".join(error.messages))
    else:
        messages.success(request, said(done))


def _offered(done: RemedyTaken) -> str:
    return _("Offered. Whoever is the first to take it has it, and you are told.")


def _left(done: None) -> str:
    return _("Nobody is looked for any more.")


def _as_it_was(done: None) -> str:
    return _("Taken back. It is as it was.")


def _back(team: Team, at: datetime.datetime) -> HttpResponse:
    """With the risk as it is now."""
    actions.cover(team)
    return redirect(
        f"{reverse('scheduling:coverage_team', args=[team.slug], query={'at': written(at)})}#slot"
    )
