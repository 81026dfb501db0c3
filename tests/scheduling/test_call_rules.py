"""Who may be put on call, and who may not."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.actions.rota import put_on_call
from scheduling.call_turns import Pattern
from scheduling.calls import planned
from scheduling.models import OnCall
from staff.models import Contract, Membership
from tests.factories import make_off, make_shift
from tests.rosters import call

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
MONDAY = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def employed(amara, ben):
    for user, regime in ((amara, "EU"), (ben, "EE")):
        Contract.objects.create(user=user, from_on=datetime.date(2026, 1, 1), weekly_hours=40, regime=regime)


def on_call(user, team, by, since=20, hours=12, **more):
    start = MONDAY + since * HOUR
    row = OnCall(user=user, starts_at=start, ends_at=start + hours * HOUR, **more)
    return put_on_call(row, team=team, by=by)


def test_nobody_is_called_in_their_time_off(billing, amara, cleo):
    make_off(amara, MONDAY.date())
    with pytest.raises(ValidationError, match=r"Amara Kask: .*has time off"):
        on_call(amara, billing, cleo)
    assert on_call(amara, billing, cleo, since=30)


def test_nobody_is_called_without_a_contract_or_after_they_left(billing, amara, cleo):
    Contract.objects.filter(user=amara).update(from_on=datetime.date(2026, 11, 9))
    with pytest.raises(ValidationError, match="has no contract"):
        on_call(amara, billing, cleo)
    amara.is_active = False
    amara.save()
    with pytest.raises(ValidationError, match="does not work here any more"):
        on_call(amara, billing, cleo)


def test_nobody_is_called_in_two_places(billing, network, amara, cleo):
    Membership.objects.create(user=amara, team=network)
    call(amara, network, MONDAY + 22 * HOUR, 4)
    with pytest.raises(ValidationError, match=f"is on call for {network.name} then"):
        on_call(amara, billing, cleo)
    OnCall.objects.all().delete()
    on_call(amara, billing, cleo)
    with pytest.raises(ValidationError, match="is called then already"):
        on_call(amara, billing, cleo, order=2)
    make_shift(amara, billing, MONDAY + 2 * DAY, hours=10)
    with pytest.raises(ValidationError, match="is at work all that time"):
        on_call(amara, billing, cleo, since=50, hours=4)


def test_where_the_law_wants_rest_beside_calls_it_is_kept(billing, amara, ben, cleo):
    """In Estonia being on call must leave the daily rest; by the directive alone it is rest."""
    for user in (amara, ben):
        make_shift(user, billing, MONDAY + 8 * HOUR)
        make_shift(user, billing, MONDAY + DAY + 8 * HOUR)
    assert on_call(amara, billing, cleo)
    with pytest.raises(ValidationError, match=r"rests .* h, at least 11 h are needed \(TLS § 51\)"):
        on_call(ben, billing, cleo)
    assert on_call(ben, billing, cleo, since=16, hours=3)


DAYS = {
    "first_on": "2026-11-02",
    "last_on": "2026-11-04",
    "change": "day",
    "starts": "20:00",
    "ends": "08:00",
}


def turns(client, team, *people, **more):
    who = {f"who_{place}": one.pk for place, one in enumerate(people, 1)}
    said = {**DAYS, "hour": "09:00", **who, "do": "enter", **more}
    page = client.post(reverse("scheduling:call_turns", args=[team.slug]), said)
    if page.status_code == 302:
        return "", [one.user for one in OnCall.objects.filter(team=team).order_by("starts_at")]
    return page.content.decode(), []


def test_who_may_not_is_passed_over_when_people_take_turns(client, billing, network, amara, ben, cleo):
    """Amara has no contract yet on Monday, is called by another team on Tuesday, and may on Wednesday."""
    client.force_login(cleo)
    Contract.objects.filter(user=amara).update(from_on=datetime.date(2026, 11, 4))
    call(amara, network, MONDAY + DAY + 22 * HOUR, 4)
    page, _nobody = turns(client, billing, amara, ben, do="preview")
    assert "Amara Kask: Mon 2 Nov: has no contract" in page
    Contract.objects.filter(user=amara).update(from_on=datetime.date(2026, 11, 3))
    _page, found = turns(client, billing, amara, ben)
    assert found == [ben, ben, amara]
    OnCall.objects.filter(team=billing).delete()
    page, found = turns(client, billing, amara)
    assert f"Amara Kask: is on call for {network.name} then" in page
    assert found == []


def test_turns_leave_the_rest_that_the_law_wants_with_those_that_were_given_before(
    client, billing, amara, ben, cleo
):
    """In Estonia nobody is called the night before and after a shift, nor for most of each day."""
    client.force_login(cleo)
    shift = make_shift(ben, billing, MONDAY + DAY + 8 * HOUR)
    page, found = turns(client, billing, ben)
    assert "Ben Lepik: " in page
    assert "(TLS § 51)" in page
    assert found == []
    shift.delete()
    _page, found = turns(client, billing, ben, amara, change="0", starts="18:00", ends="10:00")
    assert found == [ben, amara, ben]


def test_turns_of_many_days_are_asked_as_often_as_of_few(billing, ben, amara, cleo):
    counts = []
    for last in (4, 30):
        pattern = Pattern(
            MONDAY.date(), datetime.date(2026, 11, last), None, datetime.time(9), ZoneInfo("UTC"),
            (datetime.time(20), datetime.time(6)),
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            planned(billing, [ben, amara], pattern)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_says_why_and_keeps_what_was_typed(client, billing, amara, cleo):
    Contract.objects.filter(user=amara).delete()
    client.force_login(cleo)
    said = {"user": amara.pk, "starts_at": "2026-11-02T20:00", "ends_at": "2026-11-03T08:00", "order": 1}
    answer = client.post(reverse("scheduling:on_call", args=[billing.slug]), said)
    assert answer.status_code == 422
    assert "has no contract" in answer.content.decode()
    assert "2026-11-02T20:00" in answer.content.decode()
    assert not OnCall.objects.exists()
