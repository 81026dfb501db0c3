"""The board: every number is as long as the list it leads to, and nobody counts what they may not see."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.queries import board
from tests.factories import make_ticket
from tickets.actions import assign, move, reply
from tickets.finding import choice_from, tickets_of
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
TALLINN = ZoneInfo("Europe/Tallinn")
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def busy(promises, billing, network, dana, eve, amara, nora) -> None:
    """Tickets in every state: late, due, waiting, on hold, unassigned, of two teams."""
    now = timezone.now()
    for days in (9, 6, 0.1, 0):
        make_ticket(requester=dana, team=billing, at=now - datetime.timedelta(days=days))
    for days in (3, 0):
        make_ticket(requester=eve, team=network, at=now - datetime.timedelta(days=days))
    waiting = make_ticket(requester=dana, team=billing, at=now - 2 * HOUR)
    reply(waiting, by=amara, text="Which account?", then="wait")
    held = make_ticket(requester=dana, team=billing, at=now - 3 * HOUR)
    assign(held, by=amara, to=amara)
    move(held, "hold", by=amara)
    solved = make_ticket(requester=eve, team=network, at=now - 3 * HOUR)
    reply(solved, by=nora, text="Done.", then="solve")
    Ticket.objects.filter(state="new", team=network).update(queue_at=now + HOUR)


def numbers(html: str) -> list[tuple[str, int]]:
    """(address, number) of everything on the board that leads into the inbox."""
    main = html[html.index('<main class="main"') : html.index("</main>")]
    links = re.findall(r'<a [^>]*href="([^"]*/inbox/[^"]*)"[^>]*>(.*?)</a>', main, re.DOTALL)
    return [
        (address.replace("&amp;", "&"), int(re.search(r"(?:<b>|^)(\d+)", text).group(1)))
        for address, text in links
    ]


@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_every_number_is_as_long_as_its_list(client, busy, request, who):
    reader = request.getfixturevalue(who)
    client.force_login(reader)
    found = numbers(client.get(reverse("reports:now")).content.decode())
    assert len(found) >= 13
    assert any(number for _, number in found)
    for address, number in found:
        params = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
        assert tickets_of(reader, choice_from(reader, params)).count() == number, address


def test_a_lead_counts_only_the_own_teams(client, busy, cleo, mona, network):
    client.force_login(cleo)
    page = client.get(reverse("reports:now")).content.decode()
    main = page[page.index('<main class="main"') : page.index("</main>")]
    assert "Billing" in main
    assert network.name not in main
    now = timezone.now()
    own, every = board(cleo, now, TALLINN), board(mona, now, TALLINN)
    assert own.active == 6
    assert every.active == 8
    assert every.solved == 1
    assert own.solved == 0
    assert {ticket.team.name for ticket, _ in own.longest} == {"Billing"}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_agent_finds_no_board(client, busy, amara, headers):
    client.force_login(amara)
    assert client.get(reverse("reports:now"), headers=headers).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(reverse("reports:now")).status_code == 302


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_at_most_twelve_statements_however_much_there_is(
    client, busy, cleo, dana, billing, django_assert_num_queries, django_assert_max_num_queries, headers
):
    client.force_login(cleo)
    client.get(reverse("reports:now"))
    with django_assert_max_num_queries(12) as counted:
        client.get(reverse("reports:now"), headers=headers)
    for _ in range(5):
        make_ticket(requester=dana, team=billing)
    with django_assert_num_queries(len(counted)):
        client.get(reverse("reports:now"), headers=headers)


def test_an_empty_desk_has_a_board_too(client, mona):
    client.force_login(mona)
    page = client.get(reverse("reports:now"))
    assert page.status_code == 200
    assert "Nobody is waiting." in page.content.decode()


def test_today_is_the_readers(mona, billing, dana):
    """At 23:30 UTC it is tomorrow in Tallinn already."""
    now = datetime.datetime(2026, 3, 10, 23, 30, tzinfo=datetime.UTC)
    make_ticket(requester=dana, team=billing, at=now - 2 * HOUR)  # 23:30 of the day before, there
    make_ticket(requester=dana, team=billing, at=now - HOUR)
    there, here = board(mona, now, TALLINN), board(mona, now, datetime.UTC)
    assert there.hours.arrived == 1
    assert there.hours.today[0] == 1
    assert here.hours.arrived == 2
    assert there.teams[0].arrived == 1


def test_the_usual_is_the_mean_of_four_weeks_at_the_same_hour_of_the_wall_clock(mona, billing, dana):
    """Summer time begins in between: nine is nine."""
    now = datetime.datetime(2026, 4, 14, 12, 0, tzinfo=datetime.UTC)
    for day in ("2026-03-17T09:10+02:00", "2026-04-07T09:50+03:00", "2026-04-07T09:55+03:00"):
        make_ticket(requester=dana, team=billing, at=datetime.datetime.fromisoformat(day))
    make_ticket(requester=dana, team=billing, at=datetime.datetime.fromisoformat("2026-04-13T09:00+03:00"))
    assert board(mona, now, TALLINN).hours.usual[9] == 0.75
    assert sum(board(mona, now, TALLINN).hours.usual) == 0.75


def test_the_chart_can_be_read_without_seeing_it(client, busy, mona):
    client.force_login(mona)
    page = client.get(reverse("reports:now")).content.decode()
    assert '<title id="arrivals-t">Arrivals by hour</title>' in page
    assert re.search(r'<desc id="arrivals-d">\d+ tickets? ha(s|ve) come today', page)
    assert "style=" not in page
