"""Gates: what a kind of ticket asks of whoever takes it, and who is offered it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from knowledge.actions import acknowledge, publish, start, write
from staff.actions import grant_skill, withdraw_skill
from staff.models import HeldSkill, Skill
from tests.factories import make_ticket
from tests.tickets.test_field_values import make_type
from tickets.actions import assign, set_type, tag
from tickets.actions.gating import archive_gate, save_gate
from tickets.actions.playing import offered_to
from tickets.actions.setting_up import Overtaken
from tickets.models import Gate, SetupChange

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def offered(user, at=None) -> list[int]:
    return [one.candidate.number for one in offered_to(user, at or timezone.now()).ranked]


@pytest.fixture
def skill(db):
    return Skill.objects.create(name="Card payments", kind="product")


@pytest.fixture
def refund(mona, ticket):
    kind = make_type(mona)
    set_type(ticket, by=mona, to=kind)
    return kind


def make_gate(mona, *, at=None, **said):
    return save_gate(None, {"grace_days": 7, **said}, by=mona, at=at)


def long_ago():
    return timezone.now() - 30 * DAY


def make_guideline(by, title="Refunds", at=None, **said):
    article = start({"title": title, "body": "How", **said}, kind="guideline", by=by, at=at)
    publish(article, by=by, seen=1, at=at)
    article.refresh_from_db()
    return article


def next_version(article, by, at=None):
    draft = write(article, {"title": article.title, "body": "How now", "change_note": "New"}, by=by, at=at)
    publish(article, by=by, seen=draft.edit, at=at)
    article.refresh_from_db()
    return article


def test_whoever_lacks_the_skill_is_not_offered_it_once_the_days_are_over(
    mona, amara, ben, ticket, refund, skill
):
    make_gate(mona, type=refund, skill=skill, level=2)
    now = timezone.now()
    grant_skill(ben, skill=skill, level=2, by=mona)
    assert offered(amara) == offered(ben) == [ticket.pk]
    assert offered(amara, now + 8 * DAY) == []
    assert offered(ben, now + 8 * DAY) == [ticket.pk]
    grant_skill(amara, skill=skill, level=1, by=mona)
    assert offered(amara, now + 8 * DAY) == []
    grant_skill(amara, skill=skill, level=3, by=mona)
    assert offered(amara, now + 8 * DAY) == [ticket.pk]
    withdraw_skill(amara, skill=skill, by=mona)
    assert offered(amara, now + 8 * DAY) == []


def test_a_new_version_takes_them_out_and_reading_it_brings_them_back_at_once(
    mona, amara, ben, ticket, refund
):
    article = make_guideline(mona, at=long_ago())
    make_gate(mona, type=refund, guidelines=[article], at=long_ago())
    for one in (amara, ben):
        acknowledge(article.current, by=one)
    assert offered(amara) == [ticket.pk]
    next_version(article, mona, at=timezone.now() - 8 * DAY)
    acknowledge(article.current, by=ben)
    assert (offered(amara), offered(ben)) == ([], [ticket.pk])
    acknowledge(article.current, by=amara)
    assert offered(amara) == [ticket.pk]


def test_a_tag_has_a_gate_too_and_what_is_theirs_stays_offered(
    mona, amara, ben, billing, dana, ticket, skill
):
    make_gate(mona, tag="Chargeback", skill=skill, level=1, at=long_ago())
    tag(ticket, by=amara, tags=["chargeback"])
    other = make_ticket(requester=dana, team=billing)
    assert offered(amara) == [other.pk]
    assign(ticket, by=mona, to=amara)
    assert set(offered(amara)) == {ticket.pk, other.pk}
    assert offered(ben) == [other.pk]


def test_a_skill_that_ran_out_counts_to_its_last_day(mona, amara, ticket, refund, skill):
    make_gate(mona, type=refund, skill=skill, level=1, grace_days=0, at=long_ago())
    today = timezone.localdate()
    held = grant_skill(amara, skill=skill, level=1, by=mona, expires_on=today)
    assert offered(amara) == [ticket.pk]
    HeldSkill.objects.filter(pk=held.pk).update(expires_on=today - DAY)
    assert offered(amara) == []


def test_a_guideline_of_another_team_is_asked_of_nobody_else(mona, amara, network, ticket, refund):
    article = make_guideline(mona, teams=[network], at=long_ago())
    make_gate(mona, type=refund, guidelines=[article], at=long_ago())
    assert offered(amara) == [ticket.pk]


def test_what_is_added_to_a_gate_leaves_some_days_and_each_change_a_trace(mona, amara, ticket, refund, skill):
    gate = make_gate(mona, type=refund, skill=skill, level=1, at=long_ago())
    grant_skill(amara, skill=skill, level=1, by=mona)
    gate = save_gate(gate, {"skill": skill, "level": 2, "grace_days": 3}, by=mona, seen=1)
    assert offered(amara) == [ticket.pk]
    assert offered(amara, timezone.now() + 4 * DAY) == []
    change = SetupChange.objects.first()
    assert (change.noun, change.was["level"], change.to["level"]) == ("gate", 1, 2)
    with pytest.raises(Overtaken):
        save_gate(gate, {"skill": skill, "level": 1, "grace_days": 3}, by=mona, seen=1)
    archive_gate(gate, by=mona)
    archive_gate(gate, by=mona)
    assert offered(amara, timezone.now() + 4 * DAY) == [ticket.pk]
    assert SetupChange.objects.filter(noun="gate").count() == 3


def test_what_is_no_gate_is_refused(mona, cleo, refund, skill):
    for said in (
        {"skill": skill}, {"type": refund, "tag": "a", "skill": skill}, {"type": refund},
        {"type": refund, "skill": skill, "level": 4}, {"type": refund, "skill": skill, "grace_days": 999},
        {"type": refund, "guidelines": [start({"title": "A", "body": "b"}, kind="article", by=mona)]},
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            make_gate(mona, **said)
    with pytest.raises(PermissionDenied):
        make_gate(cleo, type=refund, skill=skill)
    make_gate(mona, type=refund, skill=skill)
    with pytest.raises(ValidationError):
        make_gate(mona, type=refund, skill=skill)
    assert Gate.objects.count() == 1
