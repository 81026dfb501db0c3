"""Mail to a ticket that was merged, or of which a part became a ticket of its own."""

import pytest

from outbox.models import Letter
from tests.factories import make_ticket
from tests.mail.test_belonging import CLUES, clues
from tickets import actions
from tickets.models import Message


@pytest.fixture
def first(send, dana):
    """Dana's ticket, which came by mail."""
    return send(message_id="<hers@okafor.example>").ticket


@pytest.fixture
def last(first, billing, dana, amara):
    """The end of a chain: the first went into a second, and that into this one."""
    second, last = (make_ticket(requester=dana, team=billing, subject=f"The {n}") for n in ("second", "last"))
    ways = clues(first)
    actions.merge(first, by=amara, into=second)
    actions.merge(second, by=amara, into=last)
    last.ways = ways
    return last


@pytest.mark.parametrize("clue", CLUES)
def test_answers_to_the_first_land_on_the_last(send, first, last, clue):
    row = send(text="To the first", **last.ways[clue])
    assert (row.outcome, row.ticket, row.message.ticket) == ("appended", last, last)
    assert row.message.kind == "public"
    assert not first.messages.exists()


@pytest.mark.parametrize("clue", CLUES)
def test_a_customer_who_was_kept_apart_is_a_stranger_there(send, billing, ticket, amara, eve, clue):
    row = send(sender="Eve <eve@lund.example>", message_id="<eves@lund.example>", text="Eve asks")
    ways = clues(row.ticket)
    actions.merge(row.ticket, by=amara, into=ticket)
    row = send(sender="Eve <eve@lund.example>", text="Eve again", **ways[clue])
    assert not Message.objects.filter(ticket=ticket, kind="public", apart=False, contact=eve).exists()
    if clue != "subject":  # which anybody can type: it opens a ticket, as for every stranger
        assert (row.message.ticket, row.message.kind) == (ticket, "third_party")


def test_the_answer_carries_the_thread_of_both_but_not_of_one_kept_apart(
    send, first, last, billing, amara, eve, announce
):
    theirs = send(sender="Eve <eve@lund.example>", message_id="<eves@lund.example>").ticket
    actions.merge(theirs, by=amara, into=last)
    actions.reply(last, by=amara, text="Paid.")
    announce()
    letter = Letter.objects.get(kind="answer")
    assert "<hers@okafor.example>" in letter.headers["References"]
    assert "eves@lund" not in str(letter.headers)


def test_letters_to_two_who_are_kept_apart_say_nothing_of_each_other(
    send, first, billing, amara, eve, announce
):
    sender = "Eve <eve@lund.example>"
    written = {"subject": "Of Eve", "text": "What Eve asks", "message_id": "<eves@lund.example>"}
    theirs = send(sender=sender, **written).ticket
    announce()
    # Answered, and merged before the letter is made.
    actions.reply(theirs, by=amara, text="For Eve")
    actions.merge(theirs, by=amara, into=first)
    actions.reply(first, by=amara, text="For Dana")
    announce()
    letters = {str(one.to): one for one in Letter.objects.filter(kind="answer")}
    to_dana, to_eve = (
        next(
            " ".join([one.subject, one.text, one.html, str(one.headers), str(one.cc)])
            for to, one in letters.items()
            if house in to
        )
        for house in ("okafor.example", "lund.example")
    )
    assert len(letters) == 2
    for secret in ("Of Eve", "What Eve asks", "eves@lund", "lund.example", theirs.reference, "For Eve"):
        assert secret not in to_dana
    for secret in (first.subject, "hers@okafor", first.reference, "For Dana", "Hello, where is it?"):
        assert secret not in to_eve
    assert "What Eve asks" in to_eve


def test_who_was_let_in_gets_the_answers(send, first, billing, amara, eve, announce):
    theirs = make_ticket(requester=eve, team=billing)
    actions.merge(theirs, by=amara, into=first, let_in=True)
    actions.reply(first, by=amara, text="Paid.")
    announce()
    assert "eve@lund.example" in str(Letter.objects.get(kind="answer").cc)


def test_merging_writes_to_nobody(send, first, last, announce):
    announce()
    assert set(Letter.objects.values_list("kind", flat=True)) <= {"confirmation"}


def test_a_part_of_its_own_has_its_mail_and_confirms_nothing(send, first, amara, announce):
    announce()
    second = send(text="And another thing", **clues(first)["token address"])
    announce()
    before = Letter.objects.count()
    own = actions.split(first, by=amara, messages=[second.message_id])
    announce()
    second.refresh_from_db()
    assert (second.ticket, second.message.ticket) == (own, own)
    assert Letter.objects.count() == before
    row = send(text="About the other thing", references=second.message.message_id)
    assert row.ticket == own
