"""Drafts that colleagues see: shared from the composer, written on in by whoever takes them."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import actions
from tickets.access import shared_draft_for, ticket_for
from tickets.models import Draft, Ticket
from tickets.views.moves import number_of
from tickets.views.shown import changed, refused
from tickets.views.writing import fresh_for, keep

TAKEN_BACK = "tickets/ticket/taken_back.html"


@require_POST
def share(request: HttpRequest, number: int) -> HttpResponse:
    """What stands in the composer is kept, and from now on colleagues see it, or see it no more."""
    ticket = ticket_for(request.user, number)
    kind, shared = keep(request, ticket), request.POST.get("share") == "yes"
    if kind is None:
        raise Http404("no such kind of text")
    try:
        actions.share_draft(ticket, by=request.user, kind=kind, shared=shared)
    except ValidationError as error:
        return refused(request, number, " ".join(error.messages))
    said = _("Colleagues see what you write here.") if shared else _("Only you see what you write here.")
    if not request.htmx:
        return changed(request, number, said)
    context = {"ticket": ticket, "shared": shared, "said": said, "oob": True}
    return render(request, "tickets/ticket/shared_now.html", context)


@require_POST
def shared(request: HttpRequest, draft_id: int) -> HttpResponse:
    """`do` is take, to write on in it, or leave: it is another's now, and the composer begins anew."""
    do, user = request.POST.get("do", ""), request.user
    if do not in {"take", "leave"}:
        raise Http404("no such choice")
    row = shared_draft_for(user, draft_id)
    if do == "leave":
        actions.leave_draft(row, by=user)
        return changed(request, row.ticket_id, template=TAKEN_BACK, composer=fresh_for(user))
    return _take(request, row)


def _take(request: HttpRequest, row: Draft) -> HttpResponse:
    """What stands in the taker's own composer is kept first, so that it goes along."""
    user, number = request.user, row.ticket_id
    if request.POST.get("text", "").strip():
        keep(request, Ticket.objects.get(pk=number))
    try:
        actions.take_draft(row, by=user, seen=number_of(request.POST.get("edit", "")))
    except actions.DraftGone:
        return refused(request, number, _("It was sent, or is shared no more."))
    except actions.DraftChanged:
        return refused(request, number, _("It was changed meanwhile. Read it as it is now, then write on."))
    said = _("The draft is yours now. Its writer sees that, and can take it back.")
    return changed(request, number, said, template=TAKEN_BACK, composer=fresh_for(user))
