"""The board: every number is as long as the list it leads to, and nobody counts what they may not see."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from mail.models import Courtesy, Mailbox, OAuthGrant
from reports.today.ahead import halves, rows_ahead
from reports.today.queries import board
from scheduling.models import Attendance, CoverageRisk, OnCall, Pause, Publication
from staff.actions import hire
from staff.models import Team
from tests.factories import make_shift, make_ticket
from tickets.actions import assign, move, reply
from tickets.finding import choice_from, tickets_of
from tickets.models import Ticket
from tickets.searching import narrowed_by

pytestmark = pytest.mark.django_db
TALLINN = ZoneInfo("Europe/Tallinn")
HOUR, QUARTER = datetime.timedelta(hours=1), datetime.timedelta(minutes=15)
MOST_ANEW = 25


@pytest.fixture
def busy(promises, billing, network, dana, eve, amara, nora) -> None:
    """Tickets in every state, late, due, put aside, assigned and not, of two teams and channels."""
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
    Ticket.objects.filter(state="new", team=network).update(queue_at=now + HOUR, channel="phone")
    aside = make_ticket(requester=dana, team=billing, at=now - 2 * HOUR)
    late_aside = make_ticket(requester=dana, team=billing, at=now - 2 * HOUR)
    for one, due in ((aside, HOUR), (late_aside, -HOUR), (waiting, 5 * HOUR), (held, HOUR)):
        Ticket.objects.filter(pk=one.pk).update(queue_at=now + due)
    Ticket.objects.filter(pk__in=[aside.pk, late_aside.pk]).update(
        snoozed_at=now, snoozed_until=now + 3 * HOUR
    )


@pytest.fixture
def staffed(billing, network, amara, ben, cleo, nora) -> None:
    """Some are there, one should be, one is on a break; both teams have a published roster and its risk."""
    now = timezone.now().replace(second=0, microsecond=0)
    for team in (billing, network):
        publish(team, now - 24 * HOUR, now + 24 * HOUR)
        for quarter in range(-1, 60):
            CoverageRisk.objects.create(
                team=team, starts_at=quarter_of(now) + quarter * QUARTER, required=2,
                rostered=1 + quarter % 2, missing=1 - quarter % 2,
                p_breach=0.4 if quarter == 9 else 0.05, computed_at=now,
            )  # fmt: skip
    for one, team in ((amara, billing), (ben, billing), (cleo, billing), (nora, network)):
        make_shift(one, team, now - 2 * HOUR)
    for one in (amara, cleo, nora):
        here = Attendance.objects.create(user=one, starts_at=now - 2 * HOUR)
        if one == cleo:
            Pause.objects.create(attendance=here, starts_at=now - datetime.timedelta(minutes=5))
    Attendance.objects.create(user=ben, starts_at=now - 48 * HOUR, ends_at=now - 47 * HOUR)
    for one in (amara, nora):
        overload(one, now)
    OnCall.objects.create(user=ben, team=billing, starts_at=now - HOUR, ends_at=now + HOUR)
    OnCall.objects.create(user=nora, team=network, starts_at=now - HOUR, ends_at=now + HOUR)


def overload(user, now) -> None:
    """More hours of work in a week than the soft cap."""
    for days in range(1, 6):
        start = now - days * 24 * HOUR - 6 * HOUR
        Attendance.objects.create(user=user, starts_at=start, ends_at=start + 14 * HOUR)


def publish(team, start, end) -> None:
    Publication.objects.create(
        team=team, number=1, starts_at=start, ends_at=end, zone="UTC", content=[], before=[], at=start
    )


def quarter_of(at: datetime.datetime) -> datetime.datetime:
    return at - datetime.timedelta(minutes=at.minute % 15)


def main_of(html: str) -> str:
    return html[html.index("<main class=") : html.index("</main>")]


def numbers(html: str, path: str = "/inbox/") -> list[tuple[str, int]]:
    """(address, number) of everything on the board that leads there."""
    mark = "(?![^>]*data-at)"  # those of charts are walked in test_walk
    links = re.findall(rf'<a {mark}[^>]*href="([^"]*{path}[^"]*)"[^>]*>(.*?)</a>', main_of(html), re.DOTALL)
    return [
        (address.replace("&amp;", "&"), int(re.search(r"(?:<b>|^)(\d+)", text).group(1)))
        for address, text in links
    ]


def listed(reader, address: str) -> int:
    """How many tickets the list at this address has."""
    params = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
    choice = choice_from(reader, params)
    tickets = tickets_of(reader, choice)
    with timezone.override(ZoneInfo(reader.time_zone)):
        return (narrowed_by(reader, tickets, choice.words) if choice.words else tickets).count()


@pytest.mark.parametrize("page", ["now", "wall"])
@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_every_number_is_as_long_as_its_list(client, busy, staffed, request, who, page):
    reader = request.getfixturevalue(who)
    client.force_login(reader)
    html = client.get(reverse(f"reports:{page}")).content.decode()
    found = numbers(html)
    assert len(found) >= (20 if page == "now" else 8)
    assert any(number for _, number in found)
    for address, number in found:
        assert listed(reader, address) == number, address
    if page == "now":
        for kind in ("channel:", "within=8", "assignee=", "created:today", "solved:today"):
            assert any(kind in address for address, _ in found)


@pytest.mark.parametrize("page", ["now", "wall"])
@pytest.mark.parametrize(("who", "sums"), [("mona", (2, 1, 2)), ("cleo", (1, 1, 1))])
def test_every_number_of_people_is_as_long_as_its_list(client, busy, staffed, request, who, sums, page):
    client.force_login(request.getfixturevalue(who))
    html = client.get(reverse(f"reports:{page}")).content.decode()
    found = numbers(html, "/coverage/now/")
    for address, number in found:
        assert main_of(client.get(address).content.decode()).count('class="wall-state') == number, address
    for name, number in zip(("there", "missing", "full"), sums, strict=True):
        assert sum(n for address, n in found if f"who={name}" in address) == number


def test_a_lead_opens_no_list_of_people_of_others(client, staffed, cleo, network):
    client.force_login(cleo)
    assert client.get(reverse("scheduling:coverage_now"), {"team": network.slug}).status_code == 404


@pytest.mark.parametrize("page", ["now", "wall"])
def test_who_leads_sees_the_people_of_their_teams_alone(client, staffed, cleo, page):
    client.force_login(cleo)
    main = main_of(client.get(reverse(f"reports:{page}")).content.decode())
    assert "Ben" in main
    assert "Nora" not in main
    assert "Network" not in main


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("page", ["now", "wall"])
def test_mail_and_workers_are_for_those_who_mend_them(client, staffed, cleo, mona, page, headers):
    for who, shown in ((cleo, False), (mona, True)):
        client.force_login(who)
        html = client.get(reverse(f"reports:{page}"), headers=headers).content.decode()
        assert ("Timetable" in html) is shown


def test_silent_workers_are_said(client, mona, monkeypatch):
    client.force_login(mona)
    for found, words in (
        ({"seconds": {"beat": 3, "worker": 120, "letters": None}, "stale": 45,
          "waiting": {"worker": 7, "letters": 0}}, "No sign of life"),
        (None, "Redis does not answer"),
    ):  # fmt: skip
        monkeypatch.setattr("helpdesk.health.pulse", lambda found=found: found)
        assert words in client.get(reverse("reports:now")).content.decode()


def test_the_wall_shows_no_subject_and_no_customer(client, busy, staffed, mona, dana, eve):
    client.force_login(mona)
    Ticket.objects.update(subject="My secret bill")
    for headers in ({}, {"HX-Request": "true"}):
        html = client.get(reverse("reports:wall"), headers=headers).content.decode()
        for secret in ("My secret bill", dana.name, eve.name):
            assert secret not in html
        assert "style=" not in html


def test_the_wall_is_dark_or_light_by_its_link(client, mona):
    client.force_login(mona)
    for theme in ("dark", "light"):
        html = client.get(reverse("reports:wall"), {"theme": theme}).content.decode()
        assert f'data-theme="{theme}"' in html
    html = client.get(reverse("reports:wall"), {"theme": "x"}).content.decode()
    assert f'data-theme="{mona.theme}"' in html


@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_the_next_hours_lead_to_where_most_is_lacking(client, staffed, request, who):
    client.force_login(request.getfixturevalue(who))
    main = main_of(client.get(reverse("reports:now")).content.decode())
    links = {
        link.replace("&amp;", "&")
        for link in re.findall(r'href="([^"]*/coverage/teams/[^"]*\?at=[^"]*)"', main)
    }
    assert len(links) >= 24
    assert client.get(sorted(links)[0]).status_code == 200
    assert "40 %" in main
    assert "Too few people from" in main


def test_half_an_hour_is_as_good_as_its_worst_quarter(staffed, billing, network):
    teams = [billing, network]
    found = halves(rows_ahead(teams, timezone.now()), {team.pk: team for team in teams})
    assert 24 <= len(found) <= 25
    assert {(one.need, one.there, one.short) for one in found[1:-1]} == {(4.0, 2.0, True)}


def test_a_lead_counts_only_the_own_teams(client, busy, cleo, mona, network):
    client.force_login(cleo)
    page = client.get(reverse("reports:now")).content.decode()
    main = page[page.index('<main class="main"') : page.index("</main>")]
    assert "Billing" in main
    assert network.name not in main
    now = timezone.now()
    own, every = board(cleo, now, TALLINN), board(mona, now, TALLINN)
    assert own.active == 8
    assert every.active == 10
    assert every.solved == 1
    assert own.solved == 0
    assert {ticket.team.name for ticket, _ in own.longest} == {"Billing"}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("page", ["now", "wall"])
def test_an_agent_finds_no_board(client, busy, amara, headers, page):
    client.force_login(amara)
    assert client.get(reverse(f"reports:{page}"), headers=headers).status_code == 404


@pytest.mark.parametrize("page", ["now", "wall"])
def test_a_stranger_is_asked_to_sign_in(client, page):
    assert client.get(reverse(f"reports:{page}")).status_code == 302


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("page", ["now", "wall"])
def test_few_statements_however_much_there_is(
    client, busy, staffed, mona, dana, billing, django_assert_num_queries, django_assert_max_num_queries,
    headers, page,
):  # fmt: skip
    """With nothing remembered: who is on shift and how the mail is, is looked at anew every quarter of a
    minute for all readers.
    """
    address = reverse(f"reports:{page}")
    client.force_login(mona)
    client.get(address)
    cache.clear()
    with django_assert_max_num_queries(MOST_ANEW) as anew:
        client.get(address, headers=headers)
    with django_assert_max_num_queries(len(anew) - 8) as counted:
        client.get(address, headers=headers)
    now = timezone.now()
    for number in range(9):
        team = Team.objects.create(name=f"Team {number}", slug=f"team-{number}")
        make_ticket(requester=dana, team=team)
        publish(team, now - 24 * HOUR, now + 24 * HOUR)
        user = make_user(team, number)
        make_shift(user, team, now - HOUR)
        OnCall.objects.create(user=user, team=team, starts_at=now - HOUR, ends_at=now + HOUR)
        make_box(team, number)
    cache.clear()
    with django_assert_num_queries(len(anew)):
        client.get(address, headers=headers)
    with django_assert_num_queries(len(counted)):
        client.get(address, headers=headers)


def make_box(team, number):
    """Signed in by a grant that is about to end."""
    box = Mailbox.objects.create(
        name=f"Box {number}", address=f"box{number}@desk.example", team=team, host="imap.example",
        sign_in="xoauth2",
    )  # fmt: skip
    OAuthGrant.objects.create(mailbox=box, client_id="x", refresh_token="x", problem="refused")
    Courtesy.objects.create(
        mailbox=box, at=timezone.now(), address="a@x.example", domain="x.example", subject=1, words=1,
        newcomer=True, given=False,
    )  # fmt: skip


def make_user(team, number):
    return hire(
        email=f"person{number}@desk.example", full_name=f"Person {number}", role="agent", teams=(team,)
    )  # fmt: skip


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
