"""A search for a roster: begun, looked at while it goes, stopped."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from scheduling.access import draft_for
from scheduling.actions import solving
from scheduling.actions.planning import StaleDraft
from scheduling.solve_pages import solve_of
from scheduling.views.rosters import number


@require_POST
def begin(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = draft_for(request.user, draft_id)
    seen, seconds = number(request.POST.get("seen")), number(request.POST.get("seconds"))
    try:
        solving.begin_solve(draft, by=request.user, seen=seen, seconds=seconds)
    except StaleDraft:
        messages.warning(request, _("Somebody changed the draft meanwhile. This is how it stands now."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("scheduling:draft", draft.pk)


@require_safe
def state(request: HttpRequest, draft_id: int) -> HttpResponse:
    """How far it is; once it ended, the whole page anew."""
    draft = draft_for(request.user, draft_id)
    found = solve_of(draft)
    if request.htmx and (found.run is None or not found.run.is_on):
        return HttpResponseClientRefresh()
    return render(request, "scheduling/_solve.html", {"draft": draft, "solve": found})


@require_POST
def stop(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = draft_for(request.user, draft_id)
    run = draft.solves.first()
    if run:
        solving.stop_solve(run, by=request.user)
    return redirect("scheduling:draft", draft.pk)
