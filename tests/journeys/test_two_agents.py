"""Two colleagues at one ticket, and one who thinks better of it: nothing is lost, nothing is sent twice."""

import contextlib
import shutil
import time

import pytest
import redis
from playwright.sync_api import Error, expect

from tests.clocks import crowd
from tests.journeys.test_mail_journey import sign_in
from tests.servers.browser import FLAGS
from tests.servers.desk import until

pytestmark = pytest.mark.journey
SEEDED = """
import datetime
from django.utils import timezone
from customers.actions import welcome_contact
from staff.models import Team, User
from tickets import actions
from tickets.actors import Desk
from tickets.models import Draft, Ticket

billing = Team.objects.get(slug="billing")
amara, ben = (User.objects.get(email=f"{name}@desk.example") for name in ("amara", "ben"))
"""


@pytest.fixture
def ask(desk):
    """ask("rita", "Subject") → the number of a fresh ticket of rita@home.example."""

    def new(name: str, subject: str) -> int:
        code = f"""
who = welcome_contact(address="{name}@home.example", name="{name.title()} Home")
print("NUMBER", actions.open_ticket(by=Desk("test"), requester=who, team=billing, subject="{subject}",
                                    text="It blinks.", channel="phone").number)
"""
        return int(desk.told(SEEDED + code).split("NUMBER", 1)[1])

    return new


@pytest.fixture
def at(browser):
    """at("ben", 12) → a page of Ben's with that ticket."""

    def sit_down(name: str, number: int):
        page = browser("/inbox/")
        open_ticket(page, name, number)
        return page

    return sit_down


def open_ticket(page, name: str, number: int) -> None:
    sign_in(page, f"{name}@desk.example")
    page.wait_for_selector("#nav")
    page.goto(f"/tickets/{number}/")
    page.wait_for_selector("html[data-ready]")


def sent_to(letters_of, address):
    """The answers in the sink; each carries its text."""
    sink, _ = letters_of
    pairs = zip(sink.letters, sink.envelopes, strict=True)
    return [one.get_body(("plain",)).get_content() for one, (_, to) in pairs if address in to]


def test_two_see_each_other_and_the_second_answer_is_stopped(ask, at, browser, letters, smtp_server):
    number = ask("rita", "Who answers me")
    hers = at("amara", number)
    hers.keyboard.press("r")
    hers.keyboard.type("The technician comes on Monday.")
    his = at("ben", number)
    opened = time.monotonic()
    expect(hers.locator("#presence")).to_contain_text("Ben Lepik is looking at this ticket.")
    assert time.monotonic() - opened < 5 * crowd()
    expect(his.locator("#presence")).to_contain_text("Amara Kask is writing an answer.")

    his.keyboard.press("r")
    his.keyboard.type("Please restart the router.")
    expect(hers.locator("#presence")).to_contain_text("Ben Lepik is writing an answer.")
    his.keyboard.press("Control+Enter")
    expect(his.locator("#timeline")).to_contain_text("Please restart the router.")
    hers.keyboard.press("Control+Enter")
    expect(hers.locator("#composer .notice")).to_contain_text("Not sent")
    expect(hers.locator("#composer .notice")).to_contain_text("Please restart the router.")
    expect(hers.locator("#write")).to_have_value("The technician comes on Monday.")

    [letter] = letters("rita@home.example")
    assert "Please restart the router." in letter.get_body(("plain",)).get_content()
    hers.get_by_role("button", name="Send anyway").click()
    until(lambda: len(sent_to(smtp_server, "rita@home.example")) == 2, 60)
    time.sleep(2)
    told = sent_to(smtp_server, "rita@home.example")
    for words in ("Please restart the router.", "The technician comes on Monday."):
        assert sum(text.startswith(words) for text in told) == 1
    browser.troubles[:] = [said for said in browser.troubles if "status of 422" not in said]


def test_one_begins_an_answer_and_the_other_writes_on_in_it(ask, at, browser):
    number = ask("tess", "Written by two")
    hers, his = at("amara", number), at("ben", number)
    his.keyboard.press("r")
    his.keyboard.type("Begun by Ben.")
    hers.keyboard.press("r")
    hers.keyboard.type("Dear Tess,")
    hers.keyboard.press("Control+Shift+U")
    expect(hers.locator("#share")).to_contain_text("Colleagues see it")
    expect(his.locator("#shared")).to_contain_text("Dear Tess,")
    hers.keyboard.type(" we will look.")
    expect(his.locator("#shared")).to_contain_text("Dear Tess, we will look.")

    his.get_by_role("button", name="Write on in it").click()
    expect(his.locator("#write")).to_have_value("Dear Tess, we will look.\n\nBegun by Ben.")
    expect(hers.locator("#taken")).to_contain_text("Ben Lepik writes on in your draft.")
    expect(hers.locator("#write")).to_have_value("Dear Tess, we will look.")
    hers.get_by_role("button", name="Leave it to them").click()
    expect(hers.locator("#write")).to_have_value("")
    expect(hers.locator("#shared")).to_contain_text("Begun by Ben.")
    his.keyboard.press("Control+Enter")
    expect(hers.locator("#timeline")).to_contain_text("Dear Tess, we will look.")
    expect(hers.locator("#shared")).to_have_text("")


def test_a_killed_browser_loses_at_most_two_seconds(ask, at, chromium, desk, browser):
    number = ask("saul", "Never lose a word")
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    doomed = chromium.browser_type.launch(executable_path=path, args=FLAGS)
    page = doomed.new_context(base_url=f"http://127.0.0.1:{desk.port}").new_page()
    page.goto("/inbox/")
    open_ticket(page, "ben", number)
    page.keyboard.press("r")
    # Without a pause in which anything could settle: every second and a half it is saved all the same.
    typed, marks = "", []
    began = time.monotonic()
    while time.monotonic() - began < 6:
        page.keyboard.type("word ")
        typed += "word "
        marks.append((time.monotonic(), len(typed)))
        page.wait_for_timeout(50)
    killed = time.monotonic()
    with contextlib.suppress(Error):
        doomed.new_browser_cdp_session().send("Browser.crash")
    known = max((length for at_, length in marks if at_ < killed - 2 * crowd()), default=0)
    kept = at("ben", number).locator("#write").input_value()
    assert typed.startswith(kept.rstrip())
    assert len(kept) >= known - len("word ")


def test_what_is_undone_never_leaves_and_what_waits_is_stopped_by_the_customer(
    ask, at, desk, letters, smtp_server, facts
):
    number = ask("tove", "Undo me")
    desk.told(SEEDED + "ben.undo_seconds = 5; ben.save()")
    his = at("ben", number)
    his.keyboard.press("r")
    his.keyboard.type("Sent too early.")
    his.keyboard.press("Control+Enter")
    expect(his.locator(".toast")).to_contain_text("Answer sent.")
    sent = time.monotonic()
    his.goto("/inbox/")  # on to the next one; the undo goes along
    his.keyboard.press("z")
    his.wait_for_url(f"**/tickets/{number}/")
    expect(his.locator("#write")).to_have_value("Sent too early.")
    expect(his.locator("#timeline")).not_to_contain_text("Sent too early.")
    expect(his.locator("#state")).to_contain_text("New")

    # The text is there again: it leaves tomorrow, unless the customer writes first.
    his.locator(".composer .split summary").click()
    his.get_by_role("button", name="Tomorrow").click()
    expect(his.locator("#planned")).to_contain_text("Sent too early.")
    wrote = """
ticket = Ticket.objects.get(number=%d)
actions.receive(ticket, by=ticket.requester, text="It works again.", channel="email")
"""
    desk.told(SEEDED + wrote % number)
    expect(his.locator("#timeline")).to_contain_text("not sent: the customer wrote first")
    expect(his.locator("#planned")).not_to_contain_text("Sent too early.")
    his.goto("/notices/")
    expect(his.locator("main")).to_contain_text("Your planned answer was not sent")
    his.goto(f"/tickets/{number}/")
    expect(his.locator("#write")).to_have_value("Sent too early.")
    time.sleep(max(0, sent + 12 - time.monotonic()))  # it would have left after ten
    assert sent_to(smtp_server, "tove@home.example") == []


def test_a_killed_worker_and_a_wiped_queue_send_each_answer_once(ask, desk, letters, smtp_server):
    held, planned = ask("ulla", "Held"), ask("vera", "Planned")
    both = f"""
hold = actions.Hold(5, text="Held answer.")
actions.reply(Ticket.objects.get(number={held}), by=ben, text="Held answer.", hold=hold)
row = actions.plan_answer(Ticket.objects.get(number={planned}), by=ben, text="Planned answer.",
                          to="vera@home.example", send_at=timezone.now() + datetime.timedelta(hours=1))
Draft.objects.filter(pk=row.pk).update(send_at=timezone.now() + datetime.timedelta(seconds=3))
"""
    desk.told(SEEDED + both)
    with redis.Redis.from_url(desk.redis) as client:
        client.flushall()
    desk.part("celery", "worker", "--queues=celery").kill()
    for name in ("ulla", "vera"):
        until(lambda n=name: sent_to(smtp_server, f"{n}@home.example"), 120)
    time.sleep(3)
    for name, words in (("ulla", "Held answer."), ("vera", "Planned answer.")):
        [text] = sent_to(smtp_server, f"{name}@home.example")
        assert text.startswith(words)
