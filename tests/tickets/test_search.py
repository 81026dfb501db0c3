import pytest

from tests.factories import make_ticket
from tickets import searching
from tickets.actions import add_note, reply

INBOX = "/inbox/"


@pytest.fixture(params=["rare", "common"])
def plan(request, monkeypatch):
    """Both plans must find the same."""
    monkeypatch.setattr(searching, "RARE", 10**9 if request.param == "rare" else -1)
    return request.param


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def found(client, words: str, **more) -> list[int]:
    response = client.get(INBOX, {"q": words, **more})
    assert response.status_code == 200
    return [row.number for row in response.context["listing"].page.rows]


@pytest.mark.parametrize(
    "words", ["refund", "REFUND received", "refu", '"not received"', "where my", "refúnd"]
)
def test_words_of_subject_and_messages(as_amara, ticket, plan, words):
    assert found(as_amara, words) == [ticket.number]


@pytest.mark.parametrize("words", ["invoice", "refund invoice", '"received not"', "efund"])
def test_other_words_find_nothing(as_amara, ticket, plan, words):
    assert found(as_amara, words) == []


def test_answers_and_notes_are_searched(as_amara, amara, ticket, plan):
    reply(ticket, by=amara, text="It went out on Monday.")
    add_note(ticket, by=amara, text="Stripe shows a chargeback.")
    assert found(as_amara, "monday") == found(as_amara, "chargeback") == [ticket.number]


def test_number_reference_and_customer(as_amara, ticket):
    for words in (f"#{ticket.number}", str(ticket.number), ticket.reference, ticket.reference.lower()):
        assert found(as_amara, words) == [ticket.number], words
    for words in ("dana", "Dana Okafor", "dana@okafor.example", "okafor.exa"):
        assert found(as_amara, words) == [ticket.number], words


def test_what_is_closed_is_found_as_well(as_amara, amara, ticket, plan):
    reply(ticket, by=amara, text="Sent.", then="solve")
    assert found(as_amara, "refund") == [ticket.number]
    assert found(as_amara, "refund", state="open") == []


def test_nothing_of_another_team_is_found(client, nora, ticket, plan):
    client.force_login(nora)
    for words in ("refund", f"#{ticket.number}", ticket.reference, "dana", "where"):
        assert found(client, words) == [], words


@pytest.mark.parametrize(
    "words",
    ["'", "\\", "a & | !", ":*", "((", "'; drop table", "<b>", "%", '"', '""', "a:*b", "&&& x", "-", "☃",
     "\x00", "x" * 5000, "a " * 300, "#", "#99999999999999999999", "<->", "!!", "*", "'' ''", "1=1--", "\\'"],
)  # fmt: skip
def test_no_query_is_an_error(as_amara, ticket, plan, words):
    found(as_amara, words)


@pytest.mark.parametrize("tickets", [1, 3])
def test_at_most_nine_statements(client, amara, billing, dana, plan, django_assert_max_num_queries, tickets):
    for _ in range(tickets):
        make_ticket(requester=dana, team=billing)
    client.force_login(amara)
    with django_assert_max_num_queries(9):
        assert len(found(client, "question")) == tickets


def test_pages_of_a_search_are_complete(as_amara, billing, dana, plan, monkeypatch):
    monkeypatch.setattr(searching.search, "__defaults__", (2,))
    tickets = [make_ticket(requester=dana, team=billing) for _ in range(5)]
    first = as_amara.get(INBOX, {"q": "question"}).context["listing"]
    seen, url = [row.number for row in first.page.rows], first.next_url
    while url:
        listing = as_amara.get(url).context["listing"]
        seen += [row.number for row in listing.page.rows]
        url = listing.next_url
    assert seen == [ticket.number for ticket in reversed(tickets)]


def test_many_are_counted_up_to_a_bound(as_amara, billing, dana, monkeypatch):
    monkeypatch.setattr(searching.search, "__defaults__", (2,))
    for _ in range(5):
        make_ticket(requester=dana, team=billing)
    assert b"5 found" in as_amara.get(INBOX, {"q": "question"}).content
    monkeypatch.setattr(searching, "COUNTED", 3)
    assert b"More than 3 found" in as_amara.get(INBOX, {"q": "question"}).content


def test_nothing_found_says_so(as_amara, ticket):
    assert "Nothing found for “zebra”" in as_amara.get(INBOX, {"q": "zebra"}).content.decode()
