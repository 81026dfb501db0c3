"""Each reader's own language and time zone, for the length of the request."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

LANGUAGE_COOKIE = "language"
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)


class SignedIn(LoginRequiredMiddleware):
    """A script that asks for a part of a page gets 401 once its session is over: it would follow the way to
    the sign-in page and put that into the conversation, in place of what somebody wrote."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)


class ReadersChoices:
    """Staff read in the language and zone of their profile; everyone else in what their browser asks for,
    or in what they picked (a cookie)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            language, zone = user.language, zoneinfo.ZoneInfo(user.time_zone)
        else:
            picked = request.COOKIES.get(LANGUAGE_COOKIE, "")
            language = picked if picked in LANGUAGES else translation.get_language_from_request(request)
            zone = None
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # Rendering must not outlive the choice of language.
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response
