"""Held mail is seen and decided by those who may, and nobody else learns that it exists."""

import pytest
from django.urls import reverse

from mail import actions
from mail.models import RawEmail, SenderRule
from mail.queries import balanced, ledger
from staff.actions import hire
from tests.factories import make_ticket
from tests.mail.conftest import a_mail
from tickets.models import Ticket


@pytest.fixture
def held(send) -> RawEmail:
    row = send(subject="Gone fishing", auto_submitted="auto-replied")
    assert (row.outcome, row.cause) == ("quarantined", "auto_reply")
    return row


PAGES = ["quarantined", "frame", "original"]


@pytest.mark.parametrize("who", ["amara", "nora"])
def test_those_who_may_not_decide_find_nothing(client, held, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("mail:quarantine")).status_code == 404
    for page in PAGES:
        assert client.get(reverse(f"mail:{page}", args=[held.pk])).status_code == 404
    assert client.post(reverse("mail:decide", args=[held.pk]), {"choice": "recover"}).status_code == 404
    assert not Ticket.objects.exists()


def test_a_lead_of_another_team_finds_nothing(client, held, network):
    lead = hire(email="lea@desk.example", full_name="Lea Org", role="lead", teams=(network,))
    client.force_login(lead)
    assert b"Gone fishing" not in client.get(reverse("mail:quarantine")).content
    for page in PAGES:
        assert client.get(reverse(f"mail:{page}", args=[held.pk])).status_code == 404


def test_visitors_are_sent_to_sign_in(client, held):
    for page in PAGES:
        assert client.get(reverse(f"mail:{page}", args=[held.pk])).status_code == 302


def test_the_list_shows_who_what_and_why(client, held, cleo):
    client.force_login(cleo)
    page = client.get(reverse("mail:quarantine")).content.decode()
    assert "Gone fishing" in page
    assert "Automatic reply" in page
    assert "Dana Okafor" in page
    assert "Hello, where is it?" in client.get(reverse("mail:quarantined", args=[held.pk])).content.decode()


def test_nothing_held_says_so(client, cleo):
    client.force_login(cleo)
    assert "Nothing is held" in client.get(reverse("mail:quarantine")).content.decode()


def test_letting_in_makes_the_ticket_it_would_have_been(client, held, cleo):
    client.force_login(cleo)
    client.post(reverse("mail:decide", args=[held.pk]), {"choice": "recover"})
    held.refresh_from_db()
    ticket = Ticket.objects.get()
    assert (held.outcome, held.decision, held.decided_by, held.ticket) == (
        "created",
        "recovered",
        cleo,
        ticket,
    )
    assert ticket.subject == "Gone fishing"
    assert ticket.opened_at == held.received_at
    assert balanced(ledger())


def test_adding_to_a_ticket_asks_who_wrote(client, send, ticket, cleo, dana):
    hers, foreign = (
        send(subject=s, auto_submitted="auto-replied", sender=f"{s} <{s}@{d}>")
        for s, d in (("dana", "okafor.example"), ("stranger", "else.example"))
    )
    client.force_login(cleo)
    for row in (hers, foreign):
        client.post(reverse("mail:decide", args=[row.pk]), {"choice": "append", "number": f"#{ticket.pk}"})
    kinds = list(ticket.messages.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["public", "public", "third_party"]


@pytest.mark.parametrize("number", ["", "x", "0", "99999999", "9" * 20, "١٢"])
def test_a_wrong_number_is_said_beside_the_field(client, held, cleo, number):
    client.force_login(cleo)
    answer = client.post(reverse("mail:decide", args=[held.pk]), {"choice": "append", "number": number})
    assert answer.status_code == 422
    held.refresh_from_db()
    assert held.decision == ""


def test_another_teams_ticket_is_not_found(client, held, cleo, network, dana):
    theirs = make_ticket(requester=dana, team=network)
    client.force_login(cleo)
    answer = client.post(reverse("mail:decide", args=[held.pk]), {"choice": "append", "number": theirs.pk})
    assert answer.status_code == 422
    assert theirs.messages.count() == 1


def test_rejected_mail_leaves_the_list_and_stays_in_the_account(client, held, cleo):
    client.force_login(cleo)
    client.post(reverse("mail:decide", args=[held.pk]), {"choice": "reject"})
    assert "Gone fishing" not in client.get(reverse("mail:quarantine")).content.decode()
    assert ledger()["quarantined"] == 1
    with pytest.raises(actions.AlreadyDecided):
        actions.recover(held, by=cleo)


@pytest.mark.parametrize(("choice", "outcome"), [("allow", "created"), ("deny", "ignored")])
def test_what_was_decided_about_a_sender_holds_next_time(client, held, cleo, send, choice, outcome):
    client.force_login(cleo)
    client.post(reverse("mail:decide", args=[held.pk]), {"choice": choice})
    assert SenderRule.objects.get().decided_by == cleo
    assert send(subject="Again", auto_submitted="auto-replied").outcome == outcome


def test_the_preview_runs_nothing_and_the_original_is_a_download(client, send, cleo):
    mail = a_mail(auto_submitted="auto-replied")
    mail.add_alternative(
        "<p onclick=x()>Hi</p><script>x()</script><img src=https://else.example/p.gif>", subtype="html"
    )
    row = send(mail)
    client.force_login(cleo)
    frame = client.get(reverse("mail:frame", args=[row.pk]))
    assert b"<script" not in frame.content
    assert b"onclick" not in frame.content
    assert b" src=" not in frame.content.replace(b"data-remote-src=", b"")
    assert "script-src" not in frame["Content-Security-Policy"]
    assert "sandbox" in frame["Content-Security-Policy"]
    original = client.get(reverse("mail:original", args=[row.pk]))
    assert original.content == bytes(row.content)
    assert original["Content-Disposition"].startswith("attachment")


def test_paging_goes_by_key(client, send, cleo, monkeypatch):
    monkeypatch.setattr("mail.views.quarantine.PAGE", 2)
    rows = [send(subject=f"Away {n}", auto_submitted="auto-replied") for n in range(3)]
    client.force_login(cleo)
    first = client.get(reverse("mail:quarantine")).content.decode()
    assert "Away 2" in first
    assert "Away 0" not in first
    second = client.get(reverse("mail:quarantine") + f"?before={rows[1].pk}").content.decode()
    assert "Away 0" in second
    assert client.get(reverse("mail:quarantine") + "?before=x").status_code == 200


def test_statements_do_not_grow_with_the_list(client, send, cleo, django_assert_max_num_queries):
    client.force_login(cleo)
    for n in range(3):
        send(subject=f"Away {n}", auto_submitted="auto-replied")
    client.get(reverse("mail:quarantine"))
    with django_assert_max_num_queries(9):
        client.get(reverse("mail:quarantine"))
