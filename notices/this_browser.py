"""Which of the browsers this one is: a signed cookie says so, also after its session is over."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from notices.models import Device

COOKIE = "browser"
A_YEAR = 365 * 24 * 60 * 60


def number(request: HttpRequest) -> int | None:
    said = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=A_YEAR)
    return int(said) if said else None


def remember(response: HttpResponse, device: Device) -> None:
    response.set_signed_cookie(
        COOKIE, str(device.pk), salt=COOKIE, max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
