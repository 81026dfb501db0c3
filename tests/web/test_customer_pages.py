"""The customers' pages and the sign-in in a real browser: every state, in both themes, wide and narrow."""

import datetime
import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.urls import reverse

from outbox.models import Letter
from tests.factories import make_ticket
from tests.web.test_in_browser import faults
from tickets.access import link_for, token_of
from tickets.actions import move, receive, reply
from tickets.actions.writing import Part
from tickets.models import Ticket

pytestmark = pytest.mark.journey
LOOKS = [(1440, "light"), (390, "dark")]
if os.environ.get("SHOTS"):
    LOOKS += [(1024, "dark"), (390, "light")]


@pytest.fixture
def look(chromium, live_server):
    """look(address, width, theme, name, act) → a page that is sound and fits. With SHOTS it is pictured."""
    contexts, troubles = [], []

    def open_it(address, width=1440, theme="light", name="", act=None, script=True, headers=None, zone=None):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            reduced_motion="reduce",
            is_mobile=width < 640,
            has_touch=width < 640,
            java_script_enabled=script,
            extra_http_headers=headers or {},
            timezone_id=zone,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on("pageerror", lambda error: troubles.append((name, str(error))))
        # A 422 is an answer, not a fault; browsers log it as one.
        page.on(
            "console",
            lambda said: (
                troubles.append((name, said.text))
                if said.type == "error" and not re.search(r"status of 4(22|10|04)", said.text)
                else None
            ),
        )
        page.goto(live_server.url + address)
        if act:
            act(page)
        if script:
            page.wait_for_selector("html[data-ready]")
            troubles.extend((name, fault) for fault in faults(page))
            if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                troubles.append((name, f"{over} px too wide"))
        if os.environ.get("SHOTS"):
            page.screenshot(path=Path(os.environ["SHOTS"]) / f"{name}-{width}-{theme}.png", full_page=True)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def story(promises, network, dana, amara, cleo, ticket):
    """Dana's ticket with an answer, a file and a letter in HTML; one that is solved; one with a long name."""
    contract = Part("lepinguleping-2025-118204.pdf", b"x" * 48_000)
    receive(ticket, by=dana, text="Here is the contract.", channel="web", parts=[contract])
    html = "<p>Thank you, Dana. The bank needs until <b>Friday</b>:</p><ul><li>today we send it</li></ul>"
    reply(ticket, by=amara, text="Thank you.", html=html)
    letter = "<p>Good, I <i>wait</i>.</p>"
    receive(ticket, by=dana, text="Good, I wait.\n\nDana", html=letter, channel="email")
    promised = make_ticket(requester=dana, team=ticket.team, subject="A very long question " * 8, text="?")
    solved = make_ticket(requester=dana, team=ticket.team, subject="Router blinks red", text="It blinks.")
    move(solved, "solve", by=amara)
    return {
        name: reverse("portal:ticket", args=[token_of(link_for(one, dana))])
        for name, one in (("ticket", ticket), ("solved", solved), ("promised", promised))
    }


def enter(page):
    """By a letter to Dana."""
    page.get_by_label("Email").fill("dana@okafor.example")
    page.get_by_role("button", name="Send the letter").click()
    page.wait_for_load_state()
    path = re.search(rf"{re.escape(settings.BASE_URL)}(\S+)", Letter.objects.latest("pk").text)[1]
    page.goto(re.match(r"https?://[^/]+", page.url)[0] + path)


def enter_fully(page):
    enter(page)
    page.get_by_role("button", name="Open my requests").click()
    page.wait_for_url("**/mine/")


def unfold(page):
    page.locator("summary", has_text="As it was").click()


def send_badly(page):
    page.get_by_label("Your name").fill("Liis Saar")
    page.get_by_label("Email").fill("liis@saar.example")
    page.locator("main input[type=file]").set_input_files(
        {"name": "virus.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
    )
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_selector(".errors")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_every_state_of_the_customers_pages(look, story, width, theme):
    look("/help/", width, theme, "ask-bad", send_badly)
    look(story["ticket"], width, theme, "letter", unfold)
    look(story["solved"], width, theme, "solved")
    look("/help/in/", width, theme, "entered", enter)
    look("/help/in/", width, theme, "mine", enter_fully)
    look("/help/in/no-such-link/", width, theme, "entered-dead")
    look("/help/t/no-such-link/", width, theme, "not-found")
    if os.environ.get("SHOTS"):  # looked at by test_every_page
        for name, address in {**story, "ask": "/help/", "enter": "/help/in/", "sign-in": "/sign-in/"}.items():
            look(address, width, theme, name)


def test_the_form_works_without_scripts(look, story):
    page = look("/help/", script=False, name="plain", headers={"accept-language": "en"})
    page.get_by_label("Your name").fill("Liis Saar")
    page.get_by_label("Email").fill("liis@saar.example")
    page.get_by_label("Topic").select_option("network")
    page.get_by_label("Subject").fill("No internet")
    page.get_by_label("Your message").fill("Since noon.")
    files = [{"name": f"{i}.txt", "mimeType": "text/plain", "buffer": b"red"} for i in range(2)]
    page.locator("main input[type=file]").set_input_files(files)
    page.wait_for_timeout(2100)  # nobody types faster
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/sent/")
    ticket = Ticket.objects.get(subject="No internet")
    assert ticket.reference in page.content()
    assert ticket.messages.get().attachments.count() == 2


def test_dana_answers_without_scripts(look, story, ticket):
    page = look(story["ticket"], script=False, name="plain-ticket")
    page.get_by_label("Your answer").fill("And one more thing.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**#m*")
    assert "And one more thing." in page.locator(".thread").inner_text()
    assert ticket.messages.filter(text="And one more thing.").count() == 1


def test_the_zone_that_is_named_is_the_one_the_time_is_told_in(look, story):
    named = look(story["promised"], zone="America/Bogota").locator("main .notice [data-zone]")
    assert named.text_content() == "America/Bogota"
    blind = look(story["promised"], script=False, zone="America/Bogota")  # the server's guess, and its time
    assert blind.locator("main .notice [data-zone]").text_content() == "Europe/Tallinn"
    for page in (blind, named.page):
        told = page.locator("main .notice time")
        zone = ZoneInfo(page.locator("main .notice [data-zone]").text_content())
        at = datetime.datetime.fromisoformat(told.get_attribute("datetime")).astimezone(zone)
        assert f"{at:%H:%M}" in told.text_content()
