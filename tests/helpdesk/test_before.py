"""The demo company's months before the sixty days: rows that are as true as if somebody had done it all."""

import datetime
import io
import random

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.db.models.functions import TruncMonth

from customers.actions import welcome_contact
from helpdesk.demo import before
from helpdesk.demo.before import MONTHS_OVER, tell, write_down_before
from helpdesk.demo.company import TEAMS
from helpdesk.demo.customers import make_contacts
from helpdesk.demo.planning import DAYS
from helpdesk.demo.playing import make_people, make_teams
from reports.periods import months_later
from tests.factories import make_ticket
from tickets import chaining
from tickets.models import Seen, Ticket, TicketEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", ["2026-10-01", "2026-11-30", "2027-02-17"])
def test_every_month_has_its_tickets_whatever_the_day(day):
    now = datetime.datetime.fromisoformat(f"{day}T11:30:00+00:00")
    told = tell(make_contacts(random.Random("c"), 60), now)
    until = (now - datetime.timedelta(days=DAYS)).date()
    first, months = months_later(now.date().replace(day=1), -MONTHS_OVER), {}
    for one in told:
        assert first <= one.at.date() <= until
        assert one.at < one.answered_at
        months[one.at.date().replace(day=1)] = months.get(one.at.date().replace(day=1), 0) + 1
    whole = [n for month, n in sorted(months.items()) if months_later(month, 1) <= until]
    assert len(whole) >= MONTHS_OVER - 3
    assert min(whole) > 30
    assert whole[0] < whole[-1]


def test_it_is_what_the_actions_would_have_written(monkeypatch):
    """Timers, figures and the chain of the history find nothing amiss; the numbers of others come after."""
    monkeypatch.setattr(before, "A_WEEK", 5)
    monkeypatch.setattr(before, "A_WEEK_THEN", 4)
    now = datetime.datetime(2026, 11, 20, 11, 30, tzinfo=datetime.UTC)
    teams = make_teams(now)
    people = make_people(teams)
    crowd = make_contacts(random.Random("c"), 40)
    known = {one.address: welcome_contact(address=one.address, name=one.name) for one in crowd}
    told = tell(crowd, now)
    later = make_ticket(requester=known[crowd[0].address], team=teams["tallinn"])
    write_down_before(told, teams, people, known)
    assert later.pk == len(told) + 1
    assert Ticket.objects.filter(state="closed").count() == len(told)
    out = io.StringIO()
    call_command("sla_rebuild", check=True, stdout=out)
    call_command("metrics_verify", stdout=out)
    assert "0 tickets and 0 figures differ" in out.getvalue()
    assert all(bytes(event.seal) == chaining.seal(event) for event in TicketEvent.objects.all())
    assert not TicketEvent.objects.filter(announced_at=None).exclude(ticket=later).exists()
    solved = TicketEvent.objects.filter(data__move="solve").annotate(month=TruncMonth("at"))
    by_month = solved.order_by().values("month", "ticket__team").annotate(n=Count("pk"))
    assert len({row["month"] for row in by_month}) >= MONTHS_OVER - 2
    assert {row["ticket__team"] for row in by_month} == {teams[team.slug].pk for team in TEAMS}
    assert Seen.objects.filter(ticket__lte=len(told)).exists()
