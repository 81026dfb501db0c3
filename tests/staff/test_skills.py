"""What somebody can do: who grants it, until when it holds, what a team lacks."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from staff.actions import grant_skill, withdraw_skill
from staff.models import HeldSkill, Skill, SkillChange, TeamNeed
from staff.queries import gaps, holders, skills_of

DAY = datetime.timedelta(days=1)


@pytest.fixture
def fibre(db) -> Skill:
    return Skill.objects.create(name="Fibre", kind="product")


def test_a_lead_grants_to_their_team_and_it_is_written_down(amara, cleo, fibre):
    held = grant_skill(amara, skill=fibre, level=2, by=cleo, evidence="Sat beside Ben for a week ")
    assert (held.level, held.granted_by, held.evidence) == (2, cleo, "Sat beside Ben for a week")
    grant_skill(amara, skill=fibre, level=2, by=cleo, evidence="Sat beside Ben for a week")
    grant_skill(amara, skill=fibre, level=3, by=cleo)
    assert withdraw_skill(amara, skill=fibre, by=cleo, why="No longer sells it")
    assert not withdraw_skill(amara, skill=fibre, by=cleo)
    told = SkillChange.objects.values_list("kind", "level", "evidence")
    assert list(told) == [
        ("withdrawn", 3, "No longer sells it"), ("changed", 3, ""),
        ("granted", 2, "Sat beside Ben for a week"),
    ]  # fmt: skip
    assert not HeldSkill.objects.exists()


def test_nobody_grants_to_themselves_nor_to_strangers(amara, ben, cleo, nora, mona, fibre):
    for by, to in ((amara, ben), (cleo, nora), (cleo, cleo), (mona, mona)):
        with pytest.raises(PermissionDenied):
            grant_skill(to, skill=fibre, level=1, by=by)
        with pytest.raises(PermissionDenied):
            withdraw_skill(to, skill=fibre, by=by)
    assert grant_skill(nora, skill=fibre, level=1, by=mona).level == 1


def test_it_cannot_end_before_it_begins_nor_be_of_an_unknown_level(amara, cleo, fibre):
    today = timezone.localdate()
    with pytest.raises(ValidationError):
        grant_skill(amara, skill=fibre, level=1, by=cleo, expires_on=today - DAY)
    with pytest.raises(ValidationError):
        grant_skill(amara, skill=fibre, level=4, by=cleo)
    Skill.objects.update(active=False)
    fibre.refresh_from_db()
    with pytest.raises(ValidationError):
        grant_skill(amara, skill=fibre, level=1, by=cleo)


def test_a_certificate_lowers_nothing_that_holds(amara, cleo, fibre):
    today = timezone.localdate()
    grant_skill(amara, skill=fibre, level=3, by=cleo, expires_on=today + 5 * DAY)
    certificate = {"skill": fibre, "by": None, "source": "Fibre basics"}
    held = grant_skill(amara, level=2, expires_on=today + 300 * DAY, **certificate)
    assert held.level == 3
    grant_skill(amara, level=3, expires_on=today + 300 * DAY, **certificate)
    held.refresh_from_db()
    assert (held.expires_on, held.source, held.granted_by) == (today + 300 * DAY, "Fibre basics", None)
    grant_skill(amara, level=3, expires_on=today + 200 * DAY, **certificate)
    held.refresh_from_db()
    assert held.expires_on == today + 300 * DAY
    assert not withdraw_skill(amara, skill=fibre, by=None, source="Another course")
    assert withdraw_skill(amara, skill=fibre, by=None, source="Fibre basics")


def test_its_last_day_counts(amara, ben, cleo, fibre):
    today = timezone.localdate()
    grant_skill(amara, skill=fibre, level=1, by=cleo, expires_on=today)
    grant_skill(ben, skill=fibre, level=2, by=cleo)
    assert set(holders(fibre)) == {amara, ben}
    assert set(holders(fibre, level=2)) == {ben}
    assert set(holders(fibre, on=today + DAY)) == {ben}
    assert [held.skill for held in skills_of(amara, today)] == [fibre]
    assert not skills_of(amara, today + DAY)


def test_what_a_team_lacks(amara, ben, cleo, nora, mona, billing, network, fibre):
    for person, level in ((amara, 2), (ben, 1), (nora, 3)):
        grant_skill(person, skill=fibre, level=level, by=mona)
    TeamNeed.objects.create(team=billing, skill=fibre, level=2, people=3)
    TeamNeed.objects.create(team=network, skill=fibre, level=2, people=1)
    assert [(gap.need.team, gap.have, gap.missing) for gap in gaps(TeamNeed.objects.all())] == [
        (billing, 1, 2), (network, 1, 0),
    ]  # fmt: skip
    amara.is_active = False
    amara.save(update_fields=["is_active"])
    assert [gap.have for gap in gaps(TeamNeed.objects.filter(team=billing))] == [0]
