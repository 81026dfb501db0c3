"""The inbox: the list region by itself, and its pulse."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from django_htmx.http import reswap

from staff.duty import note_here
from tickets.comings import comings
from tickets.listing import Listing, events_stamp, listing_for


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "tickets/inbox.html", listing_for(request.user, request.GET).context())


@require_GET
def pulse(request: HttpRequest) -> HttpResponse:
    """204 while nothing has happened on the desk, and nobody came to its tickets or left them. Otherwise the
    counts, and the rows if they differ. What was searched for stays as it was found.
    """
    note_here(request.user)
    known = request.GET.get("known", "")[:200]
    stamp = events_stamp(timezone.now()) if not request.GET.get("q") else ""
    if known.split(".")[0] == stamp:
        return who_came(request)
    listing = listing_for(
        request.user, request.GET, current=open_number(request.GET.get("open")), stamp=stamp
    )
    same = known.rpartition(".")[2] == listing.mark.rpartition(".")[2]
    context = listing.context() | {"same": same, "said": "" if same else news(known, listing)}
    if same:
        context["comings"] = comings(request.user, request.GET.get("present", ""))
    answer = render(request, "tickets/_pulse.html", context)
    return reswap(answer, "none") if same else answer


def who_came(request: HttpRequest) -> HttpResponse:
    """Others at the tickets of the list, where that changed."""
    found = comings(request.user, request.GET.get("present", ""))
    if found is None:
        return HttpResponse(status=204)
    return reswap(render(request, "tickets/_comings.html", {"comings": found}), "none")


def open_number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def news(known: str, listing: Listing) -> str:
    """One sentence about what came since the mark was made; nothing if a row only moved or went."""
    try:
        newest, active = (int(part) for part in known.split(".")[1:3])
    except ValueError:
        return ""
    new = sum(row.number > newest for row in listing.page.rows)
    if new:
        return ngettext("%(n)s new ticket", "%(n)s new tickets", new) % {"n": new}
    written = sum(row.unread and int(row.active_at.timestamp()) > active for row in listing.page.rows)
    if written:
        return ngettext("%(n)s new message", "%(n)s new messages", written) % {"n": written}
    return ""
