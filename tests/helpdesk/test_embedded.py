"""The embedded servers, as lone processes see them: each test has a var directory of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from helpdesk import embedded
from helpdesk.running import account
from helpdesk.running.leftovers import pid_lives_in

ROOT = Path(__file__).parent.parent.parent
HOLD = "; print('here', flush=True); input()"
ASK = "from helpdesk import embedded; url = embedded.database_url(); red = embedded.redis_url()"


def person(var, code):
    """A process that asks for both servers, then does `code`."""
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    env["HELPDESK_VAR"] = str(var)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", ASK + code], env=env, cwd=ROOT, text=True, **pipes)


def says(process):
    out, err = process.communicate(timeout=180)
    assert process.returncode == 0, err
    return out.split()


def arrived(process):
    assert process.stdout.readline().strip() == "here", process.stderr.read()


def servers_of(var):
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if any(str(var) in word for word in words) and "-c" not in words[:2]:
            found.append(process)
    return found


def nobody_left(var):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and servers_of(var):
        time.sleep(0.1)
    return servers_of(var) == []


SQL = (
    "; import psycopg2; c = psycopg2.connect(url); c.autocommit = True; k = c.cursor()"
    "; import redis; r = redis.Redis.from_url(red, decode_responses=True)"
)


def test_data_outlives_the_servers_and_no_process_stays(tmp_path):
    says(person(tmp_path, SQL + "; k.execute('create table kept as select 41 + 1 as n')"))
    assert nobody_left(tmp_path)
    assert says(person(tmp_path, SQL + "; k.execute('select n from kept'); print(k.fetchone()[0])")) == ["42"]
    assert nobody_left(tmp_path)


def test_ordinary_servers_are_durable(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPDESK_ENV", "local")
    durable = "; k.execute('show fsync'); print(k.fetchone()[0]); print(r.get('kept')); r.set('kept', 'yes')"
    assert says(person(tmp_path, SQL + durable)) == ["on", "None"]
    assert nobody_left(tmp_path)
    assert says(person(tmp_path, SQL + durable)) == ["on", "yes"]


def test_many_at_once_share_one_server(tmp_path):
    when = "; k.execute('select pg_postmaster_start_time()'); print(k.fetchone()[0].timestamp())"
    people = [person(tmp_path, SQL + when + HOLD) for _ in range(4)]
    started = {process.stdout.readline() for process in people}
    assert len(started) == 1, started
    assert "." in started.pop()
    for process in people:
        process.communicate("\n", timeout=90)
    assert nobody_left(tmp_path)


def test_the_server_stays_while_one_of_two_still_uses_it(tmp_path):
    first, second = person(tmp_path, HOLD), person(tmp_path, HOLD)
    arrived(first)
    arrived(second)
    first.kill()
    first.communicate()
    time.sleep(1.2)
    assert any(p.info["cmdline"][0].endswith("/postgres") for p in servers_of(tmp_path))
    second.kill()
    second.communicate()
    assert nobody_left(tmp_path)


@pytest.mark.parametrize("pid_file", ["test/postgres/postmaster.pid", "test/valkey/valkey.pid"])
def test_a_killed_server_comes_back_with_its_data(tmp_path, pid_file):
    process = person(tmp_path, SQL + "; k.execute('create table kept as select 1 as n')" + HOLD)
    arrived(process)
    pid = int((tmp_path / pid_file).read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    assert says(
        person(tmp_path, SQL + "; k.execute('select n from kept'); print(k.fetchone()[0], r.ping())")
    ) == ["1", "True"]
    assert int((tmp_path / pid_file).read_text().split()[0]) != pid
    process.kill()
    process.communicate()
    assert nobody_left(tmp_path)


def test_lying_pid_files_and_killed_keepers_do_not_block(tmp_path):
    process = person(tmp_path, HOLD)
    arrived(process)
    for keeper_or_server in servers_of(tmp_path):
        keeper_or_server.kill()
    process.kill()
    process.communicate()
    assert nobody_left(tmp_path)
    pid_file = tmp_path / "test/postgres/postmaster.pid"
    # A stranger runs under the number of the dead server.
    for file in (pid_file, pid_file.with_name(".s.PGSQL.5432.lock")):
        file.write_text(f"{os.getpid()}\n")
    assert says(person(tmp_path, SQL + "; k.execute('select 7'); print(k.fetchone()[0])")) == ["7"]


def test_a_path_too_long_for_sockets(tmp_path):
    deep = tmp_path / ("long-" * 12) / ("deep-" * 12)
    out = says(person(deep, SQL + "; k.execute('select 7'); print(k.fetchone()[0], r.ping(), red)"))
    assert out[:2] == ["7", "True"]
    socket = Path(out[2].removeprefix("unix://").split("?")[0])
    assert len(bytes(socket)) < 104
    assert socket.parent.stat().st_mode & 0o077 == 0


def test_a_stranger_with_a_recycled_number_is_not_our_server(tmp_path):
    assert not pid_lives_in(os.getpid(), tmp_path)
    assert pid_lives_in(os.getpid(), Path.cwd())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has doors that others may not open")
def test_root_keeps_its_home_closed(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    program = closed / "program"
    program.write_text("#!/bin/sh\nid -un; kill -0 1\n")
    program.chmod(0o755)
    nobody = account.account_for(tmp_path / "new")
    seen = subprocess.run(
        account.as_account(["/usr/bin/test", "-x", str(program)], nobody, closed), check=False
    )
    assert seen.returncode == 0
    assert closed.stat().st_mode & 0o777 == 0o700
    ran = subprocess.run(
        account.as_account([str(program)], nobody, closed), capture_output=True, text=True, check=False
    )
    assert ran.stdout.startswith("nobody\n")
    assert "not permitted" in ran.stderr.lower()


def test_celery_gets_its_own_spelling_of_the_address():
    assert (
        embedded.broker_url("unix:///var/x/valkey.sock?db=3")
        == "redis+socket:///var/x/valkey.sock?virtual_host=3"
    )
    assert embedded.broker_url("redis://redis:6379/0") == "redis://redis:6379/0"
