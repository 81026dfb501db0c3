"""Forecasts: made days whose laws are known, a real series of calls, and what there is no learning from."""

import datetime
from pathlib import Path

import numpy as np
import pytest

from benchmarks.forecasts import Series, read
from scheduling.forecast import METHODS, Ahead, Day, ForecastError, forecast

CALLS = Path(__file__).parents[3] / "shared/data/forecast/bank_calls_30min.csv"
MONDAY = datetime.date(2026, 6, 1)
ONE = datetime.timedelta(days=1)
SHAPE = np.array([0, 2, 5, 8, 9, 6, 4, 3, 2, 1, 1, 0], dtype=float)
WEEK = np.array([1.4, 1.0, 0.9, 0.9, 1.1, 0.4, 0.3])


def made(weeks, *, seed=1, size=4.0, drift=0.0, noise=0.0):
    """Days by law: a shape, a week, a drift by week; chance around it, and days that are more or less."""
    rng, days = np.random.default_rng(seed), []
    level = 1.0
    for n in range(7 * weeks):
        level *= 1 + drift / 7
        lift = np.exp(rng.normal(0, noise)) if noise else 1.0
        rate = SHAPE * WEEK[n % 7] * size * level * lift
        days.append(Day(MONDAY + n * ONE, rng.poisson(rate).astype(float).tolist()))
    return days


def after(days, count=7, **more):
    return [Ahead(days[-1].day + (n + 1) * ONE, **more) for n in range(count)]


def test_a_steady_week_is_found_again():
    days = made(12)
    found = forecast(days, after(days))
    expected = np.array(found.expected)
    truth = np.outer(WEEK, SHAPE * 4.0)
    assert np.abs(expected - truth).sum() / truth.sum() < 0.1
    assert found.scores[0].method == found.method != "seasonal_naive"
    assert found.scores[0].mase < 0.85
    assert {one.method for one in found.scores} == set(METHODS)
    assert found.origins == 35
    low, high = (np.array(one) for one in found.between(0.95))
    assert (low <= found.low).all()
    assert (high >= found.high).all()


def test_what_grows_is_followed():
    days = made(20, drift=0.06, size=10)
    total = np.array(forecast(days, after(days)).expected).sum()
    came = sum(sum(day.values) for day in days[-7:])
    assert total > 0.93 * came


@pytest.mark.parametrize(("size", "noise"), [(4.0, 0.0), (0.4, 0.0), (40.0, 0.15)])
def test_what_comes_lies_between_as_often_as_was_said(size, noise):
    days = made(30, size=size, noise=noise, seed=3)
    found = forecast(days[:140], after(days[:140], 70), level=0.8)
    came = np.array([day.values for day in days[140:]])
    low, high, expected = (np.array(one) for one in (found.low, found.high, found.expected))
    assert (low <= expected).all()
    assert (expected <= high).all()
    busy = expected > 0
    # Counts are whole: of few a bit more lies within.
    within = ((came >= np.floor(low)) & (came <= np.ceil(high)))[busy].mean()
    assert 0.7 <= within <= 0.97
    assert found.coverage == pytest.approx(0.8, abs=0.12)


def test_where_little_comes_weekdays_lend_each_other_their_shape():
    days = made(10, size=0.3)
    found = {score.method: score.mase for score in forecast(days, after(days)).scores}
    assert found["pooled_8"] < found["mean_8"] < found["seasonal_naive"]


def test_of_little_that_comes_not_nothing_is_expected():
    """The median of half hours in which mostly nothing comes is nothing, and off by least."""
    days = made(20, size=0.02)
    found = forecast(days, after(days, 28))
    came = np.mean([sum(one.values) for one in days])
    assert found.method != "median_6"
    assert np.sum(found.expected) / 28 == pytest.approx(came, rel=0.35)


def test_holidays_are_left_out_and_mapped():
    days = made(12, size=10)
    quiet = [10, 38, 66]
    days = [
        Day(one.day, [0.25 * value for value in one.values], holiday=True) if n in quiet else one
        for n, one in enumerate(days)
    ]
    ahead = [Ahead(days[-1].day + ONE), Ahead(days[-1].day + ONE, holiday=True)]
    found = forecast(days, ahead)
    ordinary, holiday = (sum(row) for row in found.expected)
    assert found.left_out == {"holiday": 3}
    assert holiday / ordinary == pytest.approx(0.25, abs=0.05)
    few = forecast([one for n, one in enumerate(days) if n not in quiet[1:]], ahead)
    sunday = sum(forecast(days, [Ahead(days[-1].day + 7 * ONE)]).expected[0])
    assert sum(few.expected[1]) == pytest.approx(sunday, rel=0.15)


def test_an_outage_and_a_gap_teach_nothing():
    days = made(10, size=10)
    plain = forecast(days, after(days))
    holed = list(days)
    holed[60] = Day(days[60].day, [None] * 12)
    holed[61] = Day(days[61].day, [*days[61].values[:4], *[None] * 8])
    holed[62] = Day(days[62].day, [*days[62].values[:10], None, None])
    found = forecast([one for n, one in enumerate(holed) if n != 59], after(days))
    assert found.left_out == {"gap": 1, "outage": 1}
    assert np.abs(np.array(found.expected) - np.array(plain.expected)).sum() < 0.1 * np.sum(plain.expected)


def test_an_event_is_taken_out_behind_and_put_in_ahead():
    days = made(10, size=10)
    doubled = [*days]
    doubled[-6] = Day(days[-6].day, [2 * value for value in days[-6].values], factor=2.0)
    usual = np.array(forecast(days, after(days)).expected)
    more = np.array(forecast(doubled, after(days, factor=1.5)).expected)
    assert more == pytest.approx(1.5 * usual)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "no history"),
        (made(2), "3 weeks is needed; 2"),
        ([*made(4), Day(MONDAY + 30 * ONE, [1.0])], "same number of slots"),
        ([*made(4), made(1)[0]], "twice"),
        ([Day(MONDAY + n * ONE, [None] * 4) for n in range(60)], "0 can be used"),
        ([*made(4), Day(MONDAY + 30 * ONE, [-1.0] * 12)], "Less than nothing"),
    ],
)
def test_too_little_is_refused_with_a_reason(days, said):
    with pytest.raises(ForecastError, match=said):
        forecast(days, [])


def test_days_on_which_nothing_ever_came_stay_empty():
    days = [Day(one.day, [0.0] * 12 if one.day.weekday() > 4 else one.values) for one in made(8)]
    found = forecast(days, after(days))
    assert sum(found.expected[5]) + sum(found.expected[6]) == 0
    silent = [Day(one.day, [0.0] * 12) for one in made(8)]
    nothing = forecast(silent, after(silent))
    assert np.sum(nothing.expected) == np.sum(nothing.high) == 0


def test_the_time_of_the_month_is_learned_and_told_from_chance():
    """Bills go out on the first: so much more comes in the first days of each month."""
    days = made(26, size=10)
    busy = [Day(one.day, [1.3 * value for value in one.values]) if one.day.day <= 4 else one for one in days]
    for series, lift in ((busy, 1.3), (days, 1.0)):
        until = [one for one in series if one.day < datetime.date(2026, 11, 1)]
        found = forecast(until, after(until, 10))
        first, usual = np.sum(found.expected[:3], axis=1), np.sum(found.expected[7:10], axis=1)
        assert np.mean(first / usual) == pytest.approx(lift, abs=0.1)


def test_a_day_that_nobody_marked_teaches_nothing():
    """A holiday and an alarm that nobody told of: forecasts stay as they were."""
    days = made(10, size=10)
    plain = np.array(forecast(days, after(days)).expected)
    for times in (0.1, 4.0):
        odd = [*days[:-3], Day(days[-3].day, [times * value for value in days[-3].values]), *days[-2:]]
        found = forecast(odd, after(odd))
        assert found.left_out == {"unlike": 1}
        assert np.abs(np.array(found.expected) - plain).sum() < 0.06 * plain.sum()


@pytest.mark.skipif(not CALLS.exists(), reason=f"{CALLS.name} may not be copied here: GPL-3 data of R fpp3")
def test_calls_to_a_bank():
    """Twenty rolling origins two working days apart, ten ahead; benchmarks.forecasts has them all."""
    series = Series(read(str(CALLS)))
    row = series.row(10, 2, 20)
    assert len(row) == 20
    for ahead in (1, 5, 10):
        ours, naive = ([getattr(one, name)[:ahead].mean() for one in row] for name in ("ours", "naive"))
        assert np.mean(ours) <= 0.85
        assert np.mean(ours) < 0.8 * np.mean(naive)
    for n, (level, off) in enumerate([(0.8, 0.07), (0.95, 0.04)]):
        assert np.mean([one.within[n][:10].mean() for one in row]) == pytest.approx(level, abs=off)
