"""A type and values for many tickets: by the validator that all others ask, tried first, and taken back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket
from tests.tickets.test_bulk_jobs import planned, states, worked_off
from tests.tickets.test_field_values import make_field, make_type
from tickets import actions
from tickets.actions.bulk import start_bulk, undo_bulk
from tickets.models import BulkJob, Ticket

pytestmark = pytest.mark.django_db
URL = "/inbox/bulk/fields/"


@pytest.fixture
def refund(mona):
    return make_type(mona)


@pytest.fixture
def fields(mona, refund):
    make_field(mona, "Order")
    make_field(mona, "Amount", "number", types=[refund], required="solving")
    make_field(mona, "Contract", "file")


@pytest.fixture
def three(billing, dana):
    return [make_ticket(requester=dana, team=billing, subject=f"Question {n}") for n in range(3)]


def custom(tickets):
    rows = Ticket.objects.filter(pk__in=[one.pk for one in tickets]).order_by("pk")
    return list(rows.values_list("type__name", "custom"))


def test_all_get_the_type_and_the_values_and_all_of_it_is_taken_back(three, amara, refund, fields):
    actions.set_fields(three[0], by=amara, values={"order": "R-1"})
    before = custom(three)
    values = {"type": refund.pk, "fields": {"order": "R-17", "amount": 12}}
    job = worked_off(planned(amara, three, "fields", values=values))
    assert custom(three) == before
    assert set(states(job).values()) == {"would"}
    start_bulk(job, by=amara)
    worked_off(job)
    assert custom(three) == [("Refund", {"order": "R-17", "amount": 12})] * 3
    worked_off(undo_bulk(job, by=amara))
    assert custom(three) == before


def test_each_that_cannot_says_what_it_lacks_and_stays_whole(three, amara, refund, fields):
    actions.move(three[0], "solve", by=amara)
    job = worked_off(planned(amara, three, "fields", values={"type": refund.pk}))
    start_bulk(job, by=amara)
    worked_off(job)
    assert [kind for kind, _values in custom(three)] == [None, "Refund", "Refund"]
    assert "Fill in: Amount." in job.steps.get(ticket=three[0]).why
    # The others have no such field without the type: nothing of it is set.
    actions.set_type(three[1], by=amara, to=None)
    job = worked_off(planned(amara, three[1:], "fields", values={"fields": {"order": "R", "amount": 3}}))
    assert states(job) == {three[1].pk: "cannot", three[2].pk: "would"}
    assert job.steps.get(ticket=three[1]).why == "This ticket has no field “amount”."


def test_from_the_page_they_are_tried(client, three, amara, refund, fields):
    client.force_login(amara)
    ticked = [one.pk for one in three[:2]]
    there = client.post(reverse("tickets:bulk"), {"do": "fields", "ticket": ticked, "list_view": "all"})
    page = client.get(there.url).content.decode()
    assert "set on 2 tickets" in page
    assert "cf-contract" not in page  # a file is given ticket by ticket
    form = {"ticket": ticked, "list_view": "all"}
    assert "Choose a type, or fill in a field." in client.post(URL, form).content.decode()
    wrong = client.post(URL, form | {"cf-amount": "many"})
    assert (wrong.status_code, BulkJob.objects.count()) == (422, 0)
    answer = client.post(URL, form | {"type": refund.pk, "cf-amount": "12,5"})
    job = BulkJob.objects.get()
    assert answer.url == reverse("tickets:bulk_job", args=[job.pk])
    assert (job.values, job.total) == ({"type": refund.pk, "fields": {"amount": 12.5}}, 2)
    worked_off(job)
    assert "Type: Refund, Amount: 12.5" in client.get(answer.url).content.decode()


def test_a_whole_list_is_what_it_is_when_asked(client, three, amara, refund, fields):
    client.force_login(amara)
    client.post(URL, {"all": "1", "list_view": "all", "cf-order": "R-17"})
    assert BulkJob.objects.get().total == 3


def test_another_team_reaches_none_and_a_stranger_signs_in(client, three, nora, amara, refund, fields):
    form = {"ticket": [one.pk for one in three], "list_view": "all", "cf-order": "R-17"}
    assert client.post(URL, form).status_code == 302
    client.force_login(nora)
    assert client.post(URL, form).url.startswith("/inbox/")
    client.post(URL, {"all": "1", "list_view": "all", "cf-order": "R-17"})
    assert not BulkJob.objects.exists()
    assert {str(values) for _kind, values in custom(three)} == {"{}"}


def test_a_type_that_went_out_of_use_meanwhile_is_refused(three, amara, mona, refund, fields):
    job = planned(amara, three, "fields", values={"type": refund.pk})
    refund.__class__.objects.update(archived_at=timezone.now())
    assert set(states(worked_off(job)).values()) == {"cannot"}
