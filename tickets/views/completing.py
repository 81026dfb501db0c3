"""The list below the search box, and what else may have been meant."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tickets.completing import completions
from tickets.listing import listing_for
from tickets.search import MOST_LENGTH


@require_GET
def meant(request: HttpRequest) -> HttpResponse:
    """Another word that finds many more: asked once the few are shown, so that nobody waits for it."""
    listing = listing_for(request.user, request.GET)
    offered = listing.meant_instead() if listing.may_mean_more else []
    return render(request, "tickets/_meant.html", {"meant": offered})


@require_GET
def complete(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", " ")[:MOST_LENGTH]
    at = request.GET.get("at", "")
    cursor = int(at) if at.isascii() and at.isdigit() and len(at) < 5 else len(text)
    return render(request, "tickets/_completions.html", {"found": completions(request.user, text, cursor)})
