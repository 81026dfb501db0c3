"""Which step of a review is open to whom."""

import datetime

import pytest

from qa.steps import DISPUTE_DAYS, ROUNDS, STATES, STEPS, Standing, open_steps, refusal, shut, sides_of

NOW = datetime.datetime(2026, 7, 6, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
REVIEWER, PERSON, MANAGER, NOBODY = (frozenset(one) for one in ({"reviewer"}, {"person"}, {"manager"}, ()))


def test_nobody_reviews_or_manages_what_is_about_them():
    assert sides_of(1, person=1, reviewer=2, manages=True) == PERSON
    assert sides_of(2, person=1, reviewer=2, manages=True) == REVIEWER
    assert sides_of(3, person=1, reviewer=2, manages=True) == MANAGER
    assert sides_of(3, person=1, reviewer=2, manages=False) == NOBODY


def test_strangers_have_no_step_in_any_state():
    assert all(not open_steps(Standing(state, NOW), NOBODY, NOW) for state in STATES)


@pytest.mark.parametrize(
    ("standing", "side", "steps"),
    [
        (Standing("begun"), REVIEWER, ["write", "give", "drop"]),
        (Standing("begun"), PERSON, []),
        (Standing("begun"), MANAGER, ["drop"]),
        (Standing("given", NOW), PERSON, ["read", "dispute"]),
        (Standing("given", NOW), REVIEWER, []),
        (Standing("given", NOW, rounds=ROUNDS), PERSON, ["read"]),
        (Standing("given", NOW - DISPUTE_DAYS * DAY), PERSON, ["read"]),
        (Standing("disputed", NOW, rounds=1), REVIEWER, ["settle", "pass_up"]),
        (Standing("disputed", NOW, rounds=1), MANAGER, ["settle"]),
        (Standing("disputed", NOW, rounds=1, passed_up=True), REVIEWER, []),
        (Standing("disputed", NOW, rounds=ROUNDS), REVIEWER, []),
        (Standing("disputed", NOW, rounds=ROUNDS), MANAGER, ["settle"]),
        (Standing("disputed", NOW, rounds=1), PERSON, []),
        (Standing("read", NOW), PERSON, []),
        (Standing("dropped"), REVIEWER, []),
    ],
)
def test_which_steps_are_open(standing, side, steps):
    assert open_steps(standing, side, NOW) == steps


def test_the_last_moment_to_dispute_is_before_the_end_of_the_time():
    last = NOW + DISPUTE_DAYS * DAY - datetime.timedelta(microseconds=1)
    standing = Standing("given", NOW)
    assert refusal("dispute", standing, PERSON, last) == ""
    assert refusal("dispute", standing, PERSON, NOW + DISPUTE_DAYS * DAY) == "late"
    assert refusal("dispute", Standing("given", NOW, rounds=ROUNDS), PERSON, NOW) == "rounds"


def test_only_whom_it_is_about_is_told_that_it_is_shut():
    late, twice = Standing("given", NOW - DISPUTE_DAYS * DAY), Standing("given", NOW, rounds=ROUNDS)
    assert [shut(one, PERSON, NOW) for one in (late, twice, Standing("given", NOW))] == ["late", "rounds", ""]
    assert [shut(late, side, NOW) for side in (REVIEWER, MANAGER, frozenset())] == [""] * 3
    assert shut(Standing("read", NOW - 30 * DAY), PERSON, NOW) == ""


def test_every_step_says_who_takes_it():
    assert all(step.sides and {*step.from_states} <= {*STATES} for step in STEPS.values())
