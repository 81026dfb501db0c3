"""Machines: their answers move nothing, and two of them cannot keep each other busy."""

import datetime

import pytest
from django.utils import timezone

from customers.actions import note_absence
from outbox.actions import deliver_due
from outbox.models import Letter
from tests.factories import make_ticket
from tests.mail.conftest import a_mail
from tickets.actions import move, reply
from tickets.choices import CLOCK_EVENTS
from tickets.models import Ticket

AWAY = {"auto_submitted": "auto-replied", "subject": "Out of office: Re: Refund", "text": "I am away."}


@pytest.fixture
def answered(send, amara, announce):
    """A ticket with a question by mail and an answer that was sent."""
    ticket = send(message_id="<first@okafor.example>").ticket
    reply(ticket, by=amara, text="It is on its way.", then="wait")
    announce()
    ticket.refresh_from_db()
    return ticket


def the_answer(ticket) -> Letter:
    return Letter.objects.get(kind="answer")


def test_an_absence_note_is_kept_and_moves_nothing(send, answered, announce):
    letters = Letter.objects.count()
    row = send(**AWAY, in_reply_to=the_answer(answered).message_id)
    announce()
    assert (row.outcome, row.ticket, row.message.kind) == ("appended", answered, "automatic")
    answered.refresh_from_db()
    assert answered.state == "waiting"
    assert answered.unanswered_since is None
    assert Letter.objects.count() == letters


def test_alone_it_opens_no_ticket(send):
    row = send(**AWAY)
    assert (row.outcome, row.cause) == ("quarantined", "auto_reply")
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("solved", [False, True])
def test_it_reopens_nothing(send, answered, amara, solved):
    if solved:
        move(answered, "solve", by=amara)
    before = answered.state
    send(**AWAY, in_reply_to=the_answer(answered).message_id)
    answered.refresh_from_db()
    assert answered.state == before


# --- when a machine may write


def confirmations() -> int:
    return Letter.objects.filter(kind="confirmation").count()


@pytest.mark.parametrize(
    "written",
    [
        {"sender": "no-reply@shop.example"},
        {"sender": "noreply@shop.example"},
        {"sender": "postmaster@shop.example"},
        {"list_id": "<talk.lists.example>"},
        {"precedence": "bulk"},
        {"precedence": ""},
        {"auto_submitted": "auto-generated"},
        {"x_auto_response_suppress": "All"},
        {"return_path": "<>"},
        {"list_unsubscribe": "<mailto:x@lists.example>"},
        {"in_reply_to": "<x@else.example>"},
        {"subject": "Re: Case [#K7M4QX2P]"},
        {"sender": "root@localhost"},
    ],
)
def test_nothing_is_confirmed_to_machines_lists_and_replies(send, announce, written):
    row = send(**written)
    announce()
    assert confirmations() == 0
    assert row.outcome in {"created", "quarantined"}


def test_a_person_gets_one_confirmation_and_not_the_next_for_the_same(send, announce):
    for text in ("Where is it?", "Hello? Where is it?", "Anybody?"):
        send(text=text)
    announce()
    announce()
    assert Ticket.objects.count() == 3
    assert confirmations() == 1


def test_a_flood_from_one_sender_is_not_echoed(send, announce):
    for turn in map(chr, range(ord("a"), ord("m"))):
        send(subject=f"About {turn}", text=turn)
    announce()
    assert confirmations() == 10


@pytest.mark.parametrize("keeps", ["in_reply_to", "subject", "nothing"])
def test_two_answering_machines_fall_silent(send, announce, smtp_sink, keeps):
    """The other answers every letter, from a new address each time, and never says that it is a machine."""
    send(sender="robot0@robots.example", subject="Your order")
    written = 0
    for turn in range(1, 8):
        announce()
        deliver_due(timezone.now())
        fresh = smtp_sink.letters[written:]
        written += len(fresh)
        for letter in fresh:
            reference = {"in_reply_to": str(letter["Message-ID"])} if keeps == "in_reply_to" else {}
            subject = f"Re: {letter['Subject']}" if keeps == "subject" else f"Thank you, case {turn}"
            send(
                a_mail(
                    sender=f"robot{turn}@robots.example",
                    subject=subject,
                    text=f"We have received your mail. Case {turn}.",
                    **reference,
                )
            )
    assert written <= 2


def test_history_is_no_news(mailbox, billing, dana, announce):
    make_ticket(requester=dana, team=billing, channel="web", at=timezone.now() - datetime.timedelta(days=9))
    announce()
    assert confirmations() == 0
    make_ticket(requester=dana, team=billing, channel="web")
    announce()
    assert confirmations() == 1


# --- what machines say is kept, and moves nothing


def timers(ticket) -> list[tuple]:
    return list(
        ticket.clocks.order_by("metric", "cycle").values_list("metric", "state", "due_at", "stopped_at")
    )


@pytest.mark.parametrize("moves", [[], ["resume"], ["hold"], ["solve"], ["solve", "close"]])
def test_no_timer_starts_or_stops_and_no_state_moves_for_a_machine(promises, send, answered, amara, moves):
    if moves == ["hold"]:
        move(answered, "resume", by=amara)
    for step in moves:
        move(answered, step, by=amara)
    before, state = timers(answered), answered.state
    assert before
    send(**AWAY, in_reply_to=the_answer(answered).message_id)
    answered.refresh_from_db()
    assert (answered.state, timers(answered)) == (state, before)


def test_its_event_is_none_that_timers_hear(send, answered):
    send(**AWAY, in_reply_to=the_answer(answered).message_id)
    last = answered.events.latest("pk")
    assert last.kind == "automatic_received"
    assert last.kind not in CLOCK_EVENTS


def test_it_is_folded_on_the_page_and_says_until_when_they_are_away(send, answered, amara, client):
    day = timezone.localdate() + datetime.timedelta(days=9)
    send(
        **{**AWAY, "text": f"I am out of the office until {day:%d %B %Y}."},
        in_reply_to=the_answer(answered).message_id,
    )
    answered.requester.refresh_from_db()
    assert answered.requester.away_until == day
    client.force_login(amara)
    page = client.get(f"/tickets/{answered.pk}/").content.decode()
    assert "Show the automatic message" in page
    assert '<span class="tag">Away until' in page


def test_an_absence_that_is_over_is_not_shown(send, answered, amara, client):
    note_absence(answered.requester, until=timezone.localdate() - datetime.timedelta(days=1))
    client.force_login(amara)
    page = client.get(f"/tickets/{answered.pk}/").content.decode()
    assert '<span class="tag">Away until' not in page


def test_nobody_else_is_made_absent(send, answered, eve):
    """Eve's absence note with a copied id lands nowhere, and Dana is where she was."""
    row = send(
        **{**AWAY, "text": "I am out of the office until 30 December 2026."},
        sender="eve@lund.example",
        in_reply_to="<first@okafor.example>",
    )
    answered.requester.refresh_from_db()
    assert (row.outcome, answered.requester.away_until) == ("quarantined", None)


# --- letters that other desks drop


@pytest.mark.parametrize(
    "written",
    [
        {"auto_submitted": "auto-generated"},
        {"auto_submitted": ""},
        {"x_auto_generated": "yes"},
        {"x_autogenerated": "Reply"},
        {"precedence": "bulk"},
        {"precedence": ""},
        {"list_id": ""},
        {"list_id": "<talk.lists.example>"},
        {"return_path": ""},
        {"x_auto_response_suppress": "DR, RN, NRN, OOF, AutoReply"},
        {"x_spam_flag": "YES"},
    ],
)
def test_a_sign_of_a_machine_drops_no_letter_and_says_only_do_not_answer(send, announce, written):
    """Monitors, forms, lists and whole companies write with such headers: a ticket, no automatic letter."""
    row = send(**written)
    announce()
    assert (row.outcome, row.verdict["answerable"]) == ("created", False)
    assert row.verdict["reasons"]
    assert confirmations() == 0


def test_every_rule_that_fired_is_written_down(send):
    row = send(
        precedence="bulk",
        list_unsubscribe="<mailto:x@y.example>",
        x_autoreply="yes",
        auto_submitted="auto-replied",
    )
    assert {"auto-submitted:auto-replied", "precedence:bulk", "x-autoreply", "list-unsubscribe"} <= set(
        row.verdict["reasons"]
    )
    assert row.verdict["kind"] == "auto_reply"
    assert row.verdict["weight"] >= 1


def test_headers_that_steer_other_desks_steer_nothing_here(send, network):
    """Whoever writes a letter can write any header into it."""
    row = send(
        x_helpdesk_team="network",
        x_helpdesk_priority="urgent",
        x_helpdesk_state="closed",
        x_priority="1",
        x_zammad_ticket_priority="3 high",
        x_otrs_queue="Network",
    )
    assert (row.ticket.team.name, row.ticket.priority, row.ticket.state) == ("Billing", "normal", "new")


def test_a_mail_without_an_id_is_a_mail(send):
    mail = a_mail()
    del mail["Message-ID"]
    assert send(mail).outcome == "created"
