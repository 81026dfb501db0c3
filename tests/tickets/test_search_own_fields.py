"""The search box asks for types, and for fields that a desk made for itself."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket
from tests.tickets.test_field_values import make_field, make_type
from tickets import actions
from tickets.completing import completions
from tickets.models import Ticket
from tickets.narrowing import Narrowing
from tickets.search import parse, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(mona, amara, ticket, billing, dana):
    """The first is a refund of 12.50 for R-17, due in December; the second has nothing."""
    refund = make_type(mona)
    options = [{"name": "Late delivery"}, {"name": "Broken"}]
    for name, kind in (("Order", "text"), ("Amount", "number"), ("By", "date"), ("Fast", "checkbox")):
        make_field(mona, name, kind)
    make_field(mona, "Why", "choice", options=options)
    make_field(mona, "Who", "contact")
    actions.set_type(ticket, by=amara, to=refund)
    values = {"order": "R-17", "amount": "12.50", "by": "2026-12-24", "fast": "on", "why": "broken"}
    actions.set_fields(ticket, by=amara, values={**values, "who": dana.pk})
    return ticket, make_ticket(requester=dana, team=billing)


def found(user, text):
    narrowing = Narrowing(user, timezone.now())
    query = parse(text)
    assert not query.problems
    rows = Ticket.objects.filter(narrowing.condition(query.tree))
    return set(rows), [problem.kind for problem in narrowing.problems]


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("type:refund", {0}), ("-type:refund", {1}), ("type:none", {1}), ("cf.order:r-17", {0}),
        ('cf.order:"R-17"', {0}), ("CF.Order:R-*", {0}), ("cf.order:R-18", set()), ("-cf.order:R-17", {1}),
        ("cf.order:none", {1}), ("cf.amount:12.5", {0}), ("cf.amount>12", {0}), ("cf.amount<=12", set()),
        ("cf.by<2027-01-01", {0}), ("cf.by:2026-12-24", {0}), ("cf.fast:yes", {0}), ("cf.fast:no", {1}),
        ("cf.why:broken", {0}), ("cf.why:late_delivery,broken", {0}), ('cf.why:"late delivery"', set()),
        ("cf.who:dana", {0}), ("type:refund cf.amount>100", set()),
    ],
)  # fmt: skip
def test_it_finds_by_type_and_by_own_fields(two, amara, text, which):
    rows, problems = found(amara, text)
    assert not problems
    assert rows == {two[at] for at in which}
    assert parse(write(parse(text).tree)).tree == parse(text).tree


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("cf.unheard:1", "unknown_field"), ("type:tale", "unknown_type"), ("cf.amount:big", "bad_number"),
        ("cf.by:tomorrow", "bad_time"), ("cf.why:stolen", "bad_value"), ("cf.order>5", "no_comparing"),
        ("cf.fast:perhaps", "bad_value"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(client, two, amara, text, problem):
    rows, problems = found(amara, text)
    assert not rows
    assert problems == [problem]
    client.force_login(amara)
    answer = client.get(reverse("tickets:inbox"), {"q": text})
    assert answer.status_code == 200
    assert "<mark>" in answer.content.decode()


def test_a_value_is_found_through_the_index(two, amara):
    narrowing = Narrowing(amara, timezone.now())
    query = Ticket.objects.filter(narrowing.condition(parse("cf.order:R-17").tree)).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "ticket_custom" in query.explain()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("cf.or", "cf.order:"), ("Amou", "cf.amount:"), ("cf.why:bro", "broken"), ("type:ref", "Refund")],
)
def test_they_are_completed(two, amara, typed, offered):
    assert offered in [one.shown for one in completions(amara, typed, len(typed))]
