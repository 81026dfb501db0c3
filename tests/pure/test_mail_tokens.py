"""Reply tokens: true ones are read, forged ones are not; and the order in which a thread is looked for."""

import random

import pytest

from mail import tokens
from mail.parser import parse
from mail.threading import Clue, candidates

SECRET, OLD, OTHER = b"s" * 32, b"o" * 32, b"x" * 32


def test_a_token_comes_back_through_address_and_message_id():
    token = tokens.make(SECRET, 4711, party=99)
    address = tokens.plus_address("Support+x@desk.example", token)
    assert address == f"Support+{token}@desk.example"
    for read in (
        tokens.read([SECRET], token),
        tokens.find_in_address([SECRET], address.lower()),
        tokens.find_in_address([SECRET], address.upper()),
        tokens.find_in_message_id([SECRET], tokens.make_message_id(token, "Desk.example")),
    ):
        assert read == tokens.Token(4711, 99)


def test_the_same_ticket_and_party_give_the_same_address():
    assert tokens.make(SECRET, 1, party=2) == tokens.make(SECRET, 1, party=2)
    assert (
        len({tokens.make(SECRET, ticket, party=party) for ticket in range(50) for party in range(50)}) == 2500
    )


def test_message_ids_differ():
    token = tokens.make(SECRET, 1)
    assert tokens.make_message_id(token, "h.example") != tokens.make_message_id(token, "h.example")


def test_keys_rotate():
    token = tokens.make(OLD, 7)
    assert tokens.read([SECRET, OLD], token) == tokens.Token(7, 0)
    assert tokens.read([SECRET], token) is None
    assert tokens.read([], token) is None


def test_a_token_for_one_purpose_is_none_for_another():
    assert tokens.read([SECRET], tokens.make(SECRET, 7, purpose=tokens.BOUNCE)) is None


def test_no_changed_letter_is_accepted():
    token = tokens.make(SECRET, 4711, party=99)
    for at in range(len(token)):
        for letter in "abcdefghijklmnopqrstuvwxyz234567":
            changed = token[:at] + letter + token[at + 1 :]
            if changed != token:
                assert tokens.read([SECRET], changed) is None


def test_no_guess_is_accepted():
    chance = random.Random(5)
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    assert not any(tokens.read([SECRET], "".join(chance.choices(alphabet, k=32))) for _ in range(5000))


def test_a_token_does_not_tell_the_ticket():
    """Neighbouring tickets share no more letters than chance gives."""
    first, second = tokens.make(SECRET, 1000), tokens.make(SECRET, 1001)
    assert sum(one == two for one, two in zip(first, second, strict=True)) < 10


@pytest.mark.parametrize("text", ["", "a", "a" * 31, "1" * 32, "ä" * 32, "a" * 32, "=" * 32, "a" * 33])
def test_what_is_no_token(text):
    assert tokens.read([SECRET], text) is None


def test_impossible_ids_are_refused():
    for wrong in (-1, 2**40):
        with pytest.raises(ValueError):
            tokens.make(SECRET, wrong)
        with pytest.raises(ValueError):
            tokens.make(SECRET, 1, party=wrong)
    with pytest.raises(ValueError):
        tokens.make(b"", 1)
    with pytest.raises(ValueError):
        tokens.plus_address("a" * 40 + "@desk.example", tokens.make(SECRET, 1))


def test_subject_tags():
    assert tokens.tag_subject("Arve", "k7m4qx2p") == "Arve [#K7M4QX2P]"
    assert tokens.tag_subject("Re: Arve [#K7M4QX2P]", "K7M4QX2P") == "Re: Arve [#K7M4QX2P]"
    assert tokens.find_in_subject("Re: [#k7m4qx2p] [#K7M4QX2P] [#other1] [#!] #123") == ("K7M4QX2P", "OTHER1")


def test_a_thread_is_looked_for_in_order():
    true, forged = tokens.make(SECRET, 5, party=8), tokens.make(OTHER, 6)
    mail = parse(
        f"Delivered-To: support+{true}@desk.example\n"
        f"To: support+{forged}@desk.example, support@desk.example\n"
        "In-Reply-To: <newest@desk.example>\n"
        f"References: <oldest@x> <u.{tokens.make(SECRET, 9)}@desk.example>\n"
        f"Subject: Re: [#K7M4QX2P]\n\nx".encode()
    )
    found = candidates(mail, [SECRET])
    assert [(each.clue, each.ticket_id, each.party) for each in found] == [
        (Clue.TOKEN_ADDRESS, 5, 8),
        (Clue.TOKEN_REFERENCE, 9, 0),
        (Clue.MESSAGE_ID, None, None),
        (Clue.MESSAGE_ID, None, None),
        (Clue.MESSAGE_ID, None, None),
        (Clue.SUBJECT, None, None),
    ]
    assert found[2].value == "<newest@desk.example>"
    assert found[4].value == "<oldest@x>"
    assert found[5].value == "K7M4QX2P"


def test_a_letter_out_of_nowhere_has_no_candidates():
    assert candidates(parse(b"From: a@b.c\nSubject: hello\n\nx"), [SECRET]) == []
