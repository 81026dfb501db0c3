"""Somebody leaves: what they had in hand, their sessions, and who stays."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from api.actions import make_key
from knowledge.actions import start
from outbox.models import Letter
from staff.actions import change_role, change_teams, hire, left_behind, let_go, report_to, take_back
from staff.models import StaffChange
from tests.factories import make_ticket
from tickets.actions import assign, follow, plan_answer, save_draft
from tickets.models import Draft, Follow


@pytest.fixture
def ada(db):
    return hire(email="ada@desk.example", full_name="Ada Sild", role="admin")


@pytest.fixture
def busy(amara, billing, dana):
    """Amara has two tickets; one with a planned answer, one with a draft; she follows a third."""
    tickets = [make_ticket(requester=dana, team=billing, subject=f"Question {n}") for n in range(3)]
    for ticket in tickets[:2]:
        assign(ticket, by=amara, to=amara)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    plan_answer(tickets[0], by=amara, text="Later", to="dana@okafor.example", send_at=tomorrow)
    save_draft(tickets[1], by=amara, kind="public", text="Begun", to="dana@okafor.example")
    follow(tickets[2], by=amara)
    return tickets


def test_what_they_had_in_hand_goes_to_a_colleague(busy, amara, ben, mona):
    assert [number for _words, number in left_behind(amara)] == [2, 1, 1, 1]
    let_go(amara, by=mona, to=ben)
    for ticket in busy[:2]:
        ticket.refresh_from_db()
        assert ticket.assignee == ben
    assert not Draft.objects.planned().exists()
    assert set(Draft.objects.shared().values_list("text", flat=True)) == {"Later", "Begun"}
    assert not Follow.objects.filter(user=amara).exists()
    assert left_behind(amara) == []


def test_their_articles_and_keys_go_too(amara, ben, mona):
    article = start({"title": "Refunds", "body": "Slowly.", "owner": amara}, kind="article", by=mona)
    key, _secret = make_key(by=amara, name="Script", scopes=["read"], days=30)
    assert [number for _words, number in left_behind(amara)] == [1, 1]
    let_go(amara, by=mona, to=ben)
    article.refresh_from_db()
    key.refresh_from_db()
    assert article.owner == ben
    assert key.revoked_at is not None


def test_where_the_colleague_does_not_work_the_team_gets_it(busy, amara, nora, mona):
    let_go(amara, by=mona, to=nora)
    busy[0].refresh_from_db()
    assert (busy[0].assignee, busy[0].team.slug) == (None, "billing")


def test_their_session_ends_at_once_and_for_good(client, amara, ben, mona):
    client.force_login(amara)
    assert client.get("/profile/").status_code == 200
    report_to(ben, boss=amara, by=mona)
    report_to(amara, boss=mona, by=mona)
    let_go(amara, by=mona)
    assert client.get("/profile/").status_code == 302
    ben.refresh_from_db()
    assert ben.reports_to == mona
    amara.refresh_from_db()
    take_back(amara, by=mona)
    assert client.get("/profile/").status_code == 302, "the old session woke again"
    assert Letter.objects.filter(kind="password_reset").count() == 1
    kinds = StaffChange.objects.filter(user=amara).values_list("kind", flat=True)
    assert list(kinds) == ["back", "left", "boss"]


def test_nobody_removes_themselves_nor_the_last_administrator(amara, cleo, mona, ada):
    for by, whom, why in (
        (mona, mona, ValidationError), (ada, ada, ValidationError), (cleo, amara, PermissionDenied),
        (mona, ada, PermissionDenied),
    ):  # fmt: skip
        with pytest.raises(why):
            let_go(whom, by=by)
    second = hire(email="adele@desk.example", full_name="Adele Sild", role="admin")
    let_go(ada, by=second)
    ada.refresh_from_db()
    assert not ada.is_active
    with pytest.raises(PermissionDenied):
        take_back(ada, by=mona)


def test_the_last_administrator_stays_one(ada, mona):
    second = hire(email="adele@desk.example", full_name="Adele Sild", role="admin")
    change_role(ada, by=second, role="agent")
    with pytest.raises(PermissionDenied):
        change_role(second, by=ada, role="agent")
    second.refresh_from_db()
    assert second.role == "admin"


def test_roles_and_teams_change_and_it_is_written_down(amara, cleo, mona, ada, billing, network):
    change_role(amara, by=mona, role="lead")
    assert change_teams(amara, by=mona, teams=[billing, network], leads=[network])
    assert not change_teams(amara, by=mona, teams=[billing, network], leads=[network])
    rows = StaffChange.objects.filter(user=amara).values_list("kind", "old", "new", "by__full_name")
    assert list(rows) == [
        ("teams", "Billing", "Billing, Network*", "Mona Rand"), ("role", "agent", "lead", "Mona Rand"),
    ]  # fmt: skip
    change_role(amara, by=mona, role="agent")
    assert not amara.memberships.filter(leads=True).exists()
    for by, whom, role in (
        (cleo, amara, "lead"),
        (mona, mona, "agent"),
        (mona, amara, "admin"),
        (mona, ada, "agent"),
    ):
        with pytest.raises(PermissionDenied):
            change_role(whom, by=by, role=role)
    with pytest.raises(PermissionDenied):
        change_teams(amara, by=cleo, teams=[network])
