"""A server that refuses, delays, hangs up; a worker that is killed: a letter arrives once or is undecided."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from outbox import actions, delivering
from outbox.choices import LetterState
from outbox.models import Letter
from tests.outbox.test_delivery import a_letter
from tests.servers.smtp import HANG_UP, STALL

DANA, EVE = "dana@okafor.example", "eve@lund.example"
BEFORE_THE_END = ["ehlo", "mail", "rcpt", "data"]


def due_again(letter):
    Letter.objects.filter(pk=letter.pk).update(next_attempt_at=timezone.now())
    return actions.deliver(letter.pk)


def states(letter):
    letter.refresh_from_db()
    return letter.state, {d.address: d.state for d in letter.deliveries.all()}


@pytest.mark.parametrize("stage", [*BEFORE_THE_END, "body"])
def test_a_server_that_hangs_up_before_the_end_gets_it_again_once(db, smtp_sink, stage):
    letter = a_letter(text="A long one.\n" * 20_000)
    smtp_sink.moods[stage] = HANG_UP
    assert actions.deliver(letter.pk)
    assert states(letter) == ("queued", {DANA: "queued"})
    assert due_again(letter)
    assert states(letter) == ("sent", {DANA: "sent"})
    assert len(smtp_sink.letters) == 1


@pytest.mark.parametrize(("stage", "arrived"), [("end", 0), ("taken", 1)])
def test_when_the_answer_is_lost_nobody_sends_it_again_in_silence(db, smtp_sink, stage, arrived):
    letter = a_letter()
    smtp_sink.moods[stage] = HANG_UP
    assert actions.deliver(letter.pk)
    assert states(letter) == ("undecided", {DANA: "undecided"})
    assert not due_again(letter)
    actions.deliver_due(timezone.now())
    assert len(smtp_sink.letters) == arrived
    assert letter.deliveries.get().diagnostic


def test_who_is_undecided_stays_so_while_others_are_tried_again(db, smtp_sink):
    """Eve is refused for now and Dana's answer lost; then a try for Eve fails: Dana gets no second copy."""
    letter = a_letter(to=[DANA, EVE])
    smtp_sink.refusals[EVE], smtp_sink.moods["taken"] = "451 4.3.0 later", HANG_UP
    actions.deliver(letter.pk)
    assert states(letter) == ("queued", {DANA: "undecided", EVE: "queued"})
    smtp_sink.refusals.clear()
    smtp_sink.moods["mail"] = HANG_UP
    assert due_again(letter)
    assert states(letter) == ("queued", {DANA: "undecided", EVE: "queued"})
    assert due_again(letter)
    assert states(letter) == ("undecided", {DANA: "undecided", EVE: "sent"})
    assert [to for _, to in smtp_sink.envelopes] == [[DANA], [EVE]]


def test_a_person_decides_to_send_it_again_under_the_same_id(db, smtp_sink):
    letter = a_letter()
    smtp_sink.moods["taken"] = HANG_UP
    actions.deliver(letter.pk)
    assert actions.retry_letter(letter.pk)
    assert actions.deliver(letter.pk)
    assert states(letter) == ("sent", {DANA: "sent"})
    assert [came["Message-ID"] for came in smtp_sink.letters] == [letter.message_id] * 2


def test_a_person_knows_that_it_arrived(db, smtp_sink):
    letter = a_letter()
    smtp_sink.moods["end"] = HANG_UP
    actions.deliver(letter.pk)
    assert actions.say_it_arrived(letter.pk)
    assert states(letter) == ("sent", {DANA: "sent"})
    assert not actions.say_it_arrived(letter.pk)
    assert not actions.retry_letter(letter.pk)


@pytest.mark.parametrize("stage", [*BEFORE_THE_END, "end"])
def test_a_server_that_takes_too_long(db, smtp_sink, settings, stage):
    setattr(settings, "EMAIL_ANSWER_TIMEOUT" if stage == "end" else "EMAIL_TIMEOUT", 0.3)
    letter = a_letter()
    smtp_sink.moods[stage] = STALL
    actions.deliver(letter.pk)
    assert states(letter)[0] == ("undecided" if stage == "end" else "queued")


@pytest.mark.parametrize("stage", BEFORE_THE_END[1:])
@pytest.mark.parametrize(("answer", "state"), [("451 4.3.0 later", "queued"), ("550 5.7.1 no", "failed")])
def test_refused_at_any_stage_for_now_or_for_good(db, smtp_sink, stage, answer, state):
    letter = a_letter()
    smtp_sink.moods[stage] = answer
    actions.deliver(letter.pk)
    assert states(letter) == (state, {DANA: state})
    delivery = letter.deliveries.get()
    assert (delivery.code, delivery.diagnostic) == (answer[4:9], answer[4:])


def test_421_means_that_the_server_leaves_whatever_was_asked(db, smtp_sink):
    letter = a_letter()
    smtp_sink.moods["rcpt"] = "421 4.3.2 shutting down"
    actions.deliver(letter.pk)
    assert states(letter)[0] == "queued"
    assert delivering.resting()


def test_who_is_refused_for_now_is_tried_again_alone(db, smtp_sink):
    smtp_sink.refusals[EVE] = "450 4.2.1 greylisted"
    letter = a_letter(cc=[EVE, "kai@okafor.example"])
    actions.deliver(letter.pk)
    assert states(letter) == ("queued", {DANA: "sent", EVE: "queued", "kai@okafor.example": "sent"})
    smtp_sink.refusals.clear()
    assert due_again(letter)
    assert states(letter)[0] == "sent"
    assert [to for _, to in smtp_sink.envelopes] == [[DANA, "kai@okafor.example"], [EVE]]
    assert [str(came["Cc"]) for came in smtp_sink.letters] == [f"{EVE}, kai@okafor.example"] * 2


def test_who_is_refused_for_good_is_told_though_others_got_it(db, smtp_sink, settings):
    settings.LETTER_LISTENERS = ["tests.outbox.test_exactly_once.hear"]
    HEARD.clear()
    smtp_sink.refusals |= {EVE: "550 5.1.1 unknown", "kai@okafor.example": "450 4.2.1 greylisted"}
    letter = a_letter(cc=[EVE, "kai@okafor.example"])
    actions.deliver(letter.pk)
    assert states(letter)[1] == {DANA: "sent", EVE: "failed", "kai@okafor.example": "queued"}
    assert [("queued", f"{EVE}: 5.1.1 unknown; kai@okafor.example: 4.2.1 greylisted")] == HEARD


HEARD: list = []


def hear(letter):
    HEARD.append((letter.state, letter.problem))


def test_after_the_last_try_it_has_failed_and_is_told(db, smtp_sink, settings):
    settings.LETTER_LISTENERS = ["tests.outbox.test_exactly_once.hear"]
    HEARD.clear()
    smtp_sink.refusals[DANA] = "450 4.2.2 mailbox full"
    letter = a_letter()
    Letter.objects.filter(pk=letter.pk).update(attempts=8)
    actions.deliver(letter.pk)
    assert states(letter) == ("failed", {DANA: "failed"})
    assert [("failed", f"{DANA}: 4.2.2 mailbox full")] == HEARD


# --- workers that die


def killed_at(letter, sink, stage):
    """A process of its own delivers the letter and is killed when the server has come to that stage."""
    sink.moods[stage] = STALL
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            actions.deliver(letter.pk)
        finally:
            os._exit(1)
    assert sink.reached.wait(60)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def lease_ends(letter):
    past = timezone.now() - delivering.LEASE * 2
    Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING).update(handed_at=past)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", [*BEFORE_THE_END, "body"])
def test_a_worker_killed_before_the_end_has_sent_nothing(smtp_sink, stage):
    # What a socket holds is small: the worker is still writing the body when it dies.
    letter = a_letter(text="A long line of a long letter.\n" * 300_000)
    killed_at(letter, smtp_sink, stage)
    assert not due_again(letter)
    assert delivering.release_dead(timezone.now()) == 0
    lease_ends(letter)
    assert delivering.release_dead(timezone.now()) == 1
    assert due_again(letter)
    assert states(letter) == ("sent", {DANA: "sent"})
    assert len(smtp_sink.letters) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("stage", "arrived"), [("end", 0), ("taken", 1)])
def test_a_worker_killed_before_the_answer_leaves_it_undecided(smtp_sink, stage, arrived):
    smtp_sink.refusals |= {EVE: "550 5.1.1 unknown", "kai@okafor.example": "450 4.2.1 greylisted"}
    letter = a_letter(cc=[EVE, "kai@okafor.example"])
    killed_at(letter, smtp_sink, stage)
    assert letter.deliveries.get(address=DANA).state == "undecided"
    lease_ends(letter)
    actions.deliver_due(timezone.now())
    assert states(letter)[1] == {DANA: "undecided", EVE: "failed", "kai@okafor.example": "queued"}
    smtp_sink.refusals.clear()
    due_again(letter)
    assert states(letter)[0] == "undecided"
    assert [to for _, to in smtp_sink.envelopes] == [[DANA]] * arrived + [["kai@okafor.example"]]


@pytest.mark.django_db(transaction=True)
def test_a_worker_thought_dead_sends_nothing_any_more(smtp_sink, settings):
    """Its lease ended while the server kept it waiting, and another has sent the letter since."""
    settings.EMAIL_TIMEOUT = 120
    letter = a_letter()
    smtp_sink.moods["data"] = STALL

    def work(_):
        try:
            return actions.deliver(letter.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as slow:
        first = slow.map(work, [0])
        assert smtp_sink.reached.wait(60)
        lease_ends(letter)
        assert delivering.release_dead(timezone.now()) == 1
        assert due_again(letter)
        smtp_sink.let_go.set()
        list(first)
    assert states(letter) == ("sent", {DANA: "sent"})
    assert len(smtp_sink.letters) == 1


def test_a_lost_lease_stops_a_letter_before_its_end(db, smtp_sink, monkeypatch):
    letter = a_letter()

    def loses(due, answers, now):
        Letter.objects.filter(pk=letter.pk).update(state="queued", lease="")
        delivering._holding(Letter(pk=letter.pk, lease="gone"))

    monkeypatch.setattr(delivering.settling, "about_to_end", loses)
    assert actions.deliver(letter.pk)
    assert smtp_sink.letters == []


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_and_each_letter_leaves_once(smtp_sink):
    letters = [a_letter(f"n{number}", cc=[EVE]).pk for number in range(6)]

    def work(turn):
        try:
            return sum(actions.deliver(each) for each in letters[turn:] + letters[:turn])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(work, range(4))) == 6
    assert sorted(came["Message-ID"] for came in smtp_sink.letters) == sorted(
        Letter.objects.values_list("message_id", flat=True)
    )


# --- bounces


def test_a_bounce_is_written_to_the_delivery_it_is_about(db, smtp_sink):
    letter = a_letter(cc=[EVE])
    actions.deliver(letter.pk)
    at = timezone.now()
    told = {"status": "5.1.1", "diagnostic": "no such user", "permanent": True, "at": at}
    row = actions.note_bounce(letter, address="Eve@Lund.example", **told)
    assert (row.state, row.code, row.diagnostic, row.changed_at) == ("bounced", "5.1.1", "no such user", at)
    assert states(letter) == ("sent", {DANA: "sent", EVE: "bounced"})
    actions.note_bounce(letter, address=DANA, **told)
    assert states(letter)[0] == "failed"
    assert actions.note_bounce(letter, address="who@else.example", **told) is None


@pytest.mark.parametrize("address", ["", "forwarded@else.example"])
def test_a_bounce_of_a_letter_to_one_is_theirs_whatever_it_names(db, smtp_sink, address):
    letter = a_letter()
    actions.deliver(letter.pk)
    now = timezone.now()
    actions.note_bounce(letter, address=address, status="4.4.1", permanent=False, at=now)
    assert states(letter) == ("sent", {DANA: "delayed"})
    actions.note_bounce(letter, address=address, status="5.4.4", permanent=True, at=now)
    assert states(letter) == ("failed", {DANA: "bounced"})
    actions.note_bounce(letter, address=address, status="4.4.1", permanent=False, at=now)
    assert states(letter) == ("failed", {DANA: "bounced"})


def test_a_letter_from_before_deliveries_were_kept_can_bounce(db):
    letter = a_letter()
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=timezone.now())
    actions.note_bounce(letter, address=DANA, status="5.2.2", permanent=True, at=timezone.now())
    assert states(letter) == ("failed", {DANA: "bounced"})
