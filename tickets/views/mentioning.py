"""Colleagues who may be mentioned in a note, as one types; and the way to the message that mentions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tickets.access import message_for, ticket_for
from tickets.mentioning import suggested


@require_GET
def mentions(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    typed = request.GET.get("q", "").replace("\x00", "")[:100]
    return render(
        request, "tickets/_mentions.html", {"found": suggested(ticket, by=request.user, typed=typed)}
    )


@require_GET
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """To where it stands now: a merge may have moved it."""
    found = message_for(request.user, message_id)
    return redirect(f"{reverse('tickets:ticket', args=[found.ticket_id])}#m{found.pk}")
