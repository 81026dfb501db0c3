"""The last stop against loops: a machine writes only so much; a person's answer is never counted."""

import pytest
from django.utils import timezone

from outbox import actions
from outbox.choices import Why
from outbox.models import Letter, Suppression
from tests.outbox.test_delivery import a_letter
from tests.outbox.test_exactly_once import DANA, states


@pytest.fixture
def limits(settings):
    settings.AUTOMATIC_LETTERS = {"recipient_hour": 3, "thread_hour": 100, "desk_minute": 100}
    return settings.AUTOMATIC_LETTERS


def send(number, **fields):
    letters = [a_letter(f"n{n}", **fields) for n in range(number)]
    for letter in letters:
        actions.deliver(letter.pk)
    return letters


def test_one_recipient_gets_so_many_in_an_hour_whatever_their_spelling(db, smtp_sink, limits):
    letters = [*send(3), a_letter("last", to=["Dana@OKAFOR.example"])]
    actions.deliver(letters[-1].pk)
    assert [states(each)[0] for each in letters] == ["sent"] * 3 + ["suppressed"]
    assert "too many automatic letters" in letters[-1].problem


def test_one_conversation_gets_so_many_whoever_they_go_to(db, smtp_sink, limits):
    """An auto-responder that answers from another address each time."""
    limits["thread_hour"] = 3
    letters = [a_letter(f"n{n}", to=[f"robot{n}@loop.example"], thread="ticket-1") for n in range(5)]
    for each in letters:
        actions.deliver(each.pk)
    assert [states(each)[0] for each in letters] == ["sent"] * 3 + ["suppressed"] * 2
    other = a_letter("other", thread="ticket-2")
    actions.deliver(other.pk)
    assert states(other)[0] == "sent"


def test_the_whole_desk_waits_a_minute_and_loses_nothing(db, smtp_sink, limits):
    limits["desk_minute"] = 2
    letters = [a_letter(f"n{n}", to=[f"p{n}@okafor.example"]) for n in range(3)]
    for each in letters:
        actions.deliver(each.pk)
    assert [states(each)[0] for each in letters] == ["sent", "sent", "queued"]
    held = letters[-1]
    assert (held.attempts, held.next_attempt_at > timezone.now()) == (0, True)
    Letter.objects.filter(sent_at__isnull=False).update(sent_at=timezone.now() - 2 * actions.guards.MINUTE)
    Letter.objects.filter(pk=held.pk).update(next_attempt_at=timezone.now())
    actions.deliver(held.pk)
    assert states(held)[0] == "sent"


def test_answers_of_people_are_not_counted(db, smtp_sink, limits):
    limits.update(recipient_hour=0, thread_hour=0, desk_minute=0)
    assert {states(each)[0] for each in send(5, automatic=False, thread="ticket-1")} == {"sent"}


def test_a_mailbox_that_is_gone_gets_nothing_more_from_machines(db, smtp_sink):
    """A person's answer is still tried, for the mailbox may be back; a machine's is not."""
    first = a_letter("first")
    actions.deliver(first.pk)
    actions.note_bounce(
        first, address=DANA, status="5.1.1", diagnostic="unknown", permanent=True, at=timezone.now()
    )
    machine, person = a_letter("machine"), a_letter("person", automatic=False)
    for each in (machine, person):
        actions.deliver(each.pk)
    assert (states(machine)[0], states(person)[0]) == ("suppressed", "sent")
    assert "5.1.1 unknown" in machine.problem


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", ""])
def test_a_full_or_strict_mailbox_is_not_given_up(db, smtp_sink, status):
    letter = a_letter()
    actions.deliver(letter.pk)
    actions.note_bounce(letter, address=DANA, status=status, permanent=True, at=timezone.now())
    assert not Suppression.objects.exists()


def test_who_asked_us_to_stop_gets_no_letter_at_all_until_somebody_lifts_it(db, smtp_sink):
    actions.suppress(DANA, "", why=Why.ASKED)
    letter = a_letter(automatic=False)
    actions.deliver(letter.pk)
    assert states(letter)[0] == "suppressed"
    assert "Asked us to stop" in letter.problem
    assert actions.unsuppress("Dana Okafor <DANA@okafor.example>")
    assert actions.retry_letter(letter.pk)
    actions.deliver(letter.pk)
    assert states(letter)[0] == "sent"
