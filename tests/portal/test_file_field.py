"""A field that holds a file, on the customer's side."""

import pytest
from django.urls import reverse

from tests.tickets.test_field_values import make_field
from tests.tickets.test_file_fields import HOME, KEY, give, pdf
from tickets import actions
from tickets.access import link_for, token_of
from tickets.actions.writing import Part
from tickets.models import Attachment, Ticket

pytestmark = pytest.mark.django_db


def test_a_customer_gives_it_and_sees_it(client, fill_in, mona, billing):
    make_field(mona, "Contract", "file", required="opening", shown="write")
    assert "“Contract” is needed." in client.post(HOME, fill_in()).content.decode()
    forged = client.post(HOME, {**fill_in(), KEY: "1"})
    assert "“Contract” is needed." in forged.content.decode()
    client.post(HOME, {**fill_in(), KEY: pdf(), "files": [pdf("other.pdf", b"%PDF 2")]})
    ticket = Ticket.objects.get()
    file = Attachment.objects.get(name="signed.pdf")
    assert ticket.custom == {"contract": file.pk}
    token = token_of(link_for(ticket, ticket.requester))
    url = reverse("portal:file", args=[token, file.pk, file.name])
    assert url in client.get(reverse("portal:ticket", args=[token])).content.decode()
    assert b"".join(client.get(url).streaming_content) == b"%PDF signed"


@pytest.mark.parametrize(("shown", "status"), [("read", 200), ("", 404)])
def test_what_a_colleague_gives_the_customer_sees_only_if_the_field_is_for_them(
    client, ticket, amara, mona, dana, shown, status
):
    make_field(mona, "Contract", "file", shown=shown)
    give(ticket, amara)
    actions.add_note(ticket, by=amara, text="Inner", parts=[Part(name="inner.pdf", content=b"%PDF inner")])
    token = token_of(link_for(ticket, dana))
    page = client.get(reverse("portal:ticket", args=[token])).content.decode()
    assert ("signed.pdf" in page) is bool(shown)
    assert "inner.pdf" not in page
    for name, expected in (("signed.pdf", status), ("inner.pdf", 404)):
        file = Attachment.objects.get(name=name)
        answer = client.get(reverse("portal:file", args=[token, file.pk, name]))
        assert answer.status_code == expected
        b"".join(answer)  # read to the end
