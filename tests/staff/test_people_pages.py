"""Pages about colleagues: who finds whom, what each sees in a file, and how many queries it takes."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from staff.actions import grant_skill, hire, need_skill, report_to, save_skill, set_contract
from staff.models import HeldSkill, Skill, User
from staff.queries import contract_on

DAY = datetime.timedelta(days=1)
FOR_MANAGERS = (
    "/people/{pk}/change/", "/people/{pk}/contract/", "/people/{pk}/leave/", "/people/skills/",
    "/people/skills/new/", "/people/invitations/",
)  # fmt: skip


@pytest.fixture
def fibre(mona):
    return save_skill(None, {"name": "Fibre", "kind": "product"}, by=mona)


@pytest.fixture
def filed(amara, cleo, mona, fibre):
    """Amara's file: a contract with its cost, a skill with evidence."""
    report_to(amara, boss=cleo, by=mona)
    set_contract(
        amara,
        by=mona,
        from_on=datetime.date(2026, 1, 1),
        weekly_hours=Decimal(37),
        hourly_cost=Decimal("21.37"),
    )
    grant_skill(amara, skill=fibre, level=2, by=cleo, evidence="Sat beside Ben")
    return amara


def page(client, user, path):
    client.force_login(user)
    return client.get(path)


def test_who_sees_what_in_a_file(client, filed, ben, nora, cleo, mona):
    seen = {}
    for reader in (filed, ben, nora, cleo, mona):
        text = page(client, reader, f"/people/{filed.pk}/").content.decode()
        seen[reader.first_name] = ("21.37" in text, "Sat beside Ben" in text, "Works alone" in text)
    assert seen == {
        "Amara": (True, True, True), "Ben": (False, False, True), "Nora": (False, False, True),
        "Cleo": (False, True, True), "Mona": (True, True, True),
    }  # fmt: skip


def test_pages_of_managers_are_not_found_by_others(client, filed, ben, cleo, mona):
    for path in FOR_MANAGERS:
        path = path.format(pk=filed.pk)
        for reader in (ben, cleo):
            assert page(client, reader, path).status_code == 404, path
            assert client.post(path, {}).status_code == 404, path
        assert page(client, mona, path).status_code == 200, path
    for path in ("/people/matrix/", "/people/running-out/", f"/people/{filed.pk}/grant/"):
        assert page(client, ben, path).status_code == 404, path
        assert page(client, cleo, path).status_code == 200, path
    client.force_login(ben)
    assert client.post(f"/people/{filed.pk}/back/").status_code == 404
    held = HeldSkill.objects.get()
    assert client.post(f"/people/{filed.pk}/withdraw/{held.skill_id}/").status_code == 404


def test_customers_and_strangers_are_sent_to_sign_in(client, filed):
    for path in ("/people/", f"/people/{filed.pk}/", "/people/chart/", "/people/matrix/"):
        assert client.get(path)["Location"].startswith("/sign-in/")


def test_a_list_is_found_by_name_team_and_skill(client, filed, nora, mona, network):
    def names(query):
        answer = page(client, mona, f"/people/?{query}")
        return [row[0].first_name for row in answer.context["rows"]]

    assert names("") == ["Amara", "Cleo", "Mona", "Nora"]
    assert names("q=fibre") == ["Amara"]
    assert names("q=kask+fibre") == ["Amara"]
    assert names("team=network") == ["Nora"]
    assert names("q=%00%25_") == []
    User.objects.filter(pk=nora.pk).update(is_active=False)
    assert names("show=left") == ["Nora"]
    answer = page(client, filed, "/people/?show=left")
    assert [row[0].first_name for row in answer.context["rows"]] == ["Amara", "Cleo", "Mona"]
    assert page(client, filed, f"/people/{nora.pk}/").status_code == 404


def test_the_list_is_taken_away(client, filed):
    answer = page(client, filed, "/people/?as=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[1][:6] == ["Amara Kask", "amara@desk.example", "Agent", "Billing", "", "Fibre 2"]
    assert "21.37" not in str(rows)


@pytest.mark.parametrize("path", ["/people/", "/people/matrix/", "/people/running-out/", "/people/chart/"])
def test_pages_ask_as_often_for_three_as_for_one(
    client, cleo, mona, billing, fibre, path, django_assert_max_num_queries, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(n):
        one = hire(email=f"p{n}@desk.example", full_name=f"Person {n}", role="agent", teams=(billing,))
        skill = save_skill(None, {"name": f"Skill {n}"}, by=mona)
        grant_skill(one, skill=skill, level=2, by=mona, expires_on=timezone.localdate() + DAY)
        need_skill(billing, by=mona, skill=skill, level=2, people=2)
        report_to(one, boss=cleo, by=mona)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    add(1)
    client.force_login(mona)
    client.get(path)
    first = asked()
    add(2), add(3)
    assert asked() == first
    if path == "/people/matrix/":
        assert first <= 10


def test_a_lead_sees_the_skills_of_their_teams_only(client, amara, nora, cleo, mona, fibre):
    for one in (amara, nora):
        grant_skill(one, skill=fibre, level=1, by=mona, expires_on=timezone.localdate() + DAY)
    for path in ("/people/matrix/", "/people/running-out/"):
        text = page(client, cleo, path).content.decode()
        assert ("Amara Kask" in text, "Nora Ilves" in text) == (True, False), path
        text = page(client, mona, path).content.decode()
        assert ("Amara Kask" in text, "Nora Ilves" in text) == (True, True), path


def test_the_matrix_marks_what_runs_out_and_what_is_missing(client, amara, ben, cleo, mona, billing, fibre):
    grant_skill(amara, skill=fibre, level=2, by=cleo, expires_on=timezone.localdate() + DAY)
    grant_skill(ben, skill=fibre, level=3, by=cleo, expires_on=timezone.localdate() + DAY)
    HeldSkill.objects.filter(user=ben).update(expires_on=timezone.localdate() - DAY)
    need_skill(billing, by=mona, skill=fibre, level=2, people=2)
    text = page(client, cleo, "/people/matrix/").content.decode()
    assert 'class="level-2 soon"' in text
    assert 'class="over"' in text
    assert "1/2" in text
    assert 'class="short"' in text
    rows = page(client, cleo, "/people/matrix/?as=csv")
    lines = b"".join(rows.streaming_content).decode("utf-8-sig").split("\r\n")
    assert lines[:5] == ["Name,Fibre", "Amara Kask,2", "Ben Lepik,", "Cleo Mets,", "Billing,1/2"]


def test_a_manager_changes_a_file_on_its_pages(client, filed, ben, mona, billing, network):
    client.force_login(mona)
    said = {
        "role": "lead",
        "reports_to": mona.pk,
        "starts_on": "2026-02-03",
        "teams": [billing.pk, network.pk],
    }
    wrong = client.post(f"/people/{filed.pk}/change/", {**said, "teams": [billing.pk], "leads": [network.pk]})
    assert wrong.status_code == 422
    assert client.post(f"/people/{filed.pk}/change/", {**said, "leads": [network.pk]}).status_code == 302
    filed.refresh_from_db()
    assert (filed.role, filed.reports_to, filed.starts_on) == ("lead", mona, datetime.date(2026, 2, 3))
    assert filed.memberships.get(team=network).leads
    circle = {"role": "manager", "reports_to": filed.pk, "starts_on": "", "teams": []}
    answer = client.post(f"/people/{mona.pk}/change/", circle)
    assert answer.status_code == 422
    assert "circle" in answer.content.decode()
    contract = {
        "from_on": "2026-06-01", "weekly_hours": "20", "hourly_cost": "22", "max_day_hours": "8",
        "max_week_hours": "48", "min_rest_hours": "11", "regime": "EE",
    }  # fmt: skip
    assert (
        client.post(f"/people/{filed.pk}/contract/", {**contract, "weekly_hours": "200"}).status_code == 422
    )
    assert client.post(f"/people/{filed.pk}/contract/", contract).status_code == 302
    assert contract_on(filed, datetime.date(2026, 6, 1)).weekly_hours == 20
    assert contract_on(filed, datetime.date(2026, 6, 1)).regime == "EE"
    nowhere = client.post(f"/people/{filed.pk}/contract/", {**contract, "regime": "XX"})
    assert nowhere.status_code == 422
    text = client.get(f"/people/{filed.pk}/").content.decode()
    assert "Network*" in text
    assert client.get(f"/people/{mona.pk}/contract/").status_code == 404, "nobody writes their own"


def test_a_lead_grants_and_withdraws_on_the_page(client, amara, cleo, fibre):
    client.force_login(cleo)
    said = {"skill": fibre.pk, "level": "2", "evidence": "Seen"}
    past = client.post(f"/people/{amara.pk}/grant/", {**said, "expires_on": "2020-01-01"})
    assert past.status_code == 422
    assert client.post(f"/people/{amara.pk}/grant/", said).status_code == 302
    assert client.post(f"/people/{amara.pk}/withdraw/{fibre.pk}/").status_code == 302
    assert not HeldSkill.objects.exists()
    assert client.get(f"/people/{cleo.pk}/grant/").status_code == 404, "nobody grants to themselves"


def test_leaving_and_coming_back_on_the_page(client, amara, ben, mona):
    client.force_login(mona)
    assert client.get(f"/people/{amara.pk}/leave/").status_code == 200
    amara.refresh_from_db()
    assert amara.is_active
    assert client.post(f"/people/{amara.pk}/leave/", {"to": ben.pk}).status_code == 302
    amara.refresh_from_db()
    assert not amara.is_active
    assert client.post(f"/people/{amara.pk}/back/").status_code == 302
    amara.refresh_from_db()
    assert amara.is_active
    assert client.get(f"/people/{mona.pk}/leave/").status_code == 404


def test_an_invitation_is_sent_resent_and_accepted_on_its_pages(client, mona, billing):
    from staff.actions.inviting import token_of
    from staff.models import Invitation

    client.force_login(mona)
    said = {"email": "tiina@desk.example", "role": "agent", "language": "en", "teams": [billing.pk]}
    assert client.post("/people/invitations/", {**said, "email": "x"}).status_code == 422
    assert client.post("/people/invitations/", said).status_code == 302
    asked = Invitation.objects.get()
    old = token_of(asked)
    assert client.post(f"/people/invitations/{asked.pk}/again/").status_code == 302
    asked.refresh_from_db()
    client.logout()
    assert client.get(f"/join/{old}/").status_code == 410
    path = f"/join/{token_of(asked)}/"
    assert client.get(path).status_code == 200
    said = {"full_name": "Tiina  Oja", "password": "a long way north", "again": "a long way north"}
    assert client.post(path, {**said, "again": "another"}).status_code == 422
    assert client.post(path, {**said, "password": "password12", "again": "password12"}).status_code == 422
    assert client.post(path, said).status_code == 302
    assert client.get("/people/").status_code == 200
    assert client.post(path, said).status_code == 410


def test_a_skill_is_saved_and_a_need_said_on_their_pages(client, mona, billing, fibre):
    client.force_login(mona)
    assert client.post("/people/skills/new/", {"name": "Fibre", "kind": "product"}).status_code == 422
    assert (
        client.post("/people/skills/new/", {"name": "Eesti", "kind": "craft", "code": "et"}).status_code
        == 422
    )
    assert (
        client.post(
            "/people/skills/new/", {"name": "Eesti", "kind": "language", "code": "et", "active": "on"}
        ).status_code
        == 302
    )
    assert Skill.objects.get(name="Eesti").code == "et"
    need = {"team": billing.pk, "skill": fibre.pk, "level": "2", "people": "3"}
    assert client.post("/people/skills/", need).status_code == 302
    assert billing.needs.get().people == 3
    client.post("/people/skills/", {**need, "people": "0"})
    assert not billing.needs.exists()
