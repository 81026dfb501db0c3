"""Gates as managers set them up, and what everybody sees of their own standing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from staff.actions import grant_skill
from staff.models import Skill
from tests.factories import make_ticket
from tests.tickets.test_field_values import make_type
from tests.tickets.test_gates import long_ago, make_gate, make_guideline
from tickets import bulk_work
from tickets.actions import set_type
from tickets.actions.bulk import plan_bulk
from tickets.models import Gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def skill(db):
    return Skill.objects.create(name="Card payments", kind="product")


@pytest.fixture
def refund(mona):
    return make_type(mona)


def test_a_gate_is_saved_once_its_effect_was_shown(client, mona, amara, ben, refund, skill):
    article = make_guideline(mona)
    grant_skill(ben, skill=skill, level=2, by=mona)
    client.force_login(mona)
    said = {
        "type": refund.pk, "skill": skill.pk, "level": "2", "guidelines": [article.pk], "grace_days": "5",
        "seen": "0",
    }  # fmt: skip
    shown = client.post(reverse("tickets:gate_new"), said).content.decode()
    assert "Fewer people could take these tickets" in shown
    assert not Gate.objects.exists()
    answer = client.post(reverse("tickets:gate_new"), {**said, "sure": "1"})
    gate = Gate.objects.get()
    assert answer.url == reverse("tickets:gate", args=[gate.pk])
    page = client.get(answer.url).content.decode()
    assert "Amara Kask" in page
    assert "skill, archived" not in page
    assert "the skill Card payments: Works alone" in page
    assert "Card payments" in client.get(reverse("tickets:gates")).content.decode()
    assert client.post(answer.url, {**said, "sure": "1", "seen": "0"}).status_code == 409
    assert client.post(answer.url, {**said, "grace_days": "x"}).status_code == 422
    client.post(reverse("tickets:gate_archive", args=[gate.pk]))
    assert "Everybody may take everything" in client.get(reverse("tickets:gates")).content.decode()
    assert client.get(answer.url).status_code == 404


def test_what_one_may_take_and_what_is_missing_until_when(client, mona, amara, refund, skill):
    article = make_guideline(mona, at=long_ago())
    make_gate(mona, type=refund, guidelines=[article], skill=skill, at=long_ago())
    client.force_login(amara)
    page = client.get(reverse("tickets:may_take")).content.decode()
    assert "not for you yet" in page
    assert reverse("knowledge:article", args=[article.pk]) in page
    assert "Not for you yet" in client.get(reverse("tickets:next")).content.decode()


def test_taking_and_giving_are_warned_of_and_done(client, mona, amara, cleo, ticket, refund, skill):
    set_type(ticket, by=mona, to=refund)
    make_gate(mona, type=refund, skill=skill, at=long_ago())
    client.force_login(amara)
    page = client.post(reverse("tickets:take", args=[ticket.pk]), follow=True).content.decode()
    assert "Not for you yet: the skill Card payments" in page
    client.force_login(cleo)
    give = reverse("tickets:assign", args=[ticket.pk])
    client.post(give, {"assignee": ""})
    page = client.post(give, {"assignee": amara.pk}, follow=True).content.decode()
    assert "Not for Amara Kask yet" in page
    ticket.refresh_from_db()
    assert ticket.assignee == amara


def test_gates_are_for_managers(client, mona, amara, cleo, refund, skill):
    gate = make_gate(mona, type=refund, skill=skill)
    for who in (amara, cleo):
        client.force_login(who)
        assert client.get(reverse("tickets:gates")).status_code == 404
        assert client.get(reverse("tickets:gate_new")).status_code == 404
        assert client.get(reverse("tickets:gate", args=[gate.pk])).status_code == 404
        assert client.post(reverse("tickets:gate_archive", args=[gate.pk])).status_code == 404
    assert Gate.objects.in_use().exists()


@pytest.mark.parametrize("n", [1, 3])
def test_the_pages_cost_the_same_for_few_and_many(
    client, mona, amara, skill, n, django_assert_max_num_queries
):
    articles = [make_guideline(mona, f"G{at}", at=long_ago()) for at in range(n)]
    for at in range(n):
        make_gate(mona, type=make_type(mona, f"T{at}"), skill=skill, guidelines=articles, at=long_ago())
    for who, name, most in ((mona, "gates", 9), (amara, "may_take", 13)):
        client.force_login(who)
        client.get(reverse(f"tickets:{name}"))
        with django_assert_max_num_queries(most):
            client.get(reverse(f"tickets:{name}"))


def test_the_ticket_of_another_kind_is_nobodys_gate(client, mona, amara, billing, dana, refund, skill):
    make_gate(mona, type=refund, skill=skill, at=long_ago())
    other = make_ticket(requester=dana, team=billing)
    client.force_login(amara)
    page = client.post(reverse("tickets:take", args=[other.pk]), follow=True).content.decode()
    assert "Not for you yet" not in page
    assert timezone.now() > other.opened_at


def test_taking_many_at_once_is_warned_of_once(client, mona, amara, billing, dana, refund, skill):
    tickets = [make_ticket(requester=dana, team=billing) for _n in range(2)]
    for one in tickets:
        set_type(one, by=mona, to=refund)
    make_gate(mona, type=refund, skill=skill, at=long_ago())
    client.force_login(amara)
    sent = {"do": "take", "ticket": [one.pk for one in tickets], "list_view": "team"}
    page = client.post(reverse("tickets:bulk"), sent, follow=True).content.decode()
    assert page.count("Not for you yet: the skill Card payments") == 1
    job = plan_bulk(by=amara, act="take", numbers=[one.pk for one in tickets], title="All", query={})
    bulk_work.work_off(job.pk)
    page = client.get(reverse("tickets:bulk_job", args=[job.pk])).content.decode()
    assert page.count("Not for you yet: the skill Card payments") == 1
