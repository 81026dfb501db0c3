"""What people cost by their contracts."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from budget.contracts import costs
from staff.actions import let_go, take_back
from staff.models import Contract, StaffChange

pytestmark = pytest.mark.django_db
SINCE, UNTIL = datetime.date(2026, 1, 1), datetime.date(2026, 4, 30)


def by_month(user) -> dict[str, int]:
    found = [one for one in costs(SINCE, UNTIL) if one.person_id == user.pk]
    return {f"{one.day:%m}": one.cents for one in found}


@pytest.fixture
def contract(amara):
    """70 hours of 1 € a week: 10 € a day."""
    return Contract.objects.create(
        user=amara, from_on=datetime.date(2025, 6, 1), weekly_hours=Decimal(70), hourly_cost=Decimal(1)
    )


def test_who_leaves_costs_until_their_last_day(amara, mona, contract):
    assert by_month(amara) == {"01": 310_00, "02": 280_00, "03": 310_00, "04": 300_00}
    let_go(amara, by=mona)
    # Half past eleven in the evening of 9 February in Tallinn.
    amara.time_zone = "Europe/Tallinn"
    amara.save(update_fields=["time_zone"])
    left = datetime.datetime(2026, 2, 9, 21, 30, tzinfo=datetime.UTC)
    StaffChange.objects.filter(user=amara, kind="left").update(at=left)
    assert by_month(amara) == {"01": 310_00, "02": 90_00}
    take_back(amara, by=mona)
    assert by_month(amara)["04"] == 300_00


def test_a_contract_that_begins_after_the_last_day_costs_nothing(amara, mona, contract):
    let_go(amara, by=mona)
    after = timezone.localdate() + datetime.timedelta(days=400)
    Contract.objects.create(user=amara, from_on=after, weekly_hours=Decimal(70), hourly_cost=Decimal(1))
    span = after + datetime.timedelta(days=60)
    assert not [one for one in costs(after, span) if one.person_id == amara.pk]
