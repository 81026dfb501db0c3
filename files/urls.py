"""The addresses of the origin of files."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from files.handing_out import signed_download


@login_not_required
@require_safe
def download(request: HttpRequest, signed: str) -> HttpResponse:
    """Open to whoever holds the address: it lives for a minute and was made for one reader."""
    return signed_download(signed)


app_name = "files"
urlpatterns = [path("<str:signed>/", download, name="download")]
