"""A customer without JavaScript: the form, the letter, the secret link, the reply; and Eve, who gets
nothing.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_mail_journey import sign_in
from tests.servers.desk import until

pytestmark = pytest.mark.journey


def link_in(letter) -> str:
    """The path of the secret link."""
    [path] = set(
        re.findall(r"https?://[^/\s]+(/help/t/[^\s\"<>]+)", letter.get_body(("plain",)).get_content())
    )
    return path


def changed(path: str) -> str:
    """Another customer's guess: one letter of the token differs."""
    head, token, _ = path.rsplit("/", 2)
    return f"{head}/{'b' if token[0] == 'a' else 'a'}{token[1:]}/"


def test_form_letter_link_reply_without_javascript(desk, browser, letters, facts, tmp_path):
    photo = tmp_path / "router lights.txt"
    photo.write_text("red, red, green")
    customer = browser("/help/", java_script_enabled=False)
    customer.get_by_label("Your name").fill("Dana Okafor")
    customer.get_by_label("Email").fill("dana@okafor.example")
    customer.get_by_label("Subject").fill("Router blinks red")
    customer.get_by_label("message", exact=False).first.fill("It blinks since morning.")
    customer.locator("input[type=file]").set_input_files(photo)
    customer.wait_for_timeout(2500)  # nobody fills a form in under two seconds
    customer.locator("main form button[type=submit]").last.click()
    expect(customer.locator("main")).to_contain_text(re.compile("[0-9A-HJKMNP-TV-Z]{8}"))

    [letter] = letters("dana@okafor.example", 1)
    files = "[a.name for m in T.messages.all() for a in m.attachments.all()]"
    assert facts(f"[T.subject, T.channel, {files}]") == ["Router blinks red", "web", ["router lights.txt"]]
    link = link_in(letter)
    assert customer.goto(link).status == 200
    expect(customer.locator("main")).to_contain_text("It blinks since morning.")
    customer.locator("textarea").fill("Now it is dark.")
    customer.locator("main form button[type=submit]").last.click()
    expect(customer.locator("main")).to_contain_text("Now it is dark.")

    agent = browser("/inbox/?view=unassigned")
    sign_in(agent)
    agent.locator(".item", has_text="Router blinks red").locator("a").first.click()
    expect(agent.locator("#thread")).to_contain_text("Now it is dark.")

    for _ in range(50):  # the thread may be there a moment before its keys are
        agent.keyboard.press("n")
        if agent.evaluate("document.activeElement.name") == "text":
            break
        agent.wait_for_timeout(100)
    agent.keyboard.type("The customer must not read this.")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#thread article.note")).to_contain_text("must not read this")
    customer.goto(link)
    assert "must not read this" not in customer.content()

    eve = browser("/help/", java_script_enabled=False)
    assert eve.request.get(changed(link)).status == 404
    assert eve.request.get("/inbox/", max_redirects=0).status == 302


def test_a_solved_ticket_is_reopened_from_the_customers_page(desk, browser, letters, facts):
    customer = browser("/help/")
    customer.get_by_label("Your name").fill("Mart Tamm")
    customer.get_by_label("Email").fill("mart@tamm.example")
    customer.get_by_label("Subject").fill("Arve on vale")
    customer.get_by_label("message", exact=False).first.fill("Summa ei klapi.")
    customer.wait_for_timeout(2500)
    customer.locator("main form button[type=submit]").last.click()
    expect(customer.locator("main")).to_contain_text(re.compile("[0-9A-HJKMNP-TV-Z]{8}"))
    [letter] = letters("mart@tamm.example", 1)
    number = facts("T.number")
    solve = f"""
from staff.models import User
from tickets.actions import move
from tickets.models import Ticket
move(Ticket.objects.get(number={number}), "solve", by=User.objects.get(email="amara@desk.example"))
"""
    desk.told(solve)
    customer.goto(link_in(letter))
    customer.locator("textarea").fill("Ikka vale.")
    customer.locator("main form button[type=submit]").last.click()
    expect(customer.locator("main")).to_contain_text("Ikka vale.")
    until(lambda: facts("T.state") == "open", 90)
