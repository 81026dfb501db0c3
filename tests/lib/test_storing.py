"""Rows written with SQL made once are the rows that saving them would have written."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from customers.models import Contact
from lib.storing import insert, update
from tests.factories import make_ticket
from tickets.choices import Channel, ClockState, MessageKind
from tickets.models import Message, TicketClock


def test_a_new_row_knows_its_number_and_what_its_fields_fill_in(db):
    contact = Contact(name="Dana", email="dana@harbour.example", away_until=datetime.date(2026, 5, 1))
    insert(contact)
    kept = Contact.objects.get(pk=contact.pk)
    assert kept == contact
    assert not contact._state.adding
    assert kept.created_at == contact.created_at  # auto_now_add
    assert (kept.name, kept.language, kept.away_until) == ("Dana", "en", datetime.date(2026, 5, 1))


def test_every_kind_of_column_arrives_as_saving_it_would_have_written_it(billing, dana):
    ticket = make_ticket(requester=dana, team=billing)
    said = {
        "ticket": ticket, "kind": MessageKind.PUBLIC, "channel": Channel.EMAIL, "contact": dana,
        "at": timezone.now(), "text": "100 % Ünïcode, 'quotes', %s", "recipients": {"to": ["a", None, 1.5]},
    }  # fmt: skip
    one, other = Message(**said), Message(**said)
    insert(one)
    other.save()
    columns = [f.attname for f in Message._meta.concrete_fields if f.attname not in {"id", "pk"}]
    rows = Message.objects.filter(pk__in=[one.pk, other.pk]).values_list(*columns)
    assert rows[0] == rows[1]
    assert rows[0][columns.index("search_vector")]  # what the database computes is left to it


def test_several_rows_are_one_statement_and_keep_their_order(billing, dana, django_assert_num_queries):
    ticket = make_ticket(requester=dana, team=billing)
    TicketClock.objects.all().delete()
    clocks = [
        TicketClock(
            ticket=ticket, metric="next_response", cycle=cycle, state=ClockState.RUNNING,
            started_at=timezone.now(), target_seconds=60, elapsed_seconds=0, warned=["80%"] * cycle,
        )
        for cycle in (1, 2, 3)
    ]  # fmt: skip
    with django_assert_num_queries(1):
        insert(*clocks)
    kept = TicketClock.objects.in_bulk([clock.pk for clock in clocks])
    assert [kept[clock.pk].warned for clock in clocks] == [["80%"], ["80%"] * 2, ["80%"] * 3]


def test_only_the_named_fields_are_saved_and_a_count_goes_on_from_what_it_is(billing, dana):
    ticket = make_ticket(requester=dana, team=billing, subject="Before")
    type(ticket).objects.filter(pk=ticket.pk).update(revision=41, priority="high")
    ticket.subject, ticket.priority, ticket.tags = "After", "low", ["vip"]
    update(ticket, "subject", "tags", count_up="revision")
    ticket.refresh_from_db()
    assert (ticket.subject, ticket.tags, ticket.priority, ticket.revision) == ("After", ["vip"], "high", 42)


def test_a_foreign_key_goes_by_either_of_its_names(billing, network, dana):
    ticket = make_ticket(requester=dana, team=billing)
    ticket.team = network
    update(ticket, "team")
    assert type(ticket).objects.get(pk=ticket.pk).team_id == network.pk
    ticket.team_id = billing.pk
    update(ticket, "team_id")
    assert type(ticket).objects.get(pk=ticket.pk).team_id == billing.pk


def test_constraints_hold_and_what_is_to_be_computed_is_refused(billing, dana):
    ticket = make_ticket(requester=dana, team=billing)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Contact(name=None, email="x@y.example"))
    ticket.revision = F("revision") + 1
    with pytest.raises(TypeError, match="as always"):
        update(ticket, "revision")
