"""What somebody does against what was planned, on a day in Tallinn and over a night of changing clocks."""

import datetime

import pytest

from scheduling.adherence import Clocked, Part, Span, Verdict, share, walk
from scheduling.adhering import State, state_at

DAY = datetime.datetime(2026, 10, 24, tzinfo=datetime.UTC)


def at(hour, minute=0):
    return DAY + datetime.timedelta(hours=hour, minutes=minute)


PARTS = [Part(at(8), at(12), "tickets"), Part(at(12), at(12, 30), "break"), Part(at(12, 30), at(16), "phone")]
CAME = Clocked(there=[Span(at(8))])


@pytest.mark.parametrize(
    ("clocked", "when", "state"),
    [
        (CAME, at(9), State.HERE),
        (Clocked(), at(8, 4), State.SOON),
        (Clocked(), at(8, 6), State.LATE),
        (Clocked(there=[Span(at(8), at(10))]), at(11), State.LEFT),
        (Clocked(there=[Span(at(8))], pauses=[Span(at(12))]), at(12, 20), State.BREAK),
        (Clocked(there=[Span(at(8))], pauses=[Span(at(12))]), at(12, 40), State.LONG_BREAK),
        (Clocked(there=[Span(at(8), at(12))]), at(12, 10), State.BREAK),
        (Clocked(approved=[Span(at(8), at(10))]), at(9), State.OFF),
        (CAME, at(17), State.EXTRA),
        (Clocked(), at(17), State.OFF),
        (Clocked(there=[Span(at(5), at(6))]), at(9), State.LATE),
    ],
)
def test_what_one_sees(clocked, when, state):
    assert state_at(PARTS, clocked, when) is state


def kept(parts, clocked, until):
    return share(walk(parts, clocked, until))


def test_each_stretch_has_its_verdict_and_its_length():
    did = Clocked(
        there=[Span(at(8, 30), at(16, 30))],
        pauses=[Span(at(10), at(10, 15)), Span(at(12), at(12, 20))],
        approved=[Span(at(10), at(10, 10))],
    )
    found = [(one.verdict, one.minutes) for one in walk(PARTS, did, at(18)) if one.verdict != Verdict.KEPT]
    assert found == [
        (Verdict.ABSENT, 30), (Verdict.APPROVED, 10), (Verdict.ON_BREAK, 5), (Verdict.NO_BREAK, 10),
        (Verdict.EXTRA, 30),
    ]  # fmt: skip
    assert kept(PARTS, did, at(18)) == pytest.approx(1 - 45 / 480)
    # What comes later is not judged; what is equal and side by side is one.
    assert [one.minutes for one in walk(PARTS, CAME, at(11))] == [180]
    assert walk(PARTS, Clocked(), at(7)) == []
    assert kept((), CAME, at(11)) is None


def test_how_much_of_it_was_kept():
    assert kept(PARTS, CAME, at(7)) is None
    assert kept(PARTS, CAME, at(12)) == 1
    # Half an hour late, and no break taken: an hour of eight.
    late = Clocked(there=[Span(at(8, 30))])
    assert kept(PARTS, late, at(16)) == pytest.approx(7 / 8)
    excused = Clocked(there=[Span(at(8, 30))], approved=[Span(at(8), at(8, 30))])
    assert kept(PARTS, excused, at(16)) == pytest.approx(7.5 / 8)
    took = Clocked(there=[Span(at(8), at(16))], pauses=[Span(at(12), at(12, 30))])
    assert kept(PARTS, took, at(18)) == 1


def test_a_night_with_one_hour_more_has_it():
    night = [Part(at(22), at(22 + 9), "tickets")]  # 01:00 to 09:00 in Tallinn, and nine hours long
    assert kept(night, Clocked(there=[Span(at(22 + 3))]), at(22 + 9)) == pytest.approx(6 / 9)
