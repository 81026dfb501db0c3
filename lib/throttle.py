"""How often somebody may try: counted in the cache, by machine and by what the attempt is about.

The rates are settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], by scope. With the cache away everybody may
go on: a desk that nobody can enter is worse than one that counts nothing for a minute.
"""

import hashlib
import logging
import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

log = logging.getLogger(__name__)


class Attempts(SimpleRateThrottle):
    """The attempts of one machine, or about one account or address."""

    def __init__(self, scope: str, ident: str) -> None:
        self.scope = scope
        # What people type is neither a safe cache key nor something to keep in the cache.
        self.ident = hashlib.sha256(ident.encode("utf-8", "replace")).hexdigest()[:32]
        self.history: list[float] = []
        super().__init__()

    def get_rate(self) -> str | None:
        return api_settings.DEFAULT_THROTTLE_RATES[self.scope]

    def get_cache_key(self, request: HttpRequest | None = None, view: Any = None) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.ident}


def machine(request: HttpRequest) -> str:
    """The address of the machine that asks, past our own proxies (NUM_PROXIES)."""
    return SimpleRateThrottle.get_ident(None, request) or ""  # type: ignore[arg-type]


def _counters(request: HttpRequest, scope: str, about: tuple[str, ...]) -> list[Attempts]:
    return [
        Attempts(scope, f"machine {machine(request)}"),
        *(Attempts(scope, f"about {one}") for one in about),
    ]


def wait_for(request: HttpRequest, scope: str, *about: str) -> int | None:
    """Count one attempt; the seconds to wait if there were too many, None if it may go on."""
    return _wait(request, _counters(request, scope, about))


def wait_as(request: HttpRequest, scope: str, who: str) -> int | None:
    """The same of somebody who is known, counted by that alone: many may share a machine."""
    return _wait(request, [Attempts(scope, who)])


def _wait(request: HttpRequest, counters: list[Attempts]) -> int | None:
    waits = []
    try:
        for counter in counters:
            if not counter.allow_request(request, None):
                waits.append(counter.wait() or counter.duration)
    except Exception as error:  # whatever the cache raises: see above
        log.warning("attempts at %s are not counted: %s", counters[0].scope, error)
        return None
    return max(1, math.ceil(max(waits))) if waits else None


def forgive(request: HttpRequest, scope: str, *about: str) -> None:
    """It was no guess: the account starts anew, and the machine gets back the attempt it just made."""
    try:
        own, *others = _counters(request, scope, about)
        key = own.get_cache_key()
        history = own.cache.get(key, [])
        own.cache.set(key, history[1:], own.duration)
        for other in others:
            other.cache.delete(other.get_cache_key())
    except Exception as error:
        log.warning("attempts at %s are not forgiven: %s", scope, error)


def refused(request: HttpRequest, seconds: int) -> HttpResponse:
    """429, with the time to wait in words and as Retry-After."""
    response = render(request, "429.html", {"wait": seconds}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
