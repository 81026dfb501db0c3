"""In the evening whoever leads or manages hears who has too much; nobody else does."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from notices.models import Notice
from scheduling import overwork
from scheduling.actions.load import allow_more
from staff.models import Membership
from tests.rosters import publish

EVENING = datetime.datetime(2026, 12, 4, 23, tzinfo=ZoneInfo("Europe/Tallinn"))
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def tired(billing, amara, ben, cleo, mona, nora):
    """Amara worked fifty hours, Ben ten."""
    Membership.objects.filter(user=cleo).update(leads=True)
    days = [(amara, EVENING - (13 + 24 * n) * HOUR, 10) for n in range(5)]
    publish(billing, EVENING, *days, (ben, EVENING - 37 * HOUR, 10))
    return amara


def test_one_notice_an_evening_to_those_who_answer_for_it(tired, cleo, mona, ben):
    assert overwork.tell(EVENING - 5 * HOUR) == 0
    assert overwork.tell(EVENING) == 2
    assert overwork.tell(EVENING + HOUR) == 0
    for notice in Notice.objects.all():
        assert notice.recipient in {cleo, mona}
        assert notice.params["people"] == "Amara Kask (104)"


def test_what_was_allowed_is_told_with_the_reason(tired, cleo, mona, ben, nora):
    allow_more(ben, by=cleo, reason="An outage", until=EVENING + HOUR, at=EVENING - HOUR)
    Membership.objects.filter(user=nora).update(leads=True)
    overwork.tell(EVENING)
    assert {one.recipient for one in Notice.objects.all()} == {cleo, mona}, (
        "Nora leads others, and is an agent"
    )
    assert Notice.objects.first().params["overrides"] == "Ben Lepik: An outage"


def test_nobody_with_too_much_nobody_told(billing, mona, amara):
    assert overwork.tell(EVENING) == 0
