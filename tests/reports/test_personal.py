"""The figures of a person: held against time there and what they could work on; who may read whose."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from reports.counted import counting
from reports.people.page import personal, within
from reports.periods import named
from scheduling.models import Attendance, Pause
from staff.actions import hire
from tests.factories import make_off, make_shift, make_ticket
from tickets.actions import reply

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
BREAK = {"from": 240, "minutes": 60, "kind": "break"}


@pytest.fixture
def monday():
    """The one of two weeks ago, at 8 o'clock UTC."""
    today = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0)
    return today - datetime.timedelta(days=today.weekday() + 14)


def figures(who):
    now = timezone.now()
    return personal(who, named("90days", timezone.localdate(now, ZoneInfo(who.time_zone))), now)


def test_planned_time_is_work_without_breaks_and_what_is_excused(billing, amara, monday):
    make_shift(amara, billing, monday, 8, (BREAK,))
    make_shift(amara, billing, monday + 24 * HOUR, 8)
    make_off(amara, (monday + 24 * HOUR).date())
    found = figures(amara)
    assert (found.planned, found.there, found.excused, found.clock) == ("15.0", "7.0", "8.0", False)


def test_who_uses_the_clock_was_there_when_it_says_so(billing, amara, monday):
    late = timezone.now() - 24 * HOUR
    Attendance.objects.create(user=amara, starts_at=late, ends_at=late + HOUR)
    make_shift(amara, billing, monday, 8)
    row = Attendance.objects.create(user=amara, starts_at=monday - HOUR, ends_at=monday + 6 * HOUR)
    Pause.objects.create(attendance=row, starts_at=monday + HOUR, ends_at=monday + 2 * HOUR)
    found = figures(amara)
    assert (found.planned, found.there, found.clock) == ("8.0", "5.0", True)


def asked(billing, dana, at, **more):
    return make_ticket(requester=dana, team=billing, at=at, **more)


def test_only_time_in_which_something_waited_counts(billing, amara, dana, monday):
    make_shift(amara, billing, monday, 8)
    asked(billing, dana, monday + 6 * HOUR)  # it waits still: two hours of the shift
    found = figures(amara)
    assert (found.there, found.work) == ("8.0", "2.0")


def test_what_two_could_answer_is_half_the_work_of_each(billing, amara, ben, dana, monday):
    make_shift(amara, billing, monday, 8)
    make_shift(ben, billing, monday, 8)
    asked(billing, dana, monday + 4 * HOUR)
    assert figures(amara).work == "2.0"


def test_other_teams_and_other_languages_are_not_theirs(billing, network, amara, dana, monday):
    make_shift(amara, billing, monday, 8)
    asked(network, dana, monday)
    asked(billing, dana, monday, language="es")
    assert figures(amara).work == "0.0"


def test_answers_off_shift_are_counted_and_left_out(billing, amara, dana, monday):
    make_shift(amara, billing, monday, 8)
    ticket = asked(billing, dana, monday)
    reply(ticket, text="Off shift, since it is long over.", by=amara)
    counting.bring_up_to_date()
    found = figures(amara)
    assert (found.answers, found.on_shift) == (1, 0)
    assert any("1 answer outside" in line for line in found.left_out)


def test_an_answer_that_ends_a_shift_is_of_that_shift():
    assert within([1.0, 5.0, 7.0, 10.0], [(0.0, 5.0), (8.0, 10.0)]) == 3
    assert within([1.0], []) == 0


def test_who_may_read_whose(client, amara, ben, cleo, mona, nora, network):
    lead = hire(email="l@desk.example", full_name="Lea", role="lead", teams=(network,), password="x" * 12)
    page = reverse("reports:person", args=[amara.pk])
    for who, status in ((amara, 200), (cleo, 200), (mona, 200), (ben, 404), (nora, 404), (lead, 404)):
        client.force_login(who)
        assert client.get(page).status_code == status, who.full_name
        assert client.get(reverse("mine:figures")).status_code == 200
    client.logout()
    assert client.get(page).status_code == 302
    client.force_login(mona)
    assert client.get(reverse("reports:person", args=[10_000])).status_code == 404


def test_they_see_their_own_page_exactly_as_the_manager_does(client, billing, amara, mona, dana, monday):
    make_shift(amara, billing, monday, 8)
    asked(billing, dana, monday)
    mona.time_zone = "America/New_York"
    mona.save(update_fields=["time_zone"])
    parts = []
    for who, address in (
        (amara, reverse("mine:figures")),
        (mona, reverse("reports:person", args=[amara.pk])),
    ):
        client.force_login(who)
        html = client.get(address, {"period": "90days"}).content.decode()
        parts.append(
            strip_tags(html[html.index('<div class="figures told">') : html.index("</main>")]).split()
        )
    assert parts[0] == parts[1]


def test_nobody_is_ranked(client, amara, ben, cleo):
    client.force_login(cleo)
    html = client.get(reverse("reports:person", args=[amara.pk])).content.decode()
    assert ben.full_name not in html


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_statements_for_a_large_team(django_assert_num_queries, billing, amara, dana, monday, many):
    for number in range(many):
        who = hire(
            email=f"a{number}@desk.example", full_name=f"A {number}", role="agent", teams=(billing,),
            password="x" * 12,
        )  # fmt: skip
        make_shift(who, billing, monday, 8, (BREAK,))
        Attendance.objects.create(user=who, starts_at=monday, ends_at=monday + 8 * HOUR)
        asked(billing, dana, monday + number * HOUR)
    with django_assert_num_queries(15):
        personal(amara, named("90days", timezone.localdate()), timezone.now())
