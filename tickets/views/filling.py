"""What kind of ticket it is, and the fields that this desk made for itself: shown, and filled in."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tickets import actions, setup
from tickets.access import ticket_for
from tickets.choices import DONE
from tickets.field_inputs import PREFIX, AsksFields
from tickets.fields import Kind, Stage
from tickets.models import Ticket, TicketType
from tickets.views.moves import number_of, on_ticket
from tickets.views.shown import changed, query_of, refused


@on_ticket
def set_type(request: HttpRequest, ticket: Ticket) -> str:
    wanted = request.POST.get("type", "")
    to = TicketType.objects.in_use().filter(pk=number_of(wanted)).first() if wanted else None
    if wanted and to is None:
        raise ValidationError(_("There is no such type."))
    actions.set_type(ticket, by=request.user, to=to)
    return _("Type: %(type)s.") % {"type": to.name} if to else _("No type.")


@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest, number: int) -> HttpResponse:
    """The form of all fields that the ticket has: inside its details, or a page of its own."""
    ticket = ticket_for(request.user, number)
    if request.htmx and "close" in request.GET:
        return _closed(request, number)
    form = form_for(ticket, request)
    if request.method == "GET":
        return _form(request, ticket, form)
    if not form.is_valid():
        return _form(request, ticket, form, status=422)
    try:
        actions.set_fields(ticket, by=request.user, values=form.custom(), seen=seen_in(request, form))
    except actions.MergedAway as error:
        return refused(request, number, " ".join(error.messages))
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, ticket, form, status=422)
    except PermissionDenied:
        return refused(request, number, _("Your role may not do that."))
    return _closed(request, number, _("Saved."))


def _closed(request: HttpRequest, number: int, said: str = "") -> HttpResponse:
    """The ticket as it is now, and nothing where the form was."""
    answer = changed(request, number, said, focus="fields")
    if request.htmx:
        answer["HX-Reswap"] = "innerHTML"
    return answer


def form_for(ticket: Ticket, request: HttpRequest) -> AsksFields:
    posted = request.method == "POST"
    form = AsksFields(request.POST if posted else None, request.FILES if posted else None)
    stage = Stage.SOLVING if ticket.state in DONE else Stage.KEEPING
    form.ask(setup.definitions(), type_id=ticket.type_id, stage=stage, held=ticket.custom)
    return form


def seen_in(request: HttpRequest, form: AsksFields) -> dict[str, Any]:
    """What the fields held when the form was opened. Nonsense is as good as nothing seen."""
    try:
        seen = json.loads(request.POST.get("seen", ""))
    except ValueError:
        seen = {}
    seen = seen if isinstance(seen, dict) else {}
    return {about.key: seen.get(about.key) for about in form.asked}


def _form(request: HttpRequest, ticket: Ticket, form: AsksFields, status: int = 200) -> HttpResponse:
    held = {about.key: ticket.custom.get(about.key) for about in form.asked}
    fields = {about.key: about for about in form.asked}
    names = setup.names_in(fields, held)
    for field in form.custom_fields[:1]:
        field.field.widget.attrs["data-focus"] = ""
    for field in form.custom_fields:
        about = field.field.about
        if about.kind in (Kind.CONTACT, Kind.FILE):
            field.shown = names.get((about.kind, held[about.key]), "")
    context = {
        "ticket": ticket,
        "form": form,
        "seen": request.POST.get("seen") or json.dumps(held),
        "query": query_of(request),
        "prefix": PREFIX,
    }
    template = "tickets/fields.html#form" if request.htmx else "tickets/fields.html"
    return render(request, template, context, status=status)
