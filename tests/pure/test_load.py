"""Load: what presses most is the index, the caps hold, and the clocks may change meanwhile."""

import datetime
import random
from zoneinfo import ZoneInfo

import pytest

from scheduling.load import (
    DEFAULT,
    Cap,
    Caps,
    Facts,
    Span,
    Standing,
    Strain,
    common,
    crowded,
    hot_stretch,
    is_night,
    joined,
    load_of,
    rest_before,
)

TALLINN = ZoneInfo("Europe/Tallinn")
AT = datetime.datetime(2026, 11, 27, 16, tzinfo=TALLINN)
HOUR = datetime.timedelta(hours=1)


def local(day, hour, month=11, minute=0):
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=TALLINN)


def span(start, hours):
    start = start.astimezone(datetime.UTC)
    return Span(start, start + hours * HOUR)


def value(load, strain):
    return next(one.value for one in load.reasons if one.strain is strain)


def test_who_did_nothing_is_free_and_it_is_said_why():
    load = load_of(Facts(), AT, TALLINN)
    assert (load.index, load.standing, load.pressing) == (0, Standing.FREE, ())
    assert {one.strain for one in load.reasons} == set(Strain) - {Strain.REST}


def test_planned_and_actual_count_once_and_only_seven_days():
    week = [span(local(day, 8), 8) for day in (18, 23, 24, 25)]
    load = load_of(Facts(planned=week, actual=[span(local(25, 9), 9)]), AT, TALLINN)
    assert value(load, Strain.WORKED) == 2 * 8 * 60 + 10 * 60


@pytest.mark.parametrize(
    ("hours", "standing", "index"),
    [(39.9, Standing.FREE, 83), (40, Standing.HIGH, 83), (47.9, Standing.HIGH, 99), (48, Standing.OVER, 100)],
)
def test_the_caps_of_a_week(hours, standing, index):
    spans = [span(AT - datetime.timedelta(hours=hours), hours)]
    caps = Caps(nights=Cap(8, 9))
    load = load_of(Facts(planned=spans), AT, TALLINN, caps)
    assert (load.standing, load.index) == (standing, index)


def test_effort_and_a_long_hot_stretch_press_too():
    assert load_of(Facts(effort=360), AT, TALLINN).standing is Standing.HIGH
    assert load_of(Facts(effort=600), AT, TALLINN).standing is Standing.OVER
    assert load_of(Facts(hot=239), AT, TALLINN).standing is Standing.HIGH
    first = load_of(Facts(effort=300, hot=240), AT, TALLINN).reasons[0]
    assert (first.strain, first.share) == (Strain.HOT, 100)


def test_rest_is_exactly_enough_or_it_is_not():
    def after(rest):
        spans = [span(local(26, 8), 8), Span(local(26, 16) + rest, local(27, 17))]
        return load_of(Facts(planned=spans), AT, TALLINN)

    assert after(11 * HOUR).standing is Standing.FREE
    assert after(10 * HOUR).standing is Standing.HIGH
    assert after(9 * HOUR).standing is Standing.HIGH
    assert after(8.9 * HOUR).standing is Standing.OVER


def test_over_the_night_of_the_clocks_rest_is_what_it_really_was():
    """22:00 to 08:00 are ten hours on paper: eleven in October, nine in March."""
    autumn = [span(local(24, 14, 10), 8), span(local(25, 8, 10), 8)]
    spring = [span(local(28, 14, 3), 8), span(local(29, 8, 3), 8)]
    assert rest_before(autumn, local(25, 9, 10)) == 11 * 60
    assert rest_before(spring, local(29, 9, 3)) == 9 * 60


def test_nights_are_nights_by_the_clock_of_the_desk():
    assert is_night(span(local(24, 16), 8), TALLINN)  # until midnight
    assert not is_night(span(local(24, 15), 8), TALLINN)  # until 23
    assert is_night(span(local(24, 4), 8), TALLINN)
    assert not is_night(span(local(24, 5), 8), TALLINN)
    nights = [span(local(day, 22), 8) for day in (21, 22, 23, 24, 25)]
    assert value(load_of(Facts(planned=nights), AT, TALLINN), Strain.NIGHTS) == 5
    assert load_of(Facts(planned=nights), AT, TALLINN).standing is Standing.OVER


def test_a_hot_stretch_ends_with_a_pause():
    pause = datetime.timedelta(minutes=15)
    hot = [span(local(27, 13), 1), Span(local(27, 14, minute=10), AT)]
    assert hot_stretch(hot, AT, pause) == 180
    assert hot_stretch([span(local(27, 12), 1), span(local(27, 15), 1)], AT, pause) == 60
    assert hot_stretch([span(local(27, 12), 1)], AT, pause) == 0
    assert hot_stretch([span(local(27, 18), 1)], AT, pause) == 0


def test_what_is_empty_or_backwards_counts_nothing():
    assert joined([Span(AT, AT), Span(AT, AT - HOUR)]) == []
    assert load_of(Facts(planned=[Span(AT, AT - HOUR)]), AT, TALLINN).index == 0


def test_more_of_anything_never_makes_less_load():
    for seed in range(400):
        dice = random.Random(seed)
        spans = [
            span(AT - dice.uniform(-10, 200) * HOUR, dice.uniform(0, 12)) for _ in range(dice.randint(0, 8))
        ]
        facts = Facts(spans, effort=dice.uniform(0, 700), hot=dice.uniform(0, 300))
        before = load_of(facts, AT, TALLINN)
        more = load_of(Facts(spans, effort=facts.effort + 30, hot=facts.hot + 30), AT, TALLINN)
        assert more.index >= before.index
        longer = load_of(
            Facts(spans, effort=facts.effort, hot=facts.hot, more=[span(AT - 30 * HOUR, 30)]), AT, TALLINN
        )
        assert value(longer, Strain.WORKED) >= value(before, Strain.WORKED)
        assert (before.index >= 100) == (before.standing is Standing.OVER)


def test_every_strain_has_a_cap_and_the_soft_one_comes_first():
    for strain in Strain:
        cap = DEFAULT.of(strain)
        assert cap.soft > cap.hard if strain is Strain.REST else cap.soft < cap.hard


def test_pressing_is_when_several_come_together_in_a_shift():
    one, two, three = (span(local(27, hour), 4) for hour in (8, 9, 10))
    assert crowded([one, two, three], 3) == [Span(three.starts_at, one.ends_at)]
    assert crowded([one, two], 3) == []
    assert common([one], [span(local(27, 11), 8), span(local(27, 7), 2)]) == [
        Span(one.starts_at, one.starts_at + HOUR),
        Span(one.ends_at - HOUR, one.ends_at),
    ]


def test_a_day_in_two_halves_is_one_duty():
    halves = [span(local(26, 8), 4), span(local(26, 13), 4)]
    assert rest_before(halves, local(26, 14)) is None
    assert rest_before([*halves, span(local(27, 6), 4)], local(27, 7)) == 13 * 60


def test_of_two_teams_the_stricter_cap_counts():
    one, other = Caps(worked=Cap(30, 60), rest=Cap(700, 500)), Caps(worked=Cap(40, 50), rest=Cap(660, 540))
    both = one.strictest(other)
    assert both == other.strictest(one)
    assert (both.worked, both.rest) == (Cap(30, 50), Cap(700, 540))
