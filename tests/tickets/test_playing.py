"""The next best ticket: whose turn it is, and why."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import make_ticket
from tickets.actions import assign, move, snooze, take
from tickets.actions.playing import offered_to, skip, take_next
from tickets.models import Ticket


def offered(user) -> list[int]:
    return [one.candidate.number for one in offered_to(user, timezone.now()).ranked]


def test_only_open_work_of_theirs_or_of_nobody(amara, ben, nora, billing, network, dana, eve):
    free, own, his, waiting, aside, done = (make_ticket(requester=dana, team=billing) for _ in range(6))
    make_ticket(requester=eve, team=network)
    take(own, by=amara)
    take(his, by=ben)
    take(waiting, by=amara)
    move(waiting, "wait", by=amara)
    snooze(aside, by=amara, until=timezone.now() + datetime.timedelta(hours=3))
    move(done, "solve", by=amara)
    assert set(offered(amara)) == {free.pk, own.pk}
    assert own.pk not in offered(ben)


def test_a_manager_is_offered_no_team_that_is_not_theirs(mona, ticket):
    assert offered(mona) == []


def test_taking_it(client, amara, ticket):
    client.force_login(amara)
    page = client.get("/inbox/next/").content.decode()
    assert ticket.subject in page
    assert "you speak English" in page
    answer = client.post("/inbox/next/take/")
    assert answer["Location"] == f"/tickets/{ticket.pk}/"
    ticket.refresh_from_db()
    assert ticket.assignee == amara
    assert "you speak English" in client.get(answer["Location"]).content.decode()


def test_what_is_skipped_goes_back_and_is_offered_to_others(client, amara, ben, ticket):
    taken, _why = take_next(by=amara)
    skip(taken, by=amara, reason="I know nothing of modems")
    ticket.refresh_from_db()
    assert ticket.assignee is None
    assert offered(amara) == []
    assert offered(ben) == [ticket.pk]
    with pytest.raises(ValidationError):
        take_next(by=amara)
    client.force_login(ben)
    assert "I know nothing of modems" in client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_what_somebody_else_gave_them_stays_theirs(amara, cleo, ticket):
    assign(ticket, by=cleo, to=amara)
    skip(ticket, by=amara, reason="Later")
    ticket.refresh_from_db()
    assert ticket.assignee == amara


def test_a_reason_is_asked_for(client, amara, ticket):
    client.force_login(amara)
    client.post(f"/tickets/{ticket.pk}/skip/", {"reason": " \x00"})
    assert offered(amara) == [ticket.pk]


def test_customers_play_no_part(ticket, dana):
    with pytest.raises((PermissionDenied, AttributeError)):
        take_next(by=dana)


@pytest.mark.parametrize("tickets", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(
    client, amara, billing, dana, tickets, django_assert_num_queries
):
    for _ in range(tickets):
        make_ticket(requester=dana, team=billing)
    client.force_login(amara)
    client.get("/inbox/next/")
    with django_assert_num_queries(10):
        client.get("/inbox/next/")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_tickets_and_nobody_waits(amara, ben, billing, dana):
    for _ in range(2):
        make_ticket(requester=dana, team=billing)
    first = offered(amara)[0]
    got = []

    def other():
        got.append(take_next(by=ben)[0].pk)
        connection.close()

    with transaction.atomic():
        Ticket.objects.select_for_update(no_key=True).get(pk=first)  # somebody is just taking it
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)
        assert not thread.is_alive()
    assert got
    assert got != [first]
