"""A bare page, one of the desk's own templates, one that asks the database, a large file sent in two ways."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import FileResponse, HttpResponse
from django.urls import path

from benchmarks.web_app import BIG_FILE
from helpdesk import styleguide
from helpdesk.urls import urlpatterns as of_the_desk


@login_not_required
def bare(request):
    return HttpResponse("ok")


@login_not_required
def rows(request):
    """Twelve statements, the most the inbox may need."""
    found = []
    for _ in range(12):
        with connection.cursor() as cursor:
            cursor.execute("SELECT n, md5(n::text) FROM generate_series(1, 50) AS n")
            found += cursor.fetchall()
    return HttpResponse("\n".join(word for _, word in found))


@login_not_required
def large(request):
    return FileResponse(BIG_FILE.open("rb"), content_type="application/octet-stream")


class LargePieces(FileResponse):
    block_size = 256 * 1024


@login_not_required
def pieces(request):
    return LargePieces(BIG_FILE.open("rb"), content_type="application/octet-stream")


urlpatterns = [
    *of_the_desk,
    path("bench/bare", bare),
    path("bench/rows", rows),
    path("bench/large", large),
    path("bench/pieces", pieces),
    path("bench/templates", styleguide.page),
]
