"""Who gets a ticket: never somebody absent, capped or kept out, always with a reason for everybody."""

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.routing import (
    NEVER,
    SKILLED,
    Candidate,
    For,
    Need,
    Not,
    Rule,
    Standing,
    Strategy,
    Terms,
    Wanted,
    choose,
    is_pressing,
)

SKILLS = (1, 2, 3)
LANGUAGES = ("en", "et", "de")


def somebody(dice: random.Random, number: int) -> Candidate:
    return Candidate(
        number,
        member=dice.random() < 0.8,
        share=dice.choice([0.0, 0.5, 1.0, 1.0, 2.0]),
        on_shift=dice.random() < 0.6,
        working=dice.random() < 0.8,
        left=dice.choice([None, dice.uniform(0, 480)]),
        on_call=dice.random() < 0.1,
        leads=dice.random() < 0.2,
        manages=dice.random() < 0.1,
        skills={skill: dice.randint(1, 3) for skill in SKILLS if dice.random() < 0.5},
        languages=frozenset(one for one in LANGUAGES if dice.random() < 0.6),
        gated=dice.random() < 0.15,
        standing=dice.choice(list(Standing)),
        load=dice.randint(0, 120),
        allowed=dice.random() < 0.2,
        held=dice.uniform(0, 300),
        capacity=dice.choice([0, 120, 240]),
        last=float(dice.randint(0, 5)),
    )


def something(dice: random.Random) -> Wanted:
    return Wanted(
        7,
        needs=tuple(Need(skill, dice.randint(1, 3)) for skill in SKILLS if dice.random() < 0.3),
        language=dice.choice(["", *LANGUAGES]),
        urgent=dice.random() < 0.2,
        slack=dice.choice([None, dice.uniform(-60, 600)]),
        waited=dice.uniform(0, 90),
        effort=dice.uniform(1, 60),
        knows={number: 1 for number in range(12) if dice.random() < 0.2},
        not_again=frozenset(number for number in range(12) if dice.random() < 0.1),
    )


def terms(dice: random.Random) -> Terms:
    return Terms(dice.choice(list(Strategy)), 30, 60, dice.random() < 0.5)


def drawn(seed: int) -> tuple[random.Random, list[Candidate], Wanted, Terms]:
    dice = random.Random(seed)
    return dice, [somebody(dice, n) for n in range(dice.randint(0, 12))], something(dice), terms(dice)


def test_over_thousands_of_teams_it_is_never_somebody_absent_capped_or_gated():
    outcomes = set()
    for seed in range(2500):
        dice, team, want, said = drawn(seed)
        choice = choose(team, want, said)
        outcomes.add(choice.rule)
        assert [one.person for one in choice.said if one.chosen] == (
            [choice.person] if choice.person is not None else []
        )
        assert {one.person for one in choice.said} == {one.id for one in team}
        assert all(one.nots or one.points for one in choice.said)
        shuffled = list(team)
        dice.shuffle(shuffled)
        assert choose(shuffled, want, said) == choice
        if choice.person is None:
            assert choice.rule in {Rule.WAITS, Rule.BY_HAND}
            continue
        one = next(each for each in team if each.id == choice.person)
        assert one.on_shift or (one.on_call and choice.rule is Rule.ON_CALL)
        assert one.standing is not Standing.OVER
        assert one.standing is Standing.FREE or one.allowed
        assert not one.gated
        assert one.id not in want.not_again
        assert said.strategy is not Strategy.MANUAL
        if choice.rule is Rule.TEAM:
            assert one.member
            assert one.share > 0
            assert all(one.skills.get(need.skill, 0) >= need.level for need in want.needs)
        if choice.rule is Rule.RELAXED:
            assert want.waited >= said.fallback or is_pressing(want, said)
        if choice.rule in {Rule.LEAD, Rule.MANAGER}:
            assert is_pressing(want, said)
    assert outcomes == set(Rule)


def test_whoever_fits_gets_it_and_what_is_pressing_waits_for_nobody_who_could():
    for seed in range(1000):
        _dice, team, want, said = drawn(seed)
        if said.strategy is Strategy.MANUAL:
            continue
        choice = choose(team, want, said)
        able = [one for one in choice.said if not one.nots]
        there = {one.id for one in team if one.on_shift}
        if any(one.person in there for one in able):
            assert choice.rule is Rule.TEAM
        if is_pressing(want, said) and choice.person is None:
            hard = [set(one.nots) & NEVER for one in choice.said]
            climbed = [
                one
                for one in team
                if ((one.leads or one.manages or (one.member and one.share)) and one.on_shift) or one.on_call
            ]
            assert all(hard[[s.person for s in choice.said].index(one.id)] for one in climbed)


@pytest.mark.parametrize("seed", range(0, 400, 7))
def test_waiting_longer_never_loses_somebody(seed):
    _dice, team, want, said = drawn(seed)
    later = choose(team, dataclasses.replace(want, waited=want.waited + 60), said)
    if choose(team, want, said).person is not None:
        assert later.person is not None


def test_more_work_never_makes_somebody_chosen_and_who_is_not_chosen_may_go_home():
    for seed in range(800):
        dice, team, want, said = drawn(seed)
        choice = choose(team, want, said)
        if not team:
            continue
        other = dice.choice(team)
        if other.id == choice.person:
            continue
        more = dataclasses.replace(other, held=other.held + 60, load=other.load + 30)
        rest = [one for one in team if one.id != other.id]
        assert choose([*rest, more], want, said).person != other.id
        if said.on_call_for_all:  # whether anybody is there decides whether the one on call is asked
            continue
        assert choose(rest, want, said).person == choice.person


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6))
def test_somebody_over_the_cap_changes_nothing_by_being_there(seed):
    _dice, team, want, said = drawn(seed)
    capped = Candidate(99, standing=Standing.OVER, on_shift=False, on_call=True, leads=True, last=-1)
    assert choose([*team, capped], want, said).person == choose(team, want, said).person


def of(number, **more):
    return Candidate(number, languages=frozenset({"en"}), **more)


def test_round_robin_goes_round():
    said, last, got = Terms(Strategy.ROUND_ROBIN), {1: 0.0, 2: 0.0, 3: 0.0}, []
    for turn in range(1, 7):
        team = [of(number, last=last[number], held=100.0 * number) for number in (3, 1, 2)]
        choice = choose(team, Wanted(7, language="en"), Terms(said.strategy))
        got.append(choice.person)
        last[choice.person] = float(turn)
    assert [one for one in got if one != 3][:4] == [1, 2, 1, 2]
    assert got == [1, 2, 1, 2, 1, 2], "whose hands are full is passed over"


def test_the_least_load_wins_and_who_knows_the_customer_may_have_a_little_more():
    team = [of(1, held=60), of(2, held=100)]
    assert choose(team, Wanted(7), Terms(Strategy.LOAD)).person == 1
    choice = choose(team, Wanted(7, knows={2: 3}), Terms(Strategy.LOAD))
    assert choice.person == 2
    assert (For.KNOWS, -25.0) in choice.said[0].points
    assert (
        choose([of(1, held=20), of(2, held=100)], Wanted(7, knows={2: 3}), Terms(Strategy.LOAD)).person == 1
    )


def test_whoever_has_half_the_share_is_full_with_half_and_with_none_gets_what_climbs():
    half, none = of(1, share=0.5, held=100), of(2, share=0, leads=True)
    choice = choose([half, none], Wanted(7, effort=30), Terms(Strategy.LOAD))
    assert {one.person: one.nots for one in choice.said} == {1: (Not.FULL,), 2: (Not.SHARE,)}
    assert choose([half, of(3, held=110)], Wanted(7, effort=15), Terms(Strategy.LOAD)).person == 3
    urgent = Wanted(7, effort=30, urgent=True)
    assert choose([half, none], urgent, Terms(Strategy.LOAD)).person == 1
    assert choose([none], urgent, Terms(Strategy.LOAD)).rule is Rule.LEAD


def test_the_skill_is_waited_for_until_it_is_not():
    team = [of(1), of(2, skills={5: 1}), of(3, skills={5: 2}, on_shift=False)]
    want = Wanted(7, needs=(Need(5, 2),))
    choice = choose(team, want, Terms(Strategy.SKILL))
    assert (choice.person, choice.rule) == (None, Rule.WAITS)
    assert {one.person: one.nots for one in choice.said} == {
        1: (Not.SKILL,),
        2: (Not.SKILL,),
        3: (Not.ABSENT,),
    }
    late = choose(team, dataclasses.replace(want, waited=30), Terms(Strategy.SKILL))
    assert (late.person, late.rule, late.passed) == (1, Rule.RELAXED, (Rule.TEAM,))
    assert choose(team, dataclasses.replace(want, urgent=True), Terms(Strategy.SKILL)).person == 1


def test_the_better_one_of_two_who_are_free():
    team = [of(1, skills={5: 2}), of(2, skills={5: 3})]
    assert choose(team, Wanted(7, needs=(Need(5, 2),)), Terms(Strategy.SKILL)).person == 2
    assert choose(team, Wanted(7, needs=(Need(5, 2),)), Terms(Strategy.LOAD)).person == 1


def test_at_three_in_the_morning_it_is_whoever_is_on_call():
    night = [
        of(1, on_shift=False),
        of(2, on_shift=False, on_call=True, leads=True),
        of(3, on_shift=False, manages=True),
    ]
    calm = Wanted(7, slack=500)
    choice = choose(night, calm, Terms(Strategy.SKILL))
    assert (choice.person, choice.rule, choice.passed) == (2, Rule.ON_CALL, (Rule.TEAM,))
    assert choose(night, calm, Terms(Strategy.SKILL, on_call_for_all=False)).rule is Rule.WAITS
    hot = choose(night, Wanted(7, slack=10), Terms(Strategy.SKILL, on_call_for_all=False))
    assert (hot.person, hot.rule) == (2, Rule.ON_CALL)
    capped = [dataclasses.replace(one, standing=Standing.OVER) for one in night]
    assert choose(capped, Wanted(7, urgent=True), Terms(Strategy.SKILL)).person is None


def test_what_presses_climbs_and_what_does_not_waits():
    full = {"held": 240.0, "standing": Standing.HIGH}
    team = [of(1, **full), of(2, leads=True), of(3, member=False, manages=True)]
    assert choose(team[:1], Wanted(7, slack=300), Terms(Strategy.LOAD)).rule is Rule.WAITS
    assert choose([team[0], team[2]], Wanted(7, slack=30), Terms(Strategy.LOAD)).rule is Rule.MANAGER
    lead = dataclasses.replace(team[1], member=False)
    assert choose([team[0], lead, team[2]], Wanted(7, urgent=True), Terms(Strategy.LOAD)).rule is Rule.LEAD


def test_shortly_before_the_end_of_a_shift_nothing_is_given_that_can_wait():
    team = [of(1, left=15.0)]
    assert choose(team, Wanted(7), Terms(Strategy.LOAD)).said[0].nots == (Not.ENDING,)
    assert choose(team, Wanted(7, urgent=True), Terms(Strategy.LOAD)).person == 1


def test_by_hand_nobody_gets_anything_and_everybody_is_looked_at():
    choice = choose([of(1)], Wanted(7, urgent=True), Terms())
    assert (choice.person, choice.rule) == (None, Rule.BY_HAND)
    assert len(choice.said) == 1


def test_what_the_fallback_overlooks_is_never_a_cap():
    assert not NEVER & SKILLED
