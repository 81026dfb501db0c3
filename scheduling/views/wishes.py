"""When somebody can and wants to work, and what they have carried."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scheduling.actions import wishing
from scheduling.fairness import Ledger, means
from scheduling.ledgers import WINDOW, ledger_of
from scheduling.models import Availability, ShiftTemplate, ShiftWish
from scheduling.shift_forms import AvailabilityForm, WishForm, add_errors
from scheduling.views.shifts import shell
from staff.models import Team, User


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    reader = request.user
    form = WishForm(request.POST or None, templates=_templates(reader))
    if request.method == "POST" and form.is_valid():
        try:
            wishing.wish(by=reader, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Noted. Whoever plans sees it."))
            return redirect("scheduling:wishes")
    return _show(request, form, _week_form(reader))


@require_POST
def availability(request: HttpRequest) -> HttpResponse:
    form = AvailabilityForm(request.POST)
    if form.is_valid():
        try:
            wishing.set_availability(form.week(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("scheduling:wishes")
    return _show(request, WishForm(templates=_templates(request.user)), form)


@require_POST
def drop(request: HttpRequest, wish_id: int) -> HttpResponse:
    wishing.drop_wish(get_object_or_404(ShiftWish, user=request.user, pk=wish_id), by=request.user)
    return redirect("scheduling:wishes")


def _show(request: HttpRequest, form: WishForm, week: AvailabilityForm) -> HttpResponse:
    reader = request.user
    context = {
        **shell(request, "wishes"), "form": form, "week": week, "ledgers": _ledgers(reader),
        "wishes": ShiftWish.objects.filter(user=reader).select_related("template"),
        "weeks": WINDOW.days // 7,
    }  # fmt: skip
    return render(
        request, "scheduling/wishes.html", context, status=422 if form.errors or week.errors else 200
    )


def _templates(reader: User):
    own = Q(team__in=reader.memberships.values("team")) | Q(team=None)
    return ShiftTemplate.objects.filter(own, active=True)


def _week_form(reader: User) -> AvailabilityForm:
    initial: dict[str, Any] = {f"how_{n}": "any" for n in range(7)}
    for row in Availability.objects.filter(user=reader):
        initial[f"how_{row.weekday}"] = "never" if row.never else "hours"
        initial[f"from_{row.weekday}"], initial[f"to_{row.weekday}"] = row.starts, row.ends
    return AvailabilityForm(initial=initial)


def _ledgers(reader: User) -> list[dict[str, Any]]:
    """Theirs beside the mean of each of their teams; nobody else's."""
    names = {
        "nights": _("Nights"), "weekends": _("Weekends"), "holidays": _("Public holidays"),
        "late": _("Late shifts"), "refused": _("Wishes not kept"),
    }  # fmt: skip
    found = []
    for team in Team.objects.filter(active=True, memberships__user=reader):
        of = ledger_of(team, timezone.now())
        mine, mean = of.get(reader.pk, Ledger()), means(of)
        rows = [(name, getattr(mine, key), mean.get(key, 0.0)) for key, name in names.items()]
        found.append({"team": team, "rows": rows, "few": len(of) < 3})
    return found
