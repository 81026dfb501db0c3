"""Where the wheels put the servers. Found without importing them: we need none of their Python layer."""

import importlib.util
from pathlib import Path

from helpdesk.running.errors import CannotStart


def inside(package: str, *path: str) -> Path:
    spec = importlib.util.find_spec(package)
    found = Path(spec.origin).parent.joinpath(*path) if spec and spec.origin else None
    if found is None or not found.exists():
        raise CannotStart(
            f"The server in the Python package {package} is not installed for this machine. "
            "Run `pip install -r requirements.txt`, or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return found
