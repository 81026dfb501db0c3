"""Waiting lines: published figures, and what must hold for any of them."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling import erlang
from scheduling.erlang import Line
from scheduling.staffing import with_shrinkage

FIGURES = json.loads((Path(__file__).parent.parent / "data/staffing/erlang.json").read_text())


def _line_a(arrivals_per_s, aht_s, patience_s, agents, waiting_room=None):
    return Line(agents, arrivals_per_s, aht_s, patience_s, room=waiting_room)


def _in_system(arrivals, service_rate, agents):
    return erlang.queue_length(agents, arrivals / service_rate) + arrivals / service_rate


ASKED = {
    "traffic_erlangs": lambda calls, interval_s, aht_s: erlang.erlangs(calls, interval_s, aht_s),
    "service_level": lambda agents, erlangs, aht_s, target_s: erlang.service_level(
        agents, erlangs, aht_s, target_s
    ),
    "probability_wait": lambda agents, erlangs: erlang.wait_probability(agents, erlangs),
    "asa_seconds": lambda agents, erlangs, aht_s: erlang.speed_of_answer(agents, erlangs, aht_s),
    "occupancy": lambda agents, erlangs: erlang.occupancy(agents, erlangs),
    "agents_with_shrinkage": lambda raw_agents, shrinkage: with_shrinkage(raw_agents, shrinkage),
    "blocking_b": lambda agents, erlangs: erlang.blocking(agents, erlangs),
    "trunks_for_blocking": lambda erlangs, blocking: erlang.lines_for(erlangs, blocking),
    "mean_in_system": _in_system,
    "mean_sojourn_seconds": lambda agents, erlangs, aht_s: (
        aht_s + erlang.speed_of_answer(agents, erlangs, aht_s)
    ),
    "mean_queue_length": lambda arrivals, service_rate, agents: erlang.queue_length(
        agents, arrivals / service_rate
    ),
    "erlang_a.state_probability": lambda state, **said: _line_a(**said).chain.at(state),
    "erlang_a.mean_wait_s": lambda **said: _line_a(**said).mean_wait_s,
    "erlang_a.p_abandon": lambda **said: _line_a(**said).given_up,
}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"{figure['id']}-{figure['function']}")
def test_published_figures(figure):
    found = ASKED[figure["function"]](**figure["inputs"])
    assert found == pytest.approx(figure["expected"], abs=max(figure["tolerance"], 1e-12))
    assert found == pytest.approx(figure["reference_value"], rel=1e-6, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.floats(0.01, 500), st.floats(1, 600), st.floats(0, 120))
def test_the_chain_and_the_recursion_say_the_same(agents, load, aht, target):
    line = Line(agents, load / aht, aht)
    if agents <= load:
        assert (line.wait_probability, line.answered_within(target)) == (1.0, 0.0)
        return
    assert line.wait_probability == pytest.approx(erlang.wait_probability(agents, load), rel=1e-6, abs=1e-15)
    assert line.answered_within(target) == pytest.approx(
        erlang.service_level(agents, load, aht, target), rel=1e-6, abs=1e-9
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 200), st.floats(0.05, 2), st.floats(20, 900), st.floats(10, 900))
def test_who_comes_is_answered_or_gives_up(agents, busy, aht, patience):
    line = Line(agents, busy * agents / aht, aht, patience)
    longest = 12 * max(patience, aht)
    assert line.answered_within(longest) + line.given_up == pytest.approx(1, abs=1e-4)
    assert line.given_up <= Line(agents, busy * agents / aht, aht, patience / 2).given_up + 1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.floats(0.1, 50), st.floats(20, 600), st.sampled_from([None, 60, 300]))
def test_one_more_never_answers_less(agents, load, aht, patience):
    shares = [Line(n, load / aht, aht, patience).answered_within(20) for n in (agents, agents + 1)]
    assert shares[0] <= shares[1] + 1e-9


def test_twelve_thousand_people_do_not_overflow():
    line = Line(12_000, 12_345 / 300, 300, 120)
    assert line.given_up == pytest.approx((12_345 - 12_000) / 12_345, rel=0.01)
    assert 0 <= line.answered_within(20) <= 1
    assert erlang.service_level(12_421, 12_345, 300, 20) == pytest.approx(0.9976, abs=1e-4)
    assert erlang.blocking(12_000, 1.0) == 0.0


def test_talks_at_once_without_getting_slower_are_more_people():
    assert Line(5, 0.02, 600, concurrency=3).answered_within(30) == pytest.approx(
        Line(15, 0.02, 600).answered_within(30)
    )
    slow = Line(5, 0.02, 600, concurrency=3, slower=0.3)
    assert slow.answered_within(30) < Line(5, 0.02, 600, concurrency=3).answered_within(30)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: erlang.erlangs(1, 0, 60),
        lambda: erlang.blocking(-1, 1),
        lambda: erlang.wait_probability(3, math.nan),
        lambda: erlang.lines_for(3, 0),
        lambda: Line(3, 1, 0),
        lambda: Line(3, 1, 60, patience_s=0),
        lambda: Line(3, -1, 60),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()
