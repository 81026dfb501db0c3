"""Kind words of a customer, kept for the colleague whom they are about."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suggestions.models import Praise
from tickets.access import message_for
from tickets.actions.praising import may_praise, praise, take_praise_back
from tickets.choices import MessageKind
from tickets.models import Ticket
from tickets.page import page_for
from tickets.views.moves import number_of, query_of

MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def praising(request: HttpRequest, number: int) -> HttpResponse:
    """What customers wrote, the newest first; `keep` or `forget` is the number of a message."""
    ticket = page_for(request.user, number)
    if request.method != "POST":
        return _page(request, ticket)
    act = take_praise_back if "forget" in request.POST else praise
    chosen = message_for(request.user, number_of(request.POST.get("forget") or request.POST.get("keep", "")))
    if chosen.ticket_id != ticket.pk:
        raise Http404("a message of another ticket")
    try:
        act(chosen, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        kept = act is praise
        messages.success(request, _("Kept as praise.") if kept else _("It is not kept as praise any more."))
    return redirect("tickets:praise", number)


def _page(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    rows = ticket.messages.filter(kind=MessageKind.PUBLIC, contact__isnull=False).select_related("contact")
    rows = list(rows.defer("html", "folded", "search_vector").order_by("-at", "-pk")[:MOST_SHOWN])
    found = Praise.objects.filter(message__in=[row.pk for row in rows]).select_related("colleague")
    kept = {one.message: one for one in found}
    for row in rows:
        row.praise, row.may_praise = kept.get(row.pk), may_praise(row)
    context = {"ticket": ticket, "rows": rows, "query": query_of(request)}
    return render(request, "tickets/praise.html", context)
