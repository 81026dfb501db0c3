"""Who reports to whom, and by which contract."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from staff.actions import report_to, set_contract
from staff.queries import contract_on, contracts_on

MARCH = datetime.date(2026, 3, 1)
JUNE = datetime.date(2026, 6, 1)
DAY = datetime.timedelta(days=1)


def test_nobody_stands_above_themselves(amara, cleo, mona, ben):
    report_to(amara, boss=cleo, by=mona)
    report_to(cleo, boss=mona, by=mona)
    for boss in (amara, cleo, mona):
        with pytest.raises(ValidationError):
            report_to(mona, boss=boss, by=mona)
    mona.refresh_from_db()
    assert mona.reports_to is None
    with pytest.raises(PermissionDenied):
        report_to(ben, boss=cleo, by=cleo)


def test_two_who_draw_lines_wait_for_each_other(amara, cleo, mona):
    """Each of two changes may be right, and both together a circle."""
    report_to(amara, boss=cleo, by=mona)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('staff.lines', 11))")
            assert cursor.fetchone() == (False,)
    finally:
        other.close()


def test_a_contract_holds_until_the_next(amara, ben, mona, cleo):
    set_contract(amara, by=mona, from_on=MARCH, weekly_hours=Decimal(40), hourly_cost=Decimal("21.50"))
    set_contract(amara, by=mona, from_on=JUNE, weekly_hours=Decimal(20), night_work=True)
    set_contract(amara, by=mona, from_on=JUNE, weekly_hours=Decimal(30))
    assert contract_on(amara, MARCH - DAY) is None
    assert contract_on(amara, JUNE - DAY).weekly_hours == 40
    assert contract_on(amara, JUNE).weekly_hours == 30
    assert contracts_on([amara.pk, ben.pk], JUNE) == {amara.pk: contract_on(amara, JUNE)}
    with pytest.raises(ValidationError):
        set_contract(amara, by=mona, from_on=JUNE + DAY, weekly_hours=Decimal(200))
    with pytest.raises(PermissionDenied):
        set_contract(amara, by=cleo, from_on=JUNE, weekly_hours=Decimal(1))
