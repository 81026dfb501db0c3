"""Backup on the ticket page and in its list."""

import pytest
from django.urls import reverse

from staff.duty import note_here
from staff.models import Skill
from tests.factories import make_ticket
from tickets.actions import move, take
from tickets.actions.backing_up import ask_backup, come
from tickets.models import Backup

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def do(client, ticket, what, **said):
    return client.post(reverse("tickets:backup", args=[ticket.pk]), {"do": what, **said}, **HTMX)


def test_from_asking_to_thanks(client, amara, ben, ticket):
    Skill.objects.create(name="Card payments", kind="product")
    take(ticket, by=amara)
    note_here(ben)
    client.force_login(amara)
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert 'data-key="B"' in page
    form = client.get(reverse("tickets:backup", args=[ticket.pk]), **HTMX).content.decode()
    assert "<html" not in form
    assert "What is needed" in form
    answer = do(client, ticket, "ask", words="Is this fraud?").content.decode()
    assert "Asked to back you up: Ben Lepik." in answer
    assert "Is this fraud?" in answer
    client.force_login(ben)
    assert ticket.subject in client.get(reverse("tickets:backups")).content.decode()
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "I help" in page
    assert "fit for it" in page
    assert do(client, ticket, "note", text="Looks like it").status_code == 200
    assert "You back up Amara Kask." in do(client, ticket, "come").content.decode()
    assert "Ben Lepik backs up" in client.get(reverse("tickets:backup", args=[ticket.pk])).content.decode()
    assert do(client, ticket, "answered").status_code == 200
    assert do(client, ticket, "come").status_code == 422
    assert "Nobody needs you right now." in client.get(reverse("tickets:backups")).content.decode()
    ticket.refresh_from_db()
    assert ticket.assignee == amara
    history = client.get(reverse("tickets:history", args=[ticket.pk])).content.decode()
    assert "needs backup" in history
    assert "Backup given" in history


def test_whoever_cannot_says_why(client, amara, ben, mona, ticket):
    note_here(ben)
    ask_backup(ticket, by=amara)
    client.force_login(ben)
    assert do(client, ticket, "decline", why="").status_code == 422
    assert "The next is asked." in do(client, ticket, "decline", why="On the phone").content.decode()
    client.force_login(mona)
    assert ticket.subject in client.get(reverse("tickets:backups")).content.decode()


def test_leads_see_what_is_open_in_their_teams_and_others_what_is_asked_of_them(
    client, amara, ben, nora, cleo, mona, ticket
):
    note_here(ben)
    ask_backup(ticket, by=amara)
    every = reverse("tickets:backups") + "?show=all"
    for who, sees in ((mona, True), (ben, True), (amara, False), (nora, False)):
        client.force_login(who)
        assert (ticket.subject in client.get(every).content.decode()) is sees


def test_another_teams_ticket_is_not_found(client, amara, ben, nora, ticket):
    note_here(ben)
    ask_backup(ticket, by=amara)
    client.force_login(nora)
    page = reverse("tickets:backup", args=[ticket.pk])
    assert client.get(page).status_code == client.post(page, {"do": "come"}).status_code == 404
    client.force_login(ben)
    assert do(client, ticket, "nonsense").status_code == 404


def test_it_is_offered_after_the_third_reopening_until_it_is_waved_off(client, amara, ticket):
    take(ticket, by=amara)
    client.force_login(amara)
    page = reverse("tickets:ticket", args=[ticket.pk])
    for _ in range(3):
        assert "Would backup help?" not in client.get(page).content.decode()
        move(ticket, "solve", by=amara)
        move(ticket, "reopen", by=amara)
    assert "It was reopened 3 times." in client.get(page).content.decode()
    do(client, ticket, "wave")
    assert "Would backup help?" not in client.get(page).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_few_and_many(
    client, amara, ben, billing, dana, n, django_assert_max_num_queries
):
    note_here(ben)
    for at in range(n):
        row = ask_backup(make_ticket(requester=dana, team=billing, subject=f"T{at}"), by=amara)
        come(row, by=ben)
    client.force_login(ben)
    client.get(reverse("tickets:backups"))
    with django_assert_max_num_queries(8):
        page = client.get(reverse("tickets:backups")).content.decode()
    assert page.count("mono ink3") >= n
    assert Backup.objects.count() == n


def test_being_away_is_said_in_the_menu(client, amara):
    client.force_login(amara)
    client.post(reverse("staff:away"), {"for": "hour"})
    assert "I am back" in client.get(reverse("tickets:inbox")).content.decode()
    client.post(reverse("staff:away"), {"for": "back"})
    assert "Away for an hour" in client.get(reverse("tickets:inbox")).content.decode()
    assert client.post(reverse("staff:away"), {"for": "ever"}).status_code == 404
