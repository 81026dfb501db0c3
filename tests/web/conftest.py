"""Pages of the desk in the real browser."""

import pytest
from django.conf import settings

from tests.servers.browser import STOOD_BACK


@pytest.fixture
def open_page(chromium, live_server, client):
    """open_page("/address", width=390, reader=amara) → a page; at the end no console may hold an error."""
    contexts, troubles = [], []

    def open_it(address: str, width: int = 1440, height: int = 900, reader=None):
        small = width < 640
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            has_touch=small,
            is_mobile=small,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if reader:
            client.force_login(reader)
            name = settings.SESSION_COOKIE_NAME
            session = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
            context.add_cookies([session])
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on(
            "console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(live_server.url + address)
        page.wait_for_selector("html[data-ready]")
        return page

    open_it.troubles = troubles  # a test that makes trouble takes its own out
    yield open_it
    for context in contexts:
        context.close()
    assert [said for said in troubles if not STOOD_BACK.match(said)] == []
