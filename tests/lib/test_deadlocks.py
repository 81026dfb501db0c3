"""Two who take the same things in opposite order both get through."""

import threading

import pytest
from django.db import OperationalError, connection, transaction
from psycopg2.errors import DeadlockDetected

from lib.deadlocks import TRIES, again_after_deadlock


@pytest.mark.django_db(transaction=True)
def test_two_who_wait_for_each_other_both_get_through():
    both_hold_one, tries, done = threading.Barrier(2), [], []

    @again_after_deadlock
    @transaction.atomic
    def take(first, second):
        tries.append(first)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [first])
            if len(tries) <= 2:
                both_hold_one.wait(timeout=30)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [second])
        done.append(first)

    def run(first, second):
        try:
            take(first, second)
        finally:
            connection.close()

    people = [threading.Thread(target=run, args=pair) for pair in ((71, 72), (72, 71))]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(done) == [71, 72]
    assert len(tries) == 3


def fails(cause):
    calls = []

    @again_after_deadlock
    def act():
        calls.append(1)
        raise OperationalError("no") from cause

    return act, calls


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("cause", "times"), [(DeadlockDetected(), TRIES), (ValueError(), 1)])
def test_tries_come_to_an_end_and_other_trouble_is_not_tried_again(cause, times):
    act, calls = fails(cause)
    with pytest.raises(OperationalError):
        act()
    assert len(calls) == times


def test_inside_a_larger_transaction_nothing_begins_again(db):
    act, calls = fails(DeadlockDetected())
    with pytest.raises(OperationalError):
        act()
    assert len(calls) == 1
