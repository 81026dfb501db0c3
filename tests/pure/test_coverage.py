"""Risk ahead: as often late as when the days are played, never less with fewer people, and what helps."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.coverage import Calls, calls_late, letters_late
from scheduling.deferring import Letters
from scheduling.staffing import StaffingError
from tests.pure import played_queues

DAY = [2, 3, 5, 6, 7, 8, 8, 7, 6, 5, 4, 4, 5, 6, 6, 6, 5, 5, 4, 3, 3, 2, 2, 2] + [1] * 8
RINGS = [5, 8, 14, 20, 26, 30, 30, 26, 22, 18, 16, 16, 20, 24, 24, 20, 16, 12, 8, 6, 5, 4, 3, 3]


@pytest.mark.parametrize(
    ("heads", "within", "times", "aht"),
    [(2, 4, 0.9, 480), (2, 4, 0.8, 480), (2, 16, 1, 480), (1, 8, 0.3, 600), (3, 4, 1, 480), (3, 2, 1, 480)],
)
def test_letters_are_late_as_often_as_was_said(heads, within, times, aht):
    arrivals = [times * one for one in DAY] * 10
    said = letters_late(Letters(arrivals, [True] * 320, within, aht), [heads] * 320).share(arrivals)
    played = 1 - played_queues.letters(arrivals, [heads] * 320, within, aht, times=40)
    assert said == pytest.approx(played, abs=0.05)


@pytest.mark.parametrize(
    ("aht", "heads", "patience"),
    [(240, [7] * 24, None), (240, [8] * 24, None), (300, [8] * 24, None), (300, [8] * 24, 120),
     (240, [5] * 24, 90),
     (240, [3, 4, 5, 6, 8, 9, 9, 8, 7, 6, 5, 5, 6, 7, 7, 6, 5, 4, 3, 3, 3, 2, 2, 2], None)],
)  # fmt: skip
def test_calls_are_late_as_often_as_was_said(aht, heads, patience):
    said = calls_late(Calls(RINGS, aht, 20, patience_s=patience), heads).share(RINGS)
    played = played_queues.calls(RINGS, heads, aht, 20, patience_s=patience, times=30)
    assert said == pytest.approx(played, abs=0.05)


def test_a_big_team_is_followed_more_coarsely_and_still_right():
    rings = [10 * one for one in RINGS] * 14
    heads = [round(10 * one * 300 / 900 + 6) for one in RINGS] * 14
    said = calls_late(Calls(rings, 300, 20), heads).share(rings)
    assert said == pytest.approx(played_queues.calls(rings, heads, 300, 20, times=3), abs=0.05)


@pytest.mark.parametrize("light", [0.2, 1.0])
def test_a_shift_less_is_a_risk_more_wherever_it_is_missed(light):
    arrivals, heads = [light * one for one in DAY] * 3, [3.0] * 96
    work = Letters(arrivals, [True] * 96, 8, 480)
    base = letters_late(work, heads).late
    fewer = letters_late(work, [2.0 if 40 <= n < 56 else each for n, each in enumerate(heads)]).late
    more = letters_late(work, [4.0 if 40 <= n < 56 else each for n, each in enumerate(heads)]).late
    # Whatever comes up to two hours before it, or during it.
    assert all(fewer[n] > base[n] > more[n] for n in range(33, 56))
    assert all(fewer[n] >= base[n] - 1e-12 >= more[n] - 2e-12 for n in range(96))
    assert fewer[:31] == base[:31]


@pytest.mark.parametrize("patience", [None, 120])
@pytest.mark.parametrize("there", [4.0, 9.0, 14.5])
def test_a_head_less_is_a_risk_more_for_calls(there, patience):
    calls, heads = Calls(RINGS, 240, 20, patience_s=patience), [there] * 24
    base = calls_late(calls, heads).late
    fewer = calls_late(calls, [there - 1 if 8 <= n < 12 else there for n in range(24)]).late
    more = calls_late(calls, [there + 1 if 8 <= n < 12 else there for n in range(24)]).late
    assert all(fewer[n] > base[n] > more[n] for n in range(8, 12))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 6), st.floats(0, 4)), min_size=4, max_size=40),
    st.floats(1.5, 20), st.integers(0, 39), st.floats(0.1, 2),
)  # fmt: skip
def test_more_people_never_make_it_worse(slots, within, where, extra):
    arrivals, heads = [one for one, _ in slots], [two for _, two in slots]
    more = [each + extra if n == where % len(heads) else each for n, each in enumerate(heads)]
    letters = Letters(arrivals, [True] * len(slots), within, 600)
    calls = Calls(arrivals, 300, 30)
    # The line of calls is stepped more finely where more people are: the last digits differ.
    for before, after, digits in (
        (letters_late(letters, heads), letters_late(letters, more), 1e-9),
        (calls_late(calls, heads), calls_late(calls, more), 1e-3),
    ):
        assert all(
            0 <= b <= a + digits <= 1 + 2 * digits for a, b in zip(before.late, after.late, strict=True)
        )
        assert after.expected <= before.expected + digits * (1 + sum(arrivals))


def test_what_waits_already_is_done_first_and_can_be_late_too():
    work = Letters(DAY, [True] * 32, 12, 480)
    behind = Letters(DAY, [True] * 32, 12, 480, backlog=((2, 12), (9, 6), (-1, 4)))
    calm, late = letters_late(work, [3] * 32), letters_late(behind, [3] * 32)
    assert 4 < late.backlog_late < 22
    assert late.late[0] > calm.late[0]
    new = sum(a * b for a, b in zip(DAY, late.late, strict=True))
    assert late.expected == pytest.approx(new + late.backlog_late)


def test_what_comes_at_night_is_as_late_as_what_is_there_at_the_opening():
    is_open = [False] * 16 + [True] * 32
    work = Letters([1.0] * 48, is_open, 8, 600)
    late = letters_late(work, [0.0] * 16 + [1.0] * 32).late
    assert len(set(late[:17])) == 1
    early = letters_late(work, [0.0] * 12 + [1.0] * 36).late
    assert early[16] < late[16], "who comes before the opening has less to do at it"
    assert letters_late(Letters([2.0], [False], 8, 600), [1.0]).late == (1.0,)
    hopeless = letters_late(Letters([2.0] * 8, [True] * 8, 0.1, 900), [5.0] * 8)
    assert min(hopeless.late) > 0.8, "what takes longer than was promised is late"


def test_two_weeks_of_a_team_are_looked_at_in_about_a_second():
    began = time.process_time()
    letters_late(Letters(DAY * 42, [True] * 1344, 16, 480), [2.0] * 1344)
    calls_late(Calls([*RINGS, *[0] * 24] * 28, 240, 20), [6.5] * 1344)
    # Generous, since the machine may be busy: it takes about one.
    assert time.process_time() - began < 4


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: letters_late(Letters([1.0], [True], 4, 300), [1.0, 1.0]),
        lambda: calls_late(Calls([1.0], 300, 20), [-1.0]),
        lambda: Calls([-1.0], 300, 20),
        lambda: Calls([1.0], 0, 20),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(StaffingError):
        wrong()
