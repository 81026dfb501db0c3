"""Bars of times: each time is in exactly one, by its second, and their edges are where they say, nearly."""

import random
from itertools import pairwise

import pytest

from reports.counted.sketch import ACCURACY, quantile, sketch_of
from reports.trends.spreading import LENGTHS, edge_near, last_second, place_of, stretches


@pytest.mark.parametrize("seed", range(20))
def test_each_bar_has_exactly_the_times_between_its_seconds(seed):
    chance = random.Random(seed)
    times = [int(10 ** chance.uniform(0, 7)) for _ in range(400)] + [0, 1, 60, 61, 3600, 86400]
    found = stretches(sketch_of(times))
    assert sum(one.n for one in found) == len(times)
    for one in found:
        assert one.n == sum(one.least <= time <= one.most for time in times)
    for one, following in pairwise(found):
        assert (following.least, following.since) == (one.most + 1, one.until)


def test_an_edge_is_where_it_says_within_one_per_cent():
    for length in LENGTHS[:-1]:
        assert abs(last_second(edge_near(length)) - length) <= length * ACCURACY + 1


def test_what_nobody_took_is_left_out_at_the_ends_alone():
    found = stretches(sketch_of([50, 5000, 5000]))
    assert [one.n for one in found] == [1, 0, 0, 0, 0, 0, 2]
    assert (found[0].since, found[-1].until) == (0, 2 * 3600)
    assert stretches({}) == []


def test_the_middle_one_lies_in_the_bar_that_has_it():
    times = [30, 700, 800, 900, 100_000]
    sketch = sketch_of(times)
    found = stretches(sketch)
    place = place_of(quantile(sketch, 0.5), found)
    assert found[int(place)].least <= 800 <= found[int(place)].most
    places = [place_of(time, found) for time in sorted(times)]
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] <= len(found)
