import pytest

from tests.factories import make_ticket
from tickets.actions.keeping import save_view

PALETTE = "/palette/"


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def found(client, words: str) -> str:
    response = client.get(PALETTE, {"q": words})
    assert response.status_code == 200
    return response.content.decode()


def test_tickets_by_number_reference_and_words(as_amara, ticket):
    for words in (f"#{ticket.number}", ticket.reference, "refund", "refu", "dana"):
        assert f'href="/tickets/{ticket.number}/"' in found(as_amara, words), words


def test_customers_with_tickets_of_mine_alone(as_amara, ticket, network, eve):
    make_ticket(requester=eve, team=network)
    assert "Dana Okafor" in found(as_amara, "dana")
    assert "Eve Lund" not in found(as_amara, "eve")


def test_places(as_amara, amara, network):
    save_view(by=amara, name="Fees", query={"view": "all", "q": "fee"})
    page = found(as_amara, "")
    assert "?team=billing" in page
    assert "Fees" in page
    assert "network" not in page
    assert "?team=billing" in found(as_amara, "bill")
    assert "?team=billing" not in found(as_amara, "zzz")


def test_another_team_finds_nothing_of_it(client, nora, ticket):
    client.force_login(nora)
    for words in (f"#{ticket.number}", ticket.reference, "refund", "dana"):
        page = found(client, words)
        assert "/tickets/" not in page.replace("/tickets/new/", "")
        assert "Dana Okafor" not in page


def test_a_visitor_is_sent_to_sign_in(client, db):
    assert client.get(PALETTE).status_code == 302


@pytest.mark.parametrize("words", ["'", "\\", "\x00", "<script>", "x" * 5000, "%", "((", ":*"])
def test_nothing_typed_is_an_error(as_amara, ticket, words):
    assert "<script>" not in found(as_amara, words)


def test_query_count(as_amara, ticket, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        found(as_amara, "refund")
