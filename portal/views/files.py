"""Files of a conversation, handed out as downloads only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from files.queries import open_blob
from lib.html import sanitise
from lib.pictures import placed
from lib.streaming import Download
from portal.access import attachment_by, link_by, public
from tickets.models import Message

# What a browser may know by its type; everything else is just bytes.
SHOWABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})


@public
@require_safe
def file(request: HttpRequest, token: str, attachment_id: int, name: str) -> HttpResponse:
    """`name` is for eyes alone; the attachment's own name is what is saved."""
    one = attachment_by(link_by(token), attachment_id)
    try:
        content = open_blob(one.blob)
    except FileNotFoundError as error:
        raise Http404("the file is gone") from error
    kind = one.content_type if one.content_type in SHOWABLE else "application/octet-stream"
    response = Download(content, as_attachment=True, filename=one.name, content_type=kind)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def with_pictures(message: Message, token: str) -> str:
    """The HTML, sanitised again, its own pictures coming through the customer's link; no others."""
    inside = {
        one.content_id.strip("<>"): reverse("portal:file", args=[token, one.pk, one.name])
        for one in message.attachments.all()
        if one.content_id and one.content_type.lower() in SHOWABLE
    }

    return placed(sanitise(message.html), inside=inside)
