"""People take turns at being called: looked at, entered in one go, told; and when nobody would be there."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from notices.models import Notice
from scheduling.calls import nobody_there
from scheduling.models import OnCall, TimeOff
from staff.models import Contract, HeldSkill, Skill
from tests.rosters import call, publish

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
# A Sunday noon.
NOW = datetime.datetime(2026, 12, 6, 12, tzinfo=datetime.UTC)
MONDAY = NOW + DAY - 12 * HOUR


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def employed(amara, ben, cleo):
    for user in (amara, ben, cleo):
        Contract.objects.create(user=user, from_on=NOW.date() - 300 * DAY, weekly_hours=40, regime="EU")


def typed(*people, **said):
    who = {f"who_{place}": one.pk for place, one in enumerate(people, 1)}
    return {
        "first_on": "2026-12-07", "last_on": "2026-12-20", "change": "0", "hour": "09:00", **who, **said
    }  # fmt: skip


def test_two_weeks_are_looked_at_entered_and_told(client, billing, amara, ben, cleo):
    """Ben is off on the second Tuesday: his week goes to whoever comes next."""
    url = reverse("scheduling:call_turns", args=[billing.slug])
    client.force_login(cleo)
    off = {"first_on": MONDAY.date(), "last_on": MONDAY.date(), "days": 1, "state": "approved"}
    TimeOff.objects.create(
        user=ben, kind="holiday", asked_by=ben, asked_at=NOW, starts_at=MONDAY + 8 * DAY,
        ends_at=MONDAY + 9 * DAY, **off,
    )  # fmt: skip
    page = client.post(url, typed(amara, ben, cleo, do="preview")).content.decode()
    assert "Ben Lepik is off" in page
    assert "Enter all of it" in page
    assert not OnCall.objects.exists()
    client.post(url, typed(amara, ben, cleo, do="enter", second="on"))
    rows = [
        (one.user, one.order, one.starts_at.date().day)
        for one in OnCall.objects.order_by("starts_at", "order")
    ]
    assert rows == [(amara, 1, 7), (ben, 2, 7), (cleo, 1, 14), (amara, 2, 14)]
    told = Notice.objects.get(recipient=amara)
    assert told.letter_due_at
    assert told.params["turns"].startswith("Mon 7 Dec 11:00 – Mon 14 Dec 11:00")
    again = client.post(url, typed(ben, amara, do="enter"))
    assert "Amara Kask is called then already." in again.content.decode()
    assert OnCall.objects.count() == 4


def test_turns_that_were_entered_at_once_are_taken_back_at_once(client, billing, amara, ben, cleo):
    client.force_login(cleo)
    client.post(reverse("scheduling:call_turns", args=[billing.slug]), typed(amara, ben, do="enter"))
    other = call(cleo, billing, MONDAY + 30 * DAY, 12)
    url = reverse("scheduling:call_turns_drop", args=[billing.slug, OnCall.objects.get(user=ben).batch])
    page = client.get(reverse("scheduling:on_call", args=[billing.slug])).content.decode()
    assert page.count(url) == 1
    assert client.post(url).status_code == 302
    assert list(OnCall.objects.all()) == [other]
    for user in (amara, ben):
        told = Notice.objects.filter(recipient=user, words="You are no longer on call for {team}")
        assert told.count() == 1
    assert client.post(url).status_code == 404


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"last_on": "2026-12-01"}, "The last day comes after the first"),
        ({"starts": "22:00"}, "Say both"),
        ({"who_1": ""}, "required"),
        ({"change": "9"}, "valid choice"),
    ],
)
def test_what_is_no_rotation_stays_in_the_form(client, billing, amara, cleo, said, words):
    client.force_login(cleo)
    answer = client.post(reverse("scheduling:call_turns", args=[billing.slug]), typed(amara) | said)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_skill_is_called_by_those_who_hold_it_each_once(client, billing, amara, ben, nora, cleo):
    fibre = Skill.objects.create(name="Fibre", kind="craft")
    HeldSkill.objects.create(user=amara, skill=fibre, level=2, granted_at=NOW)
    url = reverse("scheduling:call_turns", args=[billing.slug])
    client.force_login(cleo)
    night = {"skill": fibre.pk, "starts": "22:00", "ends": "07:00", "do": "enter"}
    assert "Does not hold the skill" in client.post(url, typed(amara, ben, **night)).content.decode()
    assert client.post(url, typed(amara, amara, **night)).status_code == 422
    assert client.post(url, typed(nora, **night)).status_code == 422
    assert client.post(url, typed(amara, **night)).status_code == 302
    assert OnCall.objects.filter(user=amara, skill=fibre).count() == 14


def test_it_says_when_nobody_is_there(client, billing, amara, ben, cleo):
    publish(billing, MONDAY, (amara, MONDAY + 7 * HOUR, 9), until=MONDAY + DAY)
    call(ben, billing, MONDAY + 15 * HOUR, 6)
    assert nobody_there(billing) == [
        (NOW, MONDAY + 7 * HOUR), (MONDAY + 21 * HOUR, MONDAY + DAY),
    ]  # fmt: skip
    client.force_login(cleo)
    page = client.get(reverse("scheduling:on_call", args=[billing.slug])).content.decode()
    assert "Nobody is on shift and nobody is called" in page
