"""The teams there are, what each is called, and who is in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff import actions
from staff.forms import TeamForm
from staff.forms.people import not_allowed, said_of
from staff.models import Membership, Team
from staff.views.people_tabs import tabbed

HISTORY = 60


def _require_manage(request: HttpRequest) -> None:
    if not request.user.may("staff.manage"):
        raise Http404("not for this reader")


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    _require_manage(request)
    here = Q(memberships__user__is_active=True)
    leads = Membership.objects.filter(leads=True, user__is_active=True).select_related("user")
    rows = Team.objects.annotate(people=Count("memberships", filter=here)).prefetch_related(
        Prefetch("memberships", leads.order_by("user__full_name"), to_attr="led_by")
    )
    context = tabbed(request.user, "staff:teams", rows=rows.order_by("-active", "name"))
    return render(request, "staff/teams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, team_id: int | None = None) -> HttpResponse:
    """One of them, or with no number a new one, which is then opened to choose its people."""
    _require_manage(request)
    found = get_object_or_404(Team, pk=team_id) if team_id else None
    form = TeamForm(request.user, found, request.POST or None)
    if request.method == "POST" and form.is_valid() and (kept := _kept(request, found, form)):
        messages.success(request, _("Saved."))
        return redirect("staff:teams") if found else redirect("staff:team", kept.pk)
    changes = found.changes.select_related("by")[:HISTORY] if found else []
    context = tabbed(request.user, "staff:teams", team=found, form=form, changes=changes)
    return render(request, "staff/team.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, found: Team | None, form: TeamForm) -> Team | None:
    """The whole of it or, with what was refused told in the form, nothing."""
    said = {**form.cleaned_data}
    members, leads = said.pop("members", None), said.pop("leads", ())
    try:
        with transaction.atomic():
            kept = actions.save_team(found, said, by=request.user)
            if members is not None and kept.active:
                actions.staff_team(kept, by=request.user, members=members, leads=leads)
    except ValidationError as error:
        said_of(error, form)
    except PermissionDenied:
        not_allowed(form)
    else:
        return kept
    return None
