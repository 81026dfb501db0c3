"""Files of messages: streamed, and never run in our pages."""

from django.http import Http404, HttpRequest
from django.views.decorators.http import require_GET

from files.queries import open_blob
from lib.streaming import Download
from tickets.access import attachment_for

# What a browser draws and never runs; only these may stand inside a letter.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@require_GET
def file(request: HttpRequest, attachment_id: int, name: str) -> Download:
    """`name` is for the browser's sake; the number says which file."""
    attachment = attachment_for(request.user, attachment_id)
    is_picture = attachment.content_type.lower() in PICTURES
    try:
        content = open_blob(attachment.blob)
    except FileNotFoundError as error:
        raise Http404("the file is gone") from error
    response = Download(
        content,
        as_attachment=not (is_picture and attachment.inline),
        filename=attachment.name,
        content_type=attachment.content_type.lower() if is_picture else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
