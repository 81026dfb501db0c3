"""The demo company's outbreak is one candidate that waits for somebody."""

import datetime

from customers.actions import welcome_contact
from helpdesk.demo.broken_out import HOW_MANY, break_out
from reports.models import ProblemCandidate
from tests.factories import make_ticket
from tickets.models import Ticket

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)


def test_it_is_found_and_open(billing, mona):
    people = [welcome_contact(address=f"c{n}@example.com", name=f"C {n}") for n in range(14)]
    for n in range(40):
        at = NOW - datetime.timedelta(days=n, hours=n % 5)
        make_ticket(requester=people[n % 14], team=billing, subject=f"Invoice {n % 7} is wrong", at=at)
    break_out(billing, NOW)
    one = ProblemCandidate.objects.get()
    assert one.is_open
    assert one.members.count() >= 8
    assert Ticket.objects.filter(tags=["television"]).count() == HOW_MANY
