"""Fixtures of the servers: a plugin of the whole suite."""

import os
import uuid

import pytest

from lib import outside
from tests.servers import dovecot, oauth, push, smtp


@pytest.fixture(scope="session")
def smtp_server():
    sink, controller = smtp.start_sink()
    sink.url = f"smtp://{controller.hostname}:{controller.port}"
    yield sink, controller
    controller.stop()


@pytest.fixture
def smtp_sink(smtp_server, settings):
    """A real SMTP server that this test's letters go to; `.letters` are what came."""
    sink, controller = smtp_server
    sink.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return sink


@pytest.fixture(scope="session")
def imap_server():
    """A real Dovecot: `deliver(user, raw)`, `client(user)`, `port`, `tls_port`; any user name will do."""
    if not dovecot.installed():
        if os.environ.get("CI") == "true":
            pytest.fail("Dovecot is missing: apt-get install dovecot-imapd")
        pytest.skip("Dovecot is missing: apt-get install dovecot-imapd")
    server = dovecot.Dovecot().start()
    yield server
    server.stop()


@pytest.fixture
def pop3_server(imap_server):
    if not imap_server.speaks_pop3:
        if os.environ.get("CI") == "true":
            pytest.fail("Dovecot's POP3 is missing: apt-get install dovecot-pop3d")
        pytest.skip("Dovecot's POP3 is missing: apt-get install dovecot-pop3d")
    return imap_server


@pytest.fixture
def provider():
    """A provider of tokens."""
    running = oauth.Provider()
    yield running
    running.stop()


@pytest.fixture
def token_server(provider):
    """A real Dovecot that asks the provider about the tokens it is shown."""
    if not dovecot.installed():
        pytest.skip("Dovecot is missing: apt-get install dovecot-imapd")
    server = dovecot.Dovecot(oauth_url=provider.url).start()
    yield server
    server.stop()


@pytest.fixture
def mailbox_user() -> str:
    """A mailbox on the server that no other test uses."""
    return f"user-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def push_server(tmp_path_factory):
    running = push.PushService(tmp_path_factory.mktemp("push")).start()
    yield running
    running.stop()


@pytest.fixture
def push_service(push_server, monkeypatch):
    """A push service that stands in for the open internet: its address counts as public."""
    push_server.came.clear()
    push_server.answers.clear()
    public = outside.is_public
    monkeypatch.setattr(outside, "is_public", lambda ip: ip in {"127.0.0.1", "::1"} or public(ip))
    monkeypatch.setattr(outside, "PORTS", {443, push_server.port})
    monkeypatch.setenv("SSL_CERT_FILE", push_server.certificate)
    return push_server
