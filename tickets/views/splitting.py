"""Giving part of a conversation a ticket of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customers.models import Contact
from staff.models import Team
from tickets import actions
from tickets.choices import MessageKind
from tickets.models import Ticket
from tickets.page import page_for
from tickets.views.moves import number_of, query_of

MOST_SHOWN = 200


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, number: int) -> HttpResponse:
    """Messages to tick, the one it begins with ticked; posted, the new ticket."""
    ticket = page_for(request.user, number)
    if request.method == "GET":
        first = number_of(request.GET.get("from", ""))
        return _page(request, ticket, {"ticked": {first}, "subject": ticket.subject, "team": ticket.team_id})
    said = {
        "ticked": {number_of(text) for text in request.POST.getlist("message")[:MOST_SHOWN]} - {0},
        "people": {number_of(text) for text in request.POST.getlist("contact")[:50]},
        "subject": request.POST.get("subject", "").replace("\x00", "")[:500],
        "team": number_of(request.POST.get("team", "")),
    }
    try:
        own = _split(request, ticket, said)
    except ValidationError as error:
        return _page(request, ticket, said | {"problem": error.messages[0]}, 422)
    except PermissionDenied:
        return _page(request, ticket, said | {"problem": _("Your role may not do that.")}, 403)
    messages.success(request, _("Ticket #%(number)s has what you chose.") % {"number": own.pk})
    return redirect("tickets:ticket", own.pk) if own.is_theirs else redirect("tickets:ticket", number)


def _split(request: HttpRequest, ticket: Ticket, said: dict) -> Ticket:
    team = Team.objects.filter(pk=said["team"], active=True).first()
    if team is None:
        raise ValidationError(_("There is no such team."))
    here = {one["id"] for one in ticket.people} | {ticket.requester_id}
    people = Contact.objects.filter(pk__in=said["people"] & here)
    own = actions.split(
        ticket, by=request.user, messages=sorted(said["ticked"]), subject=said["subject"], team=team,
        participants=list(people),
    )  # fmt: skip
    own.is_theirs = actions.may_work(request.user, team)
    return own


def _page(request: HttpRequest, ticket: Ticket, said: dict, status: int = 200) -> HttpResponse:
    rows = ticket.messages.exclude(kind=MessageKind.TAKEN_BACK).select_related("author", "contact")
    rows = rows.prefetch_related("attachments")
    rows = list(rows.defer("html", "folded", "search_vector").order_by("-at", "-pk")[:MOST_SHOWN])[::-1]
    for row in rows:
        row.may_begin = row.kind == MessageKind.PUBLIC and row.contact_id is not None
    context = {"ticket": ticket, "rows": rows, "said": said, "query": query_of(request)}
    return render(request, "tickets/split.html", context, status=status)
