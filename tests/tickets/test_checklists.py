"""Checklists of a ticket: by its type or by hand, ticked by whom and when, and needed to solve it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from tests.tickets.test_field_values import make_field, make_type
from tickets import actions
from tickets.actions.setting_up import archive, save_checklist
from tickets.models import Checklist
from tickets.sentences import Names, sentence
from tickets.workflow import NotReady

pytestmark = pytest.mark.django_db
STEPS = [{"text": "Check the invoice", "required": True}, {"text": "Say thanks"}]


@pytest.fixture
def refunds(mona):
    return save_checklist(None, {"name": "Refund", "items": STEPS}, by=mona)


def items(ticket):
    return [item for one in ticket.checklists.all() for item in one.items.all()]


def test_a_list_is_added_once_and_says_so(ticket, amara, refunds):
    row = actions.add_checklist(ticket, by=amara, template=refunds)
    assert actions.add_checklist(ticket, by=amara, template=refunds) == row
    assert [(one.text, one.required) for one in items(ticket)] == [
        ("Check the invoice", True),
        ("Say thanks", False),
    ]
    (said,) = ticket.events.filter(kind="checklist_added")
    assert sentence(said, Names()) == "Checklist <b>Refund</b> added by <b>Amara Kask</b>"


def test_it_is_not_solved_before_what_is_required_is_done(ticket, amara, ben, mona, refunds):
    make_field(mona, required="solving")
    actions.add_checklist(ticket, by=amara, template=refunds)
    with pytest.raises(NotReady) as refused:
        actions.move(ticket, "solve", by=amara)
    assert (refused.value.fields, refused.value.items) == (("Order",), ("Check the invoice",))
    actions.set_fields(ticket, by=amara, values={"order": "R-17"})
    first = items(ticket)[0]
    for _twice in range(2):
        actions.tick(ticket, by=ben, item=first.pk, done=True)
    first.refresh_from_db()
    assert first.done_by == ben
    assert ticket.events.filter(kind="item_done").count() == 1
    actions.move(ticket, "solve", by=amara)
    with pytest.raises(ValidationError, match="reopen the ticket first"):
        actions.tick(ticket, by=ben, item=first.pk, done=False)


def test_an_item_can_be_undone_while_it_is_open(ticket, amara, refunds):
    actions.add_checklist(ticket, by=amara, template=refunds)
    first = items(ticket)[0]
    actions.tick(ticket, by=amara, item=first.pk, done=True)
    actions.tick(ticket, by=amara, item=first.pk, done=False)
    first.refresh_from_db()
    assert (first.done_at, first.done_by) == (None, None)


def test_own_items_stand_beside_the_lists(ticket, amara, refunds):
    actions.add_item(ticket, by=amara, text="  Call   the bank ")
    actions.add_item(ticket, by=amara, text="Write it down")
    actions.add_checklist(ticket, by=amara, template=refunds)
    assert [one.text for one in items(ticket)][:2] == ["Call the bank", "Write it down"]
    assert ticket.checklists.count() == 2
    for text in ("  ", "x" * 201):
        with pytest.raises(ValidationError):
            actions.add_item(ticket, by=amara, text=text)


def test_a_removed_list_stays_in_the_history(ticket, amara, refunds):
    row = actions.add_checklist(ticket, by=amara, template=refunds)
    actions.tick(ticket, by=amara, item=items(ticket)[0].pk, done=True)
    for _twice in range(2):
        actions.remove_checklist(ticket, by=amara, checklist=row.pk)
    assert not Checklist.objects.exists()
    (said,) = ticket.events.filter(kind="checklist_removed")
    assert said.data["items"][0] == {"text": "Check the invoice", "done": True}


def test_the_type_brings_its_lists(ticket, amara, dana, billing, mona, refunds):
    kind = make_type(mona)
    save_checklist(refunds, {"name": "Refund", "items": STEPS, "types": [kind]}, by=mona, seen=1)
    actions.set_type(ticket, by=amara, to=kind)
    assert len(items(ticket)) == 2
    actions.set_type(ticket, by=amara, to=None)
    actions.set_type(ticket, by=amara, to=kind)
    assert len(items(ticket)) == 2
    new = actions.open_ticket(
        by=dana, requester=dana, team=billing, subject="?", text="?", channel="web", kind=kind
    )
    assert len(items(new)) == 2


def test_nothing_of_another_ticket_is_ticked_and_customers_tick_nothing(
    ticket, amara, dana, eve, billing, refunds
):
    other = actions.open_ticket(by=eve, requester=eve, team=billing, subject="?", text="?", channel="web")
    actions.add_checklist(other, by=amara, template=refunds)
    theirs = items(other)[0]
    with pytest.raises(ValidationError, match="no such item"):
        actions.tick(ticket, by=amara, item=theirs.pk, done=True)
    actions.remove_checklist(ticket, by=amara, checklist=theirs.checklist_id)
    assert Checklist.objects.filter(ticket=other).exists()
    for customer in (dana, eve):
        with pytest.raises(PermissionDenied):
            actions.tick(other, by=customer, item=theirs.pk, done=True)


def test_what_was_archived_is_added_no_more(ticket, amara, mona, refunds):
    archive(refunds, by=mona)
    with pytest.raises(ValidationError, match="no longer in use"):
        actions.add_checklist(ticket, by=amara, template=refunds)


@pytest.mark.parametrize("given", [[], [{"text": " "}], [{"text": "x"}] * 51])
def test_a_checklist_has_items(mona, cleo, given):
    with pytest.raises(ValidationError, match="1 to 50 items"):
        save_checklist(None, {"name": "Empty", "items": given}, by=mona)
    with pytest.raises(PermissionDenied):
        save_checklist(None, {"name": "X", "items": STEPS}, by=cleo)


def test_lists_are_added_ticked_and_removed_on_the_page(client, ticket, amara, nora, refunds):
    client.force_login(amara)
    htmx = {"HX-Request": "true"}

    def post(name, given):
        return client.post(reverse(f"tickets:{name}", args=[ticket.pk]), given, headers=htmx)

    assert "Nothing to tick off." in client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "0/2" in post("add_checklist", {"template": refunds.pk}).content.decode()
    assert "Call the bank" in post("add_checklist", {"text": "Call the bank"}).content.decode()
    assert post("add_checklist", {}).status_code == 422
    first = items(ticket)[0]
    shown = post("tick", {"item": f"{first.pk}-1"}).content.decode()
    assert "1/2" in shown
    assert f'id="item-{first.pk}" data-focus' in shown  # the next key goes on from here
    assert "Amara Kask" in shown
    assert "0/2" in post("tick", {"item": f"{first.pk}-0"}).content.decode()
    assert post("tick", {"item": "nonsense"}).status_code == 422
    refused = client.post(reverse("tickets:move", args=[ticket.pk, "solve"]), headers=htmx).content.decode()
    assert "Still to do: “Check the invoice”." in refused
    assert "0/2" not in post("remove_checklist", {"checklist": first.checklist_id}).content.decode()
    client.force_login(nora)
    for name in ("add_checklist", "tick", "remove_checklist"):
        assert post(name, {"text": "x", "item": "1-1"}).status_code == 404


def test_managers_write_them(client, mona, cleo, refunds):
    lines = {"item-TOTAL_FORMS": "2", "item-INITIAL_FORMS": "0", "seen": "0"}
    said = {"name": "Moving", "item-0-text": "Old address", "item-0-required": "on", **lines}
    client.force_login(mona)
    assert client.post(reverse("tickets:checklist_new"), {**said, "item-0-text": ""}).status_code == 422
    assert (
        'value="Old address"'
        in client.post(reverse("tickets:checklist_new"), {**said, "more": "1"}).content.decode()
    )
    assert client.post(reverse("tickets:checklist_new"), said).status_code == 302
    page = client.get(reverse("tickets:setup")).content.decode()
    assert page.index("Refund") < page.index("Moving")
    change = reverse("tickets:checklist", args=[refunds.pk])
    assert 'value="Say thanks"' in client.get(change).content.decode()
    assert client.post(change, {**said, "name": "Refund", "seen": "7"}).status_code == 409
    client.post(reverse("tickets:setup_order", args=["checklist", refunds.pk]), {"do": "archive"})
    client.force_login(cleo)
    assert client.get(change).status_code == 404
    assert client.post(reverse("tickets:checklist_new"), said).status_code == 404
