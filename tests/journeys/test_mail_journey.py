"""From a real mail to a real answer and back, worked from the keyboard."""

import re
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.clocks import crowd
from tests.journeys.conftest import PASSWORD
from tests.servers.desk import until

pytestmark = pytest.mark.journey
SAMPLE = Path(__file__).parent.parent / "data" / "mail" / "copied" / "attachment_nonascii_filename.eml"


def sign_in(page, email_address="amara@desk.example"):
    page.get_by_label("Email").fill(email_address)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/**")


def test_a_mail_is_answered_from_the_keyboard_and_the_reply_reopens_it(
    desk, browser, imap_server, letters, facts
):
    page = browser("/inbox/?view=unassigned")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Unassigned")

    imap_server.deliver("billing", SAMPLE.read_bytes())
    delivered = time.monotonic()
    row = page.locator(".item", has_text="testing")
    expect(row).to_be_visible(timeout=90_000)
    assert time.monotonic() - delivered < 30 * crowd()  # by seconds, not by the minutes of a lost hint

    # Found, opened, taken, answered: j, Enter, i, r, text, Ctrl+Enter. No mouse, no reload.
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tickets/\d+/"))
    page.keyboard.press("i")
    expect(page.locator("#context")).to_contain_text("Amara Kask")
    page.keyboard.press("r")
    page.keyboard.type("Thank you, the picture arrived.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread article.agent")).to_contain_text("the picture arrived")
    page.keyboard.press("Escape")
    page.locator("body").focus()
    opened = page.url
    page.keyboard.press("e")
    until(lambda: facts("T.state") == "solved", 90)
    expect(page).not_to_have_url(opened)  # it goes on to the next one

    [confirmation, answer] = letters("foo@example.com", 2)
    assert confirmation["Auto-Submitted"] == "auto-replied"
    assert "billing@desk.example" in answer["From"]
    assert "Amara" in answer["From"]
    assert answer["To"].addresses[0].addr_spec == "foo@example.com"
    assert answer["Auto-Submitted"] is None
    first_id = "<9169D984-4E0B-45EF-82D4-8F5E53AD7012@example.com>"
    assert answer["In-Reply-To"] == first_id
    assert first_id in answer["References"]
    assert re.fullmatch(r"billing\+[a-z2-7]{16,}@desk\.example", answer["Reply-To"].addresses[0].addr_spec)
    assert facts("T.reference") in answer["Subject"]

    # First response is met at the reply's time, to the second.
    clock = "T.clocks.get(metric='first_response')"
    told = facts(f"[str({clock}.stopped_at), {clock}.state, str(T.messages.exclude(author=None).get().at)]")
    assert told[1] == "met"
    assert told[0][:19] == told[2][:19]

    number = facts("T.number")
    back = EmailMessage()
    back["From"], back["To"] = "foo@example.com", answer["Reply-To"]
    back["Subject"], back["Message-ID"] = f"Re: {answer['Subject']}", "<again@example.com>"
    back["In-Reply-To"], back["References"] = answer["Message-ID"], answer["Message-ID"]
    back.set_content("It does not open, could you look?\n\nOn Monday Amara wrote:\n> Thank you")
    page.goto(f"/tickets/{number}/")
    imap_server.deliver("billing", back.as_bytes())
    expect(page.locator("#thread")).to_contain_text("It does not open", timeout=60_000)
    assert facts("[T.number, T.state]") == [number, "open"]
