"""Files from outside, handed to a browser so that nothing in them can act in the desk's own name.

Where FILES_ORIGIN names another origin, downloads come from there: by an address that works for a minute,
without cookies. Whoever gives such an address has asked before whether its reader may have the file.
"""

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from files.models import Blob
from files.queries import open_blob
from lib.streaming import Download

LIVES = 60  # seconds; enough to follow a redirect, too little to pass on
BYTES = "application/octet-stream"
_signer = signing.TimestampSigner(salt="files.download")


def download(blob: Blob, name: str, content_type: str = BYTES) -> HttpResponse:
    """The file to keep, never to be shown: from the origin of files if there is one."""
    if not settings.FILES_ORIGIN:
        return attached(blob.sha256, name, content_type)
    signed = _signer.sign_object([blob.sha256, name, content_type])
    response = HttpResponseRedirect(settings.FILES_ORIGIN + reverse("files:download", args=[signed]))
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def signed_download(signed: str) -> HttpResponse:
    """What such an address stands for; Http404 when it is forged or older than LIVES."""
    try:
        sha256, name, content_type = _signer.unsign_object(signed, max_age=LIVES)
    except (signing.BadSignature, ValueError) as error:
        raise Http404("no such file, or no longer") from error
    return attached(sha256, name, content_type)


def attached(blob: Blob | str, name: str, content_type: str = BYTES, *, inline: bool = False) -> Download:
    """The bytes. `inline` only for pictures that no browser runs. Http404 if the file is gone."""
    try:
        content = open_blob(blob)
    except FileNotFoundError as error:
        raise Http404("the file is gone") from error
    response = Download(content, as_attachment=not inline, filename=name, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
