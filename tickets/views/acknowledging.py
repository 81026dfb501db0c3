"""Acknowledging what one was told of: on the ticket, or in one's notices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import actions
from tickets.access import ticket_for
from tickets.models import Ticket
from tickets.views.moves import on_ticket


@require_POST
def acknowledge(request: HttpRequest, number: int) -> HttpResponse:
    """From the notices one comes back to them."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, None):
        return _on_the_ticket(request, number)
    messages.success(request, _acknowledge(request, ticket_for(request.user, number)))
    return redirect(back)


def _acknowledge(request: HttpRequest, ticket: Ticket) -> str:
    reason = request.POST.get("reason", "").replace("\x00", "")
    if actions.acknowledge(ticket, by=request.user, reason=reason):
        return _("Acknowledged: nobody else is told.")
    return _("There is nothing to acknowledge any more.")


_on_the_ticket = on_ticket(_acknowledge)
