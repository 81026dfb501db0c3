"""The pill of a list and of a ticket: opening time where that counts, the wall clock where it does."""

import datetime
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from lib.openings import AHEAD, as_json, left_until
from scheduling.calendar import WorkingCalendar
from scheduling.hours import WEEKDAYS
from tests.factories import OFFICE_HOURS, make_ticket
from tickets import actions
from tickets.finding import choice_from, page_of_view
from tickets.models import TicketClock
from tickets.time_left import left_of

FRIDAY = datetime.datetime(2026, 11, 27, 14, 0, tzinfo=datetime.UTC)  # 16:00 in Tallinn, open until 17:00
HOUR = datetime.timedelta(hours=1)
OFFICE = WorkingCalendar.from_dict(OFFICE_HOURS)
NIGHTS = WorkingCalendar.from_dict({"tz": "UTC", "hours": {day: [["20:00", "04:00"]] for day in WEEKDAYS}})


@pytest.mark.parametrize("hours", [OFFICE, NIGHTS])
@pytest.mark.parametrize("days", [0.1, 2, 9, 40])
def test_what_the_page_is_told_is_enough_to_count_what_is_left(hours, days):
    due = FRIDAY + datetime.timedelta(days=days)
    left = left_until(due, FRIDAY, hours, "7")
    openings = json.loads(as_json({"7": hours}, FRIDAY))["7"]
    for later in (0, 3600, 3 * 86400):
        now = FRIDAY.timestamp() + later
        if now < due.timestamp():
            shown = sum(max(0, min(b, due.timestamp()) - max(a, now)) for a, b in openings) + left.beyond
            at = FRIDAY + datetime.timedelta(seconds=later)
            assert shown == hours.between(at, due).total_seconds()
    assert left.beyond == 0 or due > FRIDAY + AHEAD


@pytest.fixture
def friday(promises, billing, dana, amara):
    """Asked an hour before the weekend: four hours of opening time, three days by the wall clock."""
    return make_ticket(requester=dana, team=billing, at=FRIDAY, assignee=amara)


def row_of(reader, now):
    return page_of_view(reader, choice_from(reader, {}), now).rows[0]


@pytest.mark.django_db
def test_a_row_counts_opening_time_alone(friday, amara):
    left = left_of(row_of(amara, FRIDAY), FRIDAY)
    assert left.seconds == 4 * 3600
    saturday = FRIDAY + 24 * HOUR
    assert left_of(row_of(amara, saturday), saturday).seconds == 3 * 3600


@pytest.mark.django_db
def test_a_time_by_hand_and_an_urgent_one_go_by_the_wall_clock(friday, amara, cleo):
    actions.set_due(
        friday, by=cleo, metric="first_response", due=FRIDAY + 2 * HOUR, reason="Agreed", at=FRIDAY
    )
    assert left_of(row_of(amara, FRIDAY), FRIDAY) is None
    actions.free_due(friday, by=cleo, metric="first_response", reason="Not agreed", at=FRIDAY)
    actions.prioritise(friday, by=cleo, to="urgent", at=FRIDAY)
    assert left_of(row_of(amara, FRIDAY), FRIDAY) is None


@pytest.mark.django_db
def test_list_and_ticket_say_the_same(client, promises, billing, dana, amara):
    client.force_login(amara)
    ticket = make_ticket(requester=dana, team=billing, assignee=amara)
    pages = [
        client.get(reverse("tickets:inbox")).content.decode(),
        client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode(),
    ]
    pills = [
        re.findall(r'<span (data-due="\d+")[^>]*(data-hours="\d+")[^>]*title="([^"]+)"', p) for p in pages
    ]
    assert pills[0][0] == pills[1][0]
    assert "of opening time left; due" in pills[0][0][2]
    for page in pages:
        openings = json.loads(re.search(r'data-openings="([^"]+)"', page).group(1).replace("&quot;", '"'))
        assert list(openings) == [str(ticket.calendar_version_id)]


@pytest.mark.django_db
def test_unschedulable_is_an_alarm_in_the_list(client, friday, amara):
    TicketClock.objects.filter(ticket=friday, metric="resolution").update(state="unschedulable", due_at=None)
    client.force_login(amara)
    html = client.get(reverse("tickets:inbox")).content.decode()
    assert 'class="pill alarm"' in html
    assert "No opening hours ahead" in html
    assert timezone.now() > FRIDAY
