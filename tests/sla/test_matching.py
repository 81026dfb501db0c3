"""Which policy is a ticket's, and what becomes of it when something about the ticket changes."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from lib.conditions import Wrong
from sla import matching
from sla.actions import save_policy, set_policy
from sla.matching import Contender, first_fitting, read_conditions, unreachable
from sla.models import Policy
from sla.policy import Audience
from sla.queries import versions_for
from tests.factories import STANDARD_TERMS, make_ticket
from tickets import actions, clocks, watching
from tickets.actions import set_fields, set_type
from tickets.actions.setting_up import save_field, save_type
from tickets.models import TicketEvent
from tickets.rebuilding import check

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn, open until 17:00
HOUR = datetime.timedelta(hours=1)


def terms(minutes, metric="first_response", **figures):
    each = {metric: {"minutes": minutes, **figures}}
    return {"priorities": dict.fromkeys(("low", "normal", "high", "urgent"), each)}


def when(*conditions):
    return {"all": [{"field": f, "how": how, "values": list(values)} for f, how, *values in conditions]}


def promised(ticket):
    return list(TicketEvent.objects.filter(ticket=ticket, kind="promised").order_by("pk"))


def test_the_first_policy_that_fits_in_order(promises, billing, network, dana, eve):
    urgent = set_policy("Outage", terms(30), conditions=when(("tags", "has_any", "outage")), position=0)
    dana.organisation.vip = True
    dana.organisation.save()
    vip = set_policy("VIP", terms(60), conditions=when(("vip", "yes")), position=1)
    theirs = set_policy("Network", terms(90), team=network, position=2)
    Policy.objects.filter(name="Standard").update(position=9)
    said = [
        make_ticket(requester=who, team=team, tags=tags, at=MONDAY).policy_version_id
        for who, team, tags in [
            (dana, billing, ["outage"]), (dana, network, []), (eve, network, []), (eve, billing, []),
        ]
    ]  # fmt: skip
    assert said == [urgent.pk, vip.pk, theirs.pk, promises.pk]
    Policy.objects.filter(pk=vip.policy_id).update(active=False)
    assert make_ticket(requester=dana, team=network, at=MONDAY).policy_version_id == theirs.pk


def test_asking_is_one_statement_however_many_policies(promises, billing, django_assert_num_queries):
    facts = matching.facts(team=billing.pk, priority="normal", channel="email", language="en")
    versions_for(facts)
    with django_assert_num_queries(1):
        assert versions_for(facts) == {Audience.CUSTOMER: promises.pk}
    for number in range(3):
        set_policy(f"No. {number}", terms(60), conditions=when(("language", "is", "et")))
    versions_for(facts)
    with django_assert_num_queries(1):
        assert versions_for(facts) == {Audience.CUSTOMER: promises.pk}


def test_a_tag_that_brings_another_promise_is_written_down_and_one_that_brings_none_is_not(
    promises, billing, dana, amara
):
    set_policy("Outage", terms(30), conditions=when(("tags", "has_any", "outage")))
    Policy.objects.filter(name="Standard").update(position=9)
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    actions.tag(ticket, by=amara, tags=["fibre"], at=MONDAY + HOUR)
    assert len(promised(ticket)) == 1
    actions.tag(ticket, by=amara, tags=["fibre", "outage"], at=MONDAY + HOUR)
    assert len(promised(ticket)) == 2
    # A quarter of four hours was used, so a quarter of half an hour was.
    assert ticket.queue_at == MONDAY + HOUR + datetime.timedelta(minutes=22.5)
    actions.tag(ticket, by=amara, tags=[], at=MONDAY + HOUR)
    assert ticket.queue_at == MONDAY + 4 * HOUR
    assert not check(ticket.pk, mend=False)


def test_a_priority_that_promises_the_same_is_no_new_promise(billing, dana, amara):
    set_policy("Flat", terms(60))
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    actions.prioritise(ticket, by=amara, to="high", at=MONDAY + HOUR / 2)
    assert len(promised(ticket)) == 1


def test_a_ticket_stays_under_its_version_until_its_policy_is_another(
    promises, billing, network, dana, amara
):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    newer = set_policy("Standard", terms(60))
    actions.prioritise(ticket, by=amara, to="high", at=MONDAY)
    assert ticket.policy_version_id == promises.pk
    other = set_policy("Network", terms(90), team=network)
    Policy.objects.filter(name="Standard").update(position=9)
    actions.change_team(ticket, by=amara, to=network, at=MONDAY)
    assert ticket.policy_version_id == other.pk
    actions.change_team(ticket, by=amara, to=billing, at=MONDAY)
    assert ticket.policy_version_id == newer.pk


def test_what_colleagues_promise_each_other_stands_beside_and_moves_nobody_ahead(
    promises, billing, dana, amara, django_assert_num_queries
):
    inside = set_policy("Second line", terms(60, "resolution", warn=[0.5]), audience="internal", team=billing)
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    assert (ticket.policy_version_id, ticket.internal_version_id) == (promises.pk, inside.pk)
    assert (ticket.queue_at, ticket.queue_metric) == (MONDAY + 4 * HOUR, "first_response")
    found = {(c.audience.value, c.metric.value): c.due_at for c in clocks.read(ticket, MONDAY)}
    assert found[("internal", "resolution")] == MONDAY + HOUR
    assert ("customer", "resolution") in found
    watching.watch(MONDAY + 2 * HOUR)
    told = TicketEvent.objects.filter(ticket=ticket, kind__in=["warned", "breached"])
    assert list(told.values_list("kind", "data__audience", "data__metric").order_by("pk")) == [
        ("warned", "internal", "resolution"),
        ("breached", "internal", "resolution"),
    ]
    assert ticket.clocks.get(audience="internal").breached_at == MONDAY + HOUR
    assert not check(ticket.pk, mend=False)
    Policy.objects.filter(pk=inside.policy_id).update(active=False)
    actions.tag(ticket, by=amara, tags=["x"], at=MONDAY + 3 * HOUR)
    assert ticket.internal_version_id is None
    assert ticket.clocks.get(audience="internal").state == "missed"
    assert not check(ticket.pk, mend=False)


def test_a_policy_without_any_target_is_refused():
    with pytest.raises(ValidationError, match="promises something"):
        set_policy("Empty", {"priorities": {"normal": {}}})
    with pytest.raises(ValidationError, match="contradiction"):
        set_policy("Never", STANDARD_TERMS, conditions=when(("vip", "yes"), ("vip", "no")))
    assert not Policy.objects.exists()


def test_a_policy_behind_one_that_takes_everything_is_never_reached():
    all_of_it = Contender(version=1, policy=1)
    vips = Contender(version=2, policy=2, conditions=read_conditions(when(("vip", "yes"))))
    inside = Contender(version=3, policy=3, audience=Audience.INTERNAL)
    assert unreachable([vips, all_of_it]) == {}
    assert unreachable([all_of_it, vips, inside]) == {2: 1}
    assert first_fitting([all_of_it, vips, inside], {"vip": ("yes",)}) == {"customer": 1, "internal": 3}


def test_the_history_says_which_promise_was_among_colleagues(client, promises, billing, dana, mona):
    set_policy("Second line", terms(60, "resolution"), audience="internal", team=billing)
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    watching.watch(MONDAY + 2 * HOUR)
    client.force_login(mona)
    for name in ("tickets:history", "tickets:promises"):
        assert "Resolution, among colleagues" in client.get(reverse(name, args=[ticket.pk])).content.decode()


def test_a_policy_asks_for_the_type_and_for_the_desks_own_fields(ticket, amara, mona, billing):
    refund = save_type(None, {"name": "Refund"}, by=mona)
    options = [{"name": "Late"}, {"name": "Broken"}]
    save_field(None, {"name": "Why", "kind": "choice", "options": options}, by=mona)
    save_field(None, {"name": "Amount", "kind": "number"}, by=mona)
    asks = {
        "all": [
            {"field": "type", "how": "is", "values": [str(refund.pk)]},
            {"field": "cf.why", "how": "is", "values": ["broken"]},
            {"field": "cf.amount", "how": "over", "values": ["100"]},
        ]
    }
    policy = save_policy(None, name="Refunds", terms=STANDARD_TERMS, conditions=asks, by=mona)
    assert ticket.policy_version is None
    set_type(ticket, by=amara, to=refund)
    set_fields(ticket, by=amara, values={"why": "Broken", "amount": "99"})
    assert ticket.policy_version is None
    set_fields(ticket, by=amara, values={"amount": "100.5"})
    assert ticket.policy_version == policy
    assert ticket.events.filter(kind="promised").last().data["policy"] == policy.pk
    set_fields(ticket, by=amara, values={"why": ""})
    assert ticket.policy_version is None


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"field": "cf.unheard_of", "how": "is", "values": ["x"]}, "field"),
        ({"field": "cf.why", "how": "over", "values": ["1"]}, "how"),
        ({"field": "cf.why", "how": "is", "values": ["stolen"]}, "unknown"),
        ({"field": "cf.amount", "how": "over", "values": ["much"]}, "number"),
    ],
)
def test_what_a_field_cannot_be_asked_is_refused(mona, asked, code):
    save_field(None, {"name": "Why", "kind": "choice", "options": [{"name": "Late"}]}, by=mona)
    save_field(None, {"name": "Amount", "kind": "number"}, by=mona)
    with pytest.raises(Wrong) as refused:
        save_policy(None, name="Odd", terms=STANDARD_TERMS, conditions={"all": [asked]}, by=mona)
    assert refused.value.code == code
