"""One line in the log per request: which page, for whom, how it went, how long it took.

The page is named by its route, not its path: paths hold secret links. Of pages that are lib.unseen nothing is
said, but that they failed.
"""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lib.unseen import is_unseen

log = logging.getLogger(__name__)
FAULT = 500


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def respond(request: HttpRequest) -> HttpResponse:
        began, used = time.monotonic(), time.thread_time()
        response = get_response(request)
        match = request.resolver_match
        unseen = bool(match) and is_unseen(match.func)
        if unseen and response.status_code < FAULT:
            return response
        log.info(
            "%s %s %s",
            request.method,
            match.route if match else "-",
            response.status_code,
            extra={
                "status": response.status_code,
                "ms": round((time.monotonic() - began) * 1000),
                "cpu_ms": round((time.thread_time() - used) * 1000),
                "user_id": None if unseen else _who(request),
            },
        )
        return response

    return respond


def _who(request: HttpRequest) -> int | None:
    # Only somebody the page itself has asked for: the log must not cause a query.
    return getattr(request.__dict__.get("_cached_user"), "pk", None)
