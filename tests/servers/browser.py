"""A real browser: Debian's Chromium without windows, one for the whole session."""

import os
import re
import shutil

import pytest

# A pulse that lets something go first is cut off, like a draft that a newer one takes over; htmx says so.
STOOD_BACK = re.compile(r"htmx:(afterRequest|sendAbort), \[object HTML(Div|TextArea)Element\]")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    # The one that was built without windows opens a page for a third of the work.
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not path:
        assert os.environ.get("CI") != "true", "CI needs Chromium"
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; our own database calls are still synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
