"""One line in the log per request: which page, for whom, how it went, how long it took.

The page is named by its route, not its path: paths hold secret links.
"""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def respond(request: HttpRequest) -> HttpResponse:
        began, used = time.monotonic(), time.thread_time()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "%s %s %s",
            request.method,
            match.route if match else "-",
            response.status_code,
            extra={
                "status": response.status_code,
                "ms": round((time.monotonic() - began) * 1000),
                "cpu_ms": round((time.thread_time() - used) * 1000),
                "user_id": _who(request),
            },
        )
        return response

    return respond


def _who(request: HttpRequest) -> int | None:
    # Only somebody the page itself has asked for: the log must not cause a query.
    return getattr(request.__dict__.get("_cached_user"), "pk", None)
