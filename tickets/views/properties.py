"""What describes a ticket: priority, tags, subject; whether one has read it; who may follow it by link."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import actions
from tickets.access import ticket_for
from tickets.choices import Priority
from tickets.models import Ticket
from tickets.views.moves import leave, number_of, on_ticket


def clean(text: str) -> str:
    return text.replace("\x00", "")


@on_ticket
def prioritise(request: HttpRequest, ticket: Ticket) -> str:
    actions.prioritise(ticket, by=request.user, to=request.POST.get("priority", "")[:20])
    return _("Priority: %(priority)s.") % {"priority": Priority(ticket.priority).label}


@on_ticket
def tag(request: HttpRequest, ticket: Ticket) -> str:
    words = re.split(r"[\s,;]+", clean(request.POST.get("tags", "")))
    actions.tag(ticket, by=request.user, tags=[word.removeprefix("#") for word in words])
    return _("Tags: %(tags)s.") % {"tags": ", ".join(ticket.tags)} if ticket.tags else _("No tags.")


@on_ticket
def retitle(request: HttpRequest, ticket: Ticket) -> str:
    actions.retitle(ticket, by=request.user, subject=clean(request.POST.get("subject", "")))
    return _("Subject changed.")


@on_ticket
def follow(request: HttpRequest, ticket: Ticket) -> str:
    """`on` says whether one follows from now on."""
    if request.POST.get("on") == "1":
        actions.follow(ticket, by=request.user)
        return _("You are told of what is said here.")
    actions.unfollow(ticket, by=request.user)
    return _("You follow this ticket no more.")


@require_POST
def unread(request: HttpRequest, number: int) -> HttpResponse:
    """Back to the list, with the ticket as if never looked at."""
    ticket = ticket_for(request.user, number)
    actions.mark_unread(ticket, by=request.user)
    return leave(request, _("Ticket %(number)s is unread.") % {"number": number})


@on_ticket
def revoke_link(request: HttpRequest, ticket: Ticket) -> str:
    """Leads only: whoever has the link can no longer open the ticket."""
    if not request.user.may("quarantine.see"):
        raise PermissionDenied
    link = ticket.access_links.filter(pk=number_of(request.POST.get("link", "")), revoked_at=None).first()
    if link is None:
        raise ValidationError(_("There is no such link any more."))
    actions.revoke_link(link, by=request.user)
    return _("The secret link no longer opens the ticket.")
