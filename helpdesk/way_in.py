"""What comes by a page comes through a browser: a colleague's, or a customer's on the pages for customers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from lib import through

KINDS = {"portal": "portal", "api": "api"}  # by app; an app may say more of it


class Middleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with through.through("browser"):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> None:
        """Only now is it known whose page it is."""
        app = (request.resolver_match.app_names or [""])[0] if request.resolver_match else ""
        if app in KINDS:
            through.say(KINDS[app])
