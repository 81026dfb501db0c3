"""Which tickets are about which product: said by managers, with a trace, the same wherever it is asked."""

import random
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from staff.models import Skill
from tests.tickets.test_field_values import make_type
from tickets import actions, retagging
from tickets.actions.product_signs import add_sign, drop_sign
from tickets.actions.tagging import add_synonym, rename_tag
from tickets.models import ProductSign, SetupChange, Tag, Ticket
from tickets.products import Signs, signs

pytestmark = pytest.mark.django_db
ADDRESS = "tickets:products"
PAGE = 11  # statements


@pytest.fixture
def cards(db):
    return Skill.objects.create(name="Card payments", kind="product")


@pytest.fixture
def lines(db):
    return Skill.objects.create(name="Lines", kind="product")


def products(ticket) -> list[int]:
    fresh = Ticket.objects.get(pk=ticket.pk)
    return signs().products(fresh.type_id, fresh.tags)


def test_a_type_or_a_tag_is_a_sign_and_two_are_one_product(ticket, mona, amara, cards, lines):
    assert products(ticket) == []
    kind = make_type(mona)
    actions.set_type(ticket, by=amara, to=kind)
    actions.tag(ticket, by=amara, tags=["visa", "dsl"])
    add_sign(lines, {"tag": "dsl"}, by=mona)
    add_sign(cards, {"type": kind}, by=mona)
    add_sign(cards, {"tag": "Visa"}, by=mona)
    assert products(ticket) == sorted([cards.pk, lines.pk])
    cards.kind = "craft"
    cards.save()
    assert products(ticket) == [lines.pk], "what is no product any more"


def test_it_is_what_one_finds_by_going_through_all_signs():
    chance = random.Random(3)
    for _ in range(300):
        rows = [
            (chance.randint(1, 5), kind, "" if kind else chance.choice("abcdef"))
            for kind in (chance.choice([None, None, 1, 2, 3]) for _sign in range(chance.randint(0, 9)))
        ]
        said, kind = Signs(rows), chance.choice([None, 1, 2, 3, 4])
        tags = chance.sample("abcdefgh", chance.randint(0, 3))
        hit = {product for product, of, tag in rows if (of is not None and of == kind) or tag in tags}
        assert said.products(kind, tags) == sorted(hit)


def test_who_sets_no_tickets_up_is_refused(client, cards, mona, amara, cleo):
    sign = add_sign(cards, {"tag": "visa"}, by=mona)
    for by in (amara, cleo):
        with pytest.raises(PermissionDenied):
            add_sign(cards, {"tag": "x"}, by=by)
        with pytest.raises(PermissionDenied):
            drop_sign(cards, sign.pk, by=by)
        client.force_login(by)
        assert client.get(reverse(ADDRESS)).status_code == 404
        assert client.post(reverse(ADDRESS), {"product": cards.pk, "tag": "x"}).status_code == 404
        assert client.post(reverse("tickets:product_drop", args=[cards.pk])).status_code == 404
    assert ProductSign.objects.get() == sign


def test_every_change_leaves_a_trace_and_twice_is_once(cards, lines, mona):
    sign = add_sign(cards, {"tag": "visa"}, by=mona)
    assert add_sign(cards, {"tag": "VISA"}, by=mona) == sign
    drop_sign(lines, sign.pk, by=mona)  # not its own
    drop_sign(cards, sign.pk, by=mona)
    drop_sign(cards, sign.pk, by=mona)
    assert [(one.was, one.to) for one in SetupChange.objects.filter(noun="product", about=cards.pk)] == [
        ({"signs": ["#visa"]}, {"signs": []}), ({"signs": []}, {"signs": ["#visa"]}),
    ]  # fmt: skip
    craft = Skill.objects.create(name="Complaints", kind="craft")
    for said, product in (
        ({}, cards),
        ({"tag": " "}, cards),
        ({"tag": "x"}, craft),
        ({"tag": "x" * 41}, cards),
    ):
        with pytest.raises(ValidationError):
            add_sign(product, said, by=mona)
    assert not ProductSign.objects.exists()


def test_a_renamed_tag_takes_its_signs_along(ticket, mona, amara, cards, lines):
    actions.tag(ticket, by=amara, tags=["visa"])
    add_synonym(Tag.objects.get(word="visa"), word="credit", by=mona)
    add_sign(cards, {"tag": "credit"}, by=mona)  # stored as the tag it means
    add_sign(lines, {"tag": "visa"}, by=mona)
    add_sign(lines, {"tag": "plastic"}, by=mona)
    rename_tag(Tag.objects.get(word="visa"), to="plastic", by=mona)
    retagging.go_on()
    assert sorted(ProductSign.objects.values_list("product", "tag")) == [
        (cards.pk, "plastic"), (lines.pk, "plastic"),
    ]  # fmt: skip
    assert products(ticket) == sorted([cards.pk, lines.pk])


def test_the_page_saves_and_says_what_is_wrong(client, cards, mona):
    client.force_login(mona)
    kind = make_type(mona)
    assert client.post(reverse(ADDRESS), {"product": cards.pk}).status_code == 422
    both = {"product": cards.pk, "type": kind.pk, "tag": "visa"}
    assert "one of the two" in client.post(reverse(ADDRESS), both).content.decode()
    saved = client.post(reverse(ADDRESS), {"product": cards.pk, "tag": "visa"})
    assert f'<option value="{cards.pk}" selected>' in client.get(saved.url).content.decode()
    assert client.get(reverse(ADDRESS), {"product": "x'"}).status_code == 200
    assert client.post(reverse(ADDRESS), {"product": cards.pk, "type": kind.pk}).status_code == 302
    page = client.get(reverse(ADDRESS)).content.decode()
    assert re.search(r"#visa<button name=\"drop\"", page)
    assert "Card payments + #visa" in page
    sign = ProductSign.objects.get(tag="visa")
    client.post(reverse("tickets:product_drop", args=[cards.pk]), {"drop": sign.pk})
    assert "Card payments − #visa" in client.get(reverse(ADDRESS)).content.decode()
    assert ProductSign.objects.get().type == kind
    assert f"{kind.name}" in client.get(reverse("tickets:setup_history")).content.decode()


def test_without_products_it_says_where_they_come_from(client, mona):
    client.force_login(mona)
    assert "No products yet" in client.get(reverse(ADDRESS)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_with_more_rows(client, mona, rows, django_assert_num_queries):
    for n in range(rows):
        product = Skill.objects.create(name=f"P{n}", kind="product")
        for sign in range(rows):
            add_sign(product, {"tag": f"t{sign}"}, by=mona)
        add_sign(product, {"type": make_type(mona, name=f"Kind {n}")}, by=mona)
    client.force_login(mona)
    client.get(reverse(ADDRESS))
    with django_assert_num_queries(PAGE):
        client.get(reverse(ADDRESS))
