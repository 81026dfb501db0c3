"""A mail joins a ticket only if its sender belongs there; nobody gets into another's conversation."""

import random

import pytest
from django.conf import settings

from customers.actions import welcome_contact
from mail import tokens
from tests.factories import make_ticket
from tests.mail.conftest import a_mail
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


def test_a_colleagues_own_mail_is_kept_for_colleagues(send, theirs, amara):
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
