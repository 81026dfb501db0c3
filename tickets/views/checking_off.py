"""Checklists on a ticket's page: added, ticked, taken away."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tickets import actions
from tickets.models import ChecklistTemplate, Ticket
from tickets.views.moves import number_of, on_ticket


@on_ticket
def add_checklist(request: HttpRequest, ticket: Ticket) -> str:
    """One that managers wrote, or an item of one's own."""
    if text := request.POST.get("text", ""):
        item = actions.add_item(ticket, by=request.user, text=text)
        return _("To do: %(item)s.") % {"item": item.text}
    wanted = number_of(request.POST.get("template", ""))
    template = ChecklistTemplate.objects.in_use().filter(pk=wanted).first()
    if template is None:
        raise ValidationError(_("Choose a checklist, or write what is to be done."))
    actions.add_checklist(ticket, by=request.user, template=template)
    return _("Checklist “%(name)s” added.") % {"name": template.name}


@on_ticket
def tick(request: HttpRequest, ticket: Ticket) -> str:
    """`item` is its number and what it shall be: 17-1 is done."""
    number, _sep, to = request.POST.get("item", "").partition("-")
    done = to == "1"
    request.back_to = f"item-{number}"
    actions.tick(ticket, by=request.user, item=number_of(number), done=done)
    return _("Done.") if done else _("Not done after all.")


@on_ticket
def remove_checklist(request: HttpRequest, ticket: Ticket) -> str:
    number = number_of(request.POST.get("checklist", ""))
    actions.remove_checklist(ticket, by=request.user, checklist=number)
    return _("Checklist removed.")
