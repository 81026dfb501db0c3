"""What it costs to bring the timers of a ticket up to date after a reply."""

import datetime

import pytest

from sla.actions import set_policy
from tests.factories import make_ticket
from tickets import actions, clocks
from tickets.choices import Metric

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
EVERY_METRIC = {
    "priorities": {"normal": {metric.value: {"minutes": 600, "warn": [0.5]} for metric in Metric}}
}


@pytest.fixture
def busy(promises, billing, dana, amara):
    """About twenty events under a promise of every kind."""
    set_policy("Standard", EVERY_METRIC)
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    actions.take(ticket, by=amara, at=MONDAY + 0.1 * HOUR)
    for turn in range(5):
        at = MONDAY + (turn + 0.2) * HOUR
        actions.reply(ticket, by=amara, text="Which?", then="wait", at=at)
        actions.receive(ticket, by=dana, text="That", channel="email", at=at + 0.4 * HOUR)
    return ticket


def test_after_a_reply_the_timers_cost_at_most_six_statements(busy, amara, django_assert_num_queries):
    assert busy.events.count() >= 20
    assert {clock.metric for clock in busy.clocks.all()} == set(Metric.values)
    actions.reply(busy, by=amara, text="Done.", at=MONDAY + 6 * HOUR)
    # Read the log and the rows; write the rows that changed.
    with django_assert_num_queries(3):
        clocks.refresh(busy, MONDAY + 6.1 * HOUR)
    # And what falls due meanwhile is told: a statement for each warning and breach, one for the queue.
    with django_assert_num_queries(6):
        clocks.refresh(busy, MONDAY + datetime.timedelta(days=1, hours=2.4))


def test_what_did_not_change_is_not_written(busy, django_assert_num_queries):
    clocks.refresh(busy, MONDAY + 6 * HOUR)
    before = {row.pk: row for row in busy.clocks.all()}
    with django_assert_num_queries(2):
        clocks.refresh(busy, MONDAY + 6 * HOUR)
    assert {row.pk for row in busy.clocks.all()} == set(before)
