"""Figures of a person: equal skill gives equal figures, whatever the shifts, the load, the company."""

import random

from hypothesis import given
from hypothesis import strategies as st

from reports.counted.queues import STEP, Queues, added_up
from reports.people.fair import HOUR, differ, rate, work_time
from reports.people.stretches import common, holds, joined, length, without

BOUNDS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)
TEAM = 1
DAYS = 20


@given(BOUNDS, BOUNDS)
def test_stretches_are_sets_of_moments(some, others):
    a, b = joined(some), joined(others)
    for moment in range(61):
        at = moment + 0.5
        in_a = any(start <= at < end for start, end in some)
        in_b = any(start <= at < end for start, end in others)
        assert holds(a, at) == in_a
        assert holds(common(a, b), at) == (in_a and in_b)
        assert holds(without(a, b), at) == (in_a and not in_b)
    assert length(a) == length(common(a, b)) + length(without(a, b))


def queue(*waits, team=TEAM, until=100, step=5):
    return Queues(0, {team: added_up(waits, 0, until // step, step)}, step)


def test_time_with_nothing_to_do_does_not_count():
    waiting = queue((10, 20), (15, 30), (90, 95))
    assert work_time(7, {7: [(0, 100)]}, {TEAM: [7]}, waiting) == 25
    assert work_time(7, {7: [(12, 92)]}, {TEAM: [7]}, waiting) == 20


def test_one_ticket_is_not_work_for_two():
    present = {7: [(0.0, 100.0)], 8: [(0.0, 50.0)]}
    assert work_time(7, present, {TEAM: [7, 8]}, queue((0, 100))) == 75
    two = queue((0, 100), (0, 50))
    assert work_time(7, present, {TEAM: [7, 8]}, two) == 100


def test_what_waits_in_other_teams_is_not_theirs():
    assert work_time(7, {7: [(0, 100)]}, {TEAM: [7]}, queue((0, 100), team=2)) == 0


TIMES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


@given(TIMES, st.integers(0, 20))
def test_what_waited_is_added_up_by_steps(waits, start):
    found = added_up(waits, start, 5, 7)
    for step, seconds in enumerate(found):
        moments = range(start + 7 * step, start + 7 * (step + 1))
        assert seconds == sum(a <= moment < b for moment in moments for a, b in waits)


@given(TIMES, BOUNDS, BOUNDS)
def test_by_steps_it_is_the_same_work_but_in_steps_in_which_something_comes_or_goes(waits, mine, others):
    present = {7: joined(mine), 8: joined(others)}
    exactly, roughly = (
        work_time(7, present, {TEAM: [7, 8]}, queue(*waits, until=60, step=step)) for step in (1, 6)
    )
    edges = {at // 6 for begins, ends in waits if begins < ends for at in (begins, ends)}
    assert abs(exactly - roughly) <= 6 * len(edges) + 1e-6


def test_rates_have_intervals_that_hold_them():
    found = rate(40, 10 * HOUR)
    assert (found.value, round(found.low, 2), round(found.high, 2)) == (4, 2.86, 5.45)
    assert not found.few
    nothing = rate(0, 2 * HOUR)
    assert (nothing.value, nothing.low, round(nothing.high, 2)) == (0, 0, 1.83)
    assert rate(3, 0) is None


def lived(seed: int, arrivals_an_hour: float, minutes: float, start: int, company: int = 1):
    """Weeks of shifts of eight hours: what came in them waits, and each answers one after another, as fast as
    they can; tickets come by themselves. → present, what waited, answers of number 0.
    """
    dice = random.Random(seed)
    present, waiting, answers = [], [], 0
    for day in range(DAYS):
        begin = (day * 24 + start) * HOUR
        end, free = begin + 8 * HOUR, [begin] * company
        present.append((begin, end))
        at = begin
        while (at := at + dice.expovariate(arrivals_an_hour / HOUR)) < end:
            idle = [one for one in range(company) if free[one] <= at]
            who = dice.choice(idle) if idle else min(range(company), key=free.__getitem__)
            done = max(at, free[who]) + dice.expovariate(1 / (minutes * 60))
            free[who] = done
            waiting.append((int(at), int(min(done, end))))
            answers += who == 0 and done < end
    everybody = dict.fromkeys(range(company), present)
    waited = Queues(0, {TEAM: added_up(waiting, 0, int((DAYS + 1) * 24 * HOUR) // STEP)})
    return answers, work_time(0, everybody, {TEAM: list(everybody)}, waited), length(present)


def apart(one: dict, other: dict, worlds: int = 120) -> tuple[float, float]:
    """In how many worlds their figures differ by more than chance explains: fairly, and by the hour alone."""
    fair = plain = 0
    for seed in range(worlds):
        a, time_a, hours_a = lived(2 * seed, **one)
        b, time_b, hours_b = lived(2 * seed + 1, **other)
        fair += differ(a, time_a, b, time_b)
        plain += differ(a, hours_a, b, hours_b)
    return fair / worlds, plain / worlds


BUSY_DAY = {"arrivals_an_hour": 4.0, "minutes": 12.0, "start": 9}
QUIET_NIGHT = {"arrivals_an_hour": 1.0, "minutes": 12.0, "start": 22}


def test_equal_skill_on_different_shifts_gives_equal_figures():
    fair, plain = apart(BUSY_DAY, QUIET_NIGHT)
    assert fair <= 0.1  # as seldom as chance has it
    assert plain > 0.95  # what we do not show: answers by the hour would blame the night


def test_equal_skill_in_company_gives_equal_figures():
    fair, plain = apart(BUSY_DAY, {**BUSY_DAY, "company": 3})
    assert fair <= 0.12
    assert plain > 0.95


def test_who_works_half_as_fast_is_seen_in_spite_of_the_shift():
    fair, _plain = apart(BUSY_DAY, {**QUIET_NIGHT, "minutes": 24.0})
    assert fair > 0.9
