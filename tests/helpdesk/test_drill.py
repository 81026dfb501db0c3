"""A whole desk, started by bin/start on its own data and port; every part of it killed in turn."""

import contextlib
import json
import signal
import socket
import time
import uuid

import psutil
import psycopg2
import pytest
import redis
from celery import Celery
from django_guid import clear_guid, set_guid

from helpdesk import embedded
from tests.servers.desk import Desk, free_port, until

pytestmark = pytest.mark.drill

PARTS = {
    "web": ("granian", "helpdesk.wsgi"),
    "worker": ("celery", "worker", "--queues=celery"),
    "letters": ("celery", "worker", "--queues=letters"),
    "beat": ("celery", "beat"),
    "PostgreSQL": ("pginstall/bin/postgres", "-D"),
    "Valkey": ("valkey-server",),
}


def test_each_part_killed_in_turn_and_nothing_lost(tmp_path):
    desk = Desk(tmp_path, free_port())
    try:
        desk.start()
        until(desk.works, 120)
        with contextlib.closing(psycopg2.connect(desk.database)) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE drill AS SELECT 'kept' AS word")
            connection.commit()
        with redis.Redis.from_url(desk.redis) as client:
            client.set("drill", "kept")

        # The id of a request follows the task it published into the worker's log.
        set_guid(guid := uuid.uuid4().hex)
        Celery(broker=embedded.broker_url(desk.redis), set_as_current=False).send_task(
            "helpdesk.tasks.heartbeat"
        )
        clear_guid()
        log = tmp_path / "log" / "worker.log"
        until(lambda: guid in log.read_text(), 60)
        [line] = [json.loads(line) for line in log.read_text().splitlines() if guid in line]
        assert "helpdesk.tasks.heartbeat" in line["message"]
        assert line["request_id"] == guid

        for name, words in PARTS.items():
            victim = desk.part(*words)
            victim.kill()
            until(lambda n=name: f"{n} was killed by SIGKILL; starting it again" in desk.said(), 60)
            until(lambda v=victim, w=words: desk.replaced(v, w), 60)
            # Of those that stand side by side the next one falls at once.
            if name not in {"web", "worker", "letters"}:
                until(desk.works, 120)
        # A single worker process of the web server: the server itself replaces it.
        web = desk.part(*PARTS["web"])
        whole = len(web.children())
        web.children()[0].kill()
        until(lambda: len([p for p in web.children() if p.status() != psutil.STATUS_ZOMBIE]) == whole, 60)
        until(desk.works, 120)

        assert "already runs" in desk.once_more().stdout
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            refused = desk.once_more(PORT=port, HELPDESK_VAR=str(tmp_path / "other"))
        assert refused.returncode == 1
        assert f"Port {port} is taken" in refused.stdout
        assert not (tmp_path / "other" / "postgres").exists()

        desk.process.send_signal(signal.SIGINT)
        desk.process.wait(90)
        assert desk.processes() == []

        # Seconds on a machine that is ours; on a crowded one, beside the price of one command there.
        second = desk.start()
        began = time.monotonic()
        desk.manage("check")
        assert second < max(20, 10 * (time.monotonic() - began))
        with contextlib.closing(psycopg2.connect(desk.database)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT word FROM drill")
            assert cursor.fetchone() == ("kept",)
        with redis.Redis.from_url(desk.redis) as client:
            assert client.get("drill") == b"kept"

        # Killed itself, it still leaves nobody: the kernel tells its children.
        desk.part("helpdesk.supervisor").kill()
        desk.process.wait(60)
        until(lambda: desk.processes() == [], 60)
    finally:
        desk.process.kill()
        desk.process.wait(10)
        for process in desk.processes():
            process.kill()
