"""What one has typed, as it will be read: by the rules of the letter and with what stands under it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from tickets.access import ticket_for
from tickets.forms.writing import MOST_TEXT
from tickets.typed import signature_of, signed


@require_POST
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing is kept. A note has no signature."""
    ticket = ticket_for(request.user, number)
    text = request.POST.get("text", "").replace("\x00", "").replace("\r\n", "\n").strip()[:MOST_TEXT]
    is_note = request.POST.get("kind") == "note"
    _text, html = signed(text, "" if is_note or not text else signature_of(request.user, ticket))
    context = {"html": SafeString(html), "is_note": is_note}
    return render(request, "tickets/ticket/preview.html", context)
