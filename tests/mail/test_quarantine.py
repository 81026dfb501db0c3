"""Held mail is seen and decided by those who may, and nobody else learns that it exists."""

import datetime

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from mail import actions, tokens, words
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


def test_the_list_is_filtered_by_cause_mailbox_and_words(client, send, cleo, other_mailbox, mona):
    send(subject="Away", auto_submitted="auto-replied")
    send(subject="Nobody", sender=None)
    send(subject="Next door", auto_submitted="auto-replied", box=other_mailbox)

    def subjects(query=""):
        page = client.get(reverse("mail:quarantine") + query).content.decode()
        return {each for each in ("Away", "Nobody", "Next door") if f">{each}<" in page}

    client.force_login(mona)
    assert subjects() == {"Away", "Nobody", "Next door"}
    assert subjects("?cause=no_sender") == {"Nobody"}
    assert subjects(f"?mailbox={other_mailbox.pk}") == {"Next door"}
    assert subjects("?q=away+dana") == {"Away"}
    assert subjects("?q=no+such") == set()
    client.force_login(cleo)
    assert subjects() == {"Away", "Nobody"}


def test_many_are_decided_at_once_and_one_that_breaks_holds_up_none(client, send, cleo, monkeypatch, nora):
    rows = [send(subject=f"Away {n}", auto_submitted="auto-replied") for n in range(3)]
    real = actions.decide

    def decide(row, **how):
        if row.pk == rows[1].pk:
            raise ValueError("boom")
        return real(row, **how)

    monkeypatch.setattr(actions, "decide", decide)
    said = {"mail": [row.pk for row in rows], "choice": "recover", "filters": "cause=auto_reply&x=y"}
    client.force_login(nora)
    assert client.post(reverse("mail:bulk"), said).status_code == 404
    client.force_login(cleo)
    answer = client.post(reverse("mail:bulk"), {**said, "mail": [*said["mail"], "x", "9" * 30]})
    assert answer["Location"] == reverse("mail:quarantine") + "?cause=auto_reply"
    assert Ticket.objects.count() == 2
    assert [RawEmail.objects.get(pk=row.pk).decision for row in rows] == ["recovered", "", "recovered"]
    page = client.get(reverse("mail:quarantine")).content.decode()
    assert "2 mails let in." in page
    assert "1 could not be let in and stays." in page
    client.post(reverse("mail:bulk"), {"mail": [rows[1].pk], "choice": "reject"})
    assert RawEmail.objects.get(pk=rows[1].pk).decision == "rejected"
    assert balanced(ledger())


def test_others_mail_is_not_decided_in_bulk(client, held, network):
    lead = hire(email="lea@desk.example", full_name="Lea Org", role="lead", teams=(network,))
    client.force_login(lead)
    client.post(reverse("mail:bulk"), {"mail": [held.pk], "choice": "reject"})
    held.refresh_from_db()
    assert held.decision == ""


def test_a_whole_domain_is_decided_about_but_never_everybodys(client, send, cleo):
    client.force_login(cleo)
    held = send(auto_submitted="auto-replied", sender="robot@house.example")
    client.post(reverse("mail:decide", args=[held.pk]), {"choice": "deny_domain"})
    assert send(sender="other@house.example").cause == "sender_denied"
    actions.rule_sender("other@house.example", say="allow", by=cleo)
    assert send(sender="other@house.example", text="x").outcome == "created"  # the address counts first
    for address in ("@gmail.com", "nobody", "@", "@x", ""):
        with pytest.raises(ValidationError):
            actions.rule_sender(address, say="deny", by=cleo)


def test_decisions_about_senders_are_listed_and_taken_back(client, cleo, amara):
    client.force_login(amara)
    assert client.get(reverse("mail:senders")).status_code == 404
    client.force_login(cleo)
    assert "Nobody is allowed or denied" in client.get(reverse("mail:senders")).content.decode()
    client.post(reverse("mail:senders"), {"address": " Shop@Shop.example ", "say": "relay"})
    rule = SenderRule.objects.get()
    assert rule.address == "shop@shop.example"
    assert client.post(reverse("mail:senders"), {"address": "@gmail.com", "say": "deny"}).status_code == 422
    assert "shop@shop.example" in client.get(reverse("mail:senders") + "?q=shop").content.decode()
    client.force_login(amara)
    assert client.post(reverse("mail:sender_forget", args=[rule.pk])).status_code == 404
    client.force_login(cleo)
    client.post(reverse("mail:sender_forget", args=[rule.pk]))
    assert not SenderRule.objects.exists()


def test_old_held_mail_is_emptied_but_stays_in_the_account(client, send, cleo, settings):
    rejected, forgotten, fresh = (send(subject=f"A{n}", auto_submitted="auto-replied") for n in range(3))
    kept = send()
    actions.reject(rejected, by=cleo)
    late = timezone.now() + datetime.timedelta(days=settings.HELD_MAIL_DAYS - 1)
    assert actions.let_go(late) == 0
    old = timezone.now() - datetime.timedelta(days=2)
    RawEmail.objects.filter(pk=forgotten.pk).update(stored_at=old)
    RawEmail.objects.filter(pk=rejected.pk).update(handled_at=old)
    assert actions.let_go(late) == 2
    assert actions.let_go(late) == 0
    for row in (rejected, forgotten, fresh, kept):
        row.refresh_from_db()
    assert [bytes(row.content) == b"" for row in (rejected, forgotten, fresh, kept)] == [
        True,
        True,
        False,
        False,
    ]
    assert forgotten.decision == "expired"
    assert ledger()["raw"] == 4
    assert balanced(ledger())
    client.force_login(cleo)
    assert client.get(reverse("mail:explain", args=[rejected.pk])).status_code == 200
    assert client.get(reverse("mail:raw", args=[rejected.pk])).status_code == 404
    with pytest.raises(actions.AlreadyDecided):
        actions.recover(forgotten, by=cleo)


def test_every_cause_says_what_it_is_and_what_to_do():
    for code, (name, advice) in words.CAUSES.items():
        assert name, code
        assert len(str(advice).split(". ")) >= 2, code


def test_the_ticket_it_points_to_stands_in_the_field(client, send, ticket, mailbox, cleo, eve):
    mailbox.third_party = "quarantine"
    mailbox.save()
    token = tokens.make(settings.SECRET_KEY.encode(), ticket.pk, party=ticket.requester_id)
    row = send(sender="eve@lund.example", to=f"billing+{token}@desk.example")
    client.force_login(cleo)
    page = client.get(reverse("mail:quarantined", args=[row.pk])).content.decode()
    assert "Not part of the ticket" in page
    assert f'value="{ticket.pk}"' in page
    client.post(reverse("mail:decide", args=[row.pk]), {"choice": "recover"})
    row.refresh_from_db()
    assert (row.outcome, row.message.kind) == ("appended", "third_party")
