"""What every page is compared with: Django alone, rendering fifty rows that never change.

No middleware, session or database: one template with one loop over static texts, as many as a row of the
inbox has, without includes, filters or tags of our own.
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
        "state": "open",
        "state_name": "Open",
        "team": "Tallinn",
        "colour": at % 8 + 1,
        "tags": ["router", "speed"][: at % 3],
        "active_at": f"2026-01-15T12:{at}:00+00:00",
        "active": f"{at} min",
        "due_at": f"2026-01-15T18:{at}:00+00:00",
        "due": f"5h {at}m",
        "assignee": "Amara Kask" if at % 2 else "",
        "initials": "AK",
        "unread": at % 3 == 0,
    }
    for at in range(50)
]
PAGE = Engine().from_string(
    """<!doctype html><html lang="en"><head><title>Bare</title></head><body><ol>
{% for row in rows %}<li class="item{% if row.unread %} unread{% endif %}" id="row-{{ row.number }}">
<label class="tick"><input type="checkbox" name="ticket" value="{{ row.number }}" aria-label="#{{ row.number }}"></label>
<a class="item-link" href="/tickets/{{ row.number }}/"><span class="who">{{ row.who }} <small>{{ row.company }}</small></span>
<time datetime="{{ row.active_at }}">{{ row.active }}</time>
<span class="subj">{{ row.subject }}</span><span class="meta"><span class="status {{ row.state }}">{{ row.state_name }}</span>
<span class="team hue-{{ row.colour }}">{{ row.team }}</span>
{% for tag in row.tags %}<span class="tag">{{ tag }}</span>{% endfor %}
<time class="pill" datetime="{{ row.due_at }}">{{ row.due }}</time>
{% if row.assignee %}<span class="avatar" title="{{ row.assignee }}">{{ row.initials }}</span>{% endif %}
</span></a></li>
{% endfor %}</ol></body></html>"""  # noqa: E501
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
