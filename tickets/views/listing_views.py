"""Keeping lists as views of one's own, of a team, or of everybody."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staff.models import Team, User
from staff.queries import teams_of
from tickets.actions.keeping import change_view, forget_view, place_view, save_view
from tickets.finding import choice_from
from tickets.forms.keeping import ViewForm
from tickets.listing import listed_in
from tickets.models import SavedView
from tickets.saved_views import EVERYBODY, changeable_by, circles_of, counts_of, saved_views_of


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    user = request.user
    query = _query(request)
    team, shared = _circle(user, request.POST.get("share", ""))
    try:
        view = save_view(by=user, name=_name(request), query=query, team=team, shared=shared)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(reverse("tickets:inbox", query=query))
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return redirect(reverse("tickets:inbox", query={"saved": view.pk}))


@require_GET
def views(request: HttpRequest) -> HttpResponse:
    """All they have, with what may be changed about each."""
    user, found = request.user, saved_views_of(request.user)
    mine = set(changeable_by(user).filter(pk__in=[view.pk for view in found]).values_list("pk", flat=True))
    counts = counts_of(user, found, timezone.now())
    rows = [
        {
            "view": view,
            "count": counts.get(view.pk, ""),
            "may_change": view.pk in mine,
            "is_own": view.owner_id == user.pk,
            "circle": EVERYBODY if view.shared else view.team.slug if view.team else "",
        }
        for view in found
    ]
    return render(request, "tickets/views.html", {"rows": rows, "circles": circles_of(user), "here": "views"})


@require_POST
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Its name and who sees it; or, from the list itself, what it asks for."""
    view, user = _changeable(request, view_id), request.user
    try:
        if request.POST.get("keep") == "query":
            change_view(view, by=user, query=_query(request))
            messages.success(request, _("“%(name)s” asks for this now.") % {"name": view.name})
            return redirect(reverse("tickets:inbox", query={"saved": view.pk}))
        circle = _circle(user, request.POST["share"]) if "share" in request.POST else None
        change_view(view, by=user, name=_name(request), circle=circle)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return _back(view)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, view_id: int) -> HttpResponse:
    """All of it in one form: name, who sees it, conditions, groups and columns."""
    row, user = _changeable(request, view_id), request.user
    form = ViewForm(request.POST if request.method == "POST" else None, reader=user, row=row)
    if form.is_valid():
        given = form.cleaned_data
        same = given.get("share", form.initial["share"]) == form.initial["share"]
        circle = None if same else _circle(user, given["share"])
        try:
            change_view(row, by=user, name=given["name"], query=form.query, circle=circle)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("Saved as “%(name)s”.") % {"name": row.name})
            return redirect(reverse("tickets:inbox", query={"saved": row.pk}))
    context = {"form": form, "row": row, "here": f"saved-{row.pk}"}
    return render(request, "tickets/view.html", context, status=422 if form.is_bound else 200)


@require_POST
def place(request: HttpRequest, view_id: int) -> HttpResponse:
    view = _changeable(request, view_id)
    place_view(view, by=request.user, earlier=request.POST.get("to") == "earlier")
    return _back(view)


@require_POST
def forget(request: HttpRequest, view_id: int) -> HttpResponse:
    view = _changeable(request, view_id)
    forget_view(view, by=request.user)
    messages.success(request, _("“%(name)s” is forgotten.") % {"name": view.name})
    return redirect("tickets:views")


def _changeable(request: HttpRequest, view_id: int) -> SavedView:
    return get_object_or_404(changeable_by(request.user).select_related("team", "owner"), pk=view_id)


def _back(view: SavedView) -> HttpResponse:
    return redirect(f"{reverse('tickets:views')}#view-{view.pk}")


def _name(request: HttpRequest) -> str:
    return request.POST.get("name", "").replace("\x00", "")


def _query(request: HttpRequest) -> dict[str, str]:
    asked = listed_in(request.POST)
    asked.pop("saved", None)
    return choice_from(request.user, asked).query


def _circle(user: User, share: str) -> tuple[Team | None, bool]:
    """With whom it is shared: (team, whether everybody). Http404 for a team that is not theirs."""
    share = share.replace("\x00", "")
    if share == EVERYBODY:
        return None, True
    return (get_object_or_404(teams_of(user), slug=share) if share else None), False
