"""Whatever the server does and whoever is killed: no letter twice in silence, and none gone in silence."""

import os
import random
import signal
import time
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from outbox import actions, delivering
from outbox.choices import LetterState
from outbox.models import Letter
from tests.outbox.test_delivery import a_letter
from tests.servers.smtp import HANG_UP

LETTERS, ROUNDS = 40, 6
MOODS = [HANG_UP, HANG_UP, "451 4.3.0 later", "421 4.3.2 leaving"]


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_moody_server_and_workers_that_are_killed(smtp_sink, settings):
    settings.AUTOMATIC_LETTERS = {"recipient_hour": 9999, "thread_hour": 9999, "desk_minute": 9999}
    dice = random.Random(11)
    numbers = [
        a_letter(f"n{n}", to=[f"p{n}@okafor.example"], cc=["kai@okafor.example"] * (n % 2)).pk
        for n in range(LETTERS)
    ]
    smtp_sink.whim = whim(dice)
    for _ in range(ROUNDS):
        one_round(numbers, dice)
    smtp_sink.whim = lambda stage: ""
    one_round(numbers, dice, kill=False)

    arrived = Counter(came["Message-ID"] for came in smtp_sink.letters)
    told = Counter()
    for letter in Letter.objects.all():
        told[letter.state] += 1
        states = {delivery.state for delivery in letter.deliveries.all()}
        assert letter.state in {"sent", "undecided"}, (letter.pk, letter.state, letter.problem)
        if letter.state == "sent":
            assert states == {"sent"}
        for delivery in letter.deliveries.all():
            copies = sum(
                delivery.address in to
                for raw, (_, to) in zip(smtp_sink.raw, smtp_sink.envelopes, strict=True)
                if letter.message_id.encode() in raw
            )
            assert copies == 1 or (copies == 0 and delivery.state == "undecided"), (letter.pk, states)
    assert told["sent"] > LETTERS / 2
    assert sum(arrived.values()) >= told["sent"]


def whim(dice):
    """Once in a while a mood. A server that kept a letter may hang up, but does not say that it has not."""

    def mood(stage):
        if dice.random() > 0.08:
            return ""
        return HANG_UP if stage == "taken" else dice.choice(MOODS)

    return mood


def one_round(numbers, dice, kill=True):
    """Two workers try every letter, in any order; one of them is killed somewhere. Then time passes."""
    connections.close_all()
    children = [work(numbers, seed=dice.random()) for _ in range(2)]
    if kill:
        time.sleep(dice.uniform(0.1, 1.5))
        os.kill(children[0], signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    past = timezone.now() - delivering.LEASE * 2
    Letter.objects.filter(state=LetterState.SENDING).update(handed_at=past)
    delivering.release_dead(timezone.now())
    Letter.objects.filter(state=LetterState.QUEUED).update(next_attempt_at=timezone.now())
    cache.clear()


def work(numbers, seed):
    child = os.fork()
    if child:
        return child
    try:
        own = random.Random(seed).sample(numbers, len(numbers))
        for number in own:
            actions.deliver(number)
    finally:
        os._exit(0)
