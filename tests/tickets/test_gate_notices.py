"""Whoever lacks something hears of it in time, and whoever writes a new version sees what it would do."""

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge.actions import acknowledge, write
from notices.models import Notice
from staff.models import Skill
from tests.tickets.test_field_values import make_type
from tests.tickets.test_gates import DAY, long_ago, make_gate, make_guideline, next_version
from tickets.gate_notices import AHEAD, OVER, warn

pytestmark = pytest.mark.django_db


def told(user) -> list[str]:
    return [
        one.words for one in Notice.objects.filter(recipient=user, key__startswith="gate-").order_by("pk")
    ]


def test_they_are_told_beforehand_and_when_the_days_are_over_once_each(mona, amara, ben):
    skill = Skill.objects.create(name="Card payments", kind="product")
    make_gate(mona, type=make_type(mona), skill=skill)
    now = timezone.now()
    assert warn(now) == 2
    assert warn(now) == 0
    assert told(amara) == [AHEAD]
    assert warn(now + 8 * DAY) == 2
    assert told(ben) == [AHEAD, OVER]
    assert warn(now + 60 * DAY) == 0


def test_who_has_confirmed_hears_nothing_and_a_new_version_is_told_anew(mona, amara, ben):
    article = make_guideline(mona, at=long_ago())
    make_gate(mona, type=make_type(mona), guidelines=[article], at=long_ago())
    for one in (amara, ben):
        acknowledge(article.current, by=one)
    assert warn() == 0
    next_version(article, mona)
    acknowledge(article.current, by=ben)
    assert warn() == 1
    assert (told(amara), told(ben)) == ([AHEAD], [])


def test_whoever_writes_a_new_version_sees_what_it_would_do(client, mona, amara, ben, billing):
    article = make_guideline(mona, at=long_ago())
    make_gate(mona, type=make_type(mona), guidelines=[article], grace_days=3, at=long_ago())
    for one in (amara, ben):
        acknowledge(article.current, by=one)
    draft = write(article, {"title": "Refunds", "body": "Other", "change_note": "New"}, by=mona)
    client.force_login(mona)
    said = "Refund, Billing: 2 can take these tickets today, 0 after 3 days"
    assert said in client.get(reverse("knowledge:version", args=[article.pk, draft.number])).content.decode()
    assert said in client.get(reverse("knowledge:edit", args=[article.pk])).content.decode()
