"""Pages of which the log keeps no line: who was on them must not be found out from when it was.

An error on one still leaves a line, without the person: see helpdesk.access_log.
"""

from collections.abc import Callable
from typing import Any


def unseen(view: Callable[..., Any]) -> Callable[..., Any]:
    """Goes above the other decorators of a view."""
    view.unseen = True  # type: ignore[attr-defined]
    return view


def is_unseen(view: Any) -> bool:
    return getattr(view, "unseen", False)
