"""A page for requests that are too large to read."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from portal.access import View


def most_bytes() -> int:
    """Twice what a message may carry, so that somebody a little over it is told beside the field."""
    return 2 * settings.ATTACHMENTS_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def limited(view: View) -> View:
    """413 before anything is read. The check against forged posts reads the body, so it comes second."""
    protected = csrf_protect(view)

    @wraps(view)
    def measured(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            length = int(request.headers.get("content-length") or 0)
        except ValueError:
            length = 0
        if length > most_bytes():
            return too_large(request)
        try:
            return protected(request, *args, **kwargs)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return too_large(request)

    return csrf_exempt(measured)


def too_large(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/too_large.html", {"most": settings.ATTACHMENTS_MAX_BYTES}, status=413)
