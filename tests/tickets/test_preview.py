"""What one types, shown as it will be read."""

import pytest
from django.urls import reverse

from tickets.models import Macro


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


def test_the_macro_is_kept_with_the_draft(desk, ticket, nora):
    macro = Macro.objects.create(name="Solve it", then="solve")
    theirs = Macro.objects.create(name="Not yours", owner=nora)
    url, page = reverse("tickets:draft", args=[ticket.pk]), reverse("tickets:ticket", args=[ticket.pk])
    mark = '<input type="hidden" name="macro" value="%s">'
    for chosen, is_kept in ((macro.pk, True), (theirs.pk, False), ("x", False), ("", False)):
        desk.post(url, {"kind": "reply", "text": "Done.", "macro": chosen})
        assert (mark % chosen in desk.get(page).content.decode()) is is_kept
    desk.post(url, {"kind": "reply", "text": "", "macro": macro.pk})
    Macro.objects.filter(pk=macro.pk).update(active=False)
    assert mark % macro.pk not in desk.get(page).content.decode()
