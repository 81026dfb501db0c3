"""A card beside the ticket: what was solved before, and what else their house asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from tickets.access import ticket_for
from tickets.similar import beside


@require_GET
def similar(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    if not request.htmx:
        return redirect("tickets:ticket", number)
    context = {"ticket": ticket, "beside": beside(request.user, ticket)}
    return render(request, "tickets/ticket/similar.html", context)
