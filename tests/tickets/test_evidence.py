"""What tickets show of somebody's work: theirs alone, in the period alone, and only what is fair."""

import datetime

import pytest
from django.urls import reverse

from tests.factories import make_ticket
from tickets import evidence
from tickets.actions import Hold, add_note, assign, move, receive, reply, take_back
from tickets.models import Handled

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.UTC)  # ten o'clock in Tallinn
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
PERIOD = (MONDAY - DAY, MONDAY + 30 * DAY)


def rows(provider, user, since=PERIOD[0], until=PERIOD[1]):
    return {row.name: (row.value, row.denominator) for row in provider(user, since, until).rows}


@pytest.fixture
def asked(promises, billing, dana):
    """asked(at) → a new ticket of that moment."""
    return lambda at=MONDAY, **given: make_ticket(requester=dana, team=billing, at=at, **given)


def solved(ticket, by, at):
    assign(ticket, by=by, to=by, at=at)
    reply(ticket, by=by, text="Done.", then="solve", at=at + HOUR)
    return ticket


def test_what_they_solved_and_how_it_held(asked, amara, ben, dana):
    once, twice, back = (solved(asked(), amara, MONDAY) for _ in range(3))
    solved(asked(), ben, MONDAY)
    receive(back, by=dana, text="Not yet.", channel="email", at=MONDAY + 2 * HOUR)
    reply(twice, by=ben, text="And this.", at=MONDAY + 3 * HOUR)
    for ticket, seconds in ((once, 300), (twice, 900), (back, 600)):
        Handled.objects.create(ticket=ticket, user=amara, measured=seconds * 1000)
        Handled.objects.create(ticket=ticket, user=ben, measured=10_000_000)
    assert rows(evidence.work, amara) == {
        "Answers sent": (3, None),
        "Tickets answered": (3, None),
        "Tickets solved": (3, None),
        "Solved with one answer": (2, 3),
        "Opened again by the customer": (1, 3),
        "Time spent on a ticket, the middle one": (600, None),
    }
    assert rows(evidence.work, ben)["Tickets solved"] == (1, None)


def test_nothing_of_before_or_after_the_period(asked, amara):
    solved(asked(), amara, MONDAY)
    for since, until in ((PERIOD[0] - 30 * DAY, MONDAY + HOUR), (MONDAY + 2 * HOUR, PERIOD[1])):
        found = rows(evidence.work, amara, since, until)
        assert found["Tickets solved"] == (0, None)
        assert found["Time spent on a ticket, the middle one"] == (None, None)
        assert rows(evidence.promises, amara, since, until)["Solved in time"] == (0, 0)


def test_an_answer_taken_back_was_none(asked, amara):
    ticket = asked()
    assign(ticket, by=amara, to=amara)
    message = reply(ticket, by=amara, text="Oh.", hold=Hold(30, text="Oh."))
    take_back(message, by=amara)
    since, until = MONDAY - DAY, datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
    assert rows(evidence.work, amara, since, until)["Answers sent"] == (0, None)


def test_promises_kept_and_missed_on_their_own_tickets(asked, amara, ben):
    solved(asked(), amara, MONDAY)
    late = asked()
    assign(late, by=amara, to=amara, at=MONDAY + HOUR)
    reply(late, by=amara, text="At last.", at=MONDAY + 6 * HOUR)
    assert rows(evidence.promises, amara)["Answered in time"] == (1, 2)
    assert rows(evidence.promises, ben)["Answered in time"] == (0, 0)


def test_what_was_late_before_it_was_theirs_does_not_count(asked, amara, ben):
    ticket = asked()
    assign(ticket, by=amara, to=amara, at=MONDAY + 6 * HOUR)
    reply(ticket, by=amara, text="Sorry for the wait.", at=MONDAY + 6 * HOUR)
    assert rows(evidence.promises, amara)["Answered in time"] == (0, 0)


def test_help_is_what_they_did_for_tickets_of_others(asked, amara, ben):
    theirs, own, nobodys = asked(), asked(), asked()
    assign(theirs, by=ben, to=ben, at=MONDAY)
    assign(own, by=amara, to=amara, at=MONDAY)
    for ticket in (theirs, theirs, own, nobodys):
        add_note(ticket, by=amara, text="See the manual.", at=MONDAY + HOUR)
    assert [*rows(evidence.help_given, amara).values()] == [(2, None), (1, None), (0, None)]


def test_the_link_leads_to_what_each_reader_may_see(client, asked, amara, nora, cleo):
    ticket = solved(asked(subject="Where is my refund?"), amara, MONDAY)
    [link] = [row.link for row in evidence.work(amara, *PERIOD).rows if row.link]
    assert link.startswith(reverse("tickets:inbox"))
    for reader, finds in ((cleo, True), (nora, False)):
        client.force_login(reader)
        assert (ticket.subject in client.get(link).content.decode()) == finds


def test_no_row_names_a_ticket(asked, amara):
    """So that whoever may not see a ticket learns nothing of it: numbers, and lists behind doors."""
    move(solved(asked(subject="A secret"), amara, MONDAY), "close", by=amara)
    for provider in (evidence.work, evidence.promises, evidence.help_given):
        assert "A secret" not in repr(provider(amara, *PERIOD))
