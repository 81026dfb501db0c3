"""Rosters for a small desk: lawful, as good as can be, and every gap with its reason."""

import dataclasses

from scheduling.rostering.board import Board
from scheduling.rostering.first import OneByOne
from scheduling.rostering.judging import broken_rules, costs_of, line_breaks
from scheduling.solver import Assignment, Demand, Ledger, Person, Problem, Status, Why, Window, Wish, solve
from tests.pure.made_rosters import MONDAY, at, big_desk, shift

AMARA, BEN, CLEO = 1, 2, 3


def desk(*, days=7, heads=1, skill="", people=None, **more):
    crew = people or tuple(Person(n, name) for n, name in ((AMARA, "Amara"), (BEN, "Ben"), (CLEO, "Cleo")))
    return Problem(
        starts_on=MONDAY,
        days=days,
        zone="Europe/Tallinn",
        people=crew,
        candidates=tuple(shift(day, hour) for day in range(days) for hour in (6, 14)),
        demands=tuple(
            Demand(at(day, hour), 30, heads, skill=skill) for day in range(days) for hour in (8, 15)
        ),
        **more,
    )


def test_everything_needed_is_covered_and_no_rule_broken():
    solution = solve(desk(), seconds=120, workers=1)
    assert solution.status is Status.OPTIMAL
    assert solution.gaps == ()
    assert broken_rules(desk(), solution.assignments) == []
    assert sum(solution.costs.values()) == solution.cost == solution.bound


def test_a_gap_says_that_nobody_has_the_skill():
    solution = solve(desk(days=1, skill="phone"), seconds=120, workers=1)
    assert {gap.reason for gap in solution.gaps} == {Why.UNSKILLED}
    assert [gap.missing for gap in solution.gaps] == [1, 1]


def test_a_gap_says_who_is_absent_and_who_is_full():
    away = Person(AMARA, "Amara", absent=(Window(at(0, 0), at(7, 0)),))
    tired = Person(BEN, "Ben", most_minutes=0)
    solution = solve(desk(days=1, people=(away, tired)), seconds=120, workers=1)
    assert solution.gaps[0].people == {AMARA: Why.ABSENT, BEN: Why.FULL}


def test_wishes_are_kept_where_others_can_do_it():
    wishes = (Wish(AMARA, at(0, 0), at(1, 0), wanted=False), Wish(BEN, at(1, 0), at(2, 0), wanted=True))
    solution = solve(desk(wishes=wishes), seconds=120, workers=1)
    assert solution.costs["wish"] == 0


def test_the_published_roster_is_left_alone_where_it_is_good():
    first = solve(desk(), seconds=120, workers=1)
    again = solve(desk(published=first.assignments, current=first.assignments), seconds=120, workers=1)
    assert again.costs["continuity"] == 0
    assert {a.person for a in again.assignments} == {a.person for a in first.assignments}


def test_a_fixed_shift_stays():
    fixed = (Assignment(CLEO, shift(3, 14)),)
    solution = solve(desk(fixed=fixed), seconds=120, workers=1)
    assert fixed[0] in solution.assignments


def test_stopping_keeps_the_best_so_far():
    told = []
    solution = solve(desk(days=28, heads=2), seconds=30, on_progress=told.append, stop=lambda: bool(told))
    assert solution.status in {Status.STOPPED, Status.OPTIMAL}
    assert broken_rules(desk(days=28, heads=2), solution.assignments) == []
    assert solution.seconds < 20


def test_somebody_who_has_carried_many_nights_is_spared():
    crew = (Person(AMARA, "Amara"), Person(BEN, "Ben"))
    heavy = dataclasses.replace(crew[0], ledger=Ledger(nights=4, unpopular=4))
    nights = dataclasses.replace(
        desk(days=4, people=(heavy, crew[1])),
        candidates=tuple(shift(day, 22) for day in range(4)),
        demands=tuple(Demand(at(day, 24), 30, 1) for day in range(4)),
    )
    solution = solve(nights, seconds=120, workers=1)
    assert [a.person for a in solution.assignments] == [BEN] * 4
    assert sum(costs_of(nights, solution.assignments).values()) == solution.cost


def test_a_first_roster_of_plain_weeks_is_lawful_and_near_the_needs():
    """Each line is looked at by the witness; the needs of the others are seen."""
    board = Board(big_desk(3, people=10, days=14))
    people, nobody = OneByOne(board), OneByOne(board)
    for person, whose in enumerate(board.people):
        line = people.plain(person)
        assert line is not None
        assert line_breaks(board, whose, [option.shift for option in line]) == []
        people.put(line)
    mask = people.masks[0]
    assert people.shortage.savings(mask).sum() < nobody.shortage.savings(mask).sum()


def test_a_plain_week_is_not_for_whom_something_is_fixed():
    board = Board(desk(fixed=(Assignment(CLEO, shift(3, 14)),)))
    assert OneByOne(board).plain(CLEO - 1) is None
    assert OneByOne(board).plain(AMARA - 1)
