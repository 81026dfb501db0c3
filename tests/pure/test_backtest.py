"""What a back-test counts, from clocks alone."""

from datetime import timedelta

from sla.backtest import HANDLING, Change, Line, Tally, compare
from sla.clock import clocks
from sla.policy import Metric, Promise, first_response, resolution
from tests.pure.test_clock import DESK, HOUR, answered, at, moved, opened


def lived(span, *events, now="1T17:00"):
    promise = Promise(targets=(first_response(span), resolution(8 * HOUR)))
    return clocks(events, promise, DESK, at(now))


LOG = (opened("1T09:00"), answered("1T11:00"), moved("1T12:00", "solved"))


def test_a_stricter_promise_is_newly_late_by_so_much():
    first, solved = compare(lived(4 * HOUR, *LOG), lived(HOUR, *LOG))
    assert (first.metric, first.change, first.sooner) == (Metric.FIRST_RESPONSE, Change.NEWLY_LATE, HOUR)
    assert first.handling == HANDLING[Metric.FIRST_RESPONSE]
    assert (solved.change, solved.sooner, solved.handling) == (None, timedelta(0), timedelta(0))


def test_a_looser_one_is_late_no_longer_and_gives_time_back():
    first, _ = compare(lived(HOUR, *LOG), lived(4 * HOUR, *LOG))
    assert (first.change, first.sooner) == (Change.NO_LONGER_LATE, timedelta(0))
    assert first.handling == -HANDLING[Metric.FIRST_RESPONSE]


def test_a_clock_that_one_side_does_not_have_is_compared_with_nothing():
    first, *_ = compare((), lived(HOUR, *LOG))
    assert (first.before, first.change) == (None, Change.NEWLY_LATE)
    first, *_ = compare(lived(HOUR, *LOG), ())
    assert first.change is Change.NO_LONGER_LATE


def test_attainment_is_of_what_is_settled():
    line = Line()
    for log in (LOG, LOG[:1], (opened("1T09:00"), answered("1T16:00"))):
        first, *_ = compare(lived(4 * HOUR, *log, now="1T12:30"), lived(HOUR, *log, now="1T12:30"))
        line.count(first)
    assert (line.before, line.after) == (Tally(kept=1, open=2), Tally(missed=3))
    assert (line.before.attainment, line.after.attainment, Tally(open=1).attainment) == (1.0, 0.0, None)
    assert Line.from_json(line.as_json()) == line
    line.add(Line.from_json([1, 2, 3, 4, 5, 6]))
    assert line.as_json() == [2, 2, 5, 4, 8, 6]
