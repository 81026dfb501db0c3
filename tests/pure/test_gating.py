"""Who may take a kind of ticket, and what is missing until when."""

import datetime

from tickets.gating import AHEAD, Coverage, GuidelineNeed, Held, Person, SkillNeed, Standing, covered, judge

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
GRACE = datetime.timedelta(days=7)


LONG_AGO = NOW - datetime.timedelta(days=30)


def days(n: float) -> datetime.timedelta:
    return datetime.timedelta(days=n)


SKILL = SkillNeed(skill=1, level=2, since=LONG_AGO)


def guideline(*versions, since=LONG_AGO):
    return GuidelineNeed(article=5, since=since, versions=versions)


def verdict(need, *, skills=None, confirmed=None, now=NOW):
    return judge([need], Person(skills or {}, confirmed or {}), grace=GRACE, now=now)


def test_whoever_has_what_is_asked_may():
    assert verdict(SKILL, skills={1: Held(2)}).standing is Standing.MAY
    assert verdict(guideline((1, NOW - days(60))), confirmed={5: 1}).standing is Standing.MAY
    assert judge([], Person({}, {}), grace=GRACE, now=NOW).standing is Standing.MAY


def test_too_low_a_level_counts_for_nothing():
    assert verdict(SKILL, skills={1: Held(1)}).standing is Standing.OUT


def test_a_new_gate_leaves_everybody_some_days():
    need = SkillNeed(skill=1, level=2, since=NOW - days(6))
    assert verdict(need).standing is Standing.WARNED
    assert verdict(need).until == NOW + days(1)
    assert verdict(need, now=NOW + days(1)).standing is Standing.OUT


def test_a_skill_that_ran_out_leaves_some_days_and_one_that_will_is_told_of():
    ran_out = {1: Held(3, NOW - days(6))}
    assert verdict(SKILL, skills=ran_out).standing is Standing.WARNED
    assert verdict(SKILL, skills=ran_out, now=NOW + days(2)).standing is Standing.OUT
    soon = {1: Held(3, NOW + AHEAD)}
    assert verdict(SKILL, skills=soon).until == NOW + AHEAD + GRACE
    assert verdict(SKILL, skills={1: Held(3, NOW + AHEAD + days(1))}).standing is Standing.MAY


def test_a_new_version_leaves_those_some_days_who_had_read_the_one_before():
    need = guideline((1, NOW - days(60)), (2, NOW - days(1)))
    assert verdict(need, confirmed={5: 1}).until == NOW + days(6)
    assert verdict(need).standing is Standing.OUT


def test_another_version_gives_no_more_time():
    need = guideline((1, NOW - days(60)), (2, NOW - days(8)), (3, NOW - days(1)))
    assert verdict(need, confirmed={5: 1}).standing is Standing.OUT
    assert verdict(need, confirmed={5: 2}).standing is Standing.WARNED
    assert verdict(need, confirmed={5: 3}).standing is Standing.MAY


def test_a_version_that_is_to_hold_later_counts_from_then():
    need = guideline((1, NOW - days(60)), (2, NOW + days(3)))
    assert verdict(need, confirmed={5: 1}).until == NOW + days(10)


def test_one_need_that_is_over_is_enough_and_the_most_urgent_comes_first():
    fresh = SkillNeed(skill=2, level=1, since=NOW)
    found = judge([fresh, SKILL], Person({}, {}), grace=GRACE, now=NOW)
    assert found.standing is Standing.OUT
    assert [one.need.skill for one in found.missing] == [1, 2]


def test_coverage_counts_today_and_after():
    may, out = verdict(SKILL, skills={1: Held(2)}), verdict(SKILL)
    warned = verdict(SkillNeed(1, 2, NOW))
    assert covered({7: [1, 2, 3]}, {1: may, 2: warned, 3: out}) == [Coverage(7, 3, 2, 1)]
    assert covered({7: [1, 2, 3]}, {1: may, 2: warned, 3: out})[0].falls
