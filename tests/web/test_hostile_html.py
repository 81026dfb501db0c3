"""Hostile letters, delivered as mail and opened in a real browser: nothing runs, nothing is loaded."""

import os

import pytest
from django.conf import settings
from django.urls import reverse

from lib import outside
from lib.html import sanitise
from lib.pictures import placed, remote
from mail.models import Mailbox
from tests.web.hostile import ON_A_TICKET, Watch, deliver, open_payloads, own_payloads
from tickets.models import Message
from tickets.views import letter_frame

pytestmark = pytest.mark.journey

AT_ONCE = 4 * ON_A_TICKET  # payloads of one test when all of them travel as mail
EVERY = 40  # one in so many of our own payloads travels as mail; all of them pass the parser of the browser
# Walks what a browser makes of each HTML, and of what it would write of it: what could run, load or act.
DANGERS = """(htmls) => {
  const bad = new Set((
    "script style iframe object embed applet base meta link form input button textarea select svg math " +
    "template noscript frame frameset portal xmp plaintext title video audio source details body"
  ).split(" "));
  const good = /^(https?:\\/\\/|mailto:|tel:|cid:|data:image\\/(png|gif|jpe?g|webp);base64,)/i;
  const keys = /^(on|hx-|data-hx|style$|class$|id$|name$|srcdoc$|background$|srcset$|ping$|form)/;
  const walk = (html) => {
    const page = new DOMParser().parseFromString("<div id=top>" + html + "</div>", "text/html");
    const found = [];
    const top = page.getElementById("top");
    for (const one of page.querySelectorAll("*")) {
      const tag = one.localName;
      if (one === top || ["html", "head", "body"].includes(tag)) continue;
      if (!top?.contains(one)) found.push("escaped " + tag);
      if (bad.has(tag)) found.push(tag);
      for (const { name, value } of one.attributes) {
        if (keys.test(name)) found.push(tag + " " + name);
        if (["href", "src"].includes(name) && !good.test(value)) found.push(tag + " " + name + "=" + value);
        if (name === "src" && /^http/i.test(value)) found.push("remote " + value);
      }
    }
    return [found, top ? top.innerHTML : ""];
  };
  return htmls.map((html) => {
    const [first, again] = walk(html);
    return [...first, ...walk(again)[0].map((one) => "mutated " + one)];
  });
}"""


SPARE = """() => {
  const frame = document.querySelector("iframe.mail-frame");
  return frame.clientHeight - frame.contentDocument.body.getBoundingClientRect().height;
}"""


@pytest.fixture
def mailbox(billing) -> Mailbox:
    return Mailbox.objects.create(name="Billing", address="billing@desk.example", team=billing)


@pytest.fixture
def watched(chromium, live_server, client, amara):
    """A browser of Amara's with a watch over it: context and watch."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(120_000)  # of a page full of letters, on a machine that is busy
    watch = Watch(context, live_server.url)
    client.force_login(amara)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    yield context, watch
    context.close()


def open_ticket(context, live_server, ticket):
    """The ticket's page, with every letter in it loaded."""
    page = context.new_page()
    page.goto(live_server.url + reverse("tickets:ticket", args=[ticket.pk]))
    page.wait_for_selector("html[data-ready]")
    frames = page.locator("iframe.mail-frame")
    # They load when they come near the screen; here all of them at once.
    page.evaluate("for (const one of document.querySelectorAll('iframe.mail-frame')) one.loading = 'eager'")
    page.wait_for_function(
        """() => [...document.querySelectorAll('iframe.mail-frame')].every(
            ({ contentDocument: one }) => one?.readyState === 'complete' && one.URL !== 'about:blank')"""
    )
    return page, frames.count()


def nothing_happens(context, watch, live_server, mailbox, bodies) -> None:
    framed = 0
    for ticket in deliver(mailbox, "Mallory <mallory@customer.example>", bodies):
        page, count = open_ticket(context, live_server, ticket)
        framed += count
        page.mouse.move(600, 500)
        page.keyboard.press("Tab")
        page.wait_for_timeout(100)
        assert page.url.startswith(live_server.url)
        page.close()
    assert watch.seen == []
    assert framed == len(bodies)


def test_no_letter_runs_or_loads_anything(watched, live_server, mailbox):
    context, watch = watched
    chosen = own_payloads()[:20] + own_payloads()[20::EVERY]
    assert len(chosen) > ON_A_TICKET
    nothing_happens(context, watch, live_server, mailbox, [body for _name, body in chosen])


def every_set() -> list[tuple[str, str]]:
    """Also those sets that we may not keep, where they are at hand."""
    return open_payloads() + own_payloads()


@pytest.mark.skipif(os.environ.get("HOSTILE") != "all", reason="minutes: HOSTILE=all runs it")
@pytest.mark.parametrize("start", range(0, len(every_set()), AT_ONCE))
def test_no_letter_of_any_set_runs_or_loads_anything(watched, live_server, mailbox, start):
    """A hundred at a time: each part ends by itself, and they can be shared among processes."""
    context, watch = watched
    bodies = [body for _name, body in every_set()[start : start + AT_ONCE]]
    nothing_happens(context, watch, live_server, mailbox, bodies)


def test_no_payload_survives_the_parser_of_the_browser(chromium):
    """Parsed, written and parsed again: what changes its meaning on the way (mXSS) is found here."""
    every = own_payloads() + open_payloads()
    context = chromium.new_context(java_script_enabled=True)
    page = context.new_page()
    made = [sanitise(body) for _name, body in every]
    made += [sanitise(one) for one in made]
    made += [sanitise(f"<table><tr><td><b>{body}") for _name, body in every]
    shown = [placed(one, inside={}) for one in made]
    found = page.evaluate(DANGERS, made)
    names = [name for name, _body in every] * 3
    assert [(name, one) for name, one in zip(names, found, strict=True) if one] == []
    ours = {"span class"}  # the place of a picture that waits
    left = [set(one) - ours - {f"mutated {mine}" for mine in ours} for one in page.evaluate(DANGERS, shown)]
    assert [(name, one) for name, one in zip(names, left, strict=True) if one] == []
    assert any(page.evaluate(DANGERS, ["<p onclick=x>", "<a href=javascript:x>y</a>", "</div><b>x</b>"]))
    assert all(
        page.evaluate(DANGERS, [body for _name, body in every if "<script>alert" in body.lower()[:14]])
    )
    context.close()


def without_protection(monkeypatch):
    """The frame as a careless desk would show it."""
    monkeypatch.setattr(letter_frame, "sanitise", lambda html: html)
    monkeypatch.setattr(letter_frame, "placed", lambda html, **given: html)


HOSTILE = (
    "<p>x</p><script>alert('inline')</script><img src=x onerror=\"alert('handler')\">"
    '<img src="https://evil.example/p.gif"><link rel=stylesheet href="https://evil.example/x.css">'
    '<p style="background:url(https://evil.example/bg.png)">y</p><iframe src="https://evil.example/frame"></iframe>'
)


@pytest.fixture
def stored(mailbox, billing, dana):
    """A letter whose stored HTML is not sanitised at all."""
    ticket = deliver(mailbox, "dana@okafor.example", ["<b>x</b>"])[0]
    message = Message.objects.get(ticket=ticket)
    Message.objects.update(html=HOSTILE)
    return message


def test_the_watch_would_see_it(watched, live_server, stored, monkeypatch):
    """The canary: without sanitising and without a policy, the same watch reports scripts and requests."""
    without_protection(monkeypatch)
    monkeypatch.setattr(letter_frame, "POLICY", "default-src * data: 'unsafe-inline'")
    context, watch = watched
    page = context.new_page()
    page.goto(live_server.url + reverse("tickets:letter", args=[stored.pk]))
    page.wait_for_timeout(200)
    assert "script inline" in watch.seen
    assert "script handler" in watch.seen
    for name in ("p.gif", "x.css", "bg.png", "frame"):
        assert f"request https://evil.example/{name}" in watch.seen


def test_the_policy_alone_stops_scripts_and_requests(watched, live_server, stored, monkeypatch):
    """Were the sanitiser to miss something, the frame's policy still lets nothing run and nothing out."""
    without_protection(monkeypatch)
    context, watch = watched
    page = context.new_page()
    left: list[str] = []
    context.on("requestfinished", lambda request: left.append(request.url))
    page.goto(live_server.url + reverse("tickets:letter", args=[stored.pk]))
    page.wait_for_timeout(200)
    open_ticket(context, live_server, stored.ticket)
    assert not [one for one in watch.seen if one.startswith("script")]
    assert any("Content Security Policy" in one for one in watch.seen)
    assert [url for url in left if not url.startswith(live_server.url)] == []


def test_pictures_come_through_the_desk_when_asked(watched, live_server, mailbox, dana, monkeypatch):
    asked: list[str] = []
    gif = outside.Picture("image/gif", b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;")
    monkeypatch.setattr(outside, "fetch", lambda address: asked.append(address) or gif)
    body = (
        '<p>Our <b>offer</b></p><img src="https://shop.example/shoes.png" width="80" height="80" alt="Shoes">'
    )
    assert remote(sanitise(body))
    ticket = deliver(mailbox, "Dana <dana@okafor.example>", [body])[0]
    context, watch = watched
    page, _count = open_ticket(context, live_server, ticket)
    frame = page.frame_locator("iframe.mail-frame")
    assert "1 picture from elsewhere is not shown" in frame.locator(".pictures").inner_text()
    assert frame.get_by_text("Shoes").is_visible()
    assert (asked, watch.seen) == ([], [])
    frame.get_by_role("link", name="Show pictures").press("Enter")
    frame.locator("img[alt=Shoes]").wait_for()
    page.wait_for_timeout(200)
    assert asked == ["https://shop.example/shoes.png"]
    assert frame.locator(".pictures").count() == 0
    assert 0 <= page.evaluate(SPARE) < 20  # the frame shrinks with its letter too
    assert watch.seen == []
