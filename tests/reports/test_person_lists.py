"""Lists behind the figures of a person: for whoever reads these, with all that is in them, and nobody else.
What a ticket is about is read only by who may see the ticket.
"""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from qa.models import Review
from reports.counted import counting
from reports.people.page import personal
from reports.periods import named
from staff.actions import hire
from tests.factories import make_ticket
from tests.qa.ground import a_scorecard, given
from tickets import actions

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
DAYS = {"since": "2020-01-01", "until": "2100-01-01"}
FACTS = {**DAYS, "of": "answers", "zone": "Europe/Tallinn"}


@pytest.fixture
def tove(billing, network):
    """Works in both teams."""
    return hire(email="tove@desk.example", full_name="Tove", role="agent", teams=(billing, network))


@pytest.fixture
def lars(network):
    """Lead of Network."""
    return hire(email="lars@desk.example", full_name="Lars", role="lead", teams=(network,))


def worked(who, team, contact, by, subject, back=False):
    """Answered, solved and reviewed by chance; `back`: the customer opened it again."""
    at = timezone.now() - 2 * DAY
    ticket = make_ticket(requester=contact, team=team, subject=subject, at=at)
    message = actions.reply(ticket, by=who, text="Here.", at=at + HOUR)
    actions.move(ticket, "solve", by=who, at=at + HOUR)
    review = given(message, a_scorecard(by, name=subject), by)
    Review.objects.filter(pk=review.pk).update(chance=0.5)
    if back:
        actions.receive(ticket, by=contact, text="No.", channel="email", at=at + 3 * HOUR)
    return ticket


@pytest.fixture
def work(tove, billing, network, dana, eve, mona):
    worked(tove, billing, dana, mona, "About a bill", back=True)
    worked(tove, network, eve, mona, "About a node")
    counting.bring_up_to_date()


def lists(who) -> list[str]:
    return [
        reverse("reports:list", query=FACTS | {"by_agent": str(who.pk), "person": str(who.pk)}),
        reverse("reports:person_solved", args=[who.pk], query=DAYS),
        reverse("reports:person_reviews", args=[who.pk], query=DAYS),
    ]


def rows(html: str) -> int:
    return html.count("<tr") - 1


@pytest.mark.parametrize(
    ("who", "seen"),
    [("tove", {"About a bill", "About a node"}), ("mona", {"About a bill", "About a node"}),
     ("cleo", {"About a bill"}), ("lars", {"About a node"})],
)  # fmt: skip
def test_who_reads_the_figures_finds_all_of_it_and_the_words_of_their_own_tickets(
    client, work, request, tove, who, seen
):
    client.force_login(request.getfixturevalue(who))
    for address in lists(tove):
        html = client.get(address).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        assert rows(main) == 2, address
        for subject in ("About a bill", "About a node"):
            assert (f"</span> {subject}</a>" in main) is (subject in seen), (address, subject)
        assert main.count("with another team now") == 2 - len(seen)


@pytest.mark.parametrize("who", ["amara", "ben", "nora"])
def test_colleagues_find_none_of_it(client, work, request, tove, who):
    client.force_login(request.getfixturevalue(who))
    assert [client.get(address).status_code for address in lists(tove)] == [404] * 3


def test_a_lead_of_others_and_strangers_find_none_of_it(client, work, amara, lars):
    client.force_login(lars)
    assert [client.get(address).status_code for address in lists(amara)] == [404] * 3
    client.logout()
    assert [client.get(address).status_code for address in lists(amara)] == [302] * 3


def test_who_left_the_team_of_a_lead_is_read_by_that_lead_no_more(client, work, tove, cleo, billing):
    tove.memberships.filter(team=billing).delete()
    client.force_login(cleo)
    assert [client.get(address).status_code for address in lists(tove)] == [404] * 3


def test_the_list_of_a_number_of_teams_holds_what_those_teams_did(client, work, tove, cleo, mona):
    """By agent, but not as the figures of that person."""
    link = reverse("reports:list", query=FACTS | {"by_agent": str(tove.pk)})
    for reader, n in ((cleo, 1), (mona, 2)):
        client.force_login(reader)
        assert f'id="fact-count">{n}<' in client.get(link).content.decode()
    client.force_login(tove)
    assert client.get(link).status_code == 404


def test_a_person_in_the_address_widens_no_list_of_others(client, work, tove, amara):
    """The door opens to one's own facts; the rest of the address only narrows them."""
    client.force_login(amara)
    for more in ({}, {"by_agent": str(tove.pk)}, {"by_team": str(tove.memberships.first().team_id)}):
        html = client.get(reverse("reports:list", query=FACTS | more | {"person": str(amara.pk)}))
        assert 'id="fact-count">0<' in html.content.decode()


@pytest.mark.parametrize("person", ["x", "-1", "", "9" * 30, "0", "1000000"])
def test_what_is_no_person_is_not_found(client, work, mona, person):
    client.force_login(mona)
    assert client.get(reverse("reports:list", query=FACTS | {"person": person})).status_code == 404


@pytest.mark.parametrize(
    "days", [{}, {"since": "2026-01-01"}, {"since": "2026-02-01", "until": "2026-01-01"},
             {"since": "0001-01-01", "until": "9999-12-31"}, {"since": "x", "until": "y"}],
)  # fmt: skip
def test_without_days_there_is_no_list(client, work, tove, days):
    client.force_login(tove)
    for name in ("person_solved", "person_reviews"):
        assert client.get(reverse(f"reports:{name}", args=[tove.pk], query=days)).status_code == 404


def test_what_a_customer_opened_again_is_said(client, work, tove):
    client.force_login(tove)
    html = client.get(lists(tove)[1]).content.decode()
    assert html.count("by the customer") == 1
    found = personal(tove, named("28days", timezone.localdate()), timezone.now())
    stayed = next(row for row in found.rows if row.key == "stayed")
    assert (stayed.value, stayed.of) == (1, 2)


def test_a_review_is_opened_by_who_may_read_it(client, work, tove, lars):
    """A lead reads reviews of their people; both are of Tove."""
    for reader in (tove, lars):
        client.force_login(reader)
        html = client.get(lists(tove)[2]).content.decode()
        assert len(re.findall(r'href="/[^"]*reviews/\d+/"', html)) == 2


def test_as_many_statements_however_long(client, work, tove, network, eve, mona, django_assert_num_queries):
    client.force_login(tove)
    for address, n in zip(lists(tove)[1:], (7, 8), strict=True):
        client.get(address)
        with django_assert_num_queries(n):
            client.get(address)
    for n in range(2):
        worked(tove, network, eve, mona, f"More {n}")
    for address, n in zip(lists(tove)[1:], (7, 8), strict=True):
        with django_assert_num_queries(n):
            client.get(address)
