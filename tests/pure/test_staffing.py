"""Heads for calls, talks and letters: what is promised is kept when the days are played event by event."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.deferring import Letters, answered, plan, tightest
from scheduling.staffing import (
    Promise,
    StaffingError,
    Waiting,
    at_occupancy,
    blended,
    heads_needed,
    spare,
    with_shrinkage,
)
from tests.pure import played_queues

# Letters by quarter of an hour, over a day of eight hours.
DAY = [2, 3, 5, 6, 7, 8, 8, 7, 6, 5, 4, 4, 5, 6, 6, 6, 5, 5, 4, 3, 3, 2, 2, 2] + [1] * 8


@pytest.mark.parametrize(("arrivals", "aht", "patience"), [(100, 180, None), (60, 300, 120), (20, 240, None)])
def test_calls_are_answered_as_promised(arrivals, aht, patience):
    staffing = heads_needed(Waiting(arrivals, aht, patience_s=patience), Promise(0.8, 20))
    in_time, gone = played_queues.line(
        int(staffing.heads), arrivals / 1800, aht, 20, patience_s=patience, customers=60_000
    )
    assert in_time == pytest.approx(staffing.why.figures["answered"], abs=0.02)
    assert gone == pytest.approx(staffing.why.figures["given_up"], abs=0.02)
    assert in_time >= 0.8 - 0.02
    assert staffing.why.figures["one_less"] < 0.8


@pytest.mark.parametrize(
    ("arrivals", "aht", "patience", "at_once", "slower"), [(60, 600, None, 3, 0.2), (100, 480, 180, 3, 0.3)]
)
def test_talks_are_answered_as_promised(arrivals, aht, patience, at_once, slower):
    work = Waiting(arrivals, aht, patience_s=patience, concurrency=at_once, slower=slower)
    staffing = heads_needed(work, Promise(0.8, 30))
    in_time, gone = played_queues.talks(
        int(staffing.heads), arrivals / 1800, aht, 30, concurrency=at_once, slower=slower,
        patience_s=patience, customers=25_000,
    )  # fmt: skip
    assert in_time == pytest.approx(staffing.why.figures["answered"], abs=0.02)
    assert gone == pytest.approx(staffing.why.figures["given_up"], abs=0.02)


@pytest.mark.parametrize(
    ("times", "within", "aht", "share"), [(1, 16, 480, 0.9), (1, 4, 480, 0.9), (0.3, 8, 600, 0.95)]
)
def test_letters_are_answered_as_promised(times, within, aht, share):
    arrivals = [times * one for one in DAY] * 10
    work = Letters(arrivals, [True] * len(arrivals), within, aht, share=share)
    found = plan(work)
    assert found.share >= share
    whole = [math.ceil(one) for one in found.heads]
    assert played_queues.letters(arrivals, whole, within, aht, times=6) >= share - 0.02


@pytest.mark.parametrize(("heads", "within", "times"), [(2, 16, 1), (2, 4, 0.9), (1, 8, 0.3), (2, 4, 0.95)])
def test_how_many_letters_are_late_is_foreseen(heads, within, times):
    arrivals = [times * one for one in DAY] * 10
    work = Letters(arrivals, [True] * len(arrivals), within, 480 if times != 0.3 else 600)
    foreseen = answered(work, [heads] * len(arrivals))
    played = played_queues.letters(arrivals, [heads] * len(arrivals), within, work.aht_s, times=100)
    assert 0.05 < foreseen < 0.995
    assert foreseen == pytest.approx(played, abs=0.02)


def test_what_comes_at_night_waits_for_the_opening():
    night_and_day = [*[1.0] * 64, *[2.0] * 32] * 3
    is_open = [*[False] * 64, *[True] * 32] * 3
    found = plan(Letters(night_and_day, is_open, 16, 300))
    assert all(not heads for heads, open_ in zip(found.heads, is_open, strict=True) if not open_)
    # 64 letters at the door and 32 more within the four hours: never all at once.
    assert found.heads[64] == pytest.approx(max(found.heads), rel=0.05)
    assert found.peak < (64 + 32) * 300 / (16 * 900) * 1.6


def test_more_backlog_more_time_and_more_people_go_the_right_way():
    work = Letters(DAY, [True] * 32, 12, 480)
    later = Letters(DAY, [True] * 32, 20, 480)
    behind = Letters(DAY, [True] * 32, 12, 480, backlog=((4, 10), (-3, 5)))
    assert plan(later).peak < plan(work).peak < plan(behind).peak
    assert plan(behind).why.figures["late"] == 5
    assert answered(work, [2] * 32) < answered(work, [3] * 32)


def test_letters_between_calls_need_fewer_of_their_own():
    calls = heads_needed(Waiting(100, 180), Promise())
    both = blended(calls, 2.0, shrinkage=0.3)
    assert spare(calls) == pytest.approx(14 * (1 - 10 / 14) * 0.8)
    assert both.heads == calls.heads
    assert blended(calls, 5.2).heads == pytest.approx(calls.heads + 2)
    assert both.rostered == with_shrinkage(14, 0.3) == 20
    free = plan(Letters(DAY, [True] * 32, 12, 480), spare=[1.0] * 32)
    alone = plan(Letters(DAY, [True] * 32, 12, 480))
    assert free.peak == pytest.approx(alone.peak - 1)


def test_busy_people_and_impatient_callers_ask_for_more():
    work = Waiting(100, 180, patience_s=60)
    plain = heads_needed(work, Promise())
    calm = heads_needed(work, Promise(most_occupancy=0.6))
    kept = heads_needed(work, Promise(most_given_up=0.005))
    assert calm.heads > plain.heads
    assert kept.heads > plain.heads
    assert (calm.why.kind, kept.why.kind, plain.why.kind) == ("occupancy", "given_up", "waiting")
    assert at_occupancy(plain, 30, work).why.figures["occupancy"] < 0.4


def test_every_number_says_why_as_json():
    why = heads_needed(Waiting(100, 180), Promise(), shrinkage=0.3).why.to_dict()
    assert json.loads(json.dumps(why)) == why
    assert (why["heads"], why["erlangs"], why["rostered"]) == (14, 10, 20)
    quiet = heads_needed(Waiting(0, 180), Promise())
    assert (quiet.heads, quiet.why.kind) == (0, "quiet")
    assert plan(Letters([0.0] * 4, [True] * 4, 3, 300)).why.kind == "quiet"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Promise(share=1.0),
        lambda: Promise(most_occupancy=0),
        lambda: with_shrinkage(4, 1.0),
        lambda: Letters([1.0], [True, False], 4, 300),
        lambda: plan(Letters([1.0], [True], 0.2, 300)),
        lambda: plan(Letters([1.0], [False], 4, 300)),
        lambda: Letters([-1.0], [True], 4, 300),
        lambda: Letters([1.0], [True], 4, 300, share=1),
    ],
)
def test_what_has_no_answer_is_refused(wrong):
    with pytest.raises(StaffingError):
        wrong()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
def test_the_tightest_string_lies_between_and_has_the_lowest_peak(steps):
    high = np.concatenate([[0.0], np.cumsum([one for one, _ in steps])])
    low = np.minimum(np.concatenate([[0.0], np.cumsum([two for _, two in steps])]), high)
    found = tightest(low, high)
    assert (found >= low - 1e-9).all()
    assert (found <= high + 1e-9).all()
    assert (np.diff(found) >= -1e-9).all()
    least = max((low[j] - high[i]) / (j - i) for i in range(len(low)) for j in range(i + 1, len(low)))
    # A way that may end anywhere keeps its slope, and has no more than it needs.
    assert np.diff(found).max() <= max(least, 0) + 1e-6
