"""What every page's shell shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tickets.queries import sidebar


def shell(request: HttpRequest) -> dict[str, Any]:
    """`reader` is the signed-in colleague; `sidebar` the counts of the navigation, counted only if shown."""
    user = getattr(request, "user", None)
    staff = user if user is not None and user.is_authenticated else None
    return {
        "reader": staff,
        "desk_name": settings.DESK_NAME,
        "sidebar": SimpleLazyObject(lambda: sidebar(staff)) if staff else None,
    }
