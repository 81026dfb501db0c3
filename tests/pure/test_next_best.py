import datetime

import pytest

from tickets.next_best import Candidate, Person, rank

NOW = datetime.datetime(2026, 11, 25, 10, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def one(number, due=None, language="en", priority="normal", own=False, age=60) -> Candidate:
    due_at = None if due is None else NOW + due * MINUTE
    return Candidate(number, due_at, language, priority, own, NOW - age * MINUTE)


def order(*candidates, **person) -> list[int]:
    who = Person(**({"languages": {"en"}} | person))
    return [ranked.candidate.number for ranked in rank(candidates, who, NOW)]


@pytest.mark.parametrize(
    ("candidates", "numbers"),
    [
        ((one(1, 300), one(2, 14), one(3, -5)), [3, 2, 1]),  # the least time left
        ((one(1), one(2, 9000)), [2, 1]),  # whatever is promised, before what is not
        ((one(1, age=60), one(2, age=6000)), [2, 1]),  # without a promise the oldest
        ((one(1, 60, "pl"), one(2, 70)), [2, 1]),  # a little later, but in a language they speak
        ((one(1, 60, "pl"), one(2, 600)), [1, 2]),  # not for hours
        ((one(1, 60), one(2, 120, priority="urgent")), [2, 1]),
        ((one(1, 60), one(2, 60, priority="low")), [1, 2]),
        ((one(1, 60), one(2, 70, own=True)), [2, 1]),  # what they have begun
        ((one(1, 60, age=5), one(2, 60, age=9)), [2, 1]),  # equal: the older
        ((one(2, 60), one(1, 60)), [1, 2]),
    ],
)
def test_the_order(candidates, numbers):
    assert order(*candidates) == numbers


def test_who_has_more_than_others_first_does_what_they_have():
    candidates = one(1, 60), one(2, 100, own=True)
    assert order(*candidates, load=3, usual=3.0) == [1, 2]
    assert order(*candidates, load=9, usual=3.0) == [2, 1]


def test_what_moved_it_is_told():
    [ranked] = rank([one(1, 14, "pl", "high")], Person({"pl"}, load=9, usual=2), NOW)
    assert [reason.kind for reason in ranked.reasons] == ["due", "priority", "language", "load"]
    assert ranked.reasons[0].value == 14
