"""The clocks against a slow, plain reading of the rules; the long form is benchmarks/sla_oracle.py."""

import ast
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.sla_oracle import differing
from sla.clock import ClockState, clocks
from sla.policy import Metric
from tests.pure import plain_clocks, plain_hours, plain_story
from tests.pure.drawn_lives import draw
from tests.pure.plain_hours import SECOND
from tests.pure.scenarios import ask, said

LIVES, BY_THE_SECOND = 160, 3


@pytest.mark.parametrize("start", range(0, LIVES, 40))
def test_the_clocks_agree_with_the_plain_reading(start):
    seen = Counter()
    for number in range(start, start + 40):
        assert differing(draw(number), seen) == [], f"life {number}"
    assert {name.split()[0] for name in seen} == {metric.value for metric in Metric}


@pytest.mark.parametrize("number", range(BY_THE_SECOND))
def test_the_clocks_agree_with_every_second_looked_at(number):
    assert differing(draw(number, short=True), Counter(), SECOND) == []


@pytest.mark.parametrize("module", [plain_hours, plain_story, plain_clocks])
def test_the_oracle_knows_nothing_of_what_it_judges(module):
    tree = ast.parse(Path(module.__file__).read_text())
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    library = {"json", "bisect", "datetime", "fractions", "functools", "itertools", "math", "zoneinfo"}
    assert names <= library | {"tests.pure.plain_hours", "tests.pure.plain_story"}


@pytest.mark.parametrize("number", range(40))
def test_the_order_of_arrival_does_not_matter(number):
    """What happened at different times is put in order, whatever came first; equal times keep theirs."""
    scenario = draw(number)
    times = [event["at"] for event in scenario["events"]]
    if len(set(times)) < len(times) or any(e["kind"] == "retimed" for e in scenario["events"]):
        return
    shuffled = random.Random(number).sample(scenario["events"], len(times))
    assert ask({**scenario, "events": shuffled}) == ask(scenario)


@pytest.mark.parametrize("number", range(60))
def test_time_alone_moves_no_due_time(number):
    """When nothing happens any more, what runs stays due when it was, and what stands still stands still."""
    scenario = draw(number)
    last = max(datetime.fromisoformat(event["at"]) for event in scenario["events"])
    now = max(last, datetime.fromisoformat(scenario["now"]))
    before = ask({**scenario, "now": now.isoformat()})
    after = ask({**scenario, "now": (now + timedelta(minutes=number * 37 + 1)).isoformat()})
    for clock, then in zip(before, after, strict=True):
        if clock.state in (ClockState.RUNNING, ClockState.MISSED):
            assert (then.due_at, then.warn_at) == (clock.due_at, clock.warn_at)
        elif not clock.by_hand:
            assert (then.state, then.elapsed) == (clock.state, clock.elapsed)


@pytest.mark.parametrize("number", range(60))
def test_rule_22_segments_sum_to_what_is_shown(number):
    for adjusted in (False, True):
        for clock in ask(draw(number), adjusted=adjusted):
            assert sum((s.amount for s in clock.segments), timedelta(0)) == clock.elapsed
            for before, after in zip(clock.segments, clock.segments[1:], strict=False):
                assert before.end == after.start
            spans = {s.span for s in clock.segments if s.counted}
            if not clock.by_hand and spans <= {clock.target.span}:
                assert clock.elapsed + clock.remaining == clock.target.span


def test_rule_1_the_same_log_gives_the_same_answer_however_often_it_is_asked():
    scenario = draw(7)
    assert [said(clock) for clock in ask(scenario)] == [said(clock) for clock in ask(scenario)]
    assert clocks([], None, None, datetime.fromisoformat(scenario["now"])) == ()
