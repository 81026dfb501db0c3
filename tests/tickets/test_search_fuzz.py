"""Whatever is typed into the search box: the page comes, and says where and how it is wrong."""

import os
import re
from html import unescape

import pytest
from django.db import connection

from tests.pure.search_texts import text
from tests.tickets.test_search import INBOX
from tickets import searching
from tickets.finding import choice_from
from tickets.search import parse
from tickets.search_words import explained

# A few seconds of the suite; HELPDESK_EXAMPLES asks for more, benchmarks.search_fuzz for thousands.
EXAMPLES = int(os.environ.get("HELPDESK_EXAMPLES", "2000")) // 80


@pytest.fixture(params=["rare", "common"])
def plan(request, monkeypatch):
    monkeypatch.setattr(searching, "RARE", 10**9 if request.param == "rare" else -1)


def test_a_page_comes_whatever_is_typed(client, amara, ticket, plan):
    client.force_login(amara)
    for number in range(EXAMPLES):
        typed = text("page", number)
        response = client.get(INBOX, {"q": typed})
        assert response.status_code == 200, ascii(typed)
        listing = response.context["listing"]
        for one in listing.problems:
            assert one.sentence
            assert "<mark>" in one.text
        page = response.content.decode()
        assert ("search-wrong" in page) == bool(listing.problems), ascii(typed)


def test_what_may_have_been_meant_is_not_wrong_in_the_same_way(amara):
    for number in range(1500):
        typed = choice_from(amara, {"q": text("hints", number)}).words
        for one in parse(typed).problems:
            hint = explained(one, typed).hint
            assert hint != typed, ascii(typed)
            still = [(other.kind, other.at, other.word) for other in parse(hint).problems]
            # What was taken out may show the same again behind it.
            assert len(hint) < len(typed) or (one.kind, one.at, one.word) not in still, (ascii(typed), hint)


@pytest.mark.django_db(transaction=True)
def test_what_takes_too_long_is_given_up_and_said(client, amara, ticket, monkeypatch):
    def slow(*_args):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")

    monkeypatch.setattr(searching, "page_of", slow)
    monkeypatch.setattr(searching, "MOST_MILLISECONDS", 100)
    client.force_login(amara)
    response = client.get(INBOX, {"q": "refund"})
    assert response.status_code == 200
    assert "take too long" in unescape(response.content.decode())
    monkeypatch.undo()
    # Nothing of the limit stays behind.
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert re.search(rf'id="row-{ticket.number}"', client.get(INBOX, {"q": "refund"}).content.decode())
