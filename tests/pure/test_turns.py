"""People take turns by a pattern of weeks."""

from scheduling.turns import turns

EARLY, LATE = ["E"] * 5 + [None] * 2, [None] * 2 + ["L"] * 5


def test_each_begins_where_they_are_told_and_goes_round():
    found = {}
    for person, day, shift in turns([EARLY, LATE], {"Amara": 0, "Ben": 1}, 21):
        found.setdefault(person, {}).setdefault(day // 7, []).append(shift)
    assert found == {
        "Amara": {0: ["E"] * 5, 1: ["L"] * 5, 2: ["E"] * 5},
        "Ben": {0: ["L"] * 5, 1: ["E"] * 5, 2: ["L"] * 5},
    }


def test_a_free_day_is_no_shift_and_days_that_are_not_there_are_not_worked():
    assert list(turns([EARLY], {"Amara": 5}, 2)) == [("Amara", 0, "E"), ("Amara", 1, "E")]
    assert list(turns([[None] * 7], {"Amara": 0}, 7)) == []
