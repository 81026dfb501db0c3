"""Whom an answer goes to when nobody types anything else, case by case, from the mail to the letter."""

from email.utils import getaddresses

import pytest

from customers.models import ContactAddress
from mail.envelopes import bounce_address
from mail.joining import MAX_JOINING
from mail.models import Mailbox
from mail.own import reply_secrets
from mail.replies import recipients
from mail.senders import rule_sender
from outbox.models import Letter, Suppression
from tests.factories import make_ticket
from tests.mail.conftest import a_mail
from tests.mail.test_belonging import OUR_SERVER, clues
from tickets.actions import add_note, admit, merge, reply
from tickets.actions.talking import addressed_to
from tickets.forms.writing import composer_for
from tickets.models import Ticket
from tickets.page import page_for

DANA = "Dana Okafor <dana@okafor.example>"
MIA, LEO = "Mia <mia@okafor.example>", "Leo <leo@okafor.example>"
US = "billing@desk.example"


@pytest.fixture
def desk(mailbox, other_mailbox, dana, amara) -> Mailbox:
    """Two mailboxes; billing has an alias and a no-reply address beside it."""
    mailbox.aliases = ["accounts@desk.example", "rechnung@bücher.example"]
    mailbox.save()
    return mailbox


def lines(people) -> list[str]:
    return [f"{one['name']} <{one['address']}>" if one["name"] else one["address"] for one in people]


def prefilled(ticket: Ticket) -> tuple[list[str], list[str]]:
    said = addressed_to(Ticket.objects.get(pk=ticket.pk))
    return lines(said["to"]), lines(said["cc"])


# What one mail brings: its headers, and who stands in Cc; To is Dana unless the case says who else.
OPENED: dict[str, tuple[dict, list[str]]] = {
    "only to us": ({}, []),
    "somebody in copy": ({"cc": MIA}, [MIA]),
    "somebody beside us in To": ({"to": f"{US}, {MIA}"}, [MIA]),
    "several keep their order, To first": ({"to": f"{LEO}, {US}", "cc": MIA}, [LEO, MIA]),
    "without a name": ({"cc": "mia@okafor.example"}, ["mia@okafor.example"]),
    "another mailbox of ours in copy": ({"cc": f"network@desk.example, {MIA}"}, [MIA]),
    "an alias of ours in copy": ({"cc": f"Accounts <Accounts@Desk.example>, {MIA}"}, [MIA]),
    "an alias of ours in letters of its own": ({"cc": f"rechnung@xn--bcher-kva.example, {MIA}"}, [MIA]),
    "a plus-address of ours in copy": ({"cc": f"billing+orders@desk.example, {MIA}"}, [MIA]),
    "a plus-address of an alias": ({"cc": f"accounts+2026@desk.example, {MIA}"}, [MIA]),
    "an old reply address of ours": ({"cc": f"billing+{'a' * 32}@desk.example, {MIA}"}, [MIA]),
    "only through an alias": ({"to": "accounts@desk.example", "cc": MIA}, [MIA]),
    "only through a plus-address": ({"to": "billing+new@desk.example", "cc": MIA}, [MIA]),
    "twice, in other capitals": ({"to": f"{US}, {MIA}", "cc": "MIA@Okafor.Example"}, [MIA]),
    "the writer in their own copy": ({"cc": f"{DANA}, {MIA}"}, [MIA]),
    "the writer in their own copy, in capitals": ({"cc": "DANA@OKAFOR.EXAMPLE"}, []),
    "a domain with umlauts and the same in ASCII": (
        {"cc": "ann@bücher2.example, ann@xn--bcher2-3ya.example"}, ["ann@xn--bcher2-3ya.example"],
    ),
    "a name with a comma": (
        {"cc": '"Okafor, Mia" <mia@okafor.example>'}, ["Okafor, Mia <mia@okafor.example>"],
    ),
    "a name with a semicolon and a quote": (
        {"cc": '"Mia; \\"M\\"" <mia@okafor.example>'}, ['Mia; "M" <mia@okafor.example>'],
    ),
    "a name that is another address": (
        {"cc": '"ceo@okafor.example" <mia@okafor.example>'}, ["ceo@okafor.example <mia@okafor.example>"],
    ),
    "an encoded name": ({"cc": "=?utf-8?q?M=C4=ABa?= <mia@okafor.example>"}, ["Mīa <mia@okafor.example>"]),
    "a group": ({"cc": f"Friends: {MIA}, {LEO};"}, [MIA, LEO]),
    "nobody disclosed": ({"to": "undisclosed-recipients:;"}, []),
    "a blind copy": ({"to": MIA, "cc": LEO}, []),
    "a blind copy that says so": ({"to": MIA, "bcc": US}, []),
    "a no-reply address in copy": ({"cc": f"no-reply@shop.example, {MIA}"}, [MIA]),
    "a mail server in copy": ({"cc": f"mailer-daemon@x.example, bounces+1@x.example, {MIA}"}, [MIA]),
    "a list in To": (
        {"to": f"users@lists.example, {US}", "cc": MIA, "list_post": "<mailto:users@lists.example>"}, [MIA],
    ),
    "a list in Cc, with a subject for posts": (
        {"cc": f"Users@Lists.example, {MIA}", "list_post": "<mailto:users@lists.example?subject=x>"}, [MIA],
    ),
    "a list that takes no posts": ({"cc": MIA, "list_post": "NO"}, [MIA]),
    "a colleague in copy": ({"cc": f"amara@desk.example, {MIA}"}, [MIA]),
    "broken addresses": ({"cc": f"mia@, @okafor.example, {MIA}"}, [MIA]),
    "another sender than the author": ({"cc": MIA, "sender_": "office@okafor.example"}, [MIA]),
    "a Reply-To that nobody vouches for": ({"cc": MIA, "reply_to": "other@x.example"}, [MIA]),
    "the address for replies in copy as well": ({"cc": MIA, "reply_to": MIA}, [MIA]),
}  # fmt: skip


@pytest.mark.parametrize("case", OPENED)
def test_an_answer_goes_to_the_writer_and_in_copy_to_the_others(send, desk, case):
    headers, copies = OPENED[case]
    headers = dict(headers)
    if other := headers.pop("sender_", ""):
        mail = a_mail(sender=DANA, **headers)
        mail["Sender"] = other
        ticket = send(mail).ticket
    else:
        ticket = send(sender=DANA, **headers).ticket
    assert prefilled(ticket) == ([DANA], copies)


@pytest.mark.parametrize("case", OPENED)
def test_the_letter_leaves_to_whom_the_composer_shows(send, desk, amara, announce, case):
    """What is shown can be typed back, and is what leaves."""
    headers = {name: value for name, value in OPENED[case][0].items() if name != "sender_"}
    ticket = send(sender=DANA, **headers).ticket
    shown = composer_for(amara, page_for(amara, ticket.pk), 0)
    answer = reply(ticket, by=amara, text="Here it is.", then="wait")
    announce()
    to, cc = recipients(answer)
    assert [one for _name, one in getaddresses([shown.to])] == [one for _name, one in getaddresses(to)]
    assert [one for _name, one in getaddresses([shown.cc])] == [one for _name, one in getaddresses(cc)]
    letter = Letter.objects.get(kind="answer")
    assert (letter.to, letter.cc) == (to, cc)


def test_a_sealed_bounce_address_of_ours_in_copy(send, desk):
    sealed = bounce_address(reply_secrets()[0], 17, US)
    assert prefilled(send(sender=DANA, cc=f"{sealed}, {MIA}").ticket) == ([DANA], [MIA])


def test_a_crowd_is_cut(send, desk):
    crowd = ", ".join(f"p{number}@okafor.example" for number in range(MAX_JOINING + 5))
    assert len(prefilled(send(sender=DANA, cc=crowd).ticket)[1]) == MAX_JOINING


def test_a_blind_copy_says_why_nobody_joined(send, desk):
    assert "blind_copy" in send(sender=DANA, to=MIA).verdict["flags"]
    assert "blind_copy" not in send(sender=DANA, text="x", to="undisclosed-recipients:;").verdict["flags"]


# --- whose word counts


def test_a_form_that_writes_for_others(send, desk, mona):
    rule_sender("form@shop.example", say="relay", by=mona)
    ticket = send(sender="Shop <form@shop.example>", reply_to=DANA, cc=MIA).ticket
    assert prefilled(ticket) == ([DANA], [MIA])


def test_a_reply_to_does_not_move_an_answer(send, desk):
    ticket = send(sender=DANA).ticket
    send(sender=DANA, text="More", reply_to="eve@lund.example", **clues(ticket)["token reference"])
    assert prefilled(ticket) == ([DANA], [])


def test_a_forged_sender_brings_nobody(send, desk):
    ticket = send(sender=DANA).ticket
    desk.authserv_id = OUR_SERVER
    desk.save()
    send(
        sender=DANA, text="As Dana", cc="eve@lund.example",
        authentication_results=f"{OUR_SERVER}; dmarc=fail header.from=okafor.example",
        **clues(ticket)["message id"],
    )  # fmt: skip
    assert prefilled(ticket) == ([DANA], [])


def test_what_anybody_can_type_brings_nobody(send, desk):
    ticket = send(sender=DANA).ticket
    send(sender=DANA, text="More", cc=MIA, **clues(ticket)["subject"])
    assert prefilled(ticket) == ([DANA], [])


def test_a_reply_of_the_writer_brings_whom_they_copied(send, desk):
    ticket = send(sender=DANA).ticket
    send(sender=DANA, text="More", cc=MIA, **clues(ticket)["token reference"])
    assert prefilled(ticket) == ([DANA], [MIA])


def test_an_automatic_answer_brings_nobody(send, desk):
    ticket = send(sender=DANA).ticket
    send(
        sender=DANA,
        text="I am away.",
        cc=MIA,
        auto_submitted="auto-replied",
        **clues(ticket)["token reference"],
    )
    assert prefilled(ticket) == ([DANA], [])


# --- other addresses of the one who asked


@pytest.fixture
def at_home(dana) -> str:
    ContactAddress.objects.create(contact=dana, address="dana@home.example")
    return "Dana Okafor <dana@home.example>"


def test_an_answer_goes_to_where_they_wrote_from(send, desk, at_home):
    assert prefilled(send(sender="Dana <DANA@home.example>").ticket) == ([at_home], [])


def test_and_follows_them(send, desk, at_home):
    ticket = send(sender=DANA).ticket
    send(sender=at_home, text="From home", **clues(ticket)["token reference"])
    assert prefilled(ticket) == ([at_home], [])
    send(sender=DANA, text="Back again", **clues(ticket)["token reference"])
    assert prefilled(ticket) == ([DANA], [])


def test_their_other_address_in_copy_is_themselves(send, desk, at_home):
    assert prefilled(send(sender=DANA, cc=f"{at_home}, {MIA}").ticket) == ([DANA], [MIA])


def test_the_link_that_speaks_as_them_goes_to_either_of_their_addresses(send, desk, at_home, amara, announce):
    for sender, cc, linked in ((at_home, None, True), (at_home, MIA, False)):
        ticket = send(sender=sender, cc=cc, text=str(linked)).ticket
        reply(ticket, by=amara, text="Here.", then="wait")
        announce()
        letter = Letter.objects.filter(kind="answer").latest("pk")
        assert ("/t/" in letter.text) is linked


def test_somebody_unknown_with_their_name_is_a_stranger(send, desk):
    ticket = send(sender=DANA).ticket
    send(sender="Dana Okafor <dana@elsewhere.example>", text="Me", **clues(ticket)["token reference"])
    assert prefilled(ticket) == ([DANA], [])


# --- the others


def test_who_took_part_and_wrote_last_stays_in_copy(send, desk):
    ticket = send(sender=DANA, cc=MIA).ticket
    send(sender=MIA, text="I know more", **clues(ticket)["token reference"])
    assert prefilled(ticket) == ([DANA], [MIA])


def test_a_third_party_gets_nothing_until_let_in(send, desk, amara):
    ticket = send(sender=DANA).ticket
    row = send(sender="Eve <eve@lund.example>", text="Me too", **clues(ticket)["token reference"])
    assert prefilled(ticket) == ([DANA], [])
    admit(row.message, by=amara)
    assert prefilled(ticket) == ([DANA], ["Eve <eve@lund.example>"])


@pytest.mark.parametrize("let_in", [False, True])
def test_those_of_a_merged_ticket_only_if_they_were_let_in(send, desk, amara, let_in):
    ticket, theirs = send(sender=DANA).ticket, send(sender="Eve <eve@lund.example>", text="Mine").ticket
    merge(theirs, by=amara, into=ticket, let_in=let_in)
    assert prefilled(ticket) == ([DANA], ["Eve <eve@lund.example>"] if let_in else [])


def test_who_asked_to_be_left_alone_is_not_written_to_in_passing(send, desk):
    ticket = send(sender=DANA, cc=f"{MIA}, {LEO}").ticket
    Suppression.objects.create(address="Mia@okafor.example", why="asked", reason="")
    Suppression.objects.create(address="leo@okafor.example", why="bounced", reason="5.1.1")
    assert prefilled(ticket) == ([DANA], [LEO])  # a mailbox that was full may be back


def test_who_asks_is_answered_whatever_they_said_before(send, desk):
    Suppression.objects.create(address="dana@okafor.example", why="asked", reason="")
    assert prefilled(send(sender=DANA).ticket) == ([DANA], [])


def test_nobody_without_an_address(desk, dana):
    dana.email = ""
    dana.save()
    ticket = make_ticket(requester=dana, team=desk.team, channel="phone")
    assert prefilled(ticket) == ([], [])


def test_an_address_that_became_ours_since_gets_no_letter(send, desk, amara):
    ticket = send(sender=DANA, cc=MIA).ticket
    desk.aliases = ["mia@okafor.example"]
    desk.save()
    to, cc = recipients(reply(ticket, by=amara, text="Here."))
    assert (len(to), cc) == (1, [])


def test_a_note_goes_to_nobody(send, desk, amara, announce):
    ticket = send(sender=DANA, cc=MIA).ticket
    note = add_note(ticket, by=amara, text="Between us")
    announce()
    assert note.recipients == {}
    assert not Letter.objects.exclude(kind="confirmation").exists()
