"""Who is asked for backup: somebody on duty with the skill, else whoever answers for it, never nobody."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.backing import TOGETHER, Colleague, Rule, Wanted, choose

ASKER = 0
colleagues = st.builds(
    Colleague,
    id=st.integers(0, 30),
    on_duty=st.booleans(),
    level=st.integers(0, 3),
    load=st.integers(0, 9),
    leads=st.booleans(),
    manages=st.booleans(),
)
teams = st.lists(colleagues, max_size=12, unique_by=lambda one: one.id)
some = st.frozensets(st.integers(0, 30), max_size=12)
wanted = st.builds(Wanted, asker=st.just(ASKER), level=st.integers(0, 3), asked=some, declined=some)


@settings(max_examples=300, deadline=None)
@given(teams, wanted, st.randoms())
def test_it_is_somebody_on_duty_with_the_skill_or_it_escalates_and_never_nobody(team, want, dice):
    chosen = choose(team, want)
    others = {one.id: one for one in team if one.id != ASKER}
    assert (chosen is None) == (not others)
    if chosen is None:
        return
    picked = [others[one] for one in chosen.people]
    assert picked
    able = [
        one for one in others.values() if one.on_duty and one.level >= want.level and one.id not in want.asked
    ]
    if able:
        (one,) = picked
        assert chosen.rule is Rule.SKILLED
        assert one in able
        assert one.load == min(other.load for other in able)
    elif chosen.rule in {Rule.LEAD, Rule.MANAGER}:
        (one,) = picked
        assert one.on_duty
        assert one.leads if chosen.rule is Rule.LEAD else one.manages
    else:
        assert chosen.rule in TOGETHER
    if chosen.rule is Rule.ANYBODY:
        assert not any(one.leads or one.manages for one in others.values())
    shuffled = list(team)
    dice.shuffle(shuffled)
    assert choose(shuffled, want) == chosen


@settings(max_examples=200, deadline=None)
@given(teams, st.integers(0, 3))
def test_asked_one_after_the_other_it_comes_to_those_who_answer_for_it(team, level):
    want = Wanted(ASKER, level)
    for _ in range(len(team) + 1):
        chosen = choose(team, want)
        if chosen is None or chosen.rule in TOGETHER:
            break
        assert not set(chosen.people) & want.asked, "nobody is asked twice in turn"
        want = Wanted(ASKER, level, want.asked | set(chosen.people), want.declined)
    assert chosen is None or chosen.rule in TOGETHER


def test_of_two_with_the_same_in_hand_the_better_one_then_the_first():
    team = [Colleague(3, True, level=2), Colleague(2, True, level=3), Colleague(1, True, level=3, load=1)]
    assert choose(team, Wanted(ASKER, 2)).people == (2,)
    assert choose([Colleague(5, True, 2), Colleague(4, True, 2)], Wanted(ASKER, 2)).people == (4,)


def test_whoever_leads_comes_before_a_manager_and_all_of_them_when_nobody_is_on_duty():
    lead, manager = Colleague(1, True, leads=True), Colleague(2, True, manages=True)
    assert choose([manager, lead], Wanted(ASKER, 1)).rule is Rule.LEAD
    assert choose([manager, lead], Wanted(ASKER, 1, asked=frozenset({1}))).people == (2,)
    away = [Colleague(1, False, leads=True), Colleague(2, False, manages=True), Colleague(3, False, level=3)]
    assert choose(away, Wanted(ASKER, 1)).people == (1, 2)
    assert choose(away, Wanted(ASKER, 1, declined=frozenset({1}))).people == (2,)
    assert choose(away, Wanted(ASKER, 1, declined=frozenset({1, 2}))).people == (1, 2)
