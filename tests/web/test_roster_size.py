"""A hundred people in four weeks: how long a key takes until it is seen. Measured when asked for, as a time
says nothing on a machine that does other things:

    HELPDESK_MEASURE=1 python -m pytest -q -s tests/web/test_roster_size.py
"""

import datetime
import os
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from scheduling.actions.planning import begin_draft
from scheduling.models import DraftShift, Need
from scheduling.weeks import wall
from staff.models import Contract, Membership, User
from tests.scheduling.test_planning import MONDAY, TALLINN, template

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not os.environ.get("HELPDESK_MEASURE"), reason="measured when asked for"),
]
PEOPLE, WEEKS, KEYS = 100, 4, 30
# From the press to the frame in which what it did stands: at once where only the focus moves, else when the
# row that the server answered with is in the table.
CLOCK = """() => {
  window.took = [];
  let pressed = 0;
  const frame = (then) => requestAnimationFrame(() => setTimeout(then));
  document.addEventListener("keydown", (event) => {
    pressed = event.timeStamp;
    if (!window.waits) frame(() => window.took.push(performance.now() - pressed));
  }, true);
  document.addEventListener("pointermove", (event) => {
    if (window.waits) pressed = event.timeStamp;
  }, true);
  const said = new MutationObserver(() => {
    if (window.waits) frame(() => window.took.push(performance.now() - pressed));
  });
  const node = document.getElementById("roster-said");
  if (node) said.observe(node, { childList: true, characterData: true, subtree: true });
}"""
BARE = """<!doctype html><title>Bare</title><p tabindex=0>a</p><p tabindex=0>b</p><script>
addEventListener("keydown", () => document.querySelector("p:not(:focus)").focus());</script>"""


FETCH = """async () => {
  const at = performance.now();
  await fetch("/healthz");
  return performance.now() - at;
}"""


@pytest.fixture
def draft(transactional_db, billing, mona):
    early, late = template("Early", 7), template("Late", 14)
    people = User.objects.bulk_create(
        User(email=f"p{n}@desk.example", full_name=f"Person {n:03}", role="agent", time_zone=TALLINN)
        for n in range(PEOPLE)
    )
    Membership.objects.bulk_create(Membership(user=one, team=billing) for one in people)
    Contract.objects.bulk_create(
        Contract(user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=40) for one in people
    )
    found = begin_draft(billing, by=mona, starts_on=MONDAY, weeks=WEEKS, zone=TALLINN)
    rows = []
    for place, user in enumerate(people):
        for day in range(7 * WEEKS):
            if (day + place) % 7 < 5:
                one = late if (day // 7 + place) % 2 else early
                start = wall(MONDAY + datetime.timedelta(day), one.starts, found_zone(found))
                rows.append(
                    DraftShift(
                        draft=found, user=user, template=one, starts_at=start, ends_at=start + one.length,
                        parts=one.parts,
                    )
                )  # fmt: skip
    DraftShift.objects.bulk_create(rows)
    quarter, start = datetime.timedelta(minutes=15), wall(MONDAY, datetime.time(7), found_zone(found))
    Need.objects.bulk_create(
        Need(
            team=billing,
            starts_at=start + day * datetime.timedelta(1) + n * quarter,
            activity="phone",
            heads=30,
        )
        for day in range(7 * WEEKS)
        for n in range(60)
    )
    return found


def found_zone(draft):
    return ZoneInfo(draft.zone)


def test_a_key_is_seen_at_once(draft, client, live_server, chromium, mona):
    client.force_login(mona)
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    bare = context.new_page()
    bare.set_content(BARE)
    bare.evaluate(CLOCK)
    page = context.new_page()
    shown = {}
    for week in ("0", "2"):
        page.goto(f"{live_server.url}/roster/drafts/{draft.pk}/?week={week}")
        page.wait_for_selector("html[data-ready]")
        page.evaluate(CLOCK)
        page.locator("#row-0 + tr td[data-day]").first.focus()
        shown[week, "bare page, a key"] = pressed(bare, ["ArrowDown"] * KEYS)
        shown[week, "arrow to the next cell"] = pressed(
            page, ["ArrowRight", "ArrowDown", "ArrowLeft"] * (KEYS // 3)
        )
        page.locator("#row-0 + tr td[data-day]").first.focus()
        shown[week, "carried to another cell"] = pressed(page, ["Alt+ArrowDown", "Alt+ArrowUp"] * 3)
        page.wait_for_timeout(3000)
        shown[week, "and what it breaks"] = pressed(
            page, ["Alt+ArrowDown", "Alt+ArrowUp"] * (KEYS // 2), waits=True
        )
        shown[week, "bare answer of the server"] = [page.evaluate(FETCH) for _ in range(KEYS)]
        shown[week, "drag over another cell"] = dragged(page)
    for (week, what), took in shown.items():
        span, worst = ("four weeks", "one week")[week != "0"], sorted(took)[int(len(took) * 0.95) - 1]
        print(f"{span:<11}{what:<28}{median(took):7.1f} ms, 95 %: {worst:7.1f} ms")
    context.close()


def pressed(page, keys, *, waits=False) -> list[float]:
    page.bring_to_front()
    page.evaluate("(waits) => { window.took = []; window.waits = waits; }", waits)
    for n, key in enumerate(keys):
        page.keyboard.press(key)
        page.wait_for_function("(n) => window.took.length >= n", arg=n + 1)
    return page.evaluate("window.took")


def dragged(page) -> list[float]:
    """From the move to what the server says of that cell."""
    page.evaluate("() => { window.took = []; window.waits = true; }")
    cells = page.locator("#row-0 ~ tr td[data-day]")
    page.locator("#row-0 ~ tr [data-shift]").first.hover()
    page.mouse.down()
    for n in range(KEYS):
        box = cells.nth((n * 29 + 31) % 400).bounding_box()
        page.mouse.move(box["x"] + 8, min(box["y"] + 8, 880))
        page.wait_for_timeout(250)
    page.keyboard.press("Escape")
    page.mouse.up()
    return page.evaluate("window.took") or [0.0]
