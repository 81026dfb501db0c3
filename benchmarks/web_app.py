"""Settings for comparing web servers: those of the desk, with four pages of their own and no log."""

import os
import tempfile
from pathlib import Path

if os.environ.get("DJANGO_SETTINGS_MODULE") == __name__:
    from helpdesk.settings import *  # noqa: F403

    ROOT_URLCONF = "benchmarks.web_pages"
    LOGGING = {"version": 1, "disable_existing_loggers": True}
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

BIG_FILE = Path(tempfile.gettempdir()) / "helpdesk-benchmark.bin"
BIG_FILE_BYTES = 20 * 1024 * 1024
