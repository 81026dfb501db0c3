"""The letter that carries an answer: whom it goes to, what it carries, and that it leaves once."""

import pytest

from mail import replies
from mail.models import Mailbox
from outbox.actions import deliver
from outbox.models import Letter
from tests.factories import make_ticket
from tests.mail.test_belonging import clues
from tickets.access import link_for, token_of
from tickets.actions import add_note, change_team, reply
from tickets.actions.writing import Part
from tickets.events import announce_row
from tickets.models import TicketEvent


def answer(ticket, by, announce, **fields) -> Letter:
    message = reply(ticket, by=by, text=fields.pop("text", "Soon."), **fields)
    announce()
    message.refresh_from_db()
    return message.letter


def test_a_note_never_leaves(ticket, amara, announce, mailbox):
    announce()
    Letter.objects.all().delete()
    add_note(ticket, by=amara, text="Between us")
    announce()
    assert not Letter.objects.exists()


def test_told_twice_one_letter_leaves(ticket, amara, announce, mailbox):
    letter = answer(ticket, amara, announce)
    event = TicketEvent.objects.get(kind="agent_answered")
    TicketEvent.objects.filter(pk=event.pk).update(announced_at=None)
    assert announce_row(event.pk)
    assert Letter.objects.filter(kind="answer").get() == letter


def test_it_carries_no_mark_of_a_machine_but_our_own(ticket, amara, announce, mailbox, smtp_sink):
    deliver(answer(ticket, amara, announce).pk)
    (came,) = smtp_sink.letters
    assert came["Auto-Submitted"] is None
    assert came["X-Auto-Response-Suppress"] is None
    assert came["Precedence"] is None
    assert came["X-Helpdesk-Instance"]


def test_without_a_mailbox_the_desk_writes(ticket, amara, announce, settings):
    settings.DEFAULT_FROM_EMAIL = "Helpdesk <desk@desk.example>"
    letter = answer(ticket, amara, announce)
    assert letter.sender == '"Amara (Billing)" <desk@desk.example>'
    assert letter.message_id.endswith("@desk.example>")
    assert letter.reply_to == ""


def test_a_tickets_new_team_answers_from_its_own_address(send, network, other_mailbox, mona, nora, announce):
    ticket = send().ticket
    change_team(ticket, by=mona, to=network)
    assert "network@desk.example" in answer(ticket, nora, announce).sender


def test_our_own_addresses_are_never_written_to(ticket, amara, announce, mailbox):
    Mailbox.objects.filter(pk=mailbox.pk).update(aliases=["pay@desk.example"])
    people = [
        "dana@okafor.example",
        "billing+x@desk.example",
        "PAY@desk.example",
        "broken",
        "Dana@okafor.example",
    ]
    letter = answer(
        ticket,
        amara,
        announce,
        recipients={
            "to": [{"name": "", "address": each} for each in people],
            "cc": [{"name": "Kai, Jr", "address": "kai@okafor.example"}],
        },
    )
    assert letter.to == ["dana@okafor.example"]
    assert letter.cc == ['"Kai, Jr" <kai@okafor.example>']


def test_with_nobody_to_write_to_the_ticket_says_so(ticket, amara, announce, mailbox):
    reply(
        ticket, by=amara, text="Hello?", recipients={"to": [{"name": "", "address": "billing@desk.example"}]}
    )
    announce()
    assert ticket.events.filter(kind="answer_failed").exists()


def test_files_go_along(ticket, amara, announce, mailbox, smtp_sink):
    parts = [
        Part("Räkning €.pdf", b"%PDF", "application/pdf"),
        Part("a.eml", b"From: x\n\nx", "message/rfc822"),
    ]
    deliver(answer(ticket, amara, announce, parts=parts).pk)
    files = {part.get_filename(): part.get_content() for part in smtp_sink.letters[0].iter_attachments()}
    assert files == {"Räkning €.pdf": b"%PDF", "a.eml": b"From: x\n\nx"}


def test_the_chain_keeps_its_ends(send, amara, mailbox):
    ticket = send(message_id="<n0@okafor.example>").ticket
    for n in range(1, 40):
        send(message_id=f"<n{n}@okafor.example>", in_reply_to="<n0@okafor.example>", text=f"{n}")
    headers = replies.thread_headers(ticket)
    ids = headers["References"].split()
    assert (ids[0], ids[-1], headers["In-Reply-To"]) == (
        "<n0@okafor.example>",
        "<n39@okafor.example>",
        "<n39@okafor.example>",
    )
    assert len(ids) <= 20


def test_a_notes_or_strangers_id_is_not_in_the_chain(send, theirs_with_stranger):
    headers = replies.thread_headers(theirs_with_stranger)
    assert "eve" not in headers["References"]


@pytest.fixture
def theirs_with_stranger(send, eve):
    ticket = send(message_id="<hers@okafor.example>").ticket
    send(sender="eve@lund.example", message_id="<eve@lund.example>", **clues(ticket)["token address"])
    return ticket


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("Refund", "Re: Refund [#{}]"),
        ("Re: RE: Refund [#{}]", "Re: Refund [#{}]"),
        ("Vs: Odp: Re[2]: Refund", "Re: Refund [#{}]"),
        ("Recipe: x", "Re: Recipe: x [#{}]"),
    ],
)
def test_prefix_and_tag_stand_once(billing, dana, subject, line):
    ticket = make_ticket(requester=dana, team=billing)
    ticket.subject = subject.format(ticket.reference)
    assert replies.subject_line(ticket) == line.format(ticket.reference)


@pytest.mark.parametrize("language", ["en", "et", "pl", "es", "ru"])
def test_the_confirmation_speaks_the_readers_language_and_has_the_link(
    send, announce, mailbox, billing, language
):
    billing.language = language
    billing.save()
    send(sender="Nowa <nowa@dom.example>", subject="<b>Pomoc</b>", text="<script>x</script>")
    announce()
    letter = Letter.objects.get(kind="confirmation")
    assert f'lang="{language}"' in letter.html
    assert "/help/t/" in letter.text
    assert "<script>" not in letter.html
    assert letter.headers["Auto-Submitted"] == "auto-replied"


def test_the_link_goes_to_the_requester_alone(send, amara, announce):
    alone = send(sender="solo@okafor.example").ticket
    both = send(sender="pair@okafor.example", cc="kai@else.example", text="other").ticket
    assert "/help/t/" in answer(alone, amara, announce).text
    assert "/help/t/" not in answer(both, amara, announce).text


@pytest.mark.parametrize(
    "person",
    [
        {"name": "dana@okafor.example", "address": "eve@lund.example"},
        {"name": "", "address": "xdana@okafor.example"},
        {"name": "", "address": "dana@okafor.example.org"},
    ],
)
def test_the_secret_link_goes_to_the_requesters_address_not_to_one_that_looks_like_it(
    ticket, amara, announce, mailbox, dana, person
):
    letter = answer(ticket, amara, announce, recipients={"to": [person]})
    token = token_of(link_for(ticket, dana))
    assert token not in letter.text + letter.html
    own = answer(ticket, amara, announce)
    assert token in own.text
