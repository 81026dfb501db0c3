"""A mail joins a ticket only if its sender belongs there; nobody gets into another's conversation."""

import random

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from customers.actions import welcome_contact
from mail import tokens
from mail.actions import rule_sender
from mail.belonging import match
from mail.incoming import Incoming
from mail.intake import handle, receive
from mail.models import RawEmail
from mail.parser import parse
from mail.verdicts import Kind, Verdict
from tests.factories import make_ticket
from tests.forms import form_of
from tests.mail.conftest import a_mail
from tickets.access import public_messages
from tickets.actions import move
from tickets.choices import MessageKind
from tickets.models import Message, Ticket


def token_for(ticket):
    return tokens.make(settings.SECRET_KEY.encode(), ticket.pk, party=ticket.requester_id)


def clues(ticket):
    """Every way in which a mail can point to a ticket."""
    token = token_for(ticket)
    return {
        "token address": {"to": f"billing+{token}@desk.example"},
        "handed to": {"delivered_to": f"billing+{token}@desk.example"},
        "token reference": {"in_reply_to": f"<1.{token}@desk.example>"},
        "message id": {"references": f"<gone@x.example> {ticket.messages.first().message_id}"},
        "subject": {"subject": f"Re: Refund [#{ticket.reference}]"},
    }


CLUES = ["token address", "handed to", "token reference", "message id", "subject"]


@pytest.fixture
def theirs(send, dana):
    """Dana's ticket, which came by mail."""
    return send(message_id="<hers@okafor.example>").ticket


@pytest.mark.parametrize("clue", CLUES)
def test_the_requester_joins_by_any_clue(send, theirs, clue):
    row = send(text="More", **clues(theirs)[clue])
    assert (row.outcome, row.ticket) == ("appended", theirs)
    assert row.message.kind == "public"


@pytest.mark.parametrize("clue", CLUES)
def test_a_stranger_never_speaks_in_it(send, theirs, eve, clue):
    row = send(sender="Eve <eve@lund.example>", text="Let me in", **clues(theirs)[clue])
    assert not Message.objects.filter(ticket=theirs, kind="public", text__contains="Let me in").exists()
    if clue == "subject":  # anybody can type it, so it counts for those who belong only
        assert row.outcome == "created"
        assert row.ticket.requester == eve
    else:
        assert (row.outcome, row.cause, row.message.kind) == ("appended", "third_party", "third_party")
    assert not theirs.participants.exists()


def test_a_stranger_with_the_token_reopens_nothing(send, theirs, amara, eve):
    move(theirs, "solve", by=amara)
    send(sender="Eve <eve@lund.example>", **clues(theirs)["token address"])
    theirs.refresh_from_db()
    assert theirs.state == "solved"
    send(**clues(theirs)["token address"])
    theirs.refresh_from_db()
    assert theirs.state == "open"


def test_participants_and_people_of_a_sharing_house_belong(send, theirs, dana):
    row = send(sender="kai@okafor.example", **clues(theirs)["subject"])
    assert row.outcome == "created"
    theirs.participants.create(contact=row.ticket.requester)
    assert send(sender="kai@okafor.example", **clues(theirs)["subject"]).ticket == theirs
    dana.organisation.shares_tickets = True
    dana.organisation.save()
    welcome_contact(address="mia@okafor.example", organisation=dana.organisation)
    assert send(sender="mia@okafor.example", **clues(theirs)["message id"]).ticket == theirs


def test_an_unproven_colleague_is_kept_for_colleagues(send, theirs, amara):
    row = send(sender=f"Amara <{amara.email}>", text="Between us", **clues(theirs)["subject"])
    assert (row.outcome, row.cause, row.message.kind) == ("appended", "unproven_colleague", "third_party")


def test_a_forged_or_stale_token_leads_nowhere(send, theirs):
    token = token_for(theirs)
    forged = token[:-1] + ("a" if token[-1] != "a" else "b")
    assert send(to=f"billing+{forged}@desk.example").ticket != theirs
    other = tokens.make(b"another desk", theirs.pk, party=theirs.requester_id)
    assert send(to=f"billing+{other}@desk.example").ticket != theirs


def test_an_old_key_still_opens_what_it_signed(send, theirs, settings):
    address = f"billing+{token_for(theirs)}@desk.example"
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key that is long enough for everybody"
    assert send(to=address).ticket == theirs


def test_the_signed_address_wins_over_the_subject(send, theirs):
    second = send(text="Another thing", subject="Another").ticket
    row = send(
        subject=f"Re: [#{second.reference}]",
        to=f"billing+{token_for(theirs)}@desk.example",
        text="For the first",
    )
    assert row.ticket == theirs


def test_an_id_known_from_another_mailbox_is_no_clue(send, theirs, other_mailbox):
    row = send(box=other_mailbox, in_reply_to="<hers@okafor.example>", text="Elsewhere")
    assert row.outcome == "created"


def test_copied_people_take_part_only_if_a_real_reply_brings_them(send, theirs):
    send(cc="kai@else.example", **clues(theirs)["subject"])
    assert not theirs.participants.exists()
    send(cc="kai@else.example", text="again", **clues(theirs)["token address"])
    assert theirs.participants.get().contact.email == "kai@else.example"


# --- colleagues


OUR_SERVER = "mx.desk.example"


@pytest.fixture
def believes(mailbox):
    """Our receiving server says what it found out about senders."""
    mailbox.authserv_id = OUR_SERVER
    mailbox.save()
    return f"{OUR_SERVER}; dmarc=%s header.from=%s"


def test_a_proven_colleague_writes_a_note(send, theirs, amara, believes):
    row = send(
        sender=f"Amara <{amara.email}>",
        text="Between us",
        authentication_results=believes % ("pass", "desk.example"),
        **clues(theirs)["subject"],
    )
    assert (row.outcome, row.cause, row.message.kind) == ("appended", "colleague", "note")
    assert row.message.author == amara
    assert row.message.text == "Between us"


def test_a_proven_colleague_answers_where_the_mailbox_says_so(send, theirs, amara, believes, mailbox):
    mailbox.colleagues = "answer"
    mailbox.save()
    proven = {"sender": amara.email, "authentication_results": believes % ("pass", "desk.example")}
    row = send(text="It is on its way", **proven, **clues(theirs)["token reference"])
    assert (row.message.kind, row.message.author) == ("public", amara)
    assert theirs.events.filter(kind="agent_answered", actor=amara).exists()
    already = send(text="Seen", **proven, cc="dana@okafor.example", **clues(theirs)["token reference"])
    assert already.message.kind == "note"  # the customer had it by the same mail


def test_a_colleague_who_may_not_see_the_ticket_is_a_stranger_to_it(send, theirs, nora, believes):
    row = send(
        sender=nora.email,
        text="Let me",
        authentication_results=believes % ("pass", "desk.example"),
        **clues(theirs)["token address"],
    )
    assert (row.cause, row.message.kind, row.message.author) == ("unproven_colleague", "third_party", None)


@pytest.mark.parametrize(
    "results",
    [
        "mx.evil.example; dmarc=pass header.from=desk.example",
        "mx.desk.example; dmarc=fail header.from=desk.example",
        "mx.desk.example; dmarc=pass header.from=lund.example",
    ],
)
def test_a_forged_colleague_is_seen_as_what_it_claims_and_speaks_for_nobody(
    send, theirs, amara, believes, client, results
):
    row = send(
        sender="The Boss <amara@desk.example>",
        text="Refund everybody",
        authentication_results=results,
        **clues(theirs)["token reference"],
    )
    assert (row.cause, row.message.kind) == ("unproven_colleague", "third_party")
    assert row.message.author is None
    client.force_login(amara)
    page = client.get(f"/tickets/{theirs.pk}/").content.decode()
    assert "The Boss" in page
    assert "amara@desk.example" in page


def test_a_requesters_address_found_forged_is_a_stranger(send, theirs, believes):
    forged = {"authentication_results": believes % ("fail", "okafor.example")}
    row = send(text="Give it to me", **forged, **clues(theirs)["message id"])
    assert (row.outcome, row.cause, row.message.kind) == ("appended", "forged_sender", "third_party")
    # A forwarder may have broken the signature of who holds a letter of ours.
    assert send(text="It is me", **forged, **clues(theirs)["token reference"]).message.kind == "public"


def test_a_forged_question_is_not_confirmed_to_whose_address_it_is(send, dana, believes):
    row = send(authentication_results=believes % ("fail", "okafor.example"))
    assert (row.outcome, row.verdict["confirm"]) == ("created", "forged")


def test_who_is_denied_does_not_come_in_through_a_form(send, mona, dana):
    rule_sender("form@shop.example", say="relay", by=mona)
    rule_sender("dana@okafor.example", say="deny", by=mona)
    assert send(sender="form@shop.example", reply_to="dana@okafor.example").cause == "sender_denied"


# --- policies of the mailbox


def test_a_mailbox_may_hold_what_strangers_send_to_a_ticket(send, theirs, eve, mailbox):
    mailbox.third_party = "quarantine"
    mailbox.save()
    row = send(sender="eve@lund.example", **clues(theirs)["token address"])
    assert (row.outcome, row.cause, row.ticket) == ("quarantined", "third_party", None)
    assert send(text="Mine", **clues(theirs)["token address"]).outcome == "appended"


def test_a_mailbox_may_shut_out_people_of_the_same_organisation(send, theirs, dana, mailbox):
    dana.organisation.shares_tickets = True
    dana.organisation.save()
    welcome_contact(address="mia@okafor.example", organisation=dana.organisation)
    assert send(sender="mia@okafor.example", **clues(theirs)["subject"]).ticket == theirs
    mailbox.same_organisation = False
    mailbox.save()
    welcome_contact(address="zoe@okafor.example", organisation=dana.organisation)
    assert send(sender="zoe@okafor.example", text="x", **clues(theirs)["subject"]).ticket != theirs


def test_one_mail_to_two_mailboxes_is_one_ticket_or_one_each(send, other_mailbox):
    mail = a_mail(to="billing@desk.example, network@desk.example")
    first = send(mail)
    linked = send(mail, box=other_mailbox)
    assert (linked.outcome, linked.ticket) == ("duplicate", first.ticket)
    other_mailbox.copies = "each"
    other_mailbox.save()
    again = a_mail(to="billing@desk.example, network@desk.example", text="Another")
    first, second = send(again), send(again, box=other_mailbox)
    assert (second.outcome, second.ticket.team) == ("created", other_mailbox.team)
    assert second.ticket != first.ticket
    assert send(again, box=other_mailbox).outcome == "duplicate"


def test_a_reply_to_two_mailboxes_is_said_once(send, theirs, other_mailbox):
    other_mailbox.copies = "each"
    other_mailbox.save()
    mail = a_mail(text="More", **clues(theirs)["token reference"])
    assert send(mail).ticket == theirs
    assert send(mail, box=other_mailbox).outcome == "duplicate"
    assert theirs.messages.filter(text="More").count() == 1


# --- who asks


def test_reply_to_counts_only_for_who_writes_for_others(send, mona, dana):
    headers = {"sender": "Shop <form@shop.example>", "reply_to": "Dana <dana@okafor.example>"}
    assert send(**headers).ticket.requester.email == "form@shop.example"
    rule_sender("form@shop.example", say="relay", by=mona)
    row = send(text="Again", **headers)
    assert row.ticket.requester == dana
    assert row.sender == "Shop <form@shop.example>"
    said = row.message.recipients
    assert (said["from"][0]["address"], said["reply_to"][0]["address"]) == (
        "form@shop.example",
        "dana@okafor.example",
    )


def test_a_strangers_reply_to_opens_no_door(send, theirs):
    row = send(
        sender="eve@lund.example",
        reply_to="Dana <dana@okafor.example>",
        text="As Dana",
        **clues(theirs)["token reference"],
    )
    assert row.message.kind == "third_party"


def test_a_forged_relay_asks_for_nobody(send, mona, believes):
    rule_sender("form@shop.example", say="relay", by=mona)
    row = send(
        sender="form@shop.example",
        reply_to="dana@okafor.example",
        authentication_results=believes % ("fail", "shop.example"),
    )
    assert row.ticket.requester.email == "form@shop.example"


def test_a_proven_no_reply_address_asks_for_its_own_house_only(send, believes):
    proven = {
        "sender": "no-reply@shop.example",
        "authentication_results": believes % ("pass", "shop.example"),
    }
    assert send(reply_to="kai@shop.example", **proven).ticket.requester.email == "kai@shop.example"
    row = send(reply_to="dana@okafor.example", text="x", **proven)
    assert row.ticket.requester.email == "no-reply@shop.example"


def test_what_the_transport_knows_counts_and_not_what_the_mail_claims(mailbox, theirs):
    token = token_for(theirs)
    forged = a_mail(delivered_to=f"billing+{token}@desk.example", text="Forged way")
    row = receive(forged.as_bytes(), mailbox=mailbox, envelope_to="billing@desk.example")
    assert handle(row.pk) == "created"
    row.refresh_from_db()
    assert row.verdict["taken_out"] == ["delivered-to"]
    true = receive(
        a_mail(text="True way").as_bytes(), mailbox=mailbox, envelope_to=f"billing+{token}@desk.example"
    )
    assert handle(true.pk) == "appended"


# --- order of the clues


def test_the_newest_reference_wins_and_the_newest_message_of_one_id(send, theirs):
    second = send(message_id="<second@okafor.example>", subject="Another", text="Another").ticket
    row = send(references="<hers@okafor.example> <second@okafor.example>", text="To which?")
    assert row.ticket == second
    other = Ticket.objects.get(pk=theirs.pk)
    assert (
        send(
            in_reply_to="<hers@okafor.example>",
            references="<hers@okafor.example> <second@okafor.example>",
            text="To what it answers",
        ).ticket
        == other
    )
    twice = send(message_id="<hers@okafor.example>", subject="Same id", text="Borrowed")
    assert twice.verdict["flags"] == ["id_used_before"]
    assert send(in_reply_to="<hers@okafor.example>", text="Which of two").ticket == twice.ticket


def test_mails_that_come_in_the_wrong_order_are_one_conversation(send, dana):
    late = send(message_id="<3@okafor.example>", references="<1@okafor.example> <2@okafor.example>", text="3")
    middle = send(message_id="<2@okafor.example>", in_reply_to="<1@okafor.example>", text="2")
    first = send(message_id="<1@okafor.example>", text="1")
    assert {middle.ticket, first.ticket} == {late.ticket}
    assert [m.kind for m in late.ticket.messages.all()] == ["public"] * 3


def test_an_awaited_id_lets_no_stranger_in(send, theirs, eve):
    send(references="<coming@okafor.example>", text="x", in_reply_to="<hers@okafor.example>")
    row = send(sender="eve@lund.example", message_id="<coming@okafor.example>", text="I guessed it")
    assert (row.outcome, row.ticket.requester) == ("created", eve)


# --- what a colleague does about it


def test_a_third_party_is_let_into_the_conversation(send, theirs, eve, amara, client):
    move(theirs, "solve", by=amara)
    message = send(sender="Eve <eve@lund.example>", text="I know", **clues(theirs)["token address"]).message
    assert not public_messages(theirs).filter(pk=message.pk).exists()
    client.force_login(amara)
    assert "Add to the conversation" in client.get(f"/tickets/{theirs.pk}/").content.decode()
    client.post(reverse("mail:third_party", args=[message.pk]), {"choice": "admit"})
    theirs.refresh_from_db()
    assert public_messages(theirs).filter(pk=message.pk).exists()
    assert theirs.participants.get().contact == eve
    assert theirs.state == "open"
    assert send(sender="eve@lund.example", text="More", **clues(theirs)["subject"]).message.kind == "public"
    client.post(reverse("mail:third_party", args=[message.pk]), {"choice": "admit"})  # twice is once
    assert theirs.events.filter(kind="admitted").count() == 1


@pytest.mark.parametrize(("choice", "event"), [("admit", "admitted"), ("part", "parted")])
def test_a_third_party_is_decided_without_scripts(send, theirs, amara, choice, event):
    message = send(sender="Eve <eve@lund.example>", text="I know", **clues(theirs)["token address"]).message
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(amara)
    page = browser.get(f"/tickets/{theirs.pk}/")
    form = form_of(page, reverse("mail:third_party", args=[message.pk]))
    assert form.choices == ["admit", "part"]
    came = browser.post(form.action, {**form.hidden, "choice": choice})
    message.refresh_from_db()
    assert (came.status_code, came.url) == (302, f"/tickets/{message.ticket_id}/")
    assert theirs.events.filter(kind=event).exists()


def test_a_third_party_gets_a_ticket_of_its_own(send, theirs, eve, amara, client):
    row = send(
        sender="Eve <eve@lund.example>", subject="Mine", text="My own", **clues(theirs)["token address"]
    )
    client.force_login(amara)
    client.post(reverse("mail:third_party", args=[row.message_id]), {"choice": "part"})
    row.refresh_from_db()
    assert row.ticket != theirs
    assert (row.ticket.requester, row.ticket.subject, row.ticket.opened_at) == (eve, "Mine", row.received_at)
    assert row.ticket.messages.get() == row.message
    assert not theirs.messages.filter(pk=row.message_id).exists()
    assert client.get(f"/tickets/{theirs.pk}/").status_code == 200
    assert client.get(f"/tickets/{theirs.pk}/history/").status_code == 200


def test_nobody_else_decides_about_it(send, theirs, nora, amara, client):
    row = send(sender="eve@lund.example", **clues(theirs)["token address"])
    message = row.message
    client.force_login(amara)
    why = reverse("mail:why", args=[message.pk])
    assert client.get(why)["Location"] == reverse("mail:explain", args=[row.pk])
    client.force_login(nora)
    assert client.get(why).status_code == 404
    for choice in ("admit", "part"):
        url = reverse("mail:third_party", args=[message.pk])
        assert client.post(url, {"choice": choice}).status_code == 404
    message.refresh_from_db()
    assert message.kind == "third_party"


# --- many pairs


@pytest.fixture
def world(billing, mailbox):
    """Forty customers of forty houses, each with a ticket that came by mail and was answered."""
    people = [welcome_contact(address=f"c{n}@house{n}.example", name=f"C {n}") for n in range(40)]
    for n, person in enumerate(people):
        message_id = f"<t{n}@house{n}.example>"
        ticket = make_ticket(requester=person, team=billing, message_id=message_id)
        RawEmail.objects.create(
            mailbox=mailbox, sha256="0" * 64, size=1, content=b"", outcome="created", ticket=ticket,
            message=ticket.messages.get(), handled_at=ticket.opened_at, mail_key=message_id,
        )  # fmt: skip
    return people, list(Ticket.objects.select_related("requester").order_by("pk"))


def test_strangers_and_tickets_never_match_as_members(world, mailbox):
    people, tickets = world
    chance = random.Random(11)
    members = strangers = 0
    for _turn in range(1_500):  # benchmarks.mail_pairs takes ten thousand through the whole intake
        sender, ticket = chance.choice(people), chance.choice(tickets)
        foreign = sender.pk != ticket.requester_id
        headers = forged_headers(chance, ticket, chance.choice(tickets))
        raw = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        mail = parse(f"From: {sender.email}\r\n{raw}\r\nLet me in\r\n".encode())
        incoming = Incoming(RawEmail(mailbox=mailbox), mail, Verdict(Kind.HUMAN))
        incoming.contact = sender  # the look-up by address has its own tests, and ten thousand are many
        incoming.colleague = None
        found = match(incoming)
        if found and found.member:
            assert found.ticket.requester_id == sender.pk
            members += 1
        strangers += foreign
    assert strangers > 1_300
    assert members > 10


def forged_headers(chance, ticket, other):
    """One to three of the ways in which a mail can claim to belong somewhere, true, stolen or made up."""
    token = token_for(ticket)
    broken = token[:-1] + ("a" if token[-1] != "a" else "b")
    ways = {
        "To": f"billing+{chance.choice([token, broken, token_for(other)])}@desk.example",
        "Delivered-To": f"billing+{chance.choice([token, broken])}@desk.example",
        "In-Reply-To": chance.choice(
            [f"<1.{token}@desk.example>", f"<1.{broken}@desk.example>", f"<t{ticket.pk}@house.example>"]
        ),
        "References": f"<gone@x.example> <t{chance.randrange(40)}@house{chance.randrange(40)}.example>",
        "Subject": f"Re: Refund [#{chance.choice([ticket, other]).reference}]",
    }
    return {name: ways[name] for name in chance.sample(sorted(ways), k=chance.randint(1, 3))}


def test_random_pairs_of_customers_never_meet(send, billing, mailbox):
    chance = random.Random(7)
    people = [welcome_contact(address=f"c{n}@house{n}.example", name=f"C {n}") for n in range(12)]
    for n, person in enumerate(people):
        make_ticket(requester=person, team=billing, message_id=f"<t{n}@house{n}.example>")
    tickets = list(Ticket.objects.order_by("pk"))
    for turn in range(150):
        sender, ticket = chance.choice(people), chance.choice(tickets)
        kinds = chance.sample(CLUES, k=chance.randint(1, 3))
        headers = {k: v for kind in kinds for k, v in clues(ticket)[kind].items()}
        send(a_mail(sender=sender.email, text=f"turn {turn} of {sender.email}", **headers))
    leaks = [
        message
        for message in Message.objects.filter(
            kind=MessageKind.PUBLIC, text__startswith="turn"
        ).select_related("ticket__requester", "contact")
        if message.contact_id != message.ticket.requester_id
    ]
    assert leaks == []
    assert Message.objects.filter(text__startswith="turn").count() == 150
