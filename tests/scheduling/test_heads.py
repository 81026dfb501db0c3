"""Who is off is not there, in the strip under the grid."""

import datetime

from scheduling.heads import staffed
from scheduling.models import DraftShift

START = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def block(user, since, hours, parts=()):
    start = START + since * HOUR
    return DraftShift(user_id=user, starts_at=start, ends_at=start + hours * HOUR, parts=list(parts))


def heads(off, *blocks):
    return staffed(
        blocks, START, 48, {u: [(START + a * HOUR, START + b * HOUR) for a, b in s] for u, s in off.items()}
    )


def test_a_whole_day_off_takes_them_out():
    both = heads({}, block(1, 8, 8), block(2, 8, 8))
    assert both[16] == 2
    one = heads({1: [(0, 24)]}, block(1, 8, 8), block(2, 8, 8))
    assert set(one[16:32]) == {1}
    assert sum(one) == 16


def test_half_a_day_off_takes_out_that_half_and_breaks_stay_breaks():
    lunch = ({"from": 240, "minutes": 60, "kind": "break"},)
    found = heads({1: [(0, 10), (14, 15)]}, block(1, 8, 8, lunch))
    assert found[16:32] == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]
    assert heads({1: [(10, 11)]}, block(1, 8, 8))[16:32] == [1] * 4 + [0] * 2 + [1] * 10
    assert heads({1: [(0, 8), (16, 20)]}, block(1, 8, 8)) == heads({}, block(1, 8, 8))
