"""A colleague answers by mail the letter that told them of a reply."""

import re

import pytest

from mail import tokens
from mail.models import Mailbox
from mail.own import reply_secrets
from outbox.actions import deliver
from outbox.models import Letter
from staff.actions import choose
from tests.mail.conftest import a_mail
from tickets.actions import approve, assign, change_team
from tickets.models import Draft, Ticket

SERVER = "mx.desk.example"


@pytest.fixture
def news(send, announce, amara, mailbox) -> Letter:
    """Dana wrote to Amara's ticket, and Amara hears of it by mail."""
    choose(amara, news_by_mail=True)
    ticket = send(message_id="<first@okafor.example>").ticket
    assign(ticket, to=amara, by=amara)
    send(text="Any news? Ünïcode.", in_reply_to="<first@okafor.example>")
    announce()
    return Letter.objects.get(kind="news")


def token_address(letter):
    return re.search(r"<(.*)>", letter.reply_to)[1]


def answers(letter, *, sender="Amara Kask <amara@desk.example>", text="We are on it.", **headers):
    to = headers.pop("to", "") or token_address(letter)
    return a_mail(sender=sender, to=to, subject=headers.pop("subject", letter.subject), text=text, **headers)


def test_what_a_supervised_colleague_answers_by_mail_waits(news, send, amara, cleo):
    amara.memberships.update(supervised=True)
    row = send(answers(news))
    assert (row.outcome, row.cause, row.message) == ("appended", "agent_asked", None)
    asked = Draft.objects.asked().get()
    assert (asked.user, asked.ticket) == (amara, row.ticket)
    assert "dana@okafor.example" in asked.to
    message = approve(asked, by=cleo)
    assert (message.author, message.text.strip()) == (amara, "We are on it.")


def test_no_letter_leaves_before_somebody_approved_it(news, send, announce, amara, cleo):
    amara.memberships.update(supervised=True)
    before = Letter.objects.count()
    send(answers(news))
    announce()
    assert Letter.objects.count() == before
    approve(Draft.objects.asked().get(), by=cleo)
    announce()
    announce()
    assert Letter.objects.filter(ticket_message__author=amara).count() == 1


def test_only_who_wants_news_gets_it(send, announce, amara, ben, mailbox):
    ticket = send(message_id="<first@okafor.example>").ticket
    send(text="Nobody's yet", in_reply_to="<first@okafor.example>")
    assign(ticket, to=ben, by=amara)
    send(text="Ben wants none", in_reply_to="<first@okafor.example>")
    announce()
    assert not Letter.objects.filter(kind="news").exists()


def test_the_letter_says_what_was_written_and_is_a_machines(news, smtp_sink):
    deliver(news.pk)
    (came,) = smtp_sink.letters
    assert came["To"].addresses[0].addr_spec == "amara@desk.example"
    assert came["Auto-Submitted"] == "auto-generated"
    assert "Any news? Ünïcode." in came.get_body(("plain",)).get_content()
    assert "#note" in came.get_body(("html",)).get_content()


def test_their_answer_is_theirs_and_leaves_for_the_customer(news, send, announce, amara):
    row = send(answers(news, text="We are on it.\n\nOn 2026-11-21, Dana wrote:\n> Any news?\n"))
    assert (row.outcome, row.cause, row.message.author) == ("appended", "agent_answer", amara)
    assert (row.message.kind, row.message.text.strip()) == ("public", "We are on it.")
    announce()
    answer = Letter.objects.get(kind="answer")
    assert answer.to == ['"Dana Okafor" <dana@okafor.example>']
    assert not answer.automatic
    assert token_address(news) not in answer.reply_to


@pytest.mark.parametrize(
    "said", [{"text": "#note ask finance"}, {"text": "ask finance", "subject": "Re: x #note"}]
)
def test_a_note_stays_among_colleagues(news, send, announce, said):
    row = send(answers(news, **said))
    assert (row.cause, row.message.kind, row.message.text.strip()) == ("agent_note", "note", "ask finance")
    announce()
    assert not Letter.objects.filter(kind="answer").exists()


def test_an_answer_without_a_word_of_their_own_never_reaches_the_customer(news, send, announce):
    row = send(answers(news, text="On 2026-11-21, Desk wrote:\n> Any news?\n> Seen only by colleagues.\n"))
    assert row.cause == "agent_note"
    announce()
    assert not Letter.objects.filter(kind="answer").exists()


def test_what_the_customer_got_already_is_not_sent_again(news, send):
    row = send(answers(news, cc="dana@okafor.example"))
    assert (row.cause, row.message.kind) == ("agent_note", "note")


def test_without_plus_addresses_the_reference_is_enough(send, announce, amara, mailbox):
    Mailbox.objects.filter(pk=mailbox.pk).update(plus_addressing=False)
    choose(amara, news_by_mail=True)
    ticket = send(message_id="<first@okafor.example>").ticket
    assign(ticket, to=amara, by=amara)
    send(text="Any news?", in_reply_to="<first@okafor.example>")
    announce()
    letter = Letter.objects.get(kind="news")
    assert (letter.reply_to, letter.envelope_sender) == ("", "billing@desk.example")
    row = send(answers(letter, to="billing@desk.example", in_reply_to=letter.message_id))
    assert (row.cause, row.message.author) == ("agent_answer", amara)


@pytest.mark.parametrize(
    "sender", ["Eve Lund <eve@lund.example>", "Amara Kask <amara@desk.example.evil.example>"]
)
def test_a_stolen_token_speaks_for_nobody(news, send, announce, eve, sender):
    """Another sender with an agent's token: kept, seen by colleagues, never public, never sent."""
    row = send(answers(news, sender=sender))
    assert (row.outcome, row.cause, row.message.kind) == ("appended", "third_party", "third_party")
    announce()
    assert not Letter.objects.filter(kind="answer").exists()


def test_a_colleague_with_anothers_token_is_not_that_colleague(news, send, ben):
    row = send(answers(news, sender="Ben Lepik <ben@desk.example>"))
    assert row.message.kind == "third_party"
    assert row.cause == "unproven_colleague"


@pytest.mark.parametrize(
    ("results", "kind"),
    [
        ("dmarc=pass header.from=desk.example", "public"),
        ("dmarc=fail header.from=desk.example", "third_party"),
        ("dmarc=none", "third_party"),
    ],
)
def test_a_server_that_looks_must_have_found_the_address_genuine(news, send, mailbox, results, kind):
    Mailbox.objects.filter(pk=mailbox.pk).update(authserv_id=SERVER)
    mailbox.refresh_from_db()
    row = send(answers(news, authentication_results=f"{SERVER}; {results}"))
    assert row.message.kind == kind


def test_rights_are_asked_again(news, send, network, mona):
    """The ticket went to another team, so what she sends now is nobody's answer."""
    ticket = Ticket.objects.get()
    change_team(ticket, by=mona, to=network)
    assign(ticket, to=None, by=mona)
    assert send(answers(news)).message.kind == "third_party"


def test_somebody_who_left_answers_nothing(news, send, amara):
    amara.is_active = False
    amara.save(update_fields=["is_active"])
    assert send(answers(news)).message.kind == "third_party"


def test_her_being_away_is_no_matter_for_the_ticket(news, send):
    row = send(answers(news, text="I am away.", auto_submitted="auto-replied"))
    assert (row.outcome, row.cause, row.message) == ("ignored", "agent_away", None)


def test_an_agents_token_is_no_customers_and_the_other_way_round(news, send):
    ticket = Ticket.objects.get()
    secret = reply_secrets()
    agent = tokens.find_in_address(secret, token_address(news), purpose=tokens.AGENT)
    assert (agent.ticket_id, agent.party) == (ticket.pk, ticket.assignee_id)
    assert tokens.find_in_address(secret, token_address(news)) is None
    customers = tokens.make(secret[0], ticket.pk, party=ticket.assignee_id)
    row = send(answers(news, to=tokens.plus_address("billing@desk.example", customers)))
    assert row.message.kind == "third_party"
