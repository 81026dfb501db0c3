"""The pages on which managers define types and fields."""

import pytest
from django.urls import reverse

from tests.tickets.test_field_values import make_field, make_type
from tickets.models import SetupChange, TicketField, TicketType

pytestmark = pytest.mark.django_db
LINES = {"option-TOTAL_FORMS": "2", "option-INITIAL_FORMS": "0"}


@pytest.fixture
def desk(client, mona):
    client.force_login(mona)
    return client


def test_a_field_is_made_changed_and_archived(desk, billing):
    refund = TicketType.objects.create(name="Refund")
    said = {
        "name": "Why", "kind": "choice", "required": "solving", "shown": "write", "types": [refund.pk],
        "option-0-name": "Late", "option-1-name": "Broken", "seen": "0", **LINES,
    }  # fmt: skip
    assert desk.post(reverse("tickets:field_new"), said).url == reverse("tickets:setup")
    field = TicketField.objects.get()
    assert (field.key, [one["key"] for one in field.options]) == ("why", ["late", "broken"])
    assert list(field.types.all()) == [refund]
    shown = desk.get(reverse("tickets:setup")).content.decode()
    assert "One of a list · Refund" in shown
    page = desk.get(reverse("tickets:field", args=[field.pk])).content.decode()
    assert 'value="Late"' in page
    assert 'name="kind"' not in page
    said |= {"name": "Reason", "option-0-key": "late", "option-1-key": "broken", "option-1-archived": "on"}
    assert desk.post(reverse("tickets:field", args=[field.pk]), {**said, "seen": "1"}).status_code == 302
    assert desk.post(reverse("tickets:field", args=[field.pk]), {**said, "seen": "1"}).status_code == 409
    order = reverse("tickets:setup_order", args=["field", field.pk])
    desk.post(order, {"do": "archive"})
    assert "1 archived" in desk.get(reverse("tickets:setup")).content.decode()
    desk.post(order, {"do": "restore"})
    history = desk.get(reverse("tickets:setup_history")).content.decode()
    assert "Why → Reason" in history
    assert SetupChange.objects.count() == 4


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk):
    said = {"name": "Why", "kind": "choice", "option-0-name": "", "seen": "0", **LINES}
    answer = desk.post(reverse("tickets:field_new"), said)
    assert answer.status_code == 422
    assert "at least one choice" in answer.content.decode()
    said |= {"option-0-name": "Late", "more": "1"}
    again = desk.post(reverse("tickets:field_new"), said).content.decode()
    assert 'value="Late"' in again
    assert again.count('-name" value=') + again.count('name="option-') > 5
    assert not TicketField.objects.exists()


def test_a_type_is_made_and_changed(desk, billing):
    said = {"name": "Refund", "team": billing.pk, "priority": "high", "tags": "Money, refund", "seen": "0"}
    assert desk.post(reverse("tickets:type_new"), said).status_code == 302
    refund = TicketType.objects.get()
    assert (refund.team, refund.tags, refund.offered) == (billing, ["money", "refund"], False)
    page = reverse("tickets:type", args=[refund.pk])
    assert 'value="money, refund"' in desk.get(page).content.decode()
    assert desk.post(page, {**said, "name": ""}).status_code == 422
    assert desk.post(page, {**said, "name": "Money back", "seen": "1"}).status_code == 302
    assert "Money back" in desk.get(reverse("tickets:setup")).content.decode()


def test_the_order_is_changed_and_the_button_keeps_the_focus(desk, mona):
    make_field(mona, "First")
    second = make_field(mona, "Second")
    order = reverse("tickets:setup_order", args=["field", second.pk])
    answer = desk.post(order, {"do": "up"})
    assert answer.url.endswith(f"?moved=field-{second.pk}-up")
    page = desk.get(answer.url).content.decode()
    assert page.index("Second") < page.index("First")
    assert "data-focus autofocus" in page


def test_the_preview_shows_it_as_it_will_be_asked(desk):
    said = {"name": "Why", "kind": "multi", "option-0-name": "Late", "option-1-name": "Broken"}
    shown = desk.post(reverse("tickets:field_preview"), said).content.decode()
    assert shown.count('type="checkbox"') == 2
    assert "Late" in shown
    assert desk.post(reverse("tickets:field_preview"), {"kind": "nonsense"}).status_code == 200


@pytest.mark.parametrize("who", ["amara", "cleo"])
def test_it_is_not_for_others(client, request, mona, who):
    field, refund = make_field(mona), make_type(mona)
    client.force_login(request.getfixturevalue(who))
    for name, args in (
        ("setup", []), ("field_new", []), ("field", [field.pk]), ("type_new", []), ("type", [refund.pk]),
        ("setup_history", []),
    ):  # fmt: skip
        assert client.get(reverse(f"tickets:{name}", args=args)).status_code == 404
    for name, args in (("setup_order", ["field", field.pk]), ("field_preview", []), ("field_new", [])):
        assert client.post(reverse(f"tickets:{name}", args=args), {"do": "up"}).status_code == 404
    assert reverse("tickets:setup") not in client.get("/inbox/").content.decode()


def test_nonsense_is_not_found(desk, mona):
    field = make_field(mona)
    assert desk.post(reverse("tickets:setup_order", args=["field", field.pk]), {"do": "x"}).status_code == 404
    assert desk.post(reverse("tickets:setup_order", args=["tale", field.pk]), {"do": "up"}).status_code == 404
    assert desk.get(reverse("tickets:field", args=[999])).status_code == 404


def test_the_list_costs_the_same_for_few_and_many(desk, mona, django_assert_num_queries):
    make_field(mona, types=[make_type(mona)])
    desk.get(reverse("tickets:setup"))
    with django_assert_num_queries(8) as counted:
        desk.get(reverse("tickets:setup"))
    for name in ("B", "C"):
        make_field(mona, name, types=[make_type(mona, name)])
    with django_assert_num_queries(len(counted)):
        desk.get(reverse("tickets:setup"))
