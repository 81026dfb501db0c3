"""Is the desk alive (/healthz), and can it do its work (/readyz)?

Ready means: the database and Redis answer, beat published a tick lately and both workers executed one, and
every check of settings.HEALTH_CHECKS (name → dotted path of a function that returns {"ok": bool, …}) says ok.
A check that is ok may carry a "warning", a sentence: the desk works, but somebody should see to it.
It always answers within two seconds, whatever hangs.
"""

import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)

PATIENCE = 1.5  # seconds for all checks together
STALE = 45.0  # seconds without a tick; one is due every ten
BEAT_KEY = "helpdesk:beat:published"
WORKER_KEY = "helpdesk:worker:executed"
LETTERS_KEY = "helpdesk:letters:executed"
QUEUES = {"worker": "celery", "letters": "letters"}

Answer = dict[str, Any]
# Few and shared: a check that hangs keeps one thread, and the next probes wait for it instead of adding more.
_threads = ThreadPoolExecutor(max_workers=12, thread_name_prefix="health")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer both pages before anything else: a probe names no host, and sessions may need what is down."""
    pages = {"/healthz": live, "/readyz": ready}

    def respond(request: HttpRequest) -> HttpResponse:
        return pages.get(request.path_info, get_response)(request)

    return respond


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    answers = examine()
    up = all(answer["ok"] for answer in answers.values())
    warns = any("warning" in answer for answer in answers.values())
    status = ("warning" if warns else "ready") if up else "down"
    return JsonResponse({"status": status, "checks": answers}, status=200 if up else 503)


def examine() -> dict[str, Answer]:
    """All checks at once, each with `ok` and what it measured; one that fails or hangs is down, no error."""
    started: dict[str, Future[Answer]] = {
        name: _threads.submit(_answer, check) for name, check in _checks().items()
    }
    wait(started.values(), timeout=PATIENCE)
    return {name: _collect(name, future) for name, future in started.items()}


def _checks() -> dict[str, Callable[[], Answer]]:
    own = {
        "database": database,
        "redis": redis_server,
        "worker": lambda: _age(WORKER_KEY),
        "letters": lambda: _age(LETTERS_KEY),
        "beat": lambda: _age(BEAT_KEY),
    }
    return own | {
        name: lambda path=path: import_string(path)() for name, path in settings.HEALTH_CHECKS.items()
    }


def _answer(check: Callable[[], Answer]) -> Answer:
    began = time.monotonic()
    try:
        return check() | {"ms": round((time.monotonic() - began) * 1000)}
    finally:
        connection.close()


def _collect(name: str, future: Future[Answer]) -> Answer:
    if not future.done():
        future.cancel()
        return {"ok": False, "problem": "no answer in time"}
    try:
        return future.result()
    except Exception as error:
        # The text may name hosts and users; the log is for those who run the desk, the page is for anybody.
        log.warning("Health check %s failed: %s", name, error)
        return {"ok": False, "problem": type(error).__name__}


def database() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=None)


def redis_server() -> Answer:
    with _redis() as client:
        return {"ok": bool(client.ping())}


def _age(key: str) -> Answer:
    with _redis() as client:
        at = client.get(key)
    if at is None:
        return {"ok": False, "problem": "no tick seen"}
    age = time.time() - float(at)
    return {"ok": age < STALE, "seconds": round(age, 1)}


def pulse() -> dict[str, Any] | None:
    """For people, in one round: seconds since beat and the worker of each queue gave a sign (None: never);
    how many jobs wait in each queue, and how many seconds are too long. None if Redis does not answer.
    """
    keys, queues = (BEAT_KEY, WORKER_KEY, LETTERS_KEY), QUEUES.values()
    try:
        with _redis() as client, client.pipeline(transaction=False) as asked:
            asked.mget(keys)
            for name in queues:
                asked.llen(name)
            ticks, *waiting = asked.execute()
    except redis.RedisError as error:
        log.warning("The pulse could not be felt: %s", error)
        return None
    ages = [None if at is None else max(0.0, time.time() - float(at)) for at in ticks]
    return {
        "seconds": dict(zip(("beat", "worker", "letters"), ages, strict=True)),
        "waiting": dict(zip(QUEUES, waiting, strict=True)),
        "stale": STALE,
    }


def jobs(name: str, most: int) -> list[str] | None:
    """The names of what waits in the queue of these workers, the next first, so many at most. None if Redis
    does not answer.
    """
    try:
        with _redis() as client:
            found = client.lrange(QUEUES[name], -most, -1)  # what came last stands in front
    except redis.RedisError as error:
        log.warning("The queue could not be read: %s", error)
        return None
    return [str(json.loads(one)["headers"]["task"]) for one in reversed(found)]


def note_tick(key: str) -> None:
    """Remember that a tick passed here just now. A lost one does no harm; the next comes in ten seconds."""
    try:
        with _redis() as client:
            client.set(key, time.time())
    except redis.RedisError as error:
        log.warning("A heartbeat could not be noted: %s", error)
