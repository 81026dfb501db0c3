"""A prepared query gives what the same query gives, without being built again."""

import datetime

import pytest
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from lib.prepared import Prepared
from staff.models import User
from tests.factories import make_ticket
from tickets.models import Ticket

built = []


@Prepared
def opened(state: str, *, team_id: int, since: datetime.datetime, subject: str) -> QuerySet[Ticket]:
    built.append(state)
    tickets = Ticket.objects.filter(state=state, team=team_id, opened_at__gte=since).exclude(subject=subject)
    return tickets.select_related("team", "requester").annotate(said=Count("messages")).order_by("number")


@Prepared
def names(*, user_id: int) -> QuerySet[User]:
    return User.objects.filter(Q(pk=user_id) | Q(pk=-1)).values_list("full_name", flat=True)


@Prepared
def nobody(*, user_id: int) -> QuerySet[User]:
    return User.objects.none().filter(pk=user_id)


def test_it_is_built_once_and_answers_for_the_values_at_hand(
    billing, network, dana, django_assert_num_queries
):
    built.clear()
    now = timezone.now()
    ours = make_ticket(requester=dana, team=billing)
    theirs = make_ticket(requester=dana, team=network)
    hour = datetime.timedelta(hours=1)
    with django_assert_num_queries(1):
        (found,) = opened("new", team_id=billing.pk, since=now - hour, subject="x")
        assert (found.pk, found.team.name, found.requester, found.said) == (ours.pk, "Billing", dana, 1)
    assert [t.pk for t in opened("new", team_id=network.pk, since=now - hour, subject="x")] == [theirs.pk]
    assert opened("new", team_id=network.pk, since=now + hour, subject="x") == []
    assert opened("new", team_id=network.pk, since=now - hour, subject=theirs.subject) == []
    assert opened("open", team_id=network.pk, since=now - hour, subject="x") == []
    assert built == ["new", "open"]


def test_plain_values_come_as_plain_values(amara, ben, django_assert_num_queries):
    assert names(user_id=amara.pk) == ["Amara Kask"]
    assert names(user_id=ben.pk) == ["Ben Lepik"]
    with django_assert_num_queries(0):
        assert nobody(user_id=amara.pk) == []


def test_only_values_that_can_be_told_apart_are_put_in(amara):
    with pytest.raises(TypeError, match="True"):
        Prepared(lambda *, flag: User.objects.filter(is_active=flag))(flag=True)


def test_a_query_that_computes_with_its_values_is_refused(db):
    day = datetime.timedelta(days=1)
    late = Prepared(lambda *, now: Ticket.objects.filter(queue_at__lt=now + day))
    with pytest.raises(ValueError, match="computes"):
        late(now=timezone.now())
