"""Charts in the browser: one tab stop each, arrows go from mark to mark, and no colour is needed."""

STACKS = "#stacks-a-part"


def test_a_chart_is_one_tab_stop_and_arrows_move_through_its_marks(open_page):
    page = open_page("/styleguide/")
    assert page.locator(f"{STACKS} a[tabindex='0']").count() == 1
    assert page.locator(f"{STACKS} a").count() > 30
    page.locator(f"{STACKS} a[tabindex='0']").focus()
    seen = [focused(page)]
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "End", "Home", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(focused(page))
    assert seen == [
        "Billing Tallinn, Mon", "Billing Tallinn, Tue", "Broadband, Tue", "Broadband, Mon",
        "Billing Tallinn, Mon", "Billing Tallinn, Sun", "Billing Tallinn, Mon", "Billing Tallinn, Mon",
    ]  # fmt: skip
    assert page.locator(f"{STACKS} .chart-said").inner_text() == "Billing Tallinn, Mon"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#stacks-a-part summary')")


def test_charts_need_no_colours(open_page):
    page = open_page("/styleguide/")
    page.emulate_media(forced_colors="active")
    fill = page.locator("#lines-a-part .point").first.evaluate("one => getComputedStyle(one).fill")
    paper = page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    assert fill != paper


def test_paper_is_light_whatever_the_theme(open_page):
    page = open_page("/styleguide/?page=board&theme=dark")
    ink = "getComputedStyle(document.querySelector('.chart text')).fill"
    dark = page.evaluate(ink)
    page.emulate_media(media="print")
    assert page.evaluate(ink) != dark


def focused(page) -> str:
    return page.evaluate("document.activeElement.getAttribute('aria-label')")
