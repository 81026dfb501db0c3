"""A message as it was written, for its own frame: no scripts, nothing from elsewhere."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from tickets.access import message_for
from tickets.models import Message
from tickets.views.files import PICTURES

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
_CID = re.compile(r"""(\ssrc\s*=\s*["']?)cid:([^"'>\s]{1,255})""", re.IGNORECASE)


@require_GET
@xframe_options_sameorigin
def letter(request: HttpRequest, message_id: int) -> HttpResponse:
    message = message_for(request.user, message_id)
    context = {"message": message, "html": with_pictures(message) if message.html else ""}
    response = render(request, "tickets/ticket/letter.html", context)
    response["Content-Security-Policy"] = POLICY
    return response


def with_pictures(message: Message) -> SafeString:
    """The sanitised HTML with the pictures that came inside the letter; others stay away."""
    pictures = {
        picture.content_id.strip("<>"): reverse("tickets:file", args=[picture.pk, picture.name])
        for picture in message.attachments.exclude(content_id="")
        if picture.content_type.lower() in PICTURES
    }
    shown = _CID.sub(lambda found: found[1] + pictures.get(found[2], ""), message.html)
    return mark_safe(shown)  # noqa: S308  sanitised on the way in
