
import pytest

from tests.factories import make_ticket

INBOX = "/inbox/"


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def shown(response) -> list[int]:
    return [row.number for row in response.context["listing"].page.rows]


def test_a_visitor_is_sent_to_sign_in(client, db):
    assert client.get(INBOX).status_code == 302


def test_unassigned_tickets_of_the_team_are_listed(as_amara, ticket):
    response = as_amara.get(INBOX, {"view": "unassigned"})
    assert shown(response) == [ticket.number]
    assert b"Refund not received" in response.content
    assert b"Okafor Design" in response.content


def test_an_agent_of_another_team_sees_none_of_it(client, nora, ticket):
    client.force_login(nora)
    for query in ("view=all", "view=unassigned", "team=billing", "q=refund", "state=new"):
        response = client.get(f"{INBOX}?{query}")
        assert shown(response) == [], query
        assert b"Refund not received" not in response.content


@pytest.mark.parametrize("tickets", [1, 3])
def test_query_count_does_not_grow_with_rows(
    client, amara, billing, dana, django_assert_num_queries, tickets
):
    for _ in range(tickets):
        make_ticket(requester=dana, team=billing)
    client.force_login(amara)
    with django_assert_num_queries(6):  # session, user, saved views, rows, two for the sidebar
        response = client.get(INBOX, {"view": "unassigned"})
    assert len(shown(response)) == tickets
