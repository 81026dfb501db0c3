"""Letters that did not arrive: the right letter, the right recipient, and no word taken for it but ours."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from customers.actions import welcome_contact
from mail.envelopes import bounce_address
from outbox.actions import deliver, queue
from outbox.models import Letter, Suppression
from tests.mail.conftest import a_mail
from tickets.actions import reply
from tickets.models import Ticket, TicketClock

DANA = "dana@okafor.example"
LEE = "lee@okafor.example"


@pytest.fixture
def answered(send, amara, announce):
    """A ticket with a question by mail and an answer that left."""
    ticket = send(message_id="<first@okafor.example>").ticket
    return answer(ticket, amara, announce)


def answer(ticket: Ticket, by, announce, **recipients) -> Ticket:
    reply(ticket, by=by, text="It is on its way.", then="wait", **recipients)
    announce()
    assert deliver(the_answer().pk)
    ticket.refresh_from_db()
    return ticket


def the_answer() -> Letter:
    return Letter.objects.filter(kind="answer").latest("pk")


def state_of(letter: Letter, address: str) -> tuple[str, str]:
    return letter.deliveries.values_list("state", "code").get(address=address)


def dsn(
    *fields: str,
    recipient=DANA,
    action="failed",
    status="5.1.1",
    to="billing@desk.example",
    returned="",
    envelope_id="",
    number=1,
    **headers,
) -> bytes:
    extra = "".join(f"{name.replace('_', '-').title()}: {value}\n" for name, value in headers.items())
    whole = f"Original-Envelope-Id: {envelope_id}\n" if envelope_id else ""
    per_one = "\n".join(fields) or (
        f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 no such user here\n"
    )
    back = (
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {returned}\nSubject: x\n\nx\n" if returned else ""
    )
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@mx.okafor.example>\nTo: {to}\n"
        "Subject: Undelivered Mail Returned to Sender\nReturn-Path: <>\n"
        f"Message-ID: <dsn-{number}@mx.okafor.example>\nDate: Mon, 2 Feb 2026 10:00:00 +0000\n{extra}"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt did not arrive.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n{whole}\n"
        f"{per_one}\n{back}--b--\n"
    ).encode()


def verp(letter: Letter) -> str:
    return bounce_address(settings.SECRET_KEY.encode(), letter.pk, "billing@desk.example")


# --- which letter


def ways_of_naming(letter: Letter) -> dict[str, dict]:
    return {
        "bounce_address": {"to": verp(letter)},
        "returned_message": {"returned": letter.message_id},
        "envelope_id": {"envelope_id": letter.message_id.strip("<>")},
        "in_reply_to": {"in_reply_to": letter.message_id},
        "references": {"references": f"<else@else.example> {letter.message_id}"},
    }


@pytest.mark.parametrize(
    "way", ["bounce_address", "returned_message", "envelope_id", "in_reply_to", "references"]
)
def test_a_bounce_finds_its_letter(send, answered, way):
    row = send(dsn(**ways_of_naming(the_answer())[way]))
    assert (row.outcome, row.cause, row.ticket, row.message.kind) == (
        "appended",
        "bounce",
        answered,
        "automatic",
    )
    assert state_of(the_answer(), DANA) == ("bounced", "5.1.1")
    assert "5.1.1" in answered.events.get(kind="answer_failed").data["problem"]


def test_told_twice_it_is_written_once(send, answered):
    send(dsn(returned=the_answer().message_id))
    send(dsn(returned=the_answer().message_id, number=2, status="5.1.2"))
    assert answered.events.filter(kind="answer_failed").count() == 1


@pytest.mark.parametrize(
    "named",
    [
        {"returned": "<unknown@else.example>"},
        {"returned": "<first@okafor.example>"},  # a message of the customer's, which we did not send
        {"to": "billing+bounce-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@desk.example"},
        {"envelope_id": "1"},
        {},
    ],
)
def test_a_bounce_of_what_we_did_not_send_waits_for_a_person(send, answered, named):
    row = send(dsn(**named))
    assert (row.outcome, row.cause) == ("quarantined", "bounce")
    assert not answered.events.filter(kind="answer_failed").exists()
    assert not Suppression.objects.exists()


def test_a_forged_bounce_for_somebody_we_did_not_write_to_suppresses_nobody(
    send, billing, amara, announce, answered
):
    welcome_contact(address="eve@lund.example")
    send(dsn(recipient="eve@lund.example", returned=the_answer().message_id))
    assert not Suppression.objects.filter(address="eve@lund.example").exists()


def test_a_bounce_of_a_confirmation_lands_on_its_ticket(send, announce):
    ticket = send().ticket
    announce()
    letter = Letter.objects.get(kind="confirmation")
    deliver(letter.pk)
    row = send(dsn(returned=letter.message_id))
    assert (row.outcome, row.ticket) == ("appended", ticket)
    assert state_of(letter, DANA) == ("bounced", "5.1.1")


def test_a_bounce_of_a_letter_to_one_of_us_is_written_down_and_troubles_nobody(send, mailbox):
    letter = queue(key="k", kind="invitation", to=[DANA], subject="x", text="x")
    deliver(letter.pk)
    row = send(dsn(to=verp(letter)))
    assert (row.outcome, row.cause, row.ticket) == ("ignored", "own_letter", None)
    assert state_of(letter, DANA) == ("bounced", "5.1.1")


# --- for whom, and for how long


def test_a_delay_is_shown_and_is_no_failure(send, answered):
    row = send(dsn(returned=the_answer().message_id, status="4.4.1", action="delayed"))
    assert row.outcome == "appended"
    assert state_of(the_answer(), DANA) == ("delayed", "4.4.1")
    assert not answered.events.filter(kind="answer_failed").exists()
    assert not Suppression.objects.exists()


def test_delayed_and_then_given_up(send, answered):
    send(dsn(returned=the_answer().message_id, status="4.4.1", action="delayed"))
    send(dsn(returned=the_answer().message_id, status="4.4.7", action="failed", number=2))
    assert state_of(the_answer(), DANA)[0] == "bounced"
    assert answered.events.filter(kind="answer_failed").exists()


def test_one_of_two_recipients_failed_and_the_other_has_it(send, amara, announce):
    ticket = send(message_id="<first@okafor.example>", cc=LEE).ticket
    answer(ticket, amara, announce)
    letter = the_answer()
    send(dsn(returned=letter.message_id, recipient=LEE))
    assert state_of(letter, LEE) == ("bounced", "5.1.1")
    assert state_of(letter, DANA)[0] == "sent"
    assert Suppression.objects.filter(address=LEE).exists()
    assert not Suppression.objects.filter(address=DANA).exists()


def test_two_recipients_in_one_report(send, amara, announce):
    ticket = send(message_id="<first@okafor.example>", cc=LEE).ticket
    answer(ticket, amara, announce)
    both = (
        f"Final-Recipient: rfc822; {DANA}\nAction: failed\nStatus: 5.2.2\n",
        f"Original-Recipient: rfc822;{LEE}\nFinal-Recipient: rfc822; lee@else.example\n"
        "Action: delayed\nStatus: 4.2.1\n",
    )
    letter = the_answer()
    send(dsn(*both, returned=letter.message_id))
    assert state_of(letter, DANA) == ("bounced", "5.2.2")
    assert state_of(letter, LEE) == ("delayed", "4.2.1")


def test_who_failed_is_unknown_among_several(send, amara, announce):
    """An address that a recipient's mail is passed on to names nobody when two were written to."""
    ticket = send(message_id="<first@okafor.example>", cc=LEE).ticket
    answer(ticket, amara, announce)
    row = send(dsn(returned=the_answer().message_id, recipient="someone@passed-on.example"))
    assert (row.outcome, row.ticket) == ("appended", ticket)
    assert {state for (state,) in the_answer().deliveries.values_list("state")} == {"sent"}
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("status", "kept_away"),
    [
        ("5.1.1", True),
        ("5.1.10", True),
        ("5.2.2", False),
        ("5.7.1", False),
        ("5.0.0", True),
        ("5.3.4", False),
    ],
)
def test_only_addresses_that_do_not_exist_are_written_to_no_more(send, answered, status, kept_away):
    """`5.0.0` comes with the words `no such user here`."""
    send(dsn(returned=the_answer().message_id, status=status))
    assert Suppression.objects.filter(address=DANA).exists() is kept_away


# --- what the ticket makes of it


def test_the_first_answers_credit_is_withdrawn_when_it_did_not_arrive(promises, send, amara, announce):
    """The clock that the answer had stopped runs again, from where the question began."""
    asked = timezone.now()
    ticket = send(message_id="<first@okafor.example>").ticket
    answer(ticket, amara, announce)
    clock = TicketClock.objects.get(ticket=ticket, metric__startswith="first")
    assert clock.stopped_at is not None
    send(dsn(returned=the_answer().message_id))
    clock.refresh_from_db()
    assert clock.stopped_at is None
    assert clock.started_at - asked < datetime.timedelta(minutes=5)


def test_a_failed_answer_comes_back_to_its_agent(send, answered):
    """The ticket rested because it was answered. It was not."""
    assert answered.state == "waiting"
    send(dsn(returned=the_answer().message_id))
    answered.refresh_from_db()
    assert answered.state == "open"
    assert answered.unanswered_since is not None


def a_report(kind: str, sender: str, fields: str, returned: str = "") -> bytes:
    return (
        f"From: {sender}\nTo: billing@desk.example\nSubject: About: Re: Refund\n"
        f"Message-ID: <{kind}@x.example>\n"
        f"Content-Type: multipart/report; report-type={kind}; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\nSee.\n--b\nContent-Type: message/{kind}\n\n{fields}\n"
        f"{returned}--b--\n"
    ).encode()


def test_a_receipt_is_kept_and_moves_nothing(send, answered):
    receipt = a_report(
        "disposition-notification",
        DANA,
        f"Final-Recipient: rfc822;{DANA}\nOriginal-Message-ID: {the_answer().message_id}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n",
    )
    row = send(receipt)
    answered.refresh_from_db()
    assert (row.outcome, row.cause, row.ticket, row.message.kind) == (
        "appended",
        "report",
        answered,
        "automatic",
    )
    assert answered.state == "waiting"


def test_a_complaint_is_kept_where_it_belongs(send, answered):
    complaint = a_report(
        "feedback-report",
        "feedback@provider.example",
        "Feedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\n",
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {the_answer().message_id}\nSubject: x\n\nx\n",
    )
    row = send(complaint)
    assert (row.outcome, row.cause, row.ticket) == ("appended", "feedback", answered)


def test_an_answer_of_a_machine_to_the_bounce_address_is_kept_there(send, answered):
    """RFC 3834: automatic answers go to where bounces go, and often name no Message-ID."""
    row = send(
        a_mail(
            to=verp(the_answer()),
            subject="Automatic reply: Re: Refund",
            auto_submitted="auto-replied",
            return_path="<>",
            text="I am away.",
        )
    )
    answered.refresh_from_db()
    assert (row.outcome, row.ticket, row.message.kind) == ("appended", answered, "automatic")
    assert answered.state == "waiting"


def test_that_others_have_a_copy_answers_nobody(send, amara, announce):
    """The one who asked did not get it: the answer failed although its copy arrived."""
    ticket = send(message_id="<first@okafor.example>", cc=LEE).ticket
    answer(ticket, amara, announce)
    assert the_answer().cc
    send(dsn(returned=the_answer().message_id, recipient=DANA))
    assert state_of(the_answer(), LEE)[0] == "sent"
    assert ticket.events.filter(kind="answer_failed").exists()


def test_a_copy_that_failed_withdraws_nothing(promises, send, amara, announce):
    ticket = send(message_id="<first@okafor.example>", cc=LEE).ticket
    answer(ticket, amara, announce)
    send(dsn(returned=the_answer().message_id, recipient=LEE))
    assert not ticket.events.filter(kind="answer_failed").exists()
    assert TicketClock.objects.get(ticket=ticket, metric__startswith="first").stopped_at is not None
    ticket.refresh_from_db()
    assert ticket.state == "waiting"
