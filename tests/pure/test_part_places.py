"""A part of a shift finds another place."""

from scheduling.part_places import later, places

TRAINING = {"from": 120, "minutes": 60, "kind": "training"}
BREAK = {"from": 240, "minutes": 30, "kind": "break"}


def starts(parts, number, minutes, avoid):
    return [
        next(one["from"] for one in found if one["kind"] == parts[number]["kind"])
        for found in places(parts, number, minutes, avoid)
    ]


def test_the_nearest_place_comes_first_and_none_is_in_the_way_of_another_part():
    found = starts([TRAINING, BREAK], 0, 480, (120, 180))
    assert found[:3] == [60, 180, 45]
    assert all(start + 60 <= 240 or start >= 270 for start in found)
    assert max(found) == 420


def test_where_there_is_no_room_there_is_no_place():
    assert starts([TRAINING], 0, 240, (0, 240)) == []
    assert starts([TRAINING, BREAK], 0, 270, (60, 240)) == [0]


def test_parts_stay_at_their_hour_when_a_shift_starts_earlier():
    assert [one["from"] for one in later([TRAINING, BREAK], 30)] == [150, 270]
    assert TRAINING["from"] == 120
