"""Workers killed at random moments miss nothing and tell nothing twice.

Longer: `python -m benchmarks.sla_watch_chaos`.
"""

import random

import pytest

from benchmarks import sla_watch
from benchmarks.sla_watch_chaos import chaos, wrong


@pytest.mark.django_db(transaction=True)
def test_three_workers_are_killed_and_everybody_is_told_once():
    found = chaos(900_000, sla_watch.found(), 60, 3.0, random.Random(7))
    assert found["killed"] >= 3
    assert found["due"] == 60
    assert wrong(found) == []
