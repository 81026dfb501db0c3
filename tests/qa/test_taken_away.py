"""Tables to take away: row by row, in few statements, and nothing in them that a spreadsheet works out."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qa.models import Review
from tests.qa.ground import a_scorecard, an_answer, begun, given

pytestmark = pytest.mark.django_db
FORMULA = "=HYPERLINK(0)"
LISTS = [
    ("qa:reviews", {"show": "all"}),
    ("qa:quality", {"by": "person"}),
    ("qa:quality", {"by": "scorecard"}),
]


@pytest.fixture
def card(mona):
    return a_scorecard(mona, "@Answers")


@pytest.fixture
def reviews(ticket, card, amara, cleo):
    amara.full_name = FORMULA
    amara.save(update_fields=["full_name"])
    for number in range(2):
        given(an_answer(ticket, amara, f"{number}."), card, cleo)
    Review.objects.update(chance=0.5)


@pytest.mark.parametrize(("name", "query"), LISTS)
def test_what_begins_like_a_formula_stays_text(client, reviews, mona, name, query):
    client.force_login(mona)
    lines = client.get(reverse(name), {**query, "as": "csv"}).getvalue().decode()
    assert f"'{FORMULA}" in lines or "'@Answers" in lines
    assert f",{FORMULA}" not in lines
    assert "\n=" not in lines
    assert "\n@" not in lines
    body = client.get(reverse(name), {**query, "as": "xlsx"}).getvalue()
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "HYPERLINK" in sheet or "@Answers" in sheet


def test_a_list_is_read_while_it_leaves_and_asks_the_same_however_long(
    client, ticket, card, reviews, mona, cleo
):
    client.force_login(mona)
    seen = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("qa:reviews"), {"show": "all", "as": "csv"})
            assert answer.streaming
            rows = answer.getvalue().decode().count("Cleo Mets")
        seen.append((rows, len(queries)))
        for number in range(3):
            given(an_answer(ticket, ticket.messages.last().author, f"More {number}."), card, cleo)
    assert [rows for rows, _ in seen] == [2, 5]
    assert seen[0][1] == seen[1][1] <= 10


def test_blind_ones_leave_without_the_name(client, ticket, card, amara, cleo):
    begun(an_answer(ticket, amara), card, cleo, blind=True)
    client.force_login(cleo)
    lines = client.get(reverse("qa:reviews"), {"show": "write", "as": "csv"}).getvalue().decode()
    assert str(ticket.pk) in lines
    assert "Amara" not in lines
