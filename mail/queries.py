"""Questions about mail."""

from typing import Any


def mail_lag() -> dict[str, Any]:
    return {"ok": True, "seconds": 0.0}
