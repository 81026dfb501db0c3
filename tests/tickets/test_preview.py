"""What one types, shown as it will be read."""

import pytest
from django.urls import reverse


def preview(client, ticket, **given):
    return client.post(reverse("tickets:preview", args=[ticket.pk]), {"kind": "reply", **given})


@pytest.fixture
def desk(client, amara):
    amara.signature = "Amara, Billing"
    amara.save(update_fields=["signature"])
    client.force_login(amara)
    return client


def test_an_answer_is_shown_as_the_letter_has_it(desk, ticket):
    page = preview(desk, ticket, text="**Hello**\n\n<script>alert(1)</script>").content.decode()
    assert "<strong>Hello</strong>" in page
    assert "&lt;script&gt;" in page
    assert "Amara, Billing" in page


def test_a_note_has_no_signature_and_nothing_is_no_answer(desk, ticket):
    assert "Amara, Billing" not in preview(desk, ticket, kind="note", text="Hello").content.decode()
    page = preview(desk, ticket, text="  ").content.decode()
    assert "There is no text yet." in page
    assert "Amara, Billing" not in page
    assert not ticket.drafts.exists()


def test_what_is_not_theirs_is_not_found(client, ticket, nora):
    client.force_login(nora)
    assert preview(client, ticket, text="Hello").status_code == 404
    client.logout()
    assert preview(client, ticket, text="Hello").status_code in {302, 401}
