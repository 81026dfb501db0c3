"""Files of a conversation, handed out as downloads only."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from files.handing_out import BYTES, attached, download
from lib.folding import parted
from lib.html import sanitise
from lib.pictures import placed
from portal.access import attachment_by, link_by, public
from tickets.models import Message

# What a browser may know by its type; everything else is just bytes.
SHOWABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})


@public
@require_safe
def file(request: HttpRequest, token: str, attachment_id: int, name: str) -> HttpResponse:
    """`name` is for eyes alone; the attachment's own name is what is saved."""
    one = attachment_by(link_by(token), attachment_id)
    if one.inline and one.content_type in SHOWABLE:
        return attached(one.blob, one.name, one.content_type)
    return download(one.blob, one.name, one.content_type if one.content_type in SHOWABLE else BYTES)


def with_pictures(message: Message, token: str) -> str:
    """The HTML, sanitised again, its own pictures coming through the customer's link; no others."""
    inside = {
        one.content_id.strip("<>"): reverse("portal:file", args=[token, one.pk, one.name])
        for one in message.attachments.all()
        if one.content_id and one.content_type.lower() in SHOWABLE
    }

    return placed("".join(parted(sanitise(message.html))), inside=inside)
