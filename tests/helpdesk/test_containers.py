"""docker-compose.yml and Dockerfile against what the settings and the commands need; no engine is asked."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import redis
import yaml

from helpdesk import health
from helpdesk.running import commands, pulse
from helpdesk.running.errors import CannotStart

ROOT = Path(__file__).parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ["web", "worker", "letters", "beat", "idle", "migrate"]


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker", "letters", "beat"])
def test_every_service_has_a_health_check(name):
    service = COMPOSE["services"][name]
    assert service.get("healthcheck", {}).get("test") or (name == "web" and "HEALTHCHECK" in DOCKERFILE)
    assert service["restart"] == "unless-stopped"


def test_nothing_of_ours_starts_before_the_migrations_are_done():
    for name in ("web", "worker", "letters", "beat"):
        needs = COMPOSE["services"][name]["depends_on"]
        assert needs["migrate"] == {"condition": "service_completed_successfully"}
        assert needs["redis"] == {"condition": "service_healthy"}
    assert COMPOSE["services"]["migrate"]["restart"] == "no"


def test_what_is_stored_lives_on_volumes():
    mounted = {
        mount.split(":")[0] for service in COMPOSE["services"].values() for mount in service["volumes"]
    }
    assert mounted == set(COMPOSE["volumes"]) == {"database", "redis", "files"}
    for name in OURS:
        assert COMPOSE["services"][name]["environment"]["FILES_ROOT"] == "/data/files"


def test_the_image_runs_as_nobody_special():
    assert "\nUSER desk\n" in DOCKERFILE
    assert DOCKERFILE.index("USER desk") < DOCKERFILE.index("CMD [")
    assert all(COMPOSE["services"][name]["cap_drop"] == ["ALL"] for name in OURS)


def test_the_example_names_every_variable_that_compose_demands():
    text = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / ".env.example").read_text()
    for name in set(re.findall(r"\$\{(\w+):\?", text)):
        assert re.search(rf"^{name}=", example, re.M), name


def filled_in(environment):
    """The environment of a service with the example's way of filling .env."""
    values = {
        "SECRET_KEY": "".join(chr(97 + n % 26) for n in range(60)),
        "BASE_URL": "https://desk.example.com",
        "ALLOWED_HOSTS": "desk.example.com",
        "POSTGRES_PASSWORD": "secret",
        "EMAIL_URL": "smtp+tls://desk:password@mail.example.com:587",
    }

    def value(match):
        return values.get(match[1]) or match[3] or ""

    return {key: re.sub(r"\$\{(\w+)(:[-?])([^}]*)\}", value, str(text)) for key, text in environment.items()}


def test_production_settings_accept_the_environment_of_compose():
    env = {"PATH": os.environ["PATH"]} | filled_in(COMPOSE["services"]["web"]["environment"])
    assert env["DATABASE_URL"] == "postgres://desk:secret@postgres:5432/desk"
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["worker", "letters", "beat"])
def test_compose_runs_the_commands_of_bin_start(name):
    *module, process = COMPOSE["services"][name]["command"]
    assert module == ["python", "-m", "helpdesk.running.commands"]
    assert process == name
    assert commands.command(process, {})[2] == ("beat" if name == "beat" else "worker")


def test_who_listens_for_mail_is_a_command_of_the_same_list():
    assert COMPOSE["services"]["idle"]["command"][-1] == "idle"
    assert commands.command("idle", {})[-1] == "mail_idle"


def test_the_image_serves_on_the_port_of_the_environment():
    assert '"helpdesk.running.commands", "web"' in DOCKERFILE
    said = commands.command("web", {"PORT": "9000", "HOST": "0.0.0.0"})
    assert "--port=9000" in said
    assert "--host=0.0.0.0" in said


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1"])
def test_a_port_that_is_none(port):
    with pytest.raises(CannotStart, match="PORT is"):
        commands.port({"PORT": port})


def test_the_pulse_of_a_container(settings):
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.delete(health.WORKER_KEY)
    assert pulse.age(settings.REDIS_URL, health.WORKER_KEY) is None
    health.note_tick(health.WORKER_KEY)
    assert pulse.age(settings.REDIS_URL, health.WORKER_KEY) < 5
    ticking = ("worker", "letters", "beat")
    checks = {name: COMPOSE["services"][name]["healthcheck"]["test"][-1] for name in ticking}
    assert checks == {
        "worker": health.WORKER_KEY, "letters": health.LETTERS_KEY, "beat": health.BEAT_KEY
    }  # fmt: skip
