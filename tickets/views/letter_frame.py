"""A message as it was written, in its own frame: no scripts, nothing from elsewhere until it is asked for."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from lib import outside
from lib.folding import parted
from lib.html import sanitise
from lib.pictures import placed, remote
from lib.throttle import refused, wait_for
from tickets.access import message_for
from tickets.models import Message
from tickets.views.files import PICTURES

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
_signer = signing.Signer(salt="tickets.picture")


@require_GET
@xframe_options_sameorigin
def letter(request: HttpRequest, message_id: int) -> HttpResponse:
    """With `?pictures=1` those of other servers too: the desk fetches them, so nobody learns who reads."""
    message = message_for(request.user, message_id)
    html = sanitise(message.html)  # again: it may have been stored under older rules
    waiting = remote(html)
    asked = request.GET.get("pictures") == "1"
    shown, folded = parted(html)
    context = {
        "message": message,
        "html": _with_pictures(message, shown, request.user.pk if asked else None),
        "folded": _with_pictures(message, folded, request.user.pk if asked else None),
        "waiting": 0 if asked else len(waiting),
    }
    response = render(request, "tickets/ticket/letter.html", context)
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


def _with_pictures(message: Message, html: str, reader_id: int | None) -> SafeString:
    inside = {
        picture.content_id.strip("<>"): reverse("tickets:file", args=[picture.pk, picture.name])
        for picture in message.attachments.exclude(content_id="")
        if picture.content_type.lower() in PICTURES
    }

    def fetched(address: str) -> str:
        ticket = _signer.sign_object([reader_id, message.pk, address])
        return reverse("tickets:picture", args=[message.pk, ticket])

    return mark_safe(placed(html, inside=inside, fetched=fetched if reader_id else None))  # noqa: S308


@require_GET
def picture(request: HttpRequest, message_id: int, signed: str) -> HttpResponse:
    """A picture of a letter, from its own server. `signed`: who asked for which one, in our own hand."""
    message = message_for(request.user, message_id)
    try:
        reader_id, of, address = _signer.unsign_object(signed)
    except (signing.BadSignature, ValueError) as error:
        raise Http404("we never offered that") from error
    if (reader_id, of) != (request.user.pk, message.pk):
        raise Http404("offered to somebody else")
    if seconds := wait_for(request, "pictures", str(reader_id)):
        return refused(request, seconds)
    try:
        found = outside.fetch(address)
    except outside.Refused as error:
        raise Http404(f"no picture: {error}") from error
    return HttpResponse(
        found.content,
        content_type=found.content_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Content-Disposition": "inline",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, max-age=86400",
        },
    )
