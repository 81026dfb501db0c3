"""Opening hours: who may set them, what is kept of them, and what the pages say."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from scheduling import actions, pictures
from scheduling.actions import set_hours
from scheduling.hours import read_hours
from scheduling.models import Calendar
from scheduling.public_holidays import UnknownRegion, public_holidays
from scheduling.queries import calendar_version_for
from scheduling.written import Source
from tests.pure.test_feeds import feed

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 16)
WEEK = ("09:00-12:30, 13:15-18:00",) * 5 + ("", "")
SOURCE = Source(tz="Europe/Tallinn", week=WEEK, days="12-24 09:00-13:00 Christmas Eve", country="EE")


def typed(**fields):
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return {
        "name": "Tallinn", "tz": "Europe/Tallinn", "country": "EE", "region": "", "days": "", "seen": "0",
        **dict(zip(days, WEEK, strict=True)), **fields,
    }  # fmt: skip


def save(mona, calendar=None, *, seen=0, source=SOURCE, teams=(), name="Tallinn", today=TODAY):
    return actions.save_calendar(
        calendar, name=name, source=source, teams=teams, by=mona, seen=seen, today=today
    )


def test_hours_know_the_public_holidays_of_their_country(mona, billing):
    version = save(mona, teams=(billing,))
    assert calendar_version_for(billing) == version
    calendar = version.working_calendar()
    eve = datetime.datetime(2026, 12, 24, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn
    assert calendar.is_open(eve)
    assert not calendar.is_open(eve.replace(hour=12))
    assert calendar.on_holiday(datetime.datetime(2027, 2, 24, 10, tzinfo=datetime.UTC))
    assert (version.names["2027-12-24"], version.through, version.made_by) == ("Christmas Eve", 2028, mona)


def test_an_edit_makes_a_version_and_the_same_again_makes_none(mona, billing):
    first = save(mona, teams=(billing,))
    assert save(mona, first.calendar, seen=1) == first
    second = save(mona, first.calendar, seen=1, source=Source(tz="Europe/Tallinn", week=("10-16",) * 7))
    first.refresh_from_db()
    assert (second.number, first.schedule["hours"]["mon"][0]) == (2, ["09:00", "12:30"])
    assert calendar_version_for(billing) is None  # the team was not chosen any more
    with pytest.raises(actions.Stale):
        save(mona, first.calendar, seen=1)


def test_a_new_year_of_holidays_is_written_out_by_itself(mona):
    first = save(mona)
    assert actions.extend_holidays(TODAY) == 0
    assert actions.extend_holidays(datetime.date(2027, 1, 1)) == 1
    newest = first.calendar.versions.first()
    assert (newest.number, newest.through) == (2, 2029)
    assert "2029-02-24" in newest.schedule["holidays"]
    assert actions.extend_holidays(datetime.date(2027, 1, 1)) == 0
    set_hours("By a command", {"tz": "UTC", "hours": {"mon": [["09:00", "17:00"]]}})
    assert actions.extend_holidays(datetime.date(2027, 1, 1)) == 0


def test_regions_have_holidays_of_their_own():
    madrid = public_holidays("ES", "Madrid", [2026])
    assert datetime.date(2026, 5, 2) in madrid
    assert public_holidays("ES", "md", [2026]) == madrid
    assert datetime.date(2026, 5, 2) not in public_holidays("ES", "", [2026])
    with pytest.raises(UnknownRegion) as refused:
        public_holidays("ES", "Tartu", [2026])
    assert "Madrid" in refused.value.known
    assert public_holidays("", "Madrid", [2026]) == {}


def test_only_those_who_may_promise_set_hours(amara, cleo):
    for person in (amara, cleo):
        with pytest.raises(PermissionDenied):
            save(person)


@pytest.mark.parametrize("name", ["calendars", "calendar_new", "calendar", "calendar_preview"])
def test_the_pages_are_not_there_for_others(client, amara, cleo, mona, name):
    calendar = save(mona).calendar
    address = reverse(f"scheduling:{name}", args=[calendar.pk] if name == "calendar" else [])
    for person in (amara, cleo):
        client.force_login(person)
        assert client.get(address).status_code in (404, 405)
        assert client.post(address, typed()).status_code in (404, 405)
    assert calendar.versions.count() == 1


def test_hours_are_typed_seen_and_saved(client, mona, billing):
    client.force_login(mona)
    seen = client.post(reverse("scheduling:calendar_preview"), typed(days="2026-12-31 Inventory"))
    assert "41 hours a week" in seen.content.decode()
    assert "Inventory" in seen.content.decode()
    assert not Calendar.objects.exists()
    done = client.post(reverse("scheduling:calendar_new"), typed(teams=[billing.pk]), follow=True)
    assert "are saved" in done.content.decode()
    calendar = Calendar.objects.get()
    assert list(calendar.teams.all()) == [billing]
    page = client.get(reverse("scheduling:calendar", args=[calendar.pk])).content.decode()
    assert 'value="09:00-12:30, 13:15-18:00"' in page
    assert "v1" in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"tue": "nine to five"}, "“nine to five” is no time of opening."),
        ({"wed": "9-12, 11-13"}, "Two times of Wednesday overlap."),
        ({"thu": "12-12"}, "“12-12” is no time of opening."),
        ({"fri": "25-26"}, "“25-26” is no time of opening."),
        ({"days": "2026-12-24 9-12, 11-13"}, "Two times of 2026-12-24 overlap."),
        ({"days": "2027-01-02..2026-12-22 Closed"}, "is no span of days."),
        ({"tz": "Europe/Atlantis"}, "“Europe/Atlantis” is not a time zone."),
        ({"days": "Christmas"}, "“Christmas” does not begin with a date."),
        ({"country": "ES", "region": "Tartu"}, "This country has no such region. It has: "),
        (dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ""), "With these hours the desk never opens."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_read_is_said_where_it_is_and_everything_typed_stays(client, mona, fields, says):
    client.force_login(mona)
    answer = client.post(reverse("scheduling:calendar_new"), typed(**fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Europe/" in page
    assert all(value in page for value in fields.values())
    assert not Calendar.objects.exists()


CHRISTMAS = feed("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas Eve")


def test_a_feed_closes_days_and_an_edit_keeps_it(client, mona):
    client.force_login(mona)
    file = SimpleUploadedFile("closed.ics", CHRISTMAS.encode(), "text/calendar")
    address = reverse("scheduling:calendar_new")
    seen = client.post(reverse("scheduling:calendar_preview"), typed(country="", feed=CHRISTMAS))
    assert "Christmas Eve" in seen.content.decode()
    assert client.post(address, typed(country="", feed_file=file)).status_code == 302
    version = Calendar.objects.get().versions.get()
    assert version.schedule["holidays"].count("2027-12-24") == 1
    assert version.names["2026-12-24"] == "Christmas Eve"
    edited = reverse("scheduling:calendar", args=[version.calendar_id])
    kept = client.get(edited).content.decode()
    assert "BEGIN:VCALENDAR" in kept
    client.post(edited, typed(country="", seen="1", feed=CHRISTMAS.replace("\n", "\r\n"), mon="10-12"))
    newest = version.calendar.versions.first()
    assert (newest.number, newest.source["feed"]) == (2, version.source["feed"])
    client.post(edited, typed(country="", seen="2", feed=""))
    assert "2027-12-24" not in version.calendar.versions.first().schedule["holidays"]


def test_a_feed_that_cannot_be_read_is_refused_with_its_line(client, mona):
    client.force_login(mona)
    address = reverse("scheduling:calendar_new")
    wrong = CHRISTMAS.replace("20261224", "2026122X")
    page = client.post(address, typed(feed=wrong))
    assert page.status_code == 422
    assert "Line 6 cannot be read: " in page.content.decode()
    assert "2026122X" in page.content.decode()
    for sent, says in (
        (b"\xff\xfe\x00garbage", "Line 1: this is no iCal file with events."),
        (b"x" * (2**20 + 1), "larger than 256 KB"),
        (b"x" * (2**18 + 1), "larger than 256 KB"),
    ):
        page = client.post(address, typed(feed_file=SimpleUploadedFile("closed.ics", sent)))
        assert page.status_code == 422
        assert says in page.content.decode()
    assert not Calendar.objects.exists()


def test_hours_that_open_never_in_the_coming_year_are_refused(client, mona):
    """Every day of it closed by the feed: the last thing that is asked before saving."""
    client.force_login(mona)
    long = "DTSTART;VALUE=DATE:{}\nDURATION:P90D"
    begin = timezone.localdate()
    days = [begin + datetime.timedelta(days=90 * n) for n in range(5)]
    page = client.post(
        reverse("scheduling:calendar_new"),
        typed(country="", feed=feed(*[long.format(day.strftime("%Y%m%d")) for day in days])),
    )
    assert page.status_code == 422
    assert "These hours never open in the coming year." in page.content.decode()
    assert not Calendar.objects.exists()


def test_two_at_once_and_a_name_that_is_taken(client, mona):
    calendar = save(mona).calendar
    save(mona, name="Other")
    client.force_login(mona)
    address = reverse("scheduling:calendar", args=[calendar.pk])
    late = client.post(address, typed(seen="0", mon="10-11"))
    assert late.status_code == 409
    assert "meanwhile" in late.content.decode()
    taken = client.post(address, typed(seen="1", name="Other"))
    assert taken.status_code == 422
    assert "already exists" in taken.content.decode()
    assert calendar.versions.count() == 1


def test_hours_of_a_command_can_be_edited(client, mona):
    version = set_hours("Old", {"tz": "Europe/Madrid", "hours": {"fri": [["22:00", "06:00"]]}})
    client.force_login(mona)
    page = client.get(reverse("scheduling:calendar", args=[version.calendar_id])).content.decode()
    assert 'value="22:00-06:00"' in page


def test_the_pictures_say_in_words_what_they_show():
    hours = read_hours(
        {
            "tz": "Europe/Tallinn",
            "hours": {"mon": [["09:00", "12:30"], ["13:15", "18:00"]], "fri": [["22:00", "06:00"]]},
            "holidays": ["2026-12-25"],
            "shifts": {"2026-12-24": [["09:00", "13:00"]]},
        }
    )
    week, year = pictures.week(hours), pictures.year(hours, {"2026-12-25": "<b>Christmas</b>"}, TODAY)
    assert "Mon 09:00–12:30, 13:15–18:00" in week
    assert "Fri 22:00–06:00" in week
    assert year.count("<rect") == 365
    assert "&lt;b&gt;Christmas&lt;/b&gt;, closed" in year
    assert [(s.day.day, s.hours) for s in pictures.specials(hours, {}, TODAY)] == [
        (24, "09:00–13:00"),
        (25, ""),
    ]
    assert pictures.open_hours(hours) == "16 hours a week"
