"""What came is counted once, when it came, and again when that turns out to be otherwise."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scheduling import actions
from scheduling.models import Arrivals, CountedDay
from scheduling.sources import levels_of
from staff.models import Skill
from tests.factories import make_ticket
from tickets import handling
from tickets.actions import change_team, merge, retime
from tickets.actions.routing_setup import need_skill
from tickets.models import Gate, TeamRouting, Ticket

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 11, 12, tzinfo=datetime.UTC)
# Without an end the command goes on until today, day by day.
DAYS = ("--until", "2026-03-11")


def at(day, hour, minute=0):
    return datetime.datetime(2026, 3, day, hour, minute, tzinfo=datetime.UTC)


def rows():
    found = Arrivals.objects.order_by("starts_at", "team", "channel")
    return [(one.starts_at, one.team.slug, one.channel, one.count) for one in found]


@pytest.fixture
def asks(billing, dana):
    def make(when, **fields):
        return make_ticket(requester=dana, team=billing, at=when, **fields)

    return make


def test_by_quarter_of_an_hour_when_it_came(asks):
    for minute in (0, 14, 15):
        asks(at(9, 10, minute))
    asks(at(9, 10, 20), channel="phone")
    actions.count_all(NOW)
    assert rows() == [
        (at(9, 10), "billing", "email", 2),
        (at(9, 10, 15), "billing", "email", 1),
        (at(9, 10, 15), "billing", "phone", 1),
    ]
    assert CountedDay.objects.count() == 3  # the 10th and the 11th too: nothing came, and that is known


def test_twice_is_once(asks):
    asks(at(9, 10))
    assert actions.count_all(NOW) == 1
    before = list(Arrivals.objects.values_list("pk", flat=True))
    assert actions.count_all(NOW) == 0
    assert list(Arrivals.objects.values_list("pk", flat=True)) == before


def test_what_changes_later_is_put_right(asks, network, cleo):
    first, second, third, fourth = (asks(at(5, 8, minute)) for minute in (0, 15, 30, 45))
    actions.count_all(NOW)
    change_team(first, by=cleo, to=network, at=NOW)
    merge(second, by=cleo, into=third, at=NOW)
    retime(fourth.messages.get(), by=cleo, to=at(4, 8), reason="The server was late.", at=NOW)
    actions.count_all(NOW)
    assert rows() == [
        (at(4, 8), "billing", "email", 1),
        (at(5, 8), "network", "email", 1),
        (at(5, 8, 30), "billing", "email", 1),
    ]


def test_with_the_time_that_was_spent(asks, amara):
    one, _other = asks(at(9, 10)), asks(at(9, 10))
    handling.add(amara, one.pk, datetime.timedelta(minutes=7))
    actions.count_all(NOW)
    row = Arrivals.objects.get()
    assert (row.count, row.handled, row.handle_seconds) == (2, 1, 420)


def test_by_the_skill_that_routing_and_gates_ask_for(asks, billing, network, dana, mona, cleo):
    """And counted again as soon as they ask for something else."""
    refunds, wires = (Skill.objects.create(name=name) for name in ("Refunds", "Wires"))
    TeamRouting.objects.create(team=billing)
    need_skill(billing, {"tag": "refund", "skill": refunds, "level": 2}, by=mona)
    for tags in (["refund"], ["wire", "refund"], []):
        asks(at(9, 10), tags=tags, language="et")
    make_ticket(requester=dana, team=network, at=at(9, 10), tags=["refund"])
    actions.count_all(NOW)

    def found():
        rows = Arrivals.objects.order_by("team__slug", "count").values_list(
            "team__slug", "skill__name", "count"
        )
        return list(rows)

    assert found() == [("billing", None, 1), ("billing", "Refunds", 2), ("network", None, 1)]
    assert actions.count_all(NOW) == 0
    Gate.objects.create(tag="wire", skill=wires, level=3, skill_since=NOW)
    later = NOW + datetime.timedelta(hours=1)
    assert actions.count_all(later) == 1
    assert sorted(found(), key=str) == [
        ("billing", "Refunds", 1), ("billing", "Wires", 1), ("billing", None, 1), ("network", None, 1),
    ]  # fmt: skip
    call_command("demand_history", "--check", *DAYS, stdout=StringIO())
    assert levels_of(billing) == {refunds.pk: 2, wires.pk: 3}
    assert levels_of(network) == {wires.pk: 3}


def test_the_command_fills_and_verifies(asks, amara):
    one = asks(at(9, 10))
    handling.add(amara, one.pk, datetime.timedelta(seconds=90.5))
    call_command("demand_history", *DAYS, stdout=StringIO())
    said = StringIO()
    call_command("demand_history", "--check", *DAYS, stdout=said)
    assert "0 differences" in said.getvalue()
    Ticket.objects.update(channel="chat")
    with pytest.raises(CommandError):
        call_command("demand_history", "--check", *DAYS, stdout=StringIO())
