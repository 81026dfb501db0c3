"""Teams are made, named, closed and staffed; who may, what is refused, and what is left of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from mail.models import Mailbox
from staff.actions import hire, save_team, staff_team
from staff.models import Membership, StaffChange, Team
from tests.factories import make_ticket

SAID = {"name": "Devices", "language": "en", "colour": 4, "takes_web_form": True, "active": True}
TYPED = {"name": "Devices", "language": "en", "colour": "4", "active": "on"}


@pytest.fixture
def devices(mona):
    return save_team(None, SAID, by=mona)


def inside(team):
    return {row.user.first_name: row.leads for row in Membership.objects.filter(team=team)}


def test_one_is_made_and_its_people_chosen(client, amara, cleo, mona):
    client.force_login(mona)
    answer = client.post(reverse("staff:team_new"), TYPED)
    made = Team.objects.get(name="Devices")
    assert answer["Location"] == reverse("staff:team", args=[made.pk])
    assert (made.slug, made.colour, made.takes_web_form) == ("devices", 4, False)
    typed = {**TYPED, "members": [amara.pk, cleo.pk], "leads": [cleo.pk]}
    assert client.post(answer["Location"], typed).status_code == 302
    assert inside(made) == {"Amara": False, "Cleo": True}
    assert StaffChange.objects.get(user=cleo, kind="teams").new == "Billing*, Devices*"
    typed = {**TYPED, "members": [cleo.pk]}
    client.post(answer["Location"], typed)
    assert inside(made) == {"Cleo": False}
    assert "Devices" not in StaffChange.objects.filter(user=amara).latest("pk").new


def test_only_managers_find_the_pages_and_do_it(client, devices, amara, cleo):
    for other in (amara, cleo):
        client.force_login(other)
        for name, args in (("teams", []), ("team_new", []), ("team", [devices.pk])):
            assert client.get(reverse(f"staff:{name}", args=args)).status_code == 404
        assert client.post(reverse("staff:team", args=[devices.pk]), TYPED).status_code == 404
        with pytest.raises(PermissionDenied):
            save_team(devices, SAID, by=other)
        with pytest.raises(PermissionDenied):
            staff_team(devices, by=other, members=[other])


def test_another_name_keeps_the_address_and_is_written_down(devices, mona):
    save_team(devices, {"name": "  Routers and  phones ", "colour": 4}, by=mona)
    devices.refresh_from_db()
    assert (devices.name, devices.slug) == ("Routers and phones", "devices")
    rows = devices.changes.values_list("what", "old", "new", "by__full_name")
    assert [*rows] == [
        ("name", "Devices", "Routers and phones", mona.full_name),
        ("made", "", "Devices", mona.full_name),
    ]


def test_names_that_are_taken_or_of_another_alphabet(devices, mona):
    with pytest.raises(ValidationError, match="There is a team of this name"):
        save_team(None, {**SAID, "name": "DEVICES"}, by=mona)
    slugs = [save_team(None, {**SAID, "name": name}, by=mona).slug for name in ("Сеть", "Счета", "Devices!")]
    assert slugs == ["team", "team-2", "devices-2"]


def test_one_with_work_is_not_closed(client, devices, billing, dana, mona):
    make_ticket(requester=dana, team=devices)
    box = Mailbox.objects.create(name="Devices", address="devices@desk.example", team=devices)
    client.force_login(mona)
    address = reverse("staff:team", args=[devices.pk])
    answer = client.post(address, {**TYPED, "active": "", "name": "Gone"})
    assert (answer.status_code, "1 open ticket, 1 mailbox" in answer.content.decode()) == (422, True)
    devices.refresh_from_db()
    assert (devices.active, devices.name) == (True, "Devices")
    devices.tickets.update(team=billing)
    Mailbox.objects.filter(pk=box.pk).update(active=False)
    assert client.post(address, {**TYPED, "active": ""}).status_code == 302
    devices.refresh_from_db()
    assert not devices.active
    with pytest.raises(ValidationError, match="closed"):
        staff_team(devices, by=mona, members=[mona])
    client.post(address, TYPED)
    devices.refresh_from_db()
    assert devices.active


def test_who_may_not_lead_and_whom_only_administrators_place(devices, amara, cleo, mona, db):
    with pytest.raises(ValidationError, match="An agent leads no team"):
        staff_team(devices, by=mona, members=[amara], leads=[amara])
    with pytest.raises(ValidationError, match="only teams they are in"):
        staff_team(devices, by=mona, members=[amara], leads=[cleo])
    ada = hire(email="ada@desk.example", full_name="Ada Sild", role="admin")
    with pytest.raises(PermissionDenied):
        staff_team(devices, by=mona, members=[ada])
    assert staff_team(devices, by=ada, members=[amara, mona], leads=[mona]) == 2
    assert staff_team(devices, by=ada, members=[amara, mona], leads=[mona]) == 0


def test_the_list_asks_as_often_for_three_as_for_one(client, django_assert_num_queries, devices, cleo, mona):
    client.force_login(mona)
    client.get(reverse("staff:teams"))
    counts = []
    for more in ((), ("One", "Two")):
        for name in more:
            team = save_team(None, {**SAID, "name": name}, by=mona)
            staff_team(team, by=mona, members=[cleo], leads=[cleo])
        with django_assert_num_queries(6 if not counts else counts[0]) as seen:
            client.get(reverse("staff:teams"))
        counts.append(len(seen))
