"""Trends in the browser: what is chosen is shown at once and stands in the address."""

from django.urls import reverse

from reports.counted import counting


def test_what_is_chosen_is_shown_and_can_be_sent_on(open_page, mona, ticket):
    page = open_page(reverse("reports:trends"), reader=mona)
    assert not page.get_by_label("First day").is_visible()
    with page.expect_response(lambda answer: "against=before" in answer.url):
        page.locator("select[name=against]").select_option("before")
    page.locator("#trends").get_by_text("compared with").first.wait_for()
    assert "against=before" in page.url
    assert page.evaluate("document.activeElement.name") in {"against", None}
    page.locator("select[name=period]").select_option("own")
    assert page.get_by_label("First day").is_visible()
    page.reload()
    assert page.locator("select[name=against]").input_value() == "before"
    page.go_back()
    page.wait_for_url(lambda address: "against=before" not in address)


def test_a_day_is_marked_and_found_by_keyboard(open_page, mona, ticket):
    counting.bring_up_to_date()
    page = open_page(f"{reverse('reports:trends')}?measure=arrivals", reader=mona)
    page.keyboard.press("d")
    page.get_by_label("What it was").wait_for()
    page.keyboard.type("Price change")
    page.keyboard.press("Control+Enter")
    page.locator("#steps-note-1").wait_for()
    assert "measure=arrivals" in page.url
    page.locator("#steps-part a[data-at][tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    assert "Price change" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    page.wait_for_url("**#steps-note-1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Price change"
    page.keyboard.press("s")
    page.get_by_label("Name").wait_for()
    assert page.locator("select[name=parts-0-measure]").input_value() == "arrivals"
