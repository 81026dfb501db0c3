"""Trends in the browser: what is chosen is shown at once and stands in the address."""

from django.urls import reverse


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
