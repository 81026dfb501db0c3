"""A file given in the details of a ticket, without leaving it."""

import pytest
from playwright.sync_api import expect

from tests.tickets.test_field_values import make_field
from tickets.models import Attachment, Ticket

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_amara_gives_a_file_beside_the_conversation(open_page, amara, mona, ticket):
    make_field(mona, "Contract", "file")
    page = open_page(f"/tickets/{ticket.pk}/", reader=amara)
    page.keyboard.press("f")
    given = {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF signed"}
    page.get_by_label("Contract").set_input_files(given)
    page.locator("#fields-edit").get_by_role("button", name="Save").click()
    expect(page.locator("#fields").get_by_role("link", name="signed.pdf")).to_be_visible()
    expect(page.locator("#thread").get_by_role("link", name="signed.pdf")).to_be_visible()
    assert Ticket.objects.get().custom == {"contract": Attachment.objects.get().pk}
