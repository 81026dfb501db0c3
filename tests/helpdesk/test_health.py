import json
import logging
import socket
import time

import pytest
import redis
from celery.signals import after_task_publish
from django.db import connections
from django_guid import set_guid

from helpdesk import health
from helpdesk.tasks import heartbeat
from tests.clocks import crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticking():
    health.note_tick(health.BEAT_KEY)
    health.note_tick(health.WORKER_KEY)
    health.note_tick(health.LETTERS_KEY)


def answer(client):
    began = time.monotonic()
    response = client.get("/readyz")
    assert time.monotonic() - began < 3 * crowd()
    return response.status_code, response.json()["checks"]


def test_live_touches_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


def test_ready_when_everything_answers(client, ticking):
    status, checks = answer(client)
    assert status == 200, checks
    assert {"database", "redis", "worker", "beat", "mail_lag", "timer_lag"} <= set(checks)
    assert checks["worker"]["seconds"] < 5


def test_probes_name_no_host_and_need_no_session(client, ticking, settings):
    settings.ALLOWED_HOSTS = ["desk.example.com"]
    client.cookies["sessionid"] = "whatever"
    assert client.get("/readyz", headers={"host": "10.1.2.3:8000"}).status_code == 200
    assert client.get("/", headers={"host": "10.1.2.3:8000"}).status_code == 400


def test_no_worker_and_no_beat(client):
    status, checks = answer(client)
    assert status == 503
    assert checks["worker"] == {"ok": False, "problem": "no tick seen", "ms": checks["worker"]["ms"]}
    assert checks["database"]["ok"]
    assert checks["redis"]["ok"]


def test_a_worker_that_fell_silent(client, ticking, settings):
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.set(health.WORKER_KEY, time.time() - 60)
    status, checks = answer(client)
    assert status == 503
    assert not checks["worker"]["ok"]
    assert checks["worker"]["seconds"] >= 60
    assert checks["beat"]["ok"]


def test_redis_is_away(client, settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    status, checks = answer(client)
    assert status == 503
    assert {name for name, check in checks.items() if not check["ok"]} == {
        "redis", "worker", "letters", "beat"
    }  # fmt: skip


def test_the_database_is_away(client, ticking, monkeypatch, tmp_path):
    monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "host", str(tmp_path))
    status, checks = answer(client)
    assert status == 503
    assert checks["database"] == {"ok": False, "problem": "OperationalError"}
    assert checks["redis"]["ok"]


def test_a_database_that_hangs_does_not_hang_the_answer(client, ticking, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        options = connections.settings["default"]["OPTIONS"]
        monkeypatch.setitem(options, "host", "127.0.0.1")
        monkeypatch.setitem(options, "port", silent.getsockname()[1])
        status, checks = answer(client)
    assert status == 503
    assert checks["database"] == {"ok": False, "problem": "no answer in time"}


def test_a_check_that_breaks_is_down_and_keeps_its_secrets(client, ticking, settings):
    settings.HEALTH_CHECKS = {"broken": "tests.helpdesk.test_health.broken"}
    status, checks = answer(client)
    assert status == 503
    assert checks["broken"] == {"ok": False, "problem": "RuntimeError"}


def broken():
    raise RuntimeError("password=hunter2")


def test_a_tick_leaves_two_marks(settings):
    heartbeat.delay()
    heartbeat()
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        assert time.time() - float(store.get(health.BEAT_KEY)) < 5
        assert time.time() - float(store.get(health.WORKER_KEY)) < 5


def test_the_id_of_a_request_goes_with_the_task():
    seen = []

    def look(headers=None, **_):
        seen.append(headers["X-Request-ID"])

    after_task_publish.connect(look)
    try:
        set_guid("0123456789abcdef0123456789abcdef")
        heartbeat.delay()
    finally:
        after_task_publish.disconnect(look)
        set_guid("")
    assert seen == ["0123456789abcdef0123456789abcdef"]


def test_a_request_is_one_json_line_with_its_id_and_without_its_path(client):
    written = []
    given = "fedcba9876543210fedcba9876543210"
    [console] = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]

    class Page(logging.Handler):
        def emit(self, record):
            written.append(console.format(record))

    page = Page()
    for one in console.filters:
        page.addFilter(one)
    logging.getLogger("helpdesk.access_log").addHandler(page)
    try:
        response = client.get("/no/such/secret-token/", headers={"x-request-id": given})
    finally:
        logging.getLogger("helpdesk.access_log").removeHandler(page)
    assert response.headers["X-Request-ID"] == given
    [line] = map(json.loads, written)
    assert line["request_id"] == given
    assert line["status"] == response.status_code
    assert "secret-token" not in written[0]
