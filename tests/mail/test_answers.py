"""The letter that carries an answer: whom it goes to, what it carries, and that it leaves once."""

import json
import re
from pathlib import Path

import pytest

from mail import replies
from mail.envelopes import letter_of
from mail.models import Mailbox
from mail.own import reply_secrets
from mail.tokens import find_in_message_id
from outbox.actions import deliver
from outbox.models import Letter
from outbox.writing import bare, write
from tests.factories import make_ticket
from tests.mail.test_belonging import clues
from tests.servers.smtp import HANG_UP
from tickets.access import link_for, token_of
from tickets.actions import add_note, change_team, reply
from tickets.actions.writing import Part
from tickets.events import announce_row
from tickets.listeners import on_letter
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


REPLY_ALL = json.loads((Path(__file__).parent.parent / "data" / "mail" / "reply_all.json").read_text())


def test_reply_to_all_goes_to_all_of_them_and_to_none_of_ours(
    send, amara, ben, eve, announce, mailbox, other_mailbox, settings
):
    """Every outside To and Cc once, in their order; no mailbox, alias or plus variant of ours, no machine."""
    settings.DEFAULT_FROM_EMAIL = "Desk <helpdesk@desk.example>"
    Mailbox.objects.filter(pk=mailbox.pk).update(aliases=["pay@desk.example"])
    wrong = {}
    for number, one in enumerate(REPLY_ALL):
        lines = [f"From: {one['from']}", f"To: {one['to']}", f"Message-ID: <golden{number}@okafor.example>"]
        named = {"Cc": one["cc"], "Reply-To": one.get("reply_to")}
        lines += [f"{name}: {value}" for name, value in named.items() if value]
        raw = "\r\n".join([*lines, f"Subject: Case {number}", "", one["case"], ""]).encode()
        letter = answer(send(raw).ticket, amara, announce)
        got = [[bare(person) for person in people] for people in (letter.to, letter.cc)]
        if got != [one["answer_to"], one["answer_cc"]]:
            wrong[one["case"]] = got
        assert b"Bcc" not in write(letter).raw.partition(b"\r\n\r\n")[0].replace(b"=?utf-8?q?x_Bcc", b"")
    assert wrong == {}
    assert len(REPLY_ALL) > 30


def test_bounces_come_back_to_an_address_that_names_the_letter(ticket, amara, announce, mailbox):
    letter = answer(ticket, amara, announce)
    assert re.fullmatch(r"billing\+bounce-[a-z2-7]{32}@desk\.example", letter.envelope_sender)
    assert letter_of(reply_secrets(), letter.envelope_sender) == letter.pk
    assert letter_of([b"another desk's"], letter.envelope_sender) is None
    assert letter_of(reply_secrets(), letter.reply_to) is None


def test_a_mailbox_without_plus_addresses_carries_its_token_in_the_id_alone(ticket, amara, announce, mailbox):
    Mailbox.objects.filter(pk=mailbox.pk).update(plus_addressing=False)
    letter = answer(ticket, amara, announce)
    assert (letter.envelope_sender, letter.reply_to) == ("billing@desk.example", "")
    assert find_in_message_id(reply_secrets(), letter.message_id).ticket_id == ticket.pk


def test_a_name_too_long_for_tokens_still_sends(ticket, amara, announce, mailbox):
    long = "b" * 40 + "@desk.example"
    Mailbox.objects.filter(pk=mailbox.pk).update(address=long)
    letter = answer(ticket, amara, announce)
    assert (letter.envelope_sender, letter.reply_to) == (long, "")


def test_pictures_of_an_answer_stand_in_its_html(ticket, amara, announce, mailbox, smtp_sink):
    parts = [Part("plan.png", b"\x89PNG", "image/png", content_id="<plan@desk>", inline=True)]
    html = '<p>Look</p><img src="cid:plan@desk">'
    deliver(answer(ticket, amara, announce, text="Look", html=html, parts=parts).pk)
    (came,) = smtp_sink.letters
    related = next(part for part in came.walk() if part.get_content_type() == "multipart/related")
    assert [part.get_content_type() for part in related.iter_parts()] == ["text/html", "image/png"]
    assert list(came.iter_attachments()) == []


@pytest.mark.parametrize(("text", "times"), [("Soon.", 1), ("Soon.\n\nAmara\nBilling", 1)])
def test_a_signature_stands_there_once(ticket, amara, announce, mailbox, text, times):
    amara.signature = "Amara\r\nBilling"
    amara.save(update_fields=["signature"])
    assert answer(ticket, amara, announce, text=text).text.count("Amara\nBilling") == times


def test_without_a_signature_of_ones_own_the_teams_stands_there(ticket, amara, announce, mailbox, billing):
    billing.signature = "Your Billing team"
    billing.save(update_fields=["signature"])
    assert "-- \nYour Billing team" in answer(ticket, amara, announce).text


def test_a_customer_whose_address_has_other_letters_is_written_to(send, amara, announce, mailbox):
    ticket = send("From: Жанна <жанна@почта.example>\nSubject: Счёт\n\nГде?\n".encode()).ticket
    assert answer(ticket, amara, announce).to == ['"Жанна" <жанна@xn--80a1acny.example>']


def test_a_subject_that_hides_a_line_end_adds_no_header(send, amara, announce, mailbox, smtp_sink):
    """`=0D=0A` in an encoded word decodes to a line end."""
    ticket = send(
        b"From: dana@okafor.example\nSubject: =?utf-8?q?Hi=0D=0ABcc:_eve@lund.example?=\n\nHello\n"
    ).ticket
    deliver(answer(ticket, amara, announce).pk)
    (came,) = smtp_sink.letters
    assert came["Bcc"] is None
    assert smtp_sink.envelopes[0][1] == ["dana@okafor.example"]
    assert came["Subject"].startswith("Re: Hi Bcc: eve@lund.example")


def test_what_a_machine_of_ours_writes_says_so_and_carries_a_token(send, announce, mailbox, smtp_sink):
    send(sender="Nowa <nowa@dom.example>")
    announce()
    deliver(Letter.objects.get(kind="confirmation").pk)
    (came,) = smtp_sink.letters
    assert came["Auto-Submitted"] == "auto-replied"
    assert came["X-Auto-Response-Suppress"] == "All"
    assert came["X-Helpdesk-Instance"]
    assert find_in_message_id(reply_secrets(), came["Message-ID"])
    assert came["In-Reply-To"]
    assert came["List-Id"] is None


def test_a_first_answer_that_never_arrived_is_owed_again(send, amara, announce, promises, smtp_sink):
    """Its credit is withdrawn, and the ticket is somebody's task."""
    ticket = send().ticket
    letter = answer(ticket, amara, announce, then="wait")
    smtp_sink.refusals["dana@okafor.example"] = "550 5.1.1 no such user"
    deliver(letter.pk)
    ticket.refresh_from_db()
    assert ticket.clocks.get(metric="first_response").stopped_at is None
    assert ticket.state == "open"
    assert "5.1.1 no such user" in ticket.events.get(kind="answer_failed").data["problem"]


@pytest.mark.parametrize(
    ("moods", "refusals", "kind"),
    [
        ({"taken": HANG_UP}, {}, "answer_undecided"),
        ({}, {"nowa@dom.example": "550 5.1.1 no such user"}, "answer_partly_failed"),
    ],
)
def test_the_ticket_tells_of_a_confirmation_too(send, announce, mailbox, smtp_sink, moods, refusals, kind):
    """It moves nothing, and takes no credit from anybody's answer."""
    ticket = send(sender="Nowa <nowa@dom.example>").ticket
    announce()
    smtp_sink.moods |= moods
    smtp_sink.refusals |= refusals
    letter = Letter.objects.get(kind="confirmation")
    deliver(letter.pk)
    on_letter(letter)
    ticket.refresh_from_db()
    assert [event.message for event in ticket.events.filter(kind=kind)] == [None]
    assert ticket.state == "new"
