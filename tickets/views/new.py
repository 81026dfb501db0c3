"""Writing down what a customer asked by phone, at the counter, in a chat."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.actions import welcome_contact
from customers.models import Contact
from customers.queries import contact_by_address
from staff.models import User
from tickets.access import numbers_for, tickets_for
from tickets.actions import open_ticket
from tickets.banners import told_now
from tickets.candidates import alike
from tickets.forms.new import NewTicketForm, chosen
from tickets.models import Ticket
from tickets.views.moves import number_of

MOST_OFFERED = 8


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = NewTicketForm(
        request.POST or None, request.FILES or None, by=request.user, initial=request.GET.dict()
    )
    if request.method == "GET":
        return _show(request, {"form": form})
    if "more" in request.POST:
        form = NewTicketForm(by=request.user, initial=request.POST.dict())
        form.take_over(request.POST)
        return _show(request, {"form": form})
    if not form.is_valid():
        return _show(request, {"form": form}, status=422)
    said = {**form.cleaned_data, "custom": form.custom()}
    is_first = not request.POST.get("looked") and not sent(said, by=request.user)
    if is_first and (same := asked_twice(request.user, said["customer"], said["address"], said["subject"])):
        return _show(request, {"form": form, "same": same}, status=422)
    ticket = opened(said, by=request.user)
    messages.success(request, _("Ticket #%(number)s is open.") % {"number": ticket.number})
    return redirect("tickets:ticket", ticket.number)


def _show(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    told = told_now(get_language() or settings.LANGUAGE_CODE)
    seen = numbers_for(request.user, [one.problem_id for one in told]) if told else set()
    context = {**context, "banners": told, "seen_problems": seen}
    return render(request, "tickets/new.html", context, status=status)


def opened(said: dict, *, by: User) -> Ticket:
    """The new ticket; sent twice with the same key, the one that is there."""
    key = said["key"] or None
    if ticket := sent(said, by=by):
        return ticket
    try:
        return open_ticket(
            by=by,
            requester=said["customer"] or welcome_contact(address=said["address"], name=said["name"]),
            team=said["team"],
            subject=said["subject"],
            text=said["text"],
            channel=said["channel"],
            priority=said["priority"],
            tags=said["tags"],
            at=said["happened_at"],
            assignee=by if said["assignee"] == "me" else None,
            sent_key=key,
            kind=said.get("type"),
            custom=said["custom"],
            call=datetime.timedelta(minutes=said["call_minutes"]) if said["call_minutes"] else None,
        )
    except IntegrityError:
        # The other click was a moment faster.
        if ticket := sent(said, by=by):
            return ticket
        raise


def sent(said: dict, *, by: User) -> Ticket | None:
    """What the same form has opened already."""
    key = said["key"]
    return tickets_for(by).filter(messages__sent_key=key).first() if key else None


def asked_twice(user: User, customer: Contact | None, address: str, subject: str) -> list[Ticket]:
    """What looks like the same question of the same customer; only what this colleague may see."""
    known = customer or (contact_by_address(address) if address else None)
    return alike(user, known, subject) if known else []


@require_GET
def same(request: HttpRequest) -> HttpResponse:
    """While the form is filled in: a warning if it seems to be there already."""
    address, subject = (request.GET.get(name, "").replace("\x00", "") for name in ("address", "subject"))
    customer = Contact.objects.filter(pk=number_of(request.GET.get("customer", ""))).first()
    found = asked_twice(request.user, customer, address.strip().lower()[:254], subject[:500])
    return render(request, "tickets/_same.html", {"same": found})


@require_POST
def fields(request: HttpRequest) -> HttpResponse:
    """The fields of the type that was chosen, with what was typed in them, and the team it goes to."""
    form = NewTicketForm(by=request.user, initial=request.POST.dict())
    form.take_over(request.POST)
    kind = chosen(form.fields["type"].queryset, request.POST.get("type")) if "type" in form.fields else None
    team = kind.team if kind and kind.team in form.fields["team"].queryset else None
    if team:
        form.initial["team"] = team.slug
    return render(request, "tickets/new.html#fields", {"form": form, "team_from_type": team})


@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """Options of the combobox: customers by name or address."""
    words = request.GET.get("q", "").replace("\x00", "").split()[:5]
    people = Contact.objects.select_related("organisation")
    for word in words:
        people = people.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(organisation__name__icontains=word)
        )
    return render(request, "tickets/_customers.html", {"people": people[:MOST_OFFERED]})
