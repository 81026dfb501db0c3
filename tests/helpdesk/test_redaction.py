"""Secret links stay out of the logs."""

import logging

import pytest

from helpdesk.redaction import WithoutSecrets


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/help/t/abc123/", "/help/t/…/"),
        ("/help/t/abc123/files/7/a.txt", "/help/t/…/files/7/a.txt"),
        ("/help/in/abc:1x:sig/", "/help/in/…/"),
        ("/password/new/Mg/set-5f/", "/password/new/Mg/…/"),
        ("/inbox/?view=mine", "/inbox/?view=mine"),
    ],
)
def test_secrets_of_addresses_are_not_logged(path, shown):
    record = logging.LogRecord("django.request", 30, "x", 1, "Not Found: %s", (path,), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Not Found: {shown}"
