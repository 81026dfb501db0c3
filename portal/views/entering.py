"""“My requests”: in by a letter, out by a button."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.queries import contact_by_address
from lib.throttle import refused, wait_for
from portal.access import begin_visit, end_visit, entry_is_live, for_contacts, public, tickets_of, use_entry
from portal.forms import EnterForm
from portal.letters import queue_entry
from portal.words import STATES
from tickets.access import link_for, token_of

ON_A_PAGE = 25


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The same answer for every address; a letter only for those we know."""
    if request.method != "POST":
        if request.contact:
            return redirect("portal:mine")
        return render(request, "portal/enter.html", {"form": EnterForm()})
    form = EnterForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/enter.html", {"form": form}, status=422)
    address = form.cleaned_data["email"]
    if seconds := wait_for(request, "password_reset", f"portal {address}"):
        return refused(request, seconds)
    if contact := contact_by_address(address):
        queue_entry(contact, address, get_language())
    return render(request, "portal/enter_sent.html", {"email": address})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def entered(request: HttpRequest, token: str) -> HttpResponse:
    """A button, not the mere address, uses the link up: mail programs look at addresses before people do."""
    if request.method == "POST":
        if contact := use_entry(token):
            begin_visit(request, contact)
            return redirect("portal:mine")
        return render(request, "portal/entered.html", {"live": False}, status=410)
    live = entry_is_live(token)
    return render(request, "portal/entered.html", {"live": live}, status=200 if live else 410)


@for_contacts
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    tickets = tickets_of(request.contact).select_related("requester").defer("search_vector")
    page = Paginator(tickets, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, *STATES[one.state]) for one in page]
    return render(request, "portal/mine.html", {"page": page, "rows": rows})


@for_contacts
@require_safe
def own(request: HttpRequest, reference: str) -> HttpResponse:
    """To the ticket's page by the contact's own secret link."""
    ticket = tickets_of(request.contact).filter(reference=reference).first()
    if ticket is None:
        raise Http404("not yours")
    return redirect("portal:ticket", token_of(link_for(ticket, request.contact)))


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    end_visit(request)
    return redirect("portal:home")
