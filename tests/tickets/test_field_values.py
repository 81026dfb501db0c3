"""Values of fields that a desk made for itself: set, found, kept, and asked for before a ticket is solved."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from tests.factories import make_ticket
from tickets import actions
from tickets.actions.setting_up import archive, save_field, save_type
from tickets.models import Ticket
from tickets.sentences import Names, sentence
from tickets.workflow import NotReady

pytestmark = pytest.mark.django_db


def make_field(mona, name="Order", kind="text", **said):
    return save_field(None, {"name": name, "kind": kind, **said}, by=mona)


def make_type(mona, name="Refund", **said):
    return save_type(None, {"name": name, **said}, by=mona)


@pytest.fixture
def order(mona):
    return make_field(mona, required="solving")


@pytest.fixture
def why(mona):
    options = [{"name": "Late delivery"}, {"name": "Broken"}]
    return make_field(mona, "Why", "choice", options=options)


def test_a_value_is_found_through_its_index(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(custom={"order": "R-17"})
    found = Ticket.objects.filter(custom__contains={"order": "R-17"}).exclude(custom={})
    assert list(found) == [ticket]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "ticket_custom" in found.order_by().explain()


def test_what_is_set_says_old_and_new_in_the_history(ticket, amara, order, why):
    actions.set_fields(ticket, by=amara, values={"order": " R-17 ", "why": "late_delivery"})
    actions.set_fields(ticket, by=amara, values={"why": "Broken", "order": "R-17"})
    ticket.refresh_from_db()
    assert ticket.custom == {"order": "R-17", "why": "broken"}
    first, second = ticket.events.filter(kind="fields_set")
    assert [one["field"] for one in first.data["changes"]] == ["order", "why"]
    (change,) = second.data["changes"]
    assert (change["was"], change["to"]) == ("late_delivery", "broken")
    assert change["read"] == ["Late delivery", "Broken"]
    assert sentence(second, Names()) == "Why <b>Late delivery → Broken</b> · Amara Kask"


def test_nothing_is_set_when_one_value_is_wrong(ticket, amara, order, why):
    with pytest.raises(ValidationError, match="“Why”: “Stolen” is not one of the choices"):
        actions.set_fields(ticket, by=amara, values={"order": "R-17", "why": "Stolen"})
    ticket.refresh_from_db()
    assert ticket.custom == {}
    assert not ticket.events.filter(kind="fields_set").exists()


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(ticket, amara, ben, order):
    actions.set_fields(ticket, by=ben, values={"order": "R-18"}, seen={"order": None})
    with pytest.raises(ValidationError, match="now says “R-18”"):
        actions.set_fields(ticket, by=amara, values={"order": "R-17"}, seen={"order": None})
    actions.set_fields(ticket, by=amara, values={"order": "R-18"}, seen={"order": None})  # says the same
    assert ticket.events.filter(kind="fields_set").count() == 1


def test_it_is_not_solved_while_a_needed_field_is_empty(ticket, amara, order):
    for solve in (
        lambda: actions.move(ticket, "solve", by=amara),
        lambda: actions.reply(ticket, by=amara, text="Done.", then="solve"),
    ):
        with pytest.raises(NotReady) as refused:
            solve()
        assert refused.value.fields == ("Order",)
    ticket.refresh_from_db()
    assert ticket.state == "new"
    assert not ticket.messages.filter(author=amara).exists()
    actions.set_fields(ticket, by=amara, values={"order": "R-17"})
    actions.move(ticket, "solve", by=amara)
    assert ticket.state == "solved"
    with pytest.raises(ValidationError, match="“Order” is needed"):
        actions.set_fields(ticket, by=amara, values={"order": ""})


def test_a_field_of_another_type_is_neither_asked_for_nor_taken(ticket, amara, mona):
    refund, question = make_type(mona), make_type(mona, "Question")
    make_field(mona, "Amount", "number", types=[refund], required="solving")
    with pytest.raises(ValidationError, match="has no field “amount”"):
        actions.set_fields(ticket, by=amara, values={"amount": "12"})
    actions.set_type(ticket, by=amara, to=refund)
    actions.set_fields(ticket, by=amara, values={"amount": "12,50"})
    actions.set_type(ticket, by=amara, to=question)
    ticket.refresh_from_db()
    assert ticket.custom == {"amount": 12.5}  # kept: the type can come back
    actions.move(ticket, "solve", by=amara)
    said = ticket.events.filter(kind="type_set").last()
    assert sentence(said, Names()) == "Type <b>Refund</b> → <b>Question</b> by <b>Amara Kask</b>"


def test_an_archived_field_asks_for_nothing_and_an_archived_type_is_not_chosen(ticket, amara, mona, order):
    archive(order, by=mona)
    actions.move(ticket, "solve", by=amara)
    old = make_type(mona)
    archive(old, by=mona)
    with pytest.raises(ValidationError, match="no longer in use"):
        actions.set_type(ticket, by=amara, to=old)


def test_customers_set_nothing(ticket, dana, eve, order):
    for stranger in (dana, eve):
        with pytest.raises(PermissionDenied):
            actions.set_fields(ticket, by=stranger, values={"order": "R-17"})
        with pytest.raises(PermissionDenied):
            actions.set_type(ticket, by=stranger, to=None)


def test_a_form_is_asked_and_mail_is_never_kept_out(dana, amara, billing, mona):
    make_field(mona, required="opening", shown="write")
    make_field(mona, "Size", "number")
    said = {"requester": dana, "team": billing, "subject": "Hm", "text": "?"}
    with pytest.raises(ValidationError, match="“Order” is needed"), transaction.atomic():
        actions.open_ticket(by=dana, channel="web", custom={}, **said)
    with pytest.raises(ValidationError, match="is no number"), transaction.atomic():
        actions.open_ticket(by=amara, channel="email", custom={"order": "R-1", "size": "big"}, **said)
    mailed = actions.open_ticket(by=dana, channel="email", custom={"size": "big", "order": "R-1"}, **said)
    assert mailed.custom == {"order": "R-1"}
    assert actions.open_ticket(by=dana, channel="email", **said).custom == {}


def test_a_type_brings_priority_and_tags_unless_the_caller_knows_better(dana, amara, billing, mona):
    refund = make_type(mona, priority="high", tags=["refund"])
    said = {"by": amara, "requester": dana, "team": billing, "subject": "?", "text": "?", "channel": "phone"}
    ticket = actions.open_ticket(kind=refund, tags=["vip"], **said)
    assert (ticket.priority, ticket.tags, ticket.type) == ("high", ["refund", "vip"], refund)
    assert actions.open_ticket(kind=refund, priority="low", **said).priority == "low"
    assert actions.open_ticket(**said).priority == "normal"


def test_what_is_empty_is_filled_by_a_merge_and_emptied_when_that_is_taken_back(
    ticket, billing, dana, amara, order, why
):
    other = make_ticket(requester=dana, team=billing)
    actions.set_fields(ticket, by=amara, values={"order": "R-17"})
    actions.set_fields(other, by=amara, values={"order": "R-18", "why": "Broken"})
    actions.merge(other, by=amara, into=ticket)
    assert ticket.custom == {"order": "R-17", "why": "broken"}
    actions.unmerge(other, by=amara)
    ticket.refresh_from_db()
    assert ticket.custom == {"order": "R-17"}


def test_what_is_split_off_is_of_the_same_type(ticket, dana, amara, mona, order):
    refund = make_type(mona)
    actions.set_type(ticket, by=amara, to=refund)
    actions.set_fields(ticket, by=amara, values={"order": "R-17"})
    more = actions.receive(ticket, by=dana, text="And this?", channel="email")
    own = actions.split(ticket, by=amara, messages=[more.pk])
    assert (own.type, own.custom) == (refund, {"order": "R-17"})
