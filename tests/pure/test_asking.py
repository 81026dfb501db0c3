"""Heads by what is asked of them: rounding to people, and who of those that are there serves whom."""

import itertools
import random

import pytest

from scheduling.asking import ANYBODY, Ask, missing, read_key, whole

GERMAN, REFUNDS, BOTH = Ask(None, "de"), Ask(7), Ask(7, "de")


def test_keys_are_read_back():
    assert [one.key for one in (ANYBODY, GERMAN, REFUNDS, BOTH)] == ["", "de", "7", "7+de"]
    assert [read_key(one.key) for one in (ANYBODY, GERMAN, REFUNDS, BOTH)] == [
        ANYBODY, GERMAN, REFUNDS, BOTH,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        ({ANYBODY: 3.2}, {ANYBODY: 3}),
        ({ANYBODY: 2.6, GERMAN: 0.6}, {GERMAN: 1, ANYBODY: 2}),
        ({ANYBODY: 3.0, GERMAN: 0.2}, {ANYBODY: 3}),
        ({GERMAN: 0.5, REFUNDS: 0.4, BOTH: 0.3}, {GERMAN: 1}),
        ({GERMAN: 2.0}, {GERMAN: 2}),
        ({ANYBODY: 0.1}, {}),
    ],
)
def test_whole_people_are_no_more_than_the_sum_asks_for(heads, found):
    assert whole(heads) == found


@pytest.mark.parametrize(
    ("needs", "people", "lacks"),
    [
        ({ANYBODY: 2}, [set()], 1),
        ({ANYBODY: 1, GERMAN: 1}, [set(), set()], 1),
        ({ANYBODY: 1, GERMAN: 1}, [set(), {GERMAN}], 0),
        ({GERMAN: 1, REFUNDS: 1}, [{GERMAN, REFUNDS}, set()], 1),
        ({GERMAN: 0.4, ANYBODY: 0.6}, [{GERMAN}], 0),
        ({}, [set()], 0),
    ],
)
def test_one_person_serves_one_at_a_time(needs, people, lacks):
    assert missing(needs, [frozenset(one) for one in people]) == pytest.approx(lacks)


def test_no_way_to_share_people_out_leaves_fewer_missing():
    rng = random.Random(5)
    for _round in range(60):
        needs = {ask: rng.randint(0, 2) for ask in (ANYBODY, GERMAN, REFUNDS)}
        people = [
            frozenset(ask for ask in (GERMAN, REFUNDS) if rng.random() < 0.4)
            for _n in range(rng.randint(0, 3))
        ]
        seats = [ask for ask, number in needs.items() for _n in range(number)]
        ways = itertools.product([None, *range(len(seats))], repeat=len(people))
        assert missing(needs, people) == len(seats) - max(_served(way, seats, people) for way in ways)


def _served(way, seats, people):
    """Seats that somebody who can sits on; on one there is room for one."""
    pairs = [(seat, one) for seat, one in zip(way, people, strict=True) if seat is not None]
    return len({seat for seat, one in pairs if seats[seat] in {*one, ANYBODY}})
