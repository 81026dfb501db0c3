"""Twelve alike in an hour are found in time; a year of everyday work raises an alarm at most once a week."""

import random
from collections import Counter

import pytest

from reports.radar.clusters import beginnings
from reports.radar.looking import Arrived, same
from reports.radar.spikes import HOURS, LEAST
from tests.pure.made_year import LANGUAGES, WEEKS, everyday_tickets, looks
from tests.pure.said_of_trouble import of_outbreak

START = WEEKS * HOURS
WEEK = START + HOURS  # one to look at after the weeks that are remembered
QUIET_NIGHT, MONDAY_MORNING = START + 2 * 24 + 2.5, START + 9.0


@pytest.fixture(scope="module")
def weeks():
    return list(everyday_tickets(random.Random(5), range(WEEK)))


def with_outbreak(weeks, at, language, tag=None, seed=1):
    draw = random.Random(seed)
    added = []
    for n in range(12):
        topics = frozenset({tag} if tag else {f"tag:{draw.randrange(25)}"})
        words = beginnings(*of_outbreak(draw, language)) if language else frozenset({f"only{n}"})
        added.append((at + n / 12 + 0.01, Arrived(10**6 + n, 0.0, 10**6 + n, topics, words)))
    return sorted([*weeks, *added], key=lambda row: row[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("at", [QUIET_NIGHT, MONDAY_MORNING], ids=["quiet night", "Monday morning"])
def test_twelve_alike_in_an_hour_are_found_before_the_hour_is_over(weeks, at, language):
    tickets = with_outbreak(weeks, at, language)
    found = next((when for when, one in looks(tickets, int(at), int(at) + 3)
                  if sum(key >= 10**6 for key in one.members) >= LEAST), None)  # fmt: skip
    assert found is not None
    last = at + 11 / 12
    print(language, at, "found", round((found - at) * 60), "minutes after the first")
    assert (found - last) * 60 <= 10


@pytest.mark.parametrize("at", [QUIET_NIGHT, MONDAY_MORNING], ids=["quiet night", "Monday morning"])
def test_a_tag_alone_is_enough_if_the_words_have_nothing_in_common(weeks, at):
    tickets = with_outbreak(weeks, at, "", tag="tag:12")
    found = next((when for when, one in looks(tickets, int(at), int(at) + 3) if one.topic == "tag:12"), None)
    assert found is not None
    assert (found - at - 11 / 12) * 60 <= 10


def test_one_who_writes_twelve_times_is_no_outbreak(weeks):
    tickets = [
        (at, Arrived(t.key, 0.0, 1 if t.key >= 10**6 else t.who, t.topics, t.words))
        for at, t in with_outbreak(weeks, QUIET_NIGHT, "en")
    ]
    assert not list(looks(tickets, int(QUIET_NIGHT), int(QUIET_NIGHT) + 3))


def test_a_year_of_everyday_work_raises_an_alarm_at_most_once_a_week():
    until = START + 52 * HOURS
    tickets = list(everyday_tickets(random.Random(2026), range(until)))
    alarms = []
    for at, one in looks(tickets, START, until):
        # As the desk does it: what is mostly the same as what is known already is no second alarm.
        if not any(at - when < 6 and same(one.members, known.members) for when, known in alarms[-3:]):
            alarms.append((at, one))
    per_week = Counter(int(at) // HOURS for at, _one in alarms)
    print(
        len(tickets), "tickets,", len(alarms), "false alarms in 52 weeks", [(round(a), o) for a, o in alarms]
    )
    assert len(alarms) <= 26
    assert max(per_week.values(), default=0) <= 1
