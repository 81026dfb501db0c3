"""A real browser: Debian's Chromium without windows, one for the whole session."""

import mimetypes
import os
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpResponse

from lib.assets import STYLESHEET, flattened

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


@cache
def _read(name: str) -> tuple[bytes, str]:
    if name == STYLESHEET:
        paths = {path: (storage, path) for one in finders.get_finders() for path, storage in one.list([])}
        return flattened(paths).encode(), "text/css"
    path = Path(finders.find(name))
    return path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _kept(self, request):
    """A static file as production has it: one stylesheet, and no file is asked for twice."""
    content, kind = _read(self.file_path(request.path))
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "max-age=3600"})


@pytest.fixture(scope="session")
def _static_files():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", _kept)
        yield


@pytest.fixture(scope="session")
def chromium(_static_files):
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
