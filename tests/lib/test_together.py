"""Several questions in one statement."""

import pytest
from django.db.models import Count, Max

from lib.together import added_up, together
from staff.models import Membership, Team, User

pytestmark = pytest.mark.django_db


def test_each_is_answered_and_one_statement_asks_all(billing, network, amara, django_assert_num_queries):
    first = Team.objects.filter(pk=billing.pk).values("slug")[:1]
    people = added_up(User.objects.filter(email=amara.email), people=Count("pk"), last=Max("email"))
    nobody = added_up(User.objects.filter(email="x"), nobody=Count("pk"), never=Max("last_login"))
    with django_assert_num_queries(1):
        found = together(first, people, nobody, added_up(Team.objects.order_by("name"), teams=Count("pk")))
    assert found == {
        "slug": billing.slug, "people": 1, "last": amara.email, "nobody": 0, "never": None, "teams": 2,
    }  # fmt: skip


def test_what_has_no_row_is_none(billing):
    assert together(Team.objects.filter(slug="x").values("slug")) == {"slug": None}
    assert together(added_up(Team.objects.none(), teams=Count("pk"))) == {"teams": None}


def test_two_of_one_name_are_a_mistake(amara):
    teams, members = (added_up(model.objects.all(), n=Count("pk")) for model in (Team, Membership))
    with pytest.raises(ValueError, match="share a name"):
        together(teams, members)
