"""Fields that hold a file: given in a form, kept in the conversation, seen by whom the field is for."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket
from tests.tickets.test_field_values import make_field
from tickets import actions
from tickets.actions.writing import Part
from tickets.models import Attachment, Ticket
from tickets.narrowing import Narrowing
from tickets.redaction import Wish
from tickets.search import parse
from tickets.workflow import NotReady

pytestmark = pytest.mark.django_db
HOME, KEY = "/help/", "cf-contract"


@pytest.fixture
def contract(mona):
    return make_field(mona, "Contract", "file", required="solving")


def pdf(name="signed.pdf", content=b"%PDF signed"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def give(ticket, by, name="signed.pdf", content=b"%PDF signed"):
    part = Part(name=name, content=content, content_type="application/pdf")
    return actions.set_fields(ticket, by=by, values={"contract": part})


def test_a_file_lies_in_the_conversation_and_the_field_points_at_it(ticket, amara, contract):
    give(ticket, amara)
    file = Attachment.objects.get()
    assert ticket.custom == {"contract": file.pk}
    assert (file.name, file.message.kind, file.message.author, file.message.text) == (
        "signed.pdf", "note", amara, "Contract",
    )  # fmt: skip
    assert [event.kind for event in ticket.events.order_by("pk")][-2:] == ["noted", "fields_set"]


def test_it_is_given_changed_and_taken_out_on_the_page(client, ticket, amara, contract):
    client.force_login(amara)
    url = reverse("tickets:fields", args=[ticket.pk])
    client.post(url, {KEY: pdf()})
    first = Attachment.objects.get()
    page = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert f'<a class="link anywhere" href="{reverse("tickets:file", args=[first.pk, first.name])}"' in page
    client.post(url, {})  # nothing chosen: it stays
    assert Ticket.objects.get().custom == {"contract": first.pk}
    assert client.post(url, {KEY: pdf("newer.pdf")}).status_code == 422  # somebody gave one meanwhile
    client.post(url, {KEY: pdf("newer.pdf"), "seen": json.dumps({"contract": first.pk})})
    newer = Attachment.objects.get(name="newer.pdf")
    assert Ticket.objects.get().custom == {"contract": newer.pk}
    assert 'name="cf-contract-remove"' in client.get(url).content.decode()
    client.post(url, {f"{KEY}-remove": "on", "seen": json.dumps({"contract": newer.pk})})
    assert Ticket.objects.get().custom == {}
    assert Attachment.objects.count() == 2  # what was said stays said
    (change,) = ticket.events.filter(kind="fields_set").last().data["changes"]
    assert (change["was"], change["to"], change["read"]) == (newer.pk, None, ["a file", ""])


@pytest.mark.parametrize(
    ("file", "said"), [(pdf("run.exe"), "is a program"), (pdf(content=b""), "is empty"), (None, "too large")]
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(
    client, ticket, amara, contract, settings, file, said
):
    if file is None:
        settings.ATTACHMENT_MAX_BYTES, file = 3, pdf()
    client.force_login(amara)
    answer = client.post(reverse("tickets:fields", args=[ticket.pk]), {KEY: file})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Attachment.objects.exists()


def test_it_is_needed_to_solve(ticket, amara, contract):
    with pytest.raises(NotReady):
        actions.move(ticket, "solve", by=amara)
    give(ticket, amara)
    actions.move(ticket, "solve", by=amara)
    with pytest.raises(ValidationError, match="needed"):
        actions.set_fields(ticket, by=amara, values={"contract": None})


def test_nobody_points_at_a_file_of_another_ticket(ticket, amara, nora, network, dana, contract):
    other = make_ticket(requester=dana, team=network, subject="Theirs", text="x")
    give(other, nora)
    for number in (Attachment.objects.get().pk, 999_999):
        with pytest.raises(ValidationError, match="give a file"):
            actions.set_fields(ticket, by=amara, values={"contract": number})
    assert ticket.custom == {}


def test_another_team_finds_neither_the_page_nor_the_file(client, ticket, amara, nora, contract):
    give(ticket, amara)
    client.force_login(nora)
    file = Attachment.objects.get()
    assert client.get(reverse("tickets:file", args=[file.pk, file.name])).status_code == 404
    assert client.post(reverse("tickets:fields", args=[ticket.pk]), {KEY: pdf()}).status_code == 404


def test_a_redacted_file_is_gone_here_too(client, ticket, amara, mona, contract):
    give(ticket, amara)
    actions.redact(ticket, by=mona, wish=Wish(files=[Attachment.objects.get()]), reason="Not ours")
    client.force_login(amara)
    page = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "removed.txt" in page
    assert "signed.pdf" not in page
    assert "signed.pdf" not in client.get(f"/tickets/{ticket.pk}/history/").content.decode()


def test_it_is_found_by_its_name(ticket, amara, contract, billing, dana):
    give(ticket, amara)
    other = make_ticket(requester=dana, team=billing, subject="Without", text="x")
    both = Ticket.objects.filter(pk__in=(ticket.pk, other.pk))
    for typed, expected in (
        ("cf.contract:signed", [ticket]),
        ("cf.contract:x", []),
        ("-cf.contract:none", [ticket]),
    ):
        assert list(both.filter(Narrowing(amara, timezone.now()).condition(parse(typed).tree))) == expected, (
            typed
        )


def test_a_colleague_gives_it_with_a_new_ticket(client, amara, billing, dana, mona):
    make_field(mona, "Contract", "file", required="opening")
    client.force_login(amara)
    form = {
        "customer": dana.pk,
        "team": "billing",
        "channel": "phone",
        "subject": "S",
        "text": "T",
        "priority": "normal",
    }
    answer = client.post(reverse("tickets:new"), form)
    assert "“Contract” is needed." in answer.content.decode()
    client.post(reverse("tickets:new"), form | {KEY: pdf()})
    file = Attachment.objects.get()
    assert Ticket.objects.get().custom == {"contract": file.pk}
    assert file.message.kind == "public"
