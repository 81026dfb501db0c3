"""The wall: who is on shift, late, on a break or gone, for who leads them and nobody else; and their load."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from scheduling.models import Attendance, Deviation, Pause, Publication, Shift
from scheduling.wall import wall
from staff.actions import hire

pytestmark = pytest.mark.django_db
HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
NOW, LOAD = (reverse(f"scheduling:coverage_{name}") for name in ("now", "load"))


@pytest.fixture
def now():
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def shift(billing, now):
    Publication.objects.create(
        team=billing, number=1, starts_at=now - 24 * HOUR, ends_at=now + 24 * HOUR, zone="UTC", content=[],
        before=[], at=now,
    )  # fmt: skip

    def make(user, start=-2, hours=8, parts=()):
        start = now + start * HOUR
        return Shift.objects.create(
            user=user, team=billing, starts_at=start, ends_at=start + hours * HOUR, parts=list(parts)
        )

    return make


@pytest.fixture
def clocked(now):
    def make(user, start=-2, end=None):
        return Attendance.objects.create(
            user=user, starts_at=now + start * HOUR, ends_at=None if end is None else now + end * HOUR
        )

    return make


def seen(billing, now):
    return {one.user.full_name.split()[0]: one for one in wall([billing], now)[0].people}


def test_who_is_there_and_who_is_not(shift, clocked, billing, amara, ben, cleo, now):
    for one in (amara, ben, cleo):
        shift(one, parts=[{"from": 240, "minutes": 30, "kind": "break"}])
    clocked(amara)
    clocked(ben, -1)
    clocked(cleo, -2, -1)
    found = seen(billing, now)
    assert {name: one.state for name, one in found.items()} == {
        "Amara": "here",
        "Ben": "here",
        "Cleo": "left",
    }
    assert [found[name].kept for name in ("Amara", "Ben", "Cleo")] == ["100 %", "50 %", "50 %"]
    team = wall([billing], now)[0]
    assert (team.there, team.missing, team.breaks) == (2, 1, 0)
    assert "break" in found["Amara"].plan


def test_late_excused_and_on_a_break(shift, clocked, billing, amara, ben, cleo, now):
    for one in (amara, ben, cleo):
        shift(one)
    clocked(amara, -48, -47)
    clocked(ben, -48, -47)
    Deviation.objects.create(
        user=ben, kind="meeting", starts_at=now - 2 * HOUR, ends_at=now + HOUR, state="approved", asked_at=now
    )
    Pause.objects.create(attendance=clocked(cleo), starts_at=now - 40 * MINUTE)
    states = {name: one.state for name, one in seen(billing, now).items()}
    assert states == {"Amara": "late", "Ben": "off", "Cleo": "long_break"}


def test_who_begins_soon_and_who_came_without_a_shift(shift, clocked, billing, amara, ben, cleo, now):
    shift(amara, 0.5)
    clocked(ben)
    assert {name: one.state for name, one in seen(billing, now).items()} == {"Amara": "soon", "Ben": "extra"}


def test_pages(client, shift, clocked, amara, cleo):
    shift(amara)
    clocked(amara)
    client.force_login(cleo)
    text = client.get(NOW).content.decode()
    assert "Amara Kask" in text
    part = client.get(NOW, headers={"HX-Request": "true"}).content.decode()
    assert 'id="wall-teams"' in part
    assert "<h1" not in part
    assert "Amara Kask" in client.get(LOAD).content.decode()


def test_only_for_who_leads(client, shift, amara, nora, network):
    shift(amara)
    other = hire(
        email="olga@desk.example", full_name="Olga", role="lead", teams=(network,), password="x" * 12
    )
    for page in (NOW, LOAD):
        for who in (amara, nora):
            client.force_login(who)
            assert client.get(page).status_code == 404
        client.force_login(other)
        assert "Amara Kask" not in client.get(page).content.decode()
        client.logout()
        assert client.get(page).status_code == 302


@pytest.mark.parametrize("page", [NOW, LOAD])
def test_three_cost_what_one_does(client, shift, clocked, amara, ben, cleo, page):
    client.force_login(cleo)
    shift(amara)
    clocked(amara)
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for each in (ben, cleo):
        shift(each)
        clocked(each)
    with CaptureQueriesContext(connection) as three:
        client.get(page)
    assert len(three) == len(one)
