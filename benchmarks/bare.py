"""What every page is compared with: Django alone, rendering fifty rows that never change.

No middleware, session or database; a template with one loop and seven values a row.
"""

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test.utils import override_settings
from django.urls import path

ROWS = [
    {
        "number": 1000 + at,
        "who": f"Customer {at}",
        "company": f"Company & Sons {at}",
        "subject": f"The connection in room <{at}> is slow since Monday",
        "state": "Open",
        "team": "Tallinn",
        "when": f"{at} min",
    }
    for at in range(50)
]
PAGE = Engine().from_string(
    """<!doctype html><html lang="en"><head><title>Bare</title></head><body><ol>
{% for row in rows %}<li class="item" id="row-{{ row.number }}"><a href="/tickets/{{ row.number }}/">
<span class="who">{{ row.who }} <small>{{ row.company }}</small></span><time>{{ row.when }}</time>
<span class="subj">{{ row.subject }}</span>
<span class="meta">{{ row.state }} <span class="team">{{ row.team }}</span></span>
</a></li>
{% endfor %}</ol></body></html>"""
)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"rows": ROWS})))


urlpatterns = [path("bare/", page)]


class BareRequest(WSGIRequest):
    urlconf = __name__


class BareHandler(WSGIHandler):
    request_class = BareRequest

    def load_middleware(self, is_async: bool = False) -> None:
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)


def application() -> Callable[..., Any]:
    return BareHandler()
