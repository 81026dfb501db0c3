"""Keeping lists as views of one's own or of a team."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from staff.queries import teams_of
from tickets.actions.keeping import forget_view, save_view
from tickets.finding import choice_from
from tickets.listing import listed_in
from tickets.models import SavedView


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    user, asked = request.user, listed_in(request.POST)
    asked.pop("saved", None)
    query = choice_from(user, asked).query
    name, share = (request.POST.get(field, "").replace("\x00", "") for field in ("name", "share"))
    team = get_object_or_404(teams_of(user), slug=share) if share else None
    try:
        view = save_view(by=user, name=name, query=query, team=team)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(reverse("tickets:inbox", query=query))
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return redirect(reverse("tickets:inbox", query={"saved": view.pk}))


@require_POST
def forget(request: HttpRequest, view_id: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=view_id, owner=request.user)
    forget_view(view, by=request.user)
    messages.success(request, _("“%(name)s” is forgotten.") % {"name": view.name})
    return redirect("tickets:inbox")
