"""Mail rules that say what a new ticket is about: its type, fields of the desk, and conditions on both."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from mail import rule_actions
from mail.models import MailRule, MailRuleChange
from tests.mail.test_rules import rule
from tests.tickets.test_field_values import make_field, make_type
from tickets.models import TicketField, TicketType

pytestmark = pytest.mark.django_db
ROUTER = ("subject", "contains", "router")


@pytest.fixture
def fault(mona):
    return make_type(mona, "Fault")


@pytest.fixture
def fields(mona, fault):
    make_field(mona, "Line", required="opening")
    make_field(mona, "Speed", "number", types=[fault])
    make_field(mona, "Cause", "choice", options=[{"name": "Power cut"}, {"name": "Cable"}])
    make_field(mona, "Who", "contact")
    make_field(mona, "Photo", "file")


def test_a_new_ticket_begins_with_its_type_and_fields(send, mona, fault, fields):
    rule(mona, ROUTER, type=fault, fields={"speed": "12,5", "cause": "Power cut", "line": ""})
    rule(mona, ROUTER, fields={"speed": 99, "line": "L-7"}, name="Second")
    ticket = send(subject="My router is dead").ticket
    assert ticket.type == fault
    assert ticket.custom == {"speed": 12.5, "cause": "power_cut", "line": "L-7"}  # the first that says it
    assert ticket.events.get(kind="opened").data["custom"] == ticket.custom
    other = send(subject="My bill").ticket
    assert (other.type, other.custom) == (None, {})


def test_what_is_out_of_use_by_then_keeps_no_letter_out(send, mona, fault, fields):
    rule(mona, ROUTER, type=fault, fields={"speed": 3, "line": "L-7"})
    TicketType.objects.update(archived_at=timezone.now())
    TicketField.objects.filter(key="line").delete()
    row = send(subject="My router is dead")
    assert row.outcome == "created"
    assert (row.ticket.type, row.ticket.custom) == (None, {})


@pytest.mark.parametrize(
    ("conditions", "high"),
    [
        ([("type", "is", "fault")], True),
        ([("type", "is", "Refund")], False),
        ([("type", "present")], True),
        ([("type", "absent")], False),
        ([("field", "is", "Power Cut", "cause")], True),
        ([("field", "is", "power_cut", "cause")], True),
        ([("field", "contains", "7", "line")], True),
        ([("field", "is_not", "L-7", "line")], False),
        ([("field", "present", "", "speed")], False),
        ([("field", "absent", "", "speed")], True),
    ],
)
def test_rules_ask_what_rules_before_them_set(send, mona, fault, fields, conditions, high):
    rule(mona, *conditions, priority="low", name="Too early")
    rule(mona, ROUTER, type=fault, fields={"cause": "power_cut", "line": "L-7"}, name="Sets")
    rule(mona, *conditions, priority="high", name="Asks")
    early = conditions[0][1] in {"absent", "is_not"}
    expected = "low" if early else "high" if high else "normal"
    assert send(subject="My router is dead").ticket.priority == expected


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"fields": {"speed": "fast"}}, "is no number"),
        ({"fields": {"cause": "Ghosts"}}, "is not one of the choices"),
        ({"fields": {"who": 99999}}, "choose a customer"),
        ({"fields": {"moon": "full"}}, "There is no field “moon”."),
        ({"fields": {"photo": 1}}, "There is no field “photo”."),
        ({}, "This rule does nothing"),
    ],
)
def test_a_rule_holds_only_what_the_one_validator_lets_through(mona, fault, fields, what, said):
    with pytest.raises(ValidationError, match=said):
        rule(mona, ROUTER, **what)
    assert not MailRule.objects.exists()


def test_a_field_of_another_type_is_refused(mona, fault, fields):
    with pytest.raises(ValidationError, match="“Refund” has no field “Speed”"):
        rule(mona, ROUTER, type=make_type(mona), fields={"speed": 3})


def test_mona_fills_them_in_on_the_page(client, mona, amara, dana, fault, fields):
    client.force_login(mona)
    form = {
        "name": "Routers", "every": "all", "line-TOTAL_FORMS": 1, "line-INITIAL_FORMS": 0,
        "line-0-about": "subject", "line-0-how": "contains", "line-0-value": "router",
        "type": fault.pk, "cf-speed": "12,5", "cf-cause": "cable", "cf-who": dana.pk, "active": "on",
    }  # fmt: skip
    wrong = client.post(reverse("mail:rule_new"), form | {"cf-speed": "fast"})
    assert wrong.status_code == 422
    assert "is no number" in wrong.content.decode()
    client.post(reverse("mail:rule_new"), form)
    made = MailRule.objects.get()
    assert (made.type, made.fields) == (fault, {"speed": 12.5, "cause": "cable", "who": dana.pk})
    page = client.get(reverse("mail:rules")).content.decode()
    assert "Type: Fault" in page
    assert "Cause: Cable" in page
    edit = client.get(reverse("mail:rule", args=[made.pk])).content.decode()
    assert 'value="12.5"' in edit
    assert dana.name in edit
    assert MailRuleChange.objects.get().said["fields"] == made.fields
    rule_actions.change_rule(made, {**_said(made), "fields": {}}, by=mona)
    assert MailRule.objects.get().fields == {}
    client.force_login(amara)
    assert client.get(reverse("mail:rule", args=[made.pk])).status_code == 404


def _said(made):
    names = ("name", "conditions", "every", "team", "assignee", "priority", "tags", "type", "fate", "stop")
    return {name: getattr(made, name) for name in names}
