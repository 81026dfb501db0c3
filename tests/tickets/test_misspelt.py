"""What may have been meant by a search that found nothing: only what its reader may see, and finds."""

import re
from html import unescape

import pytest
from django.urls import reverse

from customers.actions import welcome_contact
from tests.factories import make_ticket
from tests.tickets.test_search import INBOX, found


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def meant(client, words: str, **more) -> list[str]:
    response = client.get(INBOX, {"q": words, **more})
    assert response.status_code == 200
    return [text for text, _ in response.context["listing"].meant]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("refnud", "refund"), ("recieved", "received"), ("okafro", "okafor"), ("Desing", "design"),
        ("refnud is:active", "refund is:active"), ("is:active (refnud)", "is:active (refund)"),
        ("refnud recieved", "refund received"),
    ],
)  # fmt: skip
def test_words_that_look_like_it_are_offered_and_find(as_amara, ticket, typed, said):
    assert found(as_amara, typed) == []
    assert meant(as_amara, typed)[0] == said
    assert found(as_amara, said) == [ticket.number]


def test_names_with_accents(as_amara, billing):
    zofia = welcome_contact(address="z@wojcik.example", name="Zofia Wójcik")
    make_ticket(requester=zofia, team=billing, subject="Zamówienie")
    assert meant(as_amara, "wójcki") == ["wójcik"]
    assert meant(as_amara, "zamowenie") == ["zamówienie"]


@pytest.mark.parametrize(
    "typed",
    ["zzzzzz", '"refnud"', "-refnud", "refnud -refund", "abc", "refnud team:billing state:closed", "12345"],
)
def test_nothing_is_offered_that_would_find_nothing(as_amara, ticket, typed):
    assert meant(as_amara, typed) == []


def test_what_is_found_needs_no_other_word(as_amara, ticket):
    assert meant(as_amara, "refund") == []


def meant_too(client, words: str) -> list[str]:
    answer = client.get(reverse("tickets:meant"), {"q": words})
    return re.findall(r'anywhere" href="[^"]*">([^<]+)</a>', answer.content.decode())


def test_where_few_are_found_a_word_that_finds_many_more_is_offered(as_amara, billing, dana, network):
    def make(subject, count, team=billing):
        for _n in range(count):
            make_ticket(requester=dana, team=team, subject=subject, text="x")

    make("Invoise", 1)
    make("Invoice", 4)
    make("Invoice", 5, network)  # none of hers: not counted
    page = as_amara.get(INBOX, {"q": "invoise"}).content.decode()
    assert f'hx-get="{reverse("tickets:meant")}?' in page
    assert "Did you mean" not in page
    assert meant_too(as_amara, "invoise") == []
    make("Invoice", 1)
    assert meant_too(as_amara, "invoise") == ["invoice"]
    make("Invoise", 3)
    assert meant_too(as_amara, "invoise") == []
    assert reverse("tickets:meant") not in as_amara.get(INBOX, {"q": "invoice"}).content.decode()


def test_a_word_of_others_alone_is_never_told(client, nora, ticket, network):
    client.force_login(nora)
    for typed in ("refnud", "okafro", "desing"):
        assert meant(client, typed) == [], typed
    mine = make_ticket(requester=ticket.requester, team=network, subject="Router")
    # Whom she knows by a ticket of her own, but not what that person asked of others.
    assert meant(client, "okafro") == ["okafor"]
    assert found(client, "okafor") == [mine.number]
    assert meant(client, "refnud") == []


def test_the_list_offers_it_as_the_first_thing_to_follow(as_amara, ticket):
    page = unescape(as_amara.get(INBOX, {"q": "refnud", "state": "new"}).content.decode())
    assert re.search(
        r'<a class="link anywhere" href="/inbox/\?[^"]*state=new&q=refund" autofocus>refund</a>', page
    )


def test_at_most_so_many_statements(as_amara, ticket, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        meant(as_amara, "refnud recieved")
