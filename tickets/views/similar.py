"""A card beside the ticket: what was solved before, and what else their house asked."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from knowledge.actions import missed
from knowledge.choices import Place
from tickets.access import ticket_for
from tickets.models import Ticket
from tickets.similar import beside

A_MONTH = 30 * 24 * 3600


@require_GET
def similar(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    if not request.htmx:
        return redirect("tickets:ticket", number)
    found = beside(request.user, ticket)
    if not found.articles:
        _missed(ticket)
    context = {"ticket": ticket, "beside": found}
    return render(request, "tickets/ticket/similar.html", context)


def _missed(ticket: Ticket) -> None:
    """Nothing is written down about it: counted once for the ticket, as long as the cache knows."""
    try:
        is_first = cache.add(f"missed-beside-{ticket.pk}", 1, A_MONTH)
    except Exception:  # whatever the cache raises: the card is more than what is counted
        return
    if is_first:
        missed(ticket.subject, language=ticket.language, place=Place.TICKET, without=ticket.requester.name)
