"""Tickets and messages by JSON: the same doors, rights and rules as the pages."""

import datetime

import pytest
from django.urls import get_resolver

from api.models import Key
from api.views.base import Address
from tests.factories import make_ticket
from tickets.actions import add_note, merge, receive
from tickets.actions.writing import Part
from tickets.models import Draft, Message, Ticket

pytestmark = pytest.mark.django_db


def test_a_list_is_gone_through_by_key(program, billing, network, dana, amara):
    ours = [make_ticket(requester=dana, team=billing, subject=f"Nr {n}").pk for n in range(5)]
    make_ticket(requester=dana, team=network, subject="Theirs")
    ask, seen, query = program(amara), [], {}
    while True:
        answer = ask("get", "tickets/", limit=2, **query).json()
        seen += [one["number"] for one in answer["tickets"]]
        if answer["next"] is None:
            break
        query = {"before": answer["next"]}
    assert seen == ours[::-1]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_however_long(program, billing, dana, amara, rows, django_assert_num_queries):
    for _ in range(rows):
        make_ticket(requester=dana, team=billing)
    ask = program(amara)
    ask("get", "tickets/")
    with django_assert_num_queries(2):  # the key, the tickets
        assert len(ask("get", "tickets/").json()["tickets"]) == rows


def test_the_list_is_narrowed(program, billing, dana, eve, amara):
    make_ticket(requester=dana, team=billing, subject="Hers", assignee=amara)
    make_ticket(requester=eve, team=billing, subject="Eve's")
    ask = program(amara)

    def subjects(**query):
        return [one["subject"] for one in ask("get", "tickets/", **query).json()["tickets"]]

    assert subjects(assignee="me") == subjects(requester="dana@okafor.example") == ["Hers"]
    assert subjects(assignee="nobody") == subjects(state="new") == ["Eve's"]
    assert len(subjects(team="billing", since="2020-01-01T00:00:00Z")) == 2
    assert subjects(team="network") == []


@pytest.mark.parametrize(
    "query",
    [
        {"state": "x"},
        {"limit": "-1"},
        {"before": "x"},
        {"since": "2020-01-01"},
        {"since": "2020-99-01T00:00:00Z"},
    ],
)
def test_what_makes_no_sense_is_said(program, amara, query):
    answer = program(amara)("get", "tickets/", **query)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_what_is_not_theirs_is_not_found(program, ticket, nora, ben):
    note = add_note(ticket, by=ben, text="x", parts=[Part("a.txt", b"secret")])
    file = note.attachments.get()
    ask = program(nora)
    for path in (f"tickets/{ticket.pk}/", f"tickets/{ticket.pk}/messages/", f"files/{file.pk}/"):
        assert ask("get", path).status_code == 404
    before = Message.objects.count()
    for kind in ("reply", "note", "customer"):
        said = {"kind": kind, "text": "Hello", "email": "dana@okafor.example"}
        assert ask("post", f"tickets/{ticket.pk}/messages/", said).status_code == 404
    assert Message.objects.count() == before
    assert ask("get", "tickets/").json()["tickets"] == []


def test_a_ticket_is_opened_once_per_key(program, amara, billing):
    said = {
        "requester": {"email": "New@Person.example", "name": "New Person"}, "team": "billing",
        "subject": "From the shop", "text": "An order is lost.", "tags": ["Shop"], "key": "order-17",
    }  # fmt: skip
    ask = program(amara)
    first, again = ask("post", "tickets/", said), ask("post", "tickets/", said)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.channel, ticket.tags) == ("new@person.example", "api", ["shop"])
    opened = ticket.events.get(kind="opened")
    assert (opened.actor, opened.through) == (amara, f"api:{Key.objects.get().pk}")


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        {"team": "nobody", "text": "x", "requester": {"email": "a@b.example"}},
        {"team": "billing", "text": "", "requester": {"email": "a@b.example"}},
        {"team": "billing", "text": "x", "requester": {"email": "nobody"}},
        {"team": "billing", "text": "x\x00", "requester": {"email": "a@b.example"}},
        {"team": "billing", "text": "x", "requester": {"email": "a@b.example"}, "priority": "huge"},
    ],
)
def test_what_is_no_ticket_opens_none(program, amara, billing, said):
    assert program(amara)("post", "tickets/", said).status_code == 400
    assert not Ticket.objects.exists()


def test_an_answer_a_note_and_a_customers_words(program, ticket, amara, dana):
    ask, path = program(amara), f"tickets/{ticket.pk}/messages/"
    note = ask("post", path, {"kind": "note", "text": "Ask *finance*."}).json()
    answer = ask("post", path, {"kind": "reply", "text": "We look.", "then": "wait", "key": "1"})
    again = ask("post", path, {"kind": "reply", "text": "We look.", "then": "wait", "key": "1"})
    assert (answer.status_code, again.status_code) == (201, 200)
    assert answer.json()["id"] == again.json()["id"]
    ticket.refresh_from_db()
    assert ticket.state == "waiting"
    said = ask("post", path, {"kind": "customer", "email": "DANA@okafor.example", "text": "And?"})
    assert said.status_code == 201
    kinds = [one["kind"] for one in ask("get", path).json()["messages"]]
    assert kinds == ["customer", "note", "reply", "customer"]
    assert Message.objects.get(pk=note["id"]).recipients == {}
    after = ask("get", path, after=answer.json()["id"]).json()["messages"]
    assert [one["text"] for one in after] == ["And?"]


def test_the_answer_of_a_supervised_owner_waits(program, ticket, amara):
    amara.memberships.update(supervised=True)
    path, said = (
        f"tickets/{ticket.pk}/messages/",
        {"kind": "reply", "text": "We look.", "then": "wait", "key": "1"},
    )
    for _again in range(2):
        answer = program(amara)("post", path, said)
        assert (answer.status_code, answer.json()) == (202, {"waits_for": "approval"})
    assert not ticket.messages.filter(author=amara).exists()
    asked = Draft.objects.asked().get()
    assert (asked.text, asked.then) == ("We look.", "wait")


def test_an_answer_that_is_out_of_date_is_not_sent(program, ticket, amara, dana):
    seen = ticket.messages.get().pk
    newer = receive(ticket, by=dana, text="Found it!", channel="email")
    answer = program(amara)(
        "post", f"tickets/{ticket.pk}/messages/", {"kind": "reply", "text": "Where?", "seen": seen}
    )
    assert answer.status_code == 409
    assert answer.json()["newer"] == [newer.pk]
    assert not ticket.messages.filter(author=amara).exists()


def test_a_stranger_cannot_be_made_to_speak(program, ticket, amara, eve):
    path = f"tickets/{ticket.pk}/messages/"
    for email in ("eve@lund.example", "nobody@x.example", ""):
        said = {"kind": "customer", "email": email, "text": "Let me in"}
        assert program(amara)("post", path, said).status_code == 400
    assert ticket.messages.count() == 1


def test_a_file_is_handed_out_as_bytes(program, ticket, amara):
    note = add_note(ticket, by=amara, text="x", parts=[Part("a.html", b"<script>")])
    answer = program(amara)("get", f"files/{note.attachments.get().pk}/")
    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer["Content-Disposition"].startswith("attachment")


# --- who may


METHODS = [
    ("get", "tickets/", "read"),
    ("post", "tickets/", "open"),
    ("get", "tickets/{}/", "read"),
    ("get", "tickets/{}/messages/", "read"),
    ("post", "tickets/{}/messages/", "write"),
    ("get", "files/1/", "read"),
]


@pytest.mark.parametrize(("method", "path", "scope"), METHODS)
def test_each_address_asks_for_its_scope(program, client, ticket, amara, method, path, scope):
    path = path.format(ticket.pk)
    others = [one for one in ("read", "open", "write", "receive") if one != scope]
    data = {"kind": "note", "text": "x"} if method == "post" else None
    assert program(amara, *others)(method, path, data).status_code == 403
    assert getattr(client, method)(f"/api/v1/{path}").status_code == 401
    client.force_login(amara)  # a browser's session opens nothing
    assert getattr(client, method)(f"/api/v1/{path}").status_code == 401
    assert ticket.messages.count() == 1


def test_passing_on_what_customers_say_needs_its_own_scope(program, ticket, amara):
    said = {"kind": "customer", "email": "dana@okafor.example", "text": "x"}
    path = f"tickets/{ticket.pk}/messages/"
    assert program(amara, "read", "write")("post", path, said).status_code == 403
    assert program(amara, "receive")("post", path, said).status_code == 201
    assert program(amara, "receive")("post", path, {"kind": "reply", "text": "x"}).status_code == 403


def test_every_address_of_the_api_is_behind_a_key():
    for pattern in get_resolver("api.urls").url_patterns:
        if str(pattern.pattern).startswith("v1/"):
            view = pattern.callback.view_class
            assert issubclass(view, Address)
            assert view.scopes
            methods = {
                name.upper() for name in ("get", "post", "put", "patch", "delete") if hasattr(view, name)
            }
            assert methods == set(view.scopes)


def test_a_method_without_a_scope_is_refused(program, ticket, amara):
    ask = program(amara)
    for method in ("put", "patch", "delete"):
        assert ask(method, f"tickets/{ticket.pk}/", {}).status_code in {403, 405}


def test_a_key_that_is_revoked_expired_or_of_somebody_gone_opens_nothing(program, ticket, amara, ben):
    ask = program(amara)
    assert ask("get", "tickets/").status_code == 200
    Key.objects.update(expires_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    assert ask("get", "tickets/").status_code == 401
    other = program(ben)
    ben.is_active = False
    ben.save()
    assert other("get", "tickets/").status_code == 401


def test_too_much_is_slowed_down(program, amara, settings, client, monkeypatch):
    from rest_framework.settings import api_settings

    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "api", "2/min")
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "api_refused", "2/min")
    ask = program(amara)
    answers = [ask("get", "tickets/") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    guesses = [client.get("/api/v1/tickets/", headers={"Authorization": "Bearer desk_x"}) for _ in range(3)]
    assert [one.status_code for one in guesses] == [401, 401, 429]


def test_a_merged_ticket_says_where_it_went(program, ticket, billing, dana, amara):
    other = make_ticket(requester=dana, team=billing)
    merge(ticket, by=amara, into=other)
    ask = program(amara)
    assert ask("get", f"tickets/{ticket.pk}/").json()["merged_into"] == other.pk
    answer = ask("post", f"tickets/{ticket.pk}/messages/", {"kind": "note", "text": "x"})
    assert answer.json()["ticket"] == other.pk


def test_merged_into_another_teams_ticket_nothing_is_written(program, ticket, network, dana, amara, mona):
    other = make_ticket(requester=dana, team=network)
    merge(ticket, by=mona, into=other)
    before = other.messages.count()
    answer = program(amara)("post", f"tickets/{ticket.pk}/messages/", {"kind": "note", "text": "x"})
    assert answer.status_code == 404
    assert other.messages.count() == before
