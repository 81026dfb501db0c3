"""The published benchmark: reading, costing, and searching, against every roster there is of a tiny
instance.
"""

import itertools
import json
import random
import time
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from scheduling.rostering.columns import Pricing
from scheduling.rostering.portfolio import Best, roster_of, solve_published
from scheduling.rostering.published import cost_of, line_faults, read, violations
from scheduling.rostering.settling import Settling
from scheduling.rostering.table import Table

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/rostering"

TINY = """
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,600,E
SECTION_STAFF
A,E=7|L=2,2400,960,3,2,2,1
B,E=2|L=7,2400,1080,4,1,1,1
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
A,2,E,3
B,5,L,2
SECTION_SHIFT_OFF_REQUESTS
B,1,E,4
SECTION_COVER
"""


def tiny(tmp_path, seed=0):
    rng = random.Random(seed)
    cover = [
        f"{day},{shift},{rng.randint(0, 2)},{rng.choice((5, 20))},1" for day in range(7) for shift in "EL"
    ]
    path = tmp_path / "tiny.txt"
    path.write_text(TINY + "\n".join(cover))
    return path


def lawful(instance, name):
    worker = instance.workers[name]
    lines = itertools.product(("", *instance.shifts), repeat=instance.days)
    return [list(line) for line in lines if not line_faults(instance, worker, list(line))]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_search_finds_and_proves_the_best_of_all_rosters(tmp_path, seed):
    instance = read(tiny(tmp_path, seed))
    best = min(
        cost_of(instance, {"A": one, "B": two})
        for one in lawful(instance, "A")
        for two in lawful(instance, "B")
    )
    answer = solve_published(instance, seconds=20, seed=seed)
    assert answer.cost == best
    assert answer.bound <= best
    assert violations(instance, answer.roster) == []


@pytest.mark.parametrize("name", ["A", "B"])
def test_lines_are_priced_exactly(tmp_path, name):
    instance = read(tiny(tmp_path))
    table = Table(instance)
    worker = table.names.index(name)
    prices = np.random.default_rng(7).integers(-9, 9, table.wishes.shape).astype(float)
    every = [
        sum(prices[worker, day, table.shifts.index(shift)] for day, shift in enumerate(line) if shift)
        for line in lawful(instance, name)
    ]
    lines, floor = Pricing(table).lines(prices - table.wishes, [worker])
    found = min(sum(prices[worker, day, s] for day, s in enumerate(line) if s >= 0) for line in lines[worker])
    assert found == min(every)
    assert floor[worker] <= found


@pytest.mark.parametrize("contract", ["4320,2880,4,2,2,1", "3840,2400,3,1,1,0", "4800,2400,5,3,3,2"])
def test_lines_of_two_weeks_are_priced_exactly(tmp_path, contract):
    """Weekends that no longer matter are counted as one number: against every line there is."""
    path = tmp_path / "fortnight.txt"
    path.write_text(
        f"SECTION_HORIZON\n14\nSECTION_SHIFTS\nE,480,\nSECTION_STAFF\nA,E=14,{contract}\n"
        "SECTION_DAYS_OFF\nA,3"
    )
    instance = read(path)
    lines = np.array([[bool(shift) for shift in line] for line in lawful(instance, "A")], dtype=float)
    table = Table(instance)
    for seed in range(20):
        prices = np.random.default_rng(seed).integers(-9, 9, table.wishes.shape).astype(float)
        found, floor = Pricing(table).lines(prices - table.wishes, [0])
        worked = [day for day, shift in enumerate(found[0][0]) if shift >= 0]
        assert prices[0, worked, 0].sum() == (lines @ prices[0, :, 0]).min() == floor[0]
        assert (
            line_faults(instance, instance.workers["A"], ["E" if s >= 0 else "" for s in found[0][0]]) == []
        )


def test_what_is_too_much_of_a_shift_is_given_to_another_like_it(tmp_path):
    path = tmp_path / "alike.txt"
    path.write_text(
        "SECTION_HORIZON\n14\nSECTION_SHIFTS\nE,480,\nF,480,\nSECTION_STAFF\nA,E=3|F=14,4320,3840,5,2,2,2"
    )
    instance = read(path)
    table = Table(instance)
    more = np.array([[-9.0, -5.0]] * 14)
    line = Pricing(table).lines(more, [0], patch=True)[0][0][0]
    assert line.count(table.shifts.index("E")) == 3
    assert (
        line_faults(instance, instance.workers["A"], [table.shifts[s] if s >= 0 else "" for s in line]) == []
    )


def test_half_a_year_in_a_narrow_band_is_lawful_at_once(tmp_path):
    """As if the lines were far too long to be counted whole."""
    path = tmp_path / "long.txt"
    people = [f"P{n},E=182|L={20 + n},60000,52800,5,2,2,{13 + n}" for n in range(4)]
    cover = [f"{day},{shift},2,100,1" for day in range(182) for shift in "EL"]
    path.write_text(
        "SECTION_HORIZON\n182\nSECTION_SHIFTS\nE,480,\nL,600,E\nSECTION_STAFF\n"
        + "\n".join(
            [*people, "SECTION_DAYS_OFF", "P1,30,31,32,33,34,35,36,37,38,39", "SECTION_COVER", *cover]
        )
    )
    instance = read(path)
    table = Table(instance, line_cells=30_000)
    assert not table.is_whole(table.kinds[0])
    best = Best(table, time.monotonic() + 60)
    settling = Settling(table, best, 1)
    settling.first()
    first = best.cost
    settling.sweep()
    assert best.cost <= first < float("inf")
    assert violations(instance, roster_of(table, best.now())) == []


def test_the_command_prints_a_checked_roster(tmp_path):
    out = StringIO()
    call_command("roster_solve", tiny(tmp_path), "--seconds=5", "--json", stdout=out)
    said = json.loads(out.getvalue())
    instance = read(tiny(tmp_path))
    assert said["cost"] == cost_of(instance, said["roster"])
    assert violations(instance, said["roster"]) == []


def test_a_cost_that_is_enough_ends_the_search(tmp_path):
    answer = solve_published(read(tiny(tmp_path)), seconds=60, enough=10_000)
    assert answer.cost <= 10_000
    assert answer.seconds < 30


def test_what_cannot_be_read_says_so(tmp_path):
    (tmp_path / "no.txt").write_text("SECTION_HORIZON\n7\n")
    with pytest.raises(CommandError, match="SECTION_SHIFTS"):
        call_command("roster_solve", tmp_path / "no.txt")


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published instances are not here")
def test_a_published_instance_is_solved_and_proven():
    instance = read(PUBLISHED / "Instance1.txt")
    answer = solve_published(instance, seconds=30)
    assert (answer.status, answer.cost) == ("optimal", 607)
