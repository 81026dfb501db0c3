"""The panel of what a ticket is linked to, and the page of the same."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tickets import actions
from tickets.access import ticket_for, tickets_for
from tickets.linked import WAYS, linked_of
from tickets.models import Ticket, TicketLink
from tickets.views.moves import number_of, query_of, said_there


@require_GET
def linked(request: HttpRequest, number: int) -> HttpResponse:
    """For htmx the card in the ticket's details; else the page with all one can do."""
    ticket = ticket_for(request.user, number)
    context = {
        "ticket": ticket,
        "linked": linked_of(request.user, ticket),
        "ways": [(name, words) for name, (_kind, _is_one, words) in WAYS.items()],
        "query": query_of(request),
    }
    template = "tickets/linked.html#card" if request.htmx else "tickets/linked.html"
    return render(request, template, context)


@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    way = WAYS.get(request.POST.get("way", ""))
    if way is None:
        raise Http404("no such link")

    def act() -> str:
        kind, is_one, words = way
        other = _other(request)
        one, to = (ticket, other) if is_one else (other, ticket)
        actions.link(one, by=request.user, kind=kind, to=to)
        said = {"number": number, "way": words, "other": other.pk}
        return _("#%(number)s %(way)s #%(other)s.") % said

    return said_there(request, act, redirect("tickets:linked", number))


def _other(request: HttpRequest) -> Ticket:
    """By the combobox, or by the number that was typed."""
    wanted = request.POST.get("other", "") or request.POST.get("q", "").strip(" #").partition(" ")[0]
    other = tickets_for(request.user).filter(pk=number_of(wanted)).first()
    if other is None:
        raise ValidationError(_("There is no such ticket."))
    return other


@require_POST
def unlink(request: HttpRequest, number: int, link_id: int) -> HttpResponse:
    """Only a link between two tickets that the reader may see."""
    ticket = ticket_for(request.user, number)
    mine = tickets_for(request.user)
    row = (
        TicketLink.objects.filter(Q(one=ticket) | Q(other=ticket), pk=link_id)
        .filter(one__in=mine, other__in=mine)
        .select_related("one", "other")
        .first()
    )
    if row is None:
        raise Http404("no such link of yours")

    def act() -> str:
        actions.unlink(row, by=request.user)
        return _("Link removed.")

    return said_there(request, act, redirect("tickets:linked", number))


@require_POST
def wait_for_children(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)

    def act() -> str:
        actions.wait_for_children(ticket, by=request.user, waits=bool(request.POST.get("waits")))
        if ticket.waits_for_children:
            return _("#%(number)s is not solved while a child is open.") % {"number": number}
        return _("#%(number)s may be solved while a child is open.") % {"number": number}

    return said_there(request, act, redirect("tickets:linked", number))
