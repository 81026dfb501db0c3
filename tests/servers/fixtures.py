"""Fixtures of the servers: a plugin of the whole suite."""

import pytest

from tests.servers import smtp


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
