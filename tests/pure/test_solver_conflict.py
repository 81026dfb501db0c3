"""What cannot be done: the rules in conflict, really minimal, with a way out. Desks made
impossible.
"""

import dataclasses

import pytest

from scheduling.solver import (
    Assignment,
    Clause,
    Demand,
    Person,
    Problem,
    Rule,
    Status,
    Window,
    solve,
)
from tests.pure.made_rosters import MONDAY, at, shift

AMARA = Person(1, "Amara", frozenset({"phone"}))
BEN = Person(2, "Ben")
CLEO = Person(3, "Cleo", frozenset({"phone"}))
WEEK = Window(at(0, 0), at(7, 0))


def desk(*people, needs=(), fixed=(), hours=(6, 14, 22), days=7):
    return Problem(
        starts_on=MONDAY,
        days=days,
        zone="UTC",
        people=people,
        candidates=tuple(shift(day, hour) for day in range(days) for hour in hours),
        demands=tuple(needs),
        fixed=tuple(fixed),
    )


def need(day, hour, heads=1, skill=""):
    return Demand(at(day, hour), 30, heads, skill=skill, must=heads)


def but(person, **changes):
    return dataclasses.replace(person, **changes)


IMPOSSIBLE = {
    "nobody has the skill": desk(BEN, needs=[need(0, 7, skill="phone")]),
    "the only one is absent": desk(but(AMARA, absent=(WEEK,)), BEN, needs=[need(1, 7, skill="phone")]),
    "the only one cannot": desk(but(AMARA, unavailable=(WEEK,)), BEN, needs=[need(1, 7, skill="phone")]),
    "no nights": desk(but(AMARA, nights=False), but(BEN, nights=False), needs=[need(2, 23)]),
    "more heads than people": desk(AMARA, BEN, needs=[need(0, 7, 3)]),
    "one person in two places": desk(
        AMARA, BEN, needs=[need(0, 7, skill="phone"), need(0, 15, skill="phone")]
    ),
    "no rest between": desk(AMARA, needs=[need(0, 23), need(1, 7)]),
    "too many days running": desk(but(AMARA, most_days_in_a_row=3), needs=[need(d, 7) for d in range(4)]),
    "no weekly rest": desk(
        but(AMARA, most_days_in_a_row=None, most_week_minutes=None), needs=[need(d, 7) for d in range(7)]
    ),
    "the week is full": desk(but(AMARA, most_week_minutes=960), needs=[need(d, 7) for d in (0, 2, 4)]),
    "the period is full": desk(but(AMARA, most_minutes=480), needs=[need(0, 7), need(3, 7)]),
    "a day is too long": desk(but(AMARA, most_day_minutes=300), needs=[need(0, 7)]),
    "more minutes than days": desk(but(AMARA, least_minutes=3600, most_week_minutes=None)),
    "more minutes than a week may have": desk(but(AMARA, least_minutes=2400, most_week_minutes=2000)),
    "least above most": desk(but(AMARA, least_minutes=1440, most_minutes=960)),
    "least while absent": desk(but(AMARA, least_minutes=480, absent=(WEEK,))),
    "least while absent, as the second of two who have to": desk(
        but(BEN, least_minutes=960), but(AMARA, least_minutes=480, absent=(WEEK,))
    ),
    "fixed on a day off": desk(but(AMARA, absent=(WEEK,)), fixed=[Assignment(1, shift(0, 6))]),
    "fixed without rest": desk(AMARA, fixed=[Assignment(1, shift(0, 14)), Assignment(1, shift(1, 0))]),
    "fixed beside worked": desk(
        but(AMARA, worked=(Window(at(-1, 22), at(0, 6)),)), fixed=[Assignment(1, shift(0, 8))]
    ),
    "two for three places": desk(
        AMARA,
        CLEO,
        needs=[need(0, 7, 2, skill="phone"), need(0, 8, 1), Demand(at(0, 8), 30, 2, "tickets", "phone", 2)],
    ),
    "everybody away but one": desk(
        AMARA, but(BEN, absent=(WEEK,)), but(CLEO, absent=(WEEK,)), needs=[need(3, 7, 2)]
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_conflict_is_minimal_and_its_relaxation_is_a_way_out(name):
    problem = IMPOSSIBLE[name]
    solution = solve(problem, seconds=120, workers=1)
    assert solution.status is Status.INFEASIBLE
    conflict = solution.conflict
    assert conflict is not None
    assert not possible(only(problem, conflict.clauses))
    for clause in conflict.clauses:
        rest = tuple(other for other in conflict.clauses if other != clause)
        assert possible(only(problem, rest)), clause
    assert conflict.relaxations
    assert possible(without(problem, conflict.relaxations[0].clauses))


def test_a_desk_that_can_be_has_no_conflict():
    solution = solve(desk(AMARA, BEN, needs=[need(0, 7)]), seconds=10, workers=1)
    assert solution.conflict is None
    assert solution.assignments


def possible(problem: Problem) -> bool:
    """By solving: there is a roster, or it is proven that there is none. Nothing in between is an answer."""
    status = solve(problem, seconds=120, workers=1).status
    assert status in {Status.OPTIMAL, Status.FEASIBLE, Status.INFEASIBLE}
    return status is not Status.INFEASIBLE


def only(problem: Problem, clauses: tuple[Clause, ...]) -> Problem:
    """The problem with these rules and no others."""
    return _with(problem, lambda clause: clause in clauses)


def without(problem: Problem, clauses: tuple[Clause, ...]) -> Problem:
    return _with(problem, lambda clause: clause not in clauses)


def _with(problem, holds):
    """Each rule taken out of the data, so that the solver under test is asked a plain question."""
    return dataclasses.replace(
        problem,
        people=tuple(_person(person, holds) for person in problem.people),
        demands=tuple(d if holds(_need(d)) else dataclasses.replace(d, must=0) for d in problem.demands),
        fixed=tuple(
            a
            for a in problem.fixed
            if holds(Clause(Rule.FIXED, a.person, a.shift.starts_at, a.shift.ends_at))
        ),
    )


def _need(demand):
    return Clause(
        Rule.NEED, None, demand.starts_at, demand.ends_at, demand.activity, demand.skill, demand.must
    )


def _person(person, holds):
    def kept(rule, value, otherwise=None, *, limit=True):
        return value if holds(Clause(rule, person.id, limit=value if limit and value else 0)) else otherwise

    def windows(rule, given):
        return tuple(w for w in given if holds(Clause(rule, person.id, w.starts_at, w.ends_at)))

    week = Clause(Rule.WEEK, person.id, at(0, 0), at(7, 0), limit=person.most_week_minutes or 0)
    return dataclasses.replace(
        person,
        absent=windows(Rule.ABSENT, person.absent),
        unavailable=windows(Rule.UNAVAILABLE, person.unavailable),
        nights=person.nights or not holds(Clause(Rule.NIGHTS, person.id)),
        week_rest_minutes=kept(Rule.WEEK_REST, person.week_rest_minutes),
        rest_minutes=kept(Rule.REST, person.rest_minutes, 0),
        most_day_minutes=kept(Rule.DAY, person.most_day_minutes),
        most_week_minutes=person.most_week_minutes if holds(week) else None,
        most_days_in_a_row=kept(Rule.RUN, person.most_days_in_a_row),
        least_minutes=kept(Rule.LEAST, person.least_minutes, 0),
        most_minutes=kept(Rule.MOST, person.most_minutes),
    )
