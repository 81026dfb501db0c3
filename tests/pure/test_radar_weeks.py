"""What will come of a topic in the next weeks."""

import random

from reports.radar.weeks import ahead


def test_a_steady_topic_goes_on_and_four_of_five_weeks_are_inside():
    draw = random.Random(3)
    inside = total = 0
    for _ in range(60):
        weeks = [sum(draw.random() < 0.2 for _ in range(100)) for _ in range(30)]
        for truth, told in zip(weeks[26:], ahead(weeks[:26], 4), strict=True):
            inside += told.low <= truth <= told.high
            total += 1
    assert 0.7 <= inside / total <= 0.93


def test_one_outbreak_changes_little_and_little_history_says_nothing():
    calm, loud = [10] * 12, [10] * 11 + [90]
    assert abs(ahead(loud, 1)[0].expected - ahead(calm, 1)[0].expected) < 2
    assert ahead([1, 2, 3], 4) == []


def test_what_grew_a_year_ago_at_this_time_grows_again():
    year = [20] * 52
    weeks = [20] * 110
    for n in (110 - 52, 110 - 51, 110 - 50):
        weeks[n] = 50
    assert ahead(weeks, 2)[1].expected > 1.6 * 20
    assert ahead(year, 1)[0].expected == 20
