"""Files of messages: streamed, and never run in our pages."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from files.handing_out import attached, download
from tickets.access import attachment_for

# What a browser draws and never runs; only these may stand inside a letter.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@require_GET
def file(request: HttpRequest, attachment_id: int, name: str) -> HttpResponse:
    """`name` is for the browser's sake; the number says which file."""
    one = attachment_for(request.user, attachment_id)
    kind = one.content_type.lower()
    if kind not in PICTURES:
        return download(one.blob, one.name)
    if not one.inline:
        return download(one.blob, one.name, kind)
    response = attached(one.blob, one.name, kind, inline=True)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
