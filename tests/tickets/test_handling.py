"""Handling time: summed from beats on the server, corrected with a line in the history."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from customers.models import Contact
from reports.counted import counting
from reports.counted.costing import solved
from tests.factories import make_ticket
from tickets import handling
from tickets.actions import correct_time, merge, reply
from tickets.models import Handled, Ticket

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)
HTMX = {"HX-Request": "true"}
MINUTES = datetime.timedelta(minutes=1)


def beats(user, ticket, *seconds):
    for each in seconds:
        handling.beat(user, ticket.pk, AT + datetime.timedelta(seconds=each))


def seconds_of(ticket):
    return {row.user.full_name: row.seconds for row in handling.times_of(ticket).rows}


def test_what_lies_between_two_beats_is_added(ticket, amara):
    beats(amara, ticket, 0, 4, 8, 12.5)
    assert seconds_of(ticket) == {"Amara Kask": 12}


def test_a_silence_is_nobodys_work(ticket, amara):
    beats(amara, ticket, 0, 4, 600, 604)
    assert seconds_of(ticket) == {"Amara Kask": 8}


def test_two_tabs_of_one_ticket_count_once_and_beats_out_of_order_nothing(ticket, amara):
    beats(amara, ticket, 0, 1, 4, 3, 5, 5, 2, 8)
    assert seconds_of(ticket) == {"Amara Kask": 8}


def test_each_colleague_has_their_own(ticket, amara, ben):
    beats(amara, ticket, 0, 10)
    beats(ben, ticket, 0, 4, 8, 12)
    times = handling.times_of(ticket)
    assert [row.user for row in times.rows] == [ben, amara]
    assert times.total == 22


def test_one_beat_is_one_statement(ticket, amara, django_assert_num_queries):
    with django_assert_num_queries(1):
        handling.beat(amara, ticket.pk)


def test_a_pulse_counts_only_if_somebody_is_at_it(client, ticket, amara, nora):
    client.force_login(amara)
    url = reverse("tickets:ticket_pulse", args=[ticket.pk])
    client.get(url)
    assert not Handled.objects.exists()
    client.get(url + "?active=1")
    assert Handled.objects.get().user == amara
    client.force_login(nora)
    assert client.get(url + "?active=1").status_code == 404
    assert Handled.objects.count() == 1


def test_corrected_it_says_so_and_measuring_goes_on(ticket, amara):
    beats(amara, ticket, 0, 10)
    correct_time(ticket, by=amara, of=amara, to=20 * MINUTES, reason="Asked in the warehouse")
    assert seconds_of(ticket) == {"Amara Kask": 1200}
    event = ticket.events.get(kind="time_corrected")
    assert event.data == {"of": amara.pk, "was": 10, "to": 1200, "reason": "Asked in the warehouse"}
    beats(amara, ticket, 14)
    assert seconds_of(ticket) == {"Amara Kask": 1204}
    correct_time(ticket, by=amara, of=amara, to=0 * MINUTES, reason="Was not me")
    assert seconds_of(ticket) == {}


@pytest.mark.parametrize(
    ("minutes", "reason"), [(-1, "x"), (7 * 24 * 60 + 1, "x"), (5, ""), (5, "   "), (5, "x" * 301)]
)
def test_what_cannot_be_is_refused(ticket, amara, minutes, reason):
    with pytest.raises(ValidationError):
        correct_time(ticket, by=amara, of=amara, to=minutes * MINUTES, reason=reason)
    assert not Handled.objects.exists()


def test_a_colleagues_time_is_a_leads_to_correct(client, ticket, amara, ben, cleo):
    beats(ben, ticket, 0, 10)
    with pytest.raises(PermissionDenied):
        correct_time(ticket, by=amara, of=ben, to=5 * MINUTES, reason="x")
    url, said = reverse("tickets:handled", args=[ticket.pk]), {"of": ben.pk, "minutes": "5", "reason": "x"}
    client.force_login(amara)
    assert client.post(url, said).status_code == 404
    client.force_login(cleo)
    assert client.post(url, said, headers=HTMX).status_code == 200
    assert seconds_of(ticket) == {"Ben Lepik": 300}
    assert client.post(url, said | {"of": amara.pk}).status_code == 404  # has not worked on it


def test_the_card_and_the_history_say_it(client, ticket, amara, nora):
    beats(amara, ticket, *range(0, 130, 10))
    client.force_login(amara)
    url = reverse("tickets:handled", args=[ticket.pk])
    card = client.get(url, headers=HTMX).content.decode()
    assert "Amara Kask" in card
    assert "2m" in card
    wrong = client.post(url, {"minutes": "many", "reason": "x"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Give whole minutes." in wrong.content.decode()
    client.post(url, {"minutes": "30", "reason": "Long <call>"}, headers=HTMX)
    page = client.get(reverse("tickets:history", args=[ticket.pk])).content.decode()
    assert "Handling time of <b>Amara Kask</b> corrected from <b>2m</b> to <b>30m</b>" in page
    assert "Long &lt;call&gt;" in page
    assert f'hx-get="{url}"' in client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    client.force_login(nora)
    assert client.get(url, headers=HTMX).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_card_costs_the_same_with_more_people(
    client, ticket, amara, ben, cleo, rows, django_assert_num_queries
):
    for user in (amara, ben, cleo)[:rows]:
        beats(user, ticket, 0, 10)
    client.force_login(amara)
    url = reverse("tickets:handled", args=[ticket.pk])
    client.get(url, headers=HTMX)
    with django_assert_num_queries(4):  # session, reader, ticket, times
        client.get(url, headers=HTMX)


def test_a_merged_tickets_time_counts_where_it_went(ticket, billing, dana, amara):
    other = make_ticket(requester=dana, team=billing)
    beats(amara, ticket, 0, 10)
    beats(amara, other, 0, 5)
    merge(ticket, by=amara, into=other)
    assert seconds_of(other) == {"Amara Kask": 15}


def test_what_was_merged_twice_counts_at_the_end_and_for_the_money_too(ticket, billing, dana, amara):
    middle, end = (make_ticket(requester=dana, team=billing, at=AT) for _ in range(2))
    beats(amara, ticket, 0, 10)
    beats(amara, end, 0, 5)
    merge(ticket, by=amara, into=middle, at=AT)
    merge(middle, by=amara, into=end, at=AT)
    assert handling.spent_on([ticket.pk, middle.pk, end.pk]) == {end.pk: 15}
    reply(end, by=amara, text="Done.", then="solve", at=AT + MINUTES)
    counting.bring_up_to_date()
    (row,) = solved(AT.date(), AT.date())
    assert (row.tag, row.solved, row.handle_seconds) == ("", 1, 15)


def test_a_call_is_logged_with_its_length(client, billing, dana, amara):
    client.force_login(amara)
    form = {
        "customer": dana.pk, "team": "billing", "channel": "phone", "subject": "Refund", "text": "Hm",
        "priority": "normal", "call_minutes": "12",
    }  # fmt: skip
    client.post(reverse("tickets:new"), form)
    ticket = Ticket.objects.get()
    assert ticket.events.get(kind="opened").data["call_seconds"] == 720
    assert seconds_of(ticket) == {"Amara Kask": 720}
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "Phone</b> · <b>12m</b>" in page
    for wrong in ("-1", "601", "x"):
        assert client.post(reverse("tickets:new"), form | {"call_minutes": wrong}).status_code == 422
    assert Contact.objects.filter(pk=dana.pk).exists()


def test_no_time_is_ever_negative(ticket, amara):
    with pytest.raises(IntegrityError), transaction.atomic():
        Handled.objects.create(ticket=ticket, user=amara, measured=5, corrected=-6)
