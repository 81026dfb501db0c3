"""Hints reach the broker, by one client for all of them."""

import base64
import json

import pytest
from celery import Celery

from helpdesk import embedded
from lib import hints

QUEUE = "test-of-hints"


@pytest.fixture
def app(settings) -> Celery:
    """With a real broker, which the other tests do not need."""
    app = Celery(broker=embedded.broker_url(settings.REDIS_URL), set_as_current=False)
    app.conf.task_default_queue = QUEUE
    yield app
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge(QUEUE)
    app.close()


def test_one_client_sends_until_its_pool_is_gone(app):
    with app.connection_for_write() as broker:
        channel = broker.default_channel
        client = channel._create_client()
        assert channel._create_client() is client
        channel._disconnect_pools()  # as after a fork
        assert channel._create_client() is not client
        assert channel._create_client(asynchronous=True) is not channel._create_client()


def test_a_hint_names_its_row(app, monkeypatch):
    monkeypatch.setattr(hints, "current_app", app)
    hints.hint("nobody.works.on.this", 812)
    with app.connection_for_write() as broker:
        said = json.loads(broker.default_channel._create_client().rpop(QUEUE))
    assert said["headers"]["task"] == "nobody.works.on.this"
    assert said["headers"]["argsrepr"] == "(812,)"
    assert json.loads(base64.b64decode(said["body"]))[0] == [812]


def test_without_a_broker_nothing_is_raised(monkeypatch, caplog):
    class Away:
        def send_task(self, *_args, **_options):
            raise ConnectionError("no broker")

    monkeypatch.setattr(hints, "current_app", Away())
    hints.hint("nobody.works.on.this", 812, 3)
    assert "812 waits for the beat" in caplog.text
