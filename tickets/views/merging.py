"""Merging two tickets: looking for the other one, seeing what will happen, doing it, taking it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tickets import actions
from tickets.access import ticket_for, tickets_for
from tickets.candidates import others_for
from tickets.models import Ticket
from tickets.views.moves import number_of, query_of, said_there

MOST_TAKEN = 200


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """The page on which the other ticket is chosen and shown; posted, the merge itself."""
    ticket = ticket_for(request.user, number)
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    wanted = number_of(request.POST.get("into", "") or request.GET.get("into", ""))
    into = tickets_for(request.user).for_rows().filter(pk=wanted).first() if wanted else None
    context = {"ticket": ticket, "into": into, "words": words, "query": query_of(request)}
    if wanted and into is None:
        return _page(request, context | {"problem": _("There is no such ticket.")}, 422)
    if request.method == "POST" and into:
        return _merged(request, ticket, into, context)
    if into is None:
        return _page(request, context | {"found": others_for(request.user, ticket, words)})
    try:
        return _page(request, context | {"plan": actions.plan(ticket, into)})
    except ValidationError as error:
        return _page(request, context | {"problem": error.messages[0]}, 422)


def _merged(request: HttpRequest, ticket: Ticket, into: Ticket, context: dict) -> HttpResponse:
    let_in = {"in": True, "apart": False}.get(request.POST.get("others", ""))
    try:
        planned = actions.plan(ticket, into)
        if planned.strangers and let_in is None:
            said = _("Two customers asked: say who may read what.")
            return _page(request, context | {"plan": planned, "undecided": said}, 422)
        actions.merge(ticket, by=request.user, into=into, let_in=bool(let_in))
    except ValidationError as error:
        return _page(request, context | {"problem": error.messages[0]}, 422)
    except PermissionDenied:
        return _page(request, context | {"problem": _("Your role may not do that.")}, 403)
    said = _("#%(number)s is merged into #%(into)s. It can be taken back for 24 hours.")
    messages.success(request, said % {"number": ticket.pk, "into": into.pk})
    return redirect("tickets:ticket", into.pk)


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    template = "tickets/merge.html#plan" if request.htmx else "tickets/merge.html"
    return render(request, template, context, status=status)


@require_GET
def others(request: HttpRequest, number: int) -> HttpResponse:
    """Options of the combobox."""
    ticket = ticket_for(request.user, number)
    found = others_for(request.user, ticket, request.GET.get("q", "").replace("\x00", "")[:200])
    return render(request, "tickets/_others.html", {"found": found, "ticket": ticket})


@require_POST
def unmerge(request: HttpRequest, number: int) -> HttpResponse:
    """Taken back; then the ticket that came out. Was anything written since, it is asked first where that
    belongs.
    """
    ticket = ticket_for(request.user, number)
    row = actions.live_merge(ticket)
    since = actions.written_since(row) if row and not request.POST.get("asked") else []
    if since and tickets_for(request.user).filter(pk=row.target_id).exists():
        context = {"ticket": ticket, "row": row, "since": since, "query": query_of(request)}
        return render(request, "tickets/unmerge.html", context)
    take = [number_of(text) for text in request.POST.getlist("message")[:MOST_TAKEN]]

    def act() -> str:
        done = actions.unmerge(ticket, by=request.user, take=take)
        said = _("#%(number)s is on its own again. What else was written since the merge stays in #%(into)s.")
        return said % {"number": number, "into": done.target_id}

    return said_there(request, act, redirect("tickets:ticket", number))
