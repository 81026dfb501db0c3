"""Values of fields that a desk made for itself: stored, found, and asked for before a ticket is solved."""

import pytest
from django.db import connection

from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_a_value_is_found_through_its_index(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(custom={"order": "R-17"})
    found = Ticket.objects.filter(custom__contains={"order": "R-17"}).exclude(custom={})
    assert list(found) == [ticket]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "ticket_custom" in found.order_by().explain()
