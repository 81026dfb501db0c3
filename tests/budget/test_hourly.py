"""What an hour costs, of somebody and of a team."""

import datetime

import pytest

from budget.hourly import Hourly
from budget.pay import of_seconds
from staff.models import Contract, Membership

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)


def contract(user, cost, hours=40, since="2026-01-01"):
    Contract.objects.create(user=user, from_on=since, weekly_hours=hours, hourly_cost=cost)


def test_of_somebody_it_is_what_their_contract_says_on_the_day(amara, ben):
    contract(amara, "21.37")
    contract(amara, "23.00", since="2026-06-02")
    contract(ben, "0")
    hourly = Hourly()
    assert hourly.of(amara.pk, DAY) == 21_37
    assert hourly.of(amara.pk, DAY + datetime.timedelta(days=1)) == 23_00
    assert hourly.of(amara.pk, datetime.date(2025, 12, 31)) is None
    assert hourly.of(ben.pk, DAY) is None
    assert Hourly([ben.pk]).of(amara.pk, DAY) is None


def test_of_a_team_it_is_the_mean_by_the_hours_they_owe(amara, ben, cleo, billing, network):
    contract(amara, "20.00")
    contract(ben, "30.00", hours=20)
    hourly = Hourly()
    assert hourly.of_team(billing.pk, DAY) == 23_33
    assert hourly.of_team(network.pk, DAY) is None
    Membership.objects.create(user=amara, team=network)
    hourly = Hourly()
    assert hourly.of_team(billing.pk, DAY) == 25_00  # half of Amara's hours are Network's
    assert hourly.of_team(network.pk, DAY) == 20_00
    assert hourly.of_team(None, DAY) == 23_33
    ben.is_active = False
    ben.save(update_fields=["is_active"])
    assert Hourly().of_team(billing.pk, DAY) == 20_00


def test_two_statements_however_many_there_are(amara, ben, billing, network, django_assert_num_queries):
    contract(amara, "20.00")
    contract(ben, "30.00")
    with django_assert_num_queries(2):
        hourly = Hourly()
        for team in (billing.pk, network.pk, None):
            hourly.of_team(team, DAY)


def test_seconds_cost_their_part_of_an_hour_to_the_cent():
    assert of_seconds(3600, 21_37) == 21_37
    assert of_seconds(1, 18_00) == 1  # half a cent is one
    assert of_seconds(0, 21_37) == 0
    assert of_seconds(5400, 33_33) == 50_00
