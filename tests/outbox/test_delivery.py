"""Letters leave once, wait when they must, and are given up when it is for good."""

import datetime
import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from outbox import actions, delivering, tasks
from outbox.choices import LetterState
from outbox.models import Letter
from outbox.sending import is_away
from outbox.settling import WAITS
from outbox.writing import full_address


def a_letter(key="hello", **fields):
    return actions.queue(
        **{
            "key": key,
            "kind": "test",
            "to": [full_address("Dana, Okafor", "dana@okafor.example")],
            "subject": "Hello",
            "text": "Good day.\n",
            **fields,
        }
    )


def test_a_letter_is_delivered_once_whole(db, smtp_sink):
    letter = a_letter(html="<p>Good day.</p>", headers={"X-Kind": "test"})
    assert a_letter().pk == letter.pk
    assert actions.deliver(letter.pk)
    assert not actions.deliver(letter.pk)
    (came,) = smtp_sink.letters
    assert came["To"].addresses[0].addr_spec == "dana@okafor.example"
    assert came["To"].addresses[0].display_name == "Dana, Okafor"
    assert came["Message-ID"] == letter.message_id
    assert came["Auto-Submitted"] == "auto-generated"
    assert came["X-Auto-Response-Suppress"] == "All"
    assert came["X-Helpdesk-Instance"]
    assert came.get_body(("plain",)).get_content().strip() == "Good day."
    assert came.get_body(("html",)).get_content().strip() == "<p>Good day.</p>"
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert letter.sent_at
    assert letter.announced_at


def test_a_persons_letter_does_not_say_it_is_automatic(db, smtp_sink):
    actions.deliver(a_letter(automatic=False).pk)
    assert smtp_sink.letters[0]["Auto-Submitted"] is None


def test_line_ends_in_headers_add_none(db, smtp_sink):
    letter = a_letter(
        subject="Hi\r\nBcc: eve@lund.example",
        headers={"X-A": "1\r\nBcc: eve@lund.example"},
        sender=full_address("Desk\r\nBcc: eve@lund.example", "desk@desk.example"),
    )
    actions.deliver(letter.pk)
    (came,) = smtp_sink.letters
    assert came["Bcc"] is None
    assert smtp_sink.envelopes[0][1] == ["dana@okafor.example"]


def test_a_server_that_is_away_makes_it_wait_longer_each_time(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        letter = a_letter()
        waits = []
        for _ in range(len(WAITS) + 1):
            Letter.objects.filter(pk=letter.pk).update(next_attempt_at=timezone.now())
            actions.deliver(letter.pk)
            letter.refresh_from_db()
            waits.append(letter.next_attempt_at - timezone.now())
    assert waits[0] > datetime.timedelta(seconds=50)
    assert waits[1] > datetime.timedelta(minutes=4)
    assert letter.state == LetterState.FAILED
    assert "ConnectionRefused" in letter.problem


@pytest.mark.parametrize(
    ("answer", "state"), [("550 5.1.1 unknown", "failed"), ("451 4.3.0 later", "queued")]
)
def test_for_good_and_for_now_are_told_apart(db, smtp_sink, answer, state):
    smtp_sink.refusals["dana@okafor.example"] = answer
    letter = a_letter()
    actions.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.state == state
    smtp_sink.refusals.clear()
    smtp_sink.answer = answer
    other = a_letter("other")
    actions.deliver(other.pk)
    other.refresh_from_db()
    assert other.state == state


def test_suppressed_addresses_get_nothing(db, smtp_sink):
    actions.suppress("Dana@Okafor.example", "bounced")
    both = a_letter(cc=["eve@lund.example"])
    alone = a_letter("alone")
    actions.deliver_due(timezone.now())
    assert [to for _, to in smtp_sink.envelopes] == [["eve@lund.example"]]
    both.refresh_from_db()
    alone.refresh_from_db()
    assert (both.state, alone.state) == (LetterState.SENT, LetterState.SUPPRESSED)


def test_a_failed_letter_can_be_tried_again(db, smtp_sink):
    smtp_sink.answer = "550 no"
    letter = a_letter()
    actions.deliver(letter.pk)
    assert actions.retry_letter(letter.pk)
    smtp_sink.clear()
    assert actions.deliver(letter.pk)
    assert len(smtp_sink.letters) == 1
    assert not actions.retry_letter(letter.pk)


def test_the_sweep_sends_what_no_hint_came_for(db, smtp_sink):
    for number in range(3):
        a_letter(f"n{number}")
    assert actions.deliver_due(timezone.now()) == 3
    assert actions.deliver_due(timezone.now()) == 0
    assert len(smtp_sink.letters) == 3


def test_listeners_hear_of_a_letter_once(db, smtp_sink, settings):
    settings.LETTER_LISTENERS = ["tests.outbox.test_delivery.hear"]
    HEARD.clear()
    letter = a_letter()
    actions.deliver(letter.pk)
    actions.deliver_due(timezone.now())
    assert [(letter.pk, LetterState.SENT)] == HEARD


HEARD: list = []


def hear(letter):
    HEARD.append((letter.pk, letter.state))


def test_a_worker_that_dies_while_sending_leaves_the_letter_for_the_next(db, smtp_sink, monkeypatch):
    letter = a_letter()

    def dies(*args, **options):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "write", dies)
        with pytest.raises(SystemExit):
            actions.deliver(letter.pk)
    assert actions.deliver(letter.pk)
    assert [came["Message-ID"] for came in smtp_sink.letters] == [letter.message_id]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter_once(smtp_sink):
    letters = [a_letter(f"n{number}").pk for number in range(4)]

    def work(_):
        try:
            return sum(actions.deliver(each) for each in letters)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        assert sum(workers.map(work, range(3))) == 4
    assert len(smtp_sink.letters) == 4


def test_whom_the_server_refused_is_written_down_when_others_got_it(db, smtp_sink):
    smtp_sink.refusals["eve@lund.example"] = "550 5.1.1 nobody here"
    letter = a_letter(cc=["eve@lund.example"])
    actions.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert "eve@lund.example: 5.1.1 nobody here" in letter.problem
    assert [to for _, to in smtp_sink.envelopes] == [["dana@okafor.example"]]


def test_addresses_of_other_alphabets_reach_the_server(db, smtp_sink):
    actions.deliver(a_letter(to=[full_address("Põhja Võrk", "dana@põhja.example")]).pk)
    assert smtp_sink.envelopes[0][1] == ["dana@xn--phja-0qa.example"]
    assert smtp_sink.letters[0]["To"].addresses[0].display_name == "Põhja Võrk"


def hear_or_fail(letter):
    if letter.key == "bad":
        raise RuntimeError("this listener fails")
    hear(letter)


def test_a_listener_that_fails_holds_up_no_other_letter(db, smtp_sink, settings, caplog):
    settings.LETTER_LISTENERS = ["tests.outbox.test_delivery.hear_or_fail"]
    HEARD.clear()
    a_letter("bad")
    good = a_letter("good")
    for _ in range(2):
        actions.deliver_due(timezone.now())
    assert [(good.pk, LetterState.SENT)] == HEARD
    assert len(smtp_sink.letters) == 2
    assert Letter.objects.filter(announced_at=None).count() == 1


def test_a_server_that_is_away_costs_one_letter_a_try_and_the_rest_wait(db, smtp_sink, settings):
    port = settings.EMAIL_PORT
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        letters = [a_letter(f"n{number}") for number in range(3)]
        assert actions.deliver_due(timezone.now()) == 1
    assert not tasks.deliver(letters[1].pk)
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    settings.EMAIL_PORT = port
    cache.clear()
    assert actions.deliver_due(timezone.now()) == 2


def test_a_missing_file_is_the_letters_fault_not_the_servers(db, smtp_sink):
    assert not is_away(FileNotFoundError())
    assert not is_away(smtplib.SMTPDataError(550, b"no"))
    assert is_away(smtplib.SMTPAuthenticationError(535, b"no"))
    assert is_away(TimeoutError())


def test_a_long_name_never_cuts_the_address():
    address = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"
    assert full_address("Name " * 60, address).endswith(f"<{address}>")
    assert len(full_address("Name " * 60, address)) <= 320


@pytest.mark.django_db(transaction=True)
def test_one_sweep_at_a_time_and_a_short_one(smtp_sink, monkeypatch):
    a_letter()

    def sweep_beside(_):
        try:
            return actions.deliver_due(timezone.now())
        finally:
            connection.close()

    with connection.cursor() as cursor, ThreadPoolExecutor(1) as other:
        cursor.execute("SELECT pg_advisory_lock(%s)", [actions.SWEEP_LOCK])
        assert list(other.map(sweep_beside, [0])) == [0]
        cursor.execute("SELECT pg_advisory_unlock(%s)", [actions.SWEEP_LOCK])
        assert list(other.map(sweep_beside, [0])) == [1]
    a_letter("late")
    monkeypatch.setattr(actions, "SWEEP_SECONDS", -1)
    assert actions.deliver_due(timezone.now()) == 0
