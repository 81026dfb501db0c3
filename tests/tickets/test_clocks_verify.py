"""The timers of a ticket are a cache: the command finds whatever is not what the events say."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from tickets.actions import move, reply
from tickets.models import Ticket, TicketClock

pytestmark = pytest.mark.django_db


def verify(**options) -> str:
    out = io.StringIO()
    call_command("clocks_verify", stdout=out, **options)
    return out.getvalue()


def test_true_clocks_differ_nowhere(promises, ticket, amara):
    assert verify() == "1 tickets looked at, 0 differ.\n"
    reply(ticket, by=amara, text="We are looking into it.", then="wait")
    move(ticket, "resume", by=amara)
    assert "0 differ" in verify()


def test_a_changed_row_is_found_and_mended(promises, ticket):
    TicketClock.objects.filter(metric="resolution").update(
        due_at=datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    )
    TicketClock.objects.filter(metric="first_response").delete()
    Ticket.objects.update(queue_metric="resolution")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("clocks_verify", stdout=out)
    assert "resolution 1 due_at: stored 2030-01-01" in out.getvalue()
    assert "first_response 1: not stored" in out.getvalue()
    assert "queue: stored" in out.getvalue()
    verify(mend=True)
    assert "0 differ" in verify()
