"""How long colleagues worked on a ticket: a card beside it, and putting it right."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from staff.models import User
from tickets import actions
from tickets.access import ticket_for
from tickets.backup_panel import offer_from_work
from tickets.handling import times_of
from tickets.models import Ticket
from tickets.views.moves import number_of


@require_http_methods(["GET", "POST"])
def handled(request: HttpRequest, number: int) -> HttpResponse:
    """For htmx the card, or it again with what is wrong; without scripts back to the ticket."""
    ticket = ticket_for(request.user, number)
    if request.method == "GET":
        return _card(request, ticket) if request.htmx else redirect("tickets:ticket", number)
    said = {
        "of": number_of(request.POST.get("of", "")) or request.user.pk,
        "minutes": request.POST.get("minutes", "")[:6].strip(),
        "reason": request.POST.get("reason", "").replace("\x00", ""),
    }
    try:
        _correct(request, ticket, said)
    except ValidationError as error:
        return _card(request, ticket, said | {"problem": error.messages[0]}, status=422)
    except PermissionDenied as error:
        raise Http404("not for this role") from error
    return _card(request, ticket) if request.htmx else redirect("tickets:ticket", number)


def _correct(request: HttpRequest, ticket: Ticket, said: dict) -> None:
    if not (said["minutes"].isascii() and said["minutes"].isdecimal()):
        raise ValidationError(_("Give whole minutes."))
    of = User.objects.filter(pk=said["of"]).first()
    if of is None or (of.pk != request.user.pk and not ticket.handled.filter(user=of).exists()):
        raise Http404("nobody who worked on it")
    to = datetime.timedelta(minutes=int(said["minutes"]))
    actions.correct_time(ticket, by=request.user, of=of, to=to, reason=said["reason"])


def _card(request: HttpRequest, ticket: Ticket, said: dict | None = None, status: int = 200) -> HttpResponse:
    times = times_of(ticket)
    own = next((row for row in times.rows if row.user_id == request.user.pk), None)
    people = [row.user for row in times.rows if row.user_id != request.user.pk]
    minutes = own.seconds // 60 if own else 0
    context = {
        "backup_offer": offer_from_work(request.user, ticket, minutes, timezone.now()),
        "ticket": ticket, "times": times, "said": said or {"minutes": own.seconds // 60 if own else ""},
        "people": people if request.user.may("time.correct") else [], "reader": request.user,
    }  # fmt: skip
    return render(request, "tickets/ticket/handled.html", context, status=status)
