"""The parts in a real browser: accessible in both themes, worked from the keyboard, usable at 390 px."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

pytestmark = pytest.mark.journey

TICKET = "/styleguide/?page=ticket"
# `preload` would fetch the stylesheets again, into <style> elements that our policy refuses. Frames of
# letters run no script and would never answer; what is sound need not be told in detail.
LOOK_FOR_FAULTS = """
    (without) => axe.run(
        { exclude: without.filter((one) => document.querySelector(one)).map((one) => [one]) },
        { preload: false, iframes: false, resultTypes: ["violations"] })
        .then(({ violations }) =>
            violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)))
"""
# What stands around every page of the desk; three of four elements of most pages.
SHELL = ["#nav", "#palette", "#keys", ".tabbar"]


def faults(page, *, shell: bool = True) -> list[str]:
    """Without `shell` what stands around a page is taken as judged; rules of whole pages still hold."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(LOOK_FOR_FAULTS, [] if shell else SHELL)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ticket", "board", "form"])
def test_pages_are_accessible_and_fit(open_page, name, theme, width):
    page = open_page(f"/styleguide/?page={name}&theme={theme}", width=width)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_every_part_is_accessible_in_both_themes_and_densities(open_page):
    assert faults(open_page("/styleguide/")) == []


def focused(page) -> str:
    return page.evaluate("(document.activeElement.closest('.item') || document.activeElement).id")


def ticked(page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.tick input:checked')].map((one) => one.value)")


def test_the_list_from_the_keyboard(open_page):
    page = open_page(TICKET)
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.item-link')].filter((one) => one.tabIndex === 0).length"
        )
        == 1
    )
    page.keyboard.press("j")
    assert focused(page) == "rowt-1042"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "rowt-1043"
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert ticked(page) == ["1043", "1044", "1045"]
    assert page.locator(".bulk").is_visible()


def test_the_cursor_steps_on_when_its_row_leaves(open_page):
    page = open_page(TICKET)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.evaluate("""() => {
        document.getElementById("rowt-1043").remove();
        document.dispatchEvent(new CustomEvent("htmx:afterSettle"));
    }""")
    assert focused(page) == "rowt-1044"


def test_keys_are_silent_in_fields_and_with_modifiers(open_page):
    page = open_page(TICKET)
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type(" gmre?")
    assert page.url.endswith(TICKET)
    assert page.locator("textarea.write").input_value().endswith(" gmre?")
    assert page.locator(".composer").get_attribute("data-mode") == "note"
    page.keyboard.press("Escape")
    page.keyboard.press("Control+r")
    assert page.locator(".composer").get_attribute("data-mode") in {"note", "reply"}


def test_single_keys_can_be_switched_off(open_page, amara):
    page = open_page(TICKET, reader=amara)
    page.evaluate("document.documentElement.dataset.singleKeys = 'off'")
    page.keyboard.press("n")
    page.keyboard.press("j")
    assert page.locator(".composer").get_attribute("data-mode") == "reply"
    assert focused(page) == ""
    page.keyboard.press("Control+k")
    assert page.locator("#palette").is_visible()


def test_the_send_button_follows_the_tab(open_page):
    page = open_page(TICKET)
    send = page.locator("[data-reply-label]")
    assert "Send to Dana" in send.inner_text()
    page.keyboard.press("n")
    assert "Add note" in send.inner_text()
    assert page.locator("[data-mode-field]").input_value() == "note"
    page.get_by_role("tab", name="Note").focus()
    page.keyboard.press("ArrowLeft")
    assert page.get_by_role("tab", name="Reply").get_attribute("aria-selected") == "true"


def test_the_sheet_of_keys_says_what_the_page_says(open_page):
    page = open_page(TICKET)
    page.keyboard.press("?")
    sheet = page.locator("#keys")
    assert sheet.is_visible()
    text = sheet.inner_text()
    assert "Solve" in text
    assert "Send to Dana" in text
    page.keyboard.press("Escape")
    assert not sheet.is_visible()


def test_the_palette_finds_and_does(open_page, amara):
    page = open_page(TICKET, reader=amara)
    page.keyboard.press("Control+k")
    page.keyboard.type("fold the det")
    page.wait_for_selector("#palette [role=option][aria-selected=true]:has-text('Fold the details')")
    assert faults(page) == []
    page.keyboard.press("Enter")
    assert not page.locator("#context").is_visible()
    page.reload()
    assert not page.locator("#context").is_visible()
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("]")
    assert page.locator("#context").is_visible()


def test_menus_walk_with_arrows_and_give_the_focus_back(open_page):
    page = open_page(TICKET)
    page.locator(".split summary").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Send & wait"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not page.get_by_text("Send & wait").is_visible()


def test_pasted_files_join_the_form(open_page):
    page = open_page(TICKET)
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["abc"], "router.png", {type: "image/png"}));
        const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
        document.querySelector("[data-write]").dispatchEvent(event);
    }""")
    assert page.evaluate("document.querySelector('[name=files]').files.length") == 1
    assert "router.png" in page.locator("[data-files]").inner_text()
    page.get_by_role("button", name="× router.png").click()
    assert page.evaluate("document.querySelector('[name=files]').files.length") == 0


def test_one_hand_on_a_small_screen(open_page):
    page = open_page(TICKET, width=390, height=844)
    assert not page.locator("#list").is_visible()
    page.get_by_role("button", name="Details").tap()
    assert page.locator("#context").is_visible()
    page.touchscreen.tap(190, 40)
    page.wait_for_selector("#context", state="hidden")
    page.get_by_role("link", name="Back to the list").tap()
    assert page.locator("#list").is_visible()
    page.get_by_role("button", name="More").tap()
    assert page.get_by_role("navigation", name="Main").is_visible()
    small = page.evaluate("""() => [...document.querySelectorAll("a, button, summary")]
        .filter((one) => one.checkVisibility() && !one.matches(".skip, .link"))
        .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
        .filter(([box]) => box.width && Math.min(box.width, box.height) < 28)
        .map(([box, html]) => `${box.width} × ${box.height} ${html}`)""")
    assert small == []


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-11-30T10:00:00Z", "in 2 days"),  # 41 hours, two midnights
        ("2026-11-29T20:00:00Z", "tomorrow"),
        ("2026-11-29T08:00:00Z", "in 15 hours"),
        ("2026-11-27T01:00:00Z", "yesterday"),
    ],
)
def test_days_are_counted_by_midnights(open_page, at, says):
    page = open_page("/styleguide/?page=rows")
    page.clock.install(time="2026-11-28T16:31:00Z")
    page.reload()
    page.evaluate(
        "at => document.querySelector('h1')"
        ".insertAdjacentHTML('beforeend', `<time id=t data-when=long datetime=${at}>?</time>`)",
        at,
    )
    page.clock.run_for(31_000)
    assert page.locator("#t").inner_text() == says
