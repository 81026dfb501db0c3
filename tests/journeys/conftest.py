"""A whole desk with a real mailbox, a real sink for its letters and a real browser in front."""

import json

import pytest
from playwright.sync_api import expect

from tests.servers import collected
from tests.servers.browser import STOOD_BACK
from tests.servers.desk import Desk, free_port, until
from tests.servers.dovecot import PASSWORD as DOVECOT_PASSWORD

PASSWORD = "correct horse battery"
# A machine that runs two test processes answers slowly now and then.
expect.set_options(timeout=60_000)
COMPANY = f"""
from staff.actions import hire
from staff.models import Team
from scheduling.actions import set_hours
from sla.actions import set_policy

billing = Team.objects.create(name="Billing", slug="billing", colour=1)
week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), [["00:00", "24:00"]])
set_hours("Always", dict(tz="Europe/Tallinn", hours=week), teams=(billing,))
terms = dict(first_response=dict(minutes=240), resolution=dict(minutes=1440))
set_policy("Standard", dict(priorities=dict(normal=terms)))
for name in ("Amara Kask", "Ben Lepik"):
    first = name.split()[0].lower()
    person = dict(email=f"{{first}}@desk.example", full_name=name, role="agent", teams=(billing,))
    hire(**person, password="{PASSWORD}", undo_seconds=0)
"""


@pytest.fixture(scope="package")
def desk(tmp_path_factory, smtp_server, imap_server):
    """The desk of one team, Billing, with Amara; billing@desk.example is fetched from the IMAP server."""
    desk = Desk(tmp_path_factory.mktemp("desk"), free_port(), EMAIL_URL=smtp_server[0].url)
    collected.bring(desk.var)
    try:
        desk.start()
        collected.keep(desk.var)
        desk.told(COMPANY)
        where = ("--host=127.0.0.1", f"--port={imap_server.port}", "--security=none", "--username=billing")
        mailbox = ("mailbox_add", "billing@desk.example", "--team=billing", *where)
        desk.manage(*mailbox, MAILBOX_PASSWORD=DOVECOT_PASSWORD)
        yield desk
    finally:
        desk.stop()


@pytest.fixture
def letters(smtp_server):
    """letters("a@b", 2) → the letters to that address, once there are two."""
    sink, _ = smtp_server
    sink.clear()  # other tests write to the same people

    def arrived(address):
        return [letter for letter, (_, to) in zip(sink.letters, sink.envelopes, strict=True) if address in to]

    def wait(address, count=1):
        until(lambda: len(arrived(address)) >= count, 90)
        return arrived(address)

    return wait


@pytest.fixture
def facts(desk):
    """facts("python expression") → its value in the desk, through JSON. `T` is the newest ticket."""

    def look(expression: str):
        code = f"""
import json
from tickets.models import *

T = Ticket.objects.order_by("-number").first()
print(json.dumps({expression}, default=str))
"""
        return json.loads(desk.told(code))

    return look


@pytest.fixture
def browser(chromium, desk):
    """browser() → a fresh page at the desk; at the end no console may hold an error."""
    contexts, troubles = [], []

    def open_it(address: str = "/", **options):
        context = chromium.new_context(
            viewport={"width": 1440, "height": 900}, base_url=f"http://127.0.0.1:{desk.port}", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(address)
        return page

    open_it.troubles = troubles  # a test that makes trouble takes its own out
    yield open_it
    for context in contexts:
        context.close()
    assert [said for said in troubles if not STOOD_BACK.match(said)] == []
