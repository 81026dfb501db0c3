"""Three hundred people with sixty skills."""

import pytest
from django.utils import timezone

from staff.models import HeldSkill, Membership, Skill, TeamNeed, User


@pytest.fixture
def crowd(billing, network):
    """Each holds twenty of the sixty; each team needs half of them."""
    people = User.objects.bulk_create(
        [User(email=f"p{n}@desk.example", full_name=f"Person {n:03}", password="!") for n in range(300)]
    )
    skills = Skill.objects.bulk_create([Skill(name=f"Skill {n:02}") for n in range(60)])
    teams = (billing, network)
    Membership.objects.bulk_create([Membership(user=one, team=teams[one.pk % 2]) for one in people])
    now = timezone.now()
    HeldSkill.objects.bulk_create(
        HeldSkill(user=one, skill=skill, level=1 + (one.pk + n) % 3, granted_at=now)
        for one in people
        for n, skill in enumerate(skills)
        if (one.pk + n) % 3 == 0
    )
    TeamNeed.objects.bulk_create(
        TeamNeed(team=team, skill=skill, level=2, people=5) for team in teams for skill in skills[::2]
    )


def test_it_takes_ten_queries_at_most(client, crowd, mona, django_assert_max_num_queries):
    client.force_login(mona)
    client.get("/people/matrix/")
    with django_assert_max_num_queries(10):
        text = client.get("/people/matrix/").content.decode()
    assert text.count('<th scope="row">') == 301 + 2
    assert text.count("<td") == 303 * 60 + 1
