"""The board of what is due: numbers as long as their lists, late first, alarms for what has no hours."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket
from tests.reports.test_board import busy, numbers  # noqa: F401
from tickets.actions import snooze
from tickets.choices import State
from tickets.finding import choice_from, tickets_of
from tickets.models import Ticket, TicketClock

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def due(busy, billing, dana, amara):  # noqa: F811
    """Some are due in the next hours, of somebody and of nobody."""
    now = timezone.now()
    for hours in (0.5, 3, 6, 20, 30):
        ticket = make_ticket(requester=dana, team=billing, subject=f"Due in {hours} h", assignee=amara)
        Ticket.objects.filter(pk=ticket.pk).update(queue_at=now + hours * HOUR, queue_metric="resolution")
    nobodys = make_ticket(requester=dana, team=billing, subject="Nobody has it")
    Ticket.objects.filter(pk=nobodys.pk).update(queue_at=now + 2 * HOUR)
    aside = make_ticket(requester=dana, team=billing, subject="Put aside")
    snooze(aside, until=now + 9 * HOUR, by=amara)
    Ticket.objects.filter(pk=aside.pk).update(queue_at=now + HOUR / 2)
    Ticket.objects.filter(state=State.HOLD).update(queue_at=now + HOUR / 2)


def page(client, who, within="4", **headers):
    client.force_login(who)
    answer = client.get(reverse("reports:due"), {"within": within}, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("within", ["1", "4", "8", "24", "today"])
@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_every_number_is_as_long_as_its_list(client, due, request, who, within):
    reader = request.getfixturevalue(who)
    found = numbers(page(client, reader, within))
    assert any(number for _, number in found)
    for address, number in found:
        params = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
        with timezone.override(reader.time_zone):
            assert tickets_of(reader, choice_from(reader, params)).count() == number, address


def test_late_come_first_and_then_the_next(client, due, mona):
    html = page(client, mona, "8")
    main = html[html.index('<main class="main"') : html.index("</main>")]
    pills = re.findall(r'class="pill (\w+)"', main)
    assert pills.index("late") == 0
    assert main.index("Due in 0.5 h") < main.index("Nobody has it") < main.index("Due in 3 h")
    assert "Due in 20 h" not in main
    assert "Due in 20 h" in page(client, mona, "24")


def test_an_odd_span_is_the_usual_one(client, due, mona):
    assert 'within=4" aria-current="true"' in page(client, mona, "99999")


def test_a_lead_sees_only_the_own_teams(client, due, cleo):
    html = page(client, cleo, "24")
    assert "Billing" in html
    assert "Network" not in html[html.index('<main class="main"') : html.index("</main>")]


def test_what_nobody_can_schedule_is_an_alarm_with_its_list(client, due, mona, cleo):
    stuck = Ticket.objects.filter(team__slug="network").exclude(state="solved").first()
    TicketClock.objects.create(
        ticket=stuck,
        metric="time_to_own",
        state="unschedulable",
        started_at=timezone.now(),
        target_seconds=60,
    )
    html = page(client, mona)
    assert "1 ticket has no opening hours ahead" in html
    assert f'id="stuck-{stuck.pk}"' in html
    listed = client.get(reverse("tickets:inbox"), {"view": "unschedulable"}).content.decode()
    assert f'id="row-{stuck.pk}"' in listed
    assert "no opening hours ahead" not in page(client, cleo)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_agents_find_no_board_and_strangers_sign_in(client, due, amara, headers):
    assert client.get(reverse("reports:due")).status_code == 302
    client.force_login(amara)
    assert client.get(reverse("reports:due"), headers=headers).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_as_many_statements_however_much_is_due(
    client, due, cleo, dana, billing, django_assert_num_queries, headers
):
    page(client, cleo)
    with django_assert_num_queries(8) as counted:
        client.get(reverse("reports:due"), headers=headers)
    for _ in range(3):
        make_ticket(requester=dana, team=billing)
    Ticket.objects.filter(state="new").update(queue_at=timezone.now() + HOUR)
    with django_assert_num_queries(len(counted)):
        client.get(reverse("reports:due"), headers=headers)


def test_a_desk_with_nothing_due_says_so(client, mona):
    assert "Nothing is late, and nothing is due in that time." in page(client, mona)


def test_a_list_of_somebodys_due_tickets_pages_and_refreshes(client, due, amara, cleo):
    client.force_login(cleo)
    html = client.get(reverse("tickets:inbox"), {"view": "due", "within": "8", "assignee": amara.pk})
    rows = re.findall(r'id="row-(\d+)"', html.content.decode())
    assert Ticket.objects.filter(pk__in=rows, assignee=amara).count() == len(rows) == 5
    assert f"assignee={amara.pk}" in html.content.decode()
    nobody = client.get(reverse("tickets:inbox"), {"view": "due", "within": "8", "assignee": 0})
    assert "Nobody has it" in nobody.content.decode()
