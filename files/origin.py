"""On the origin of files there is nothing but files: no pages, no signing in."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound


class OnlyFiles:
    """Must stand before everything that reads a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = settings.FILES_ORIGIN
        if (
            origin
            and request.get_host() == urlsplit(origin).netloc
            and not request.path.startswith("/files/")
        ):
            return HttpResponseNotFound()
        return self.get_response(request)
