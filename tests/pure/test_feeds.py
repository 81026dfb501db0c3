"""Closed days from an iCal feed: what is read, and what is refused with the line it stands in."""

from datetime import date

import pytest

from scheduling.calendar import WorkingCalendar
from scheduling.feeds import BadFeed, read_feed
from scheduling.written import Source, Wrong, build

YEARS = range(2026, 2029)
WEEK = ("09:00-17:00",) * 5 + ("", "")


def feed(*events):
    """Each event as its lines, without BEGIN and END."""
    blocks = "".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//desk//EN\n{blocks}END:VCALENDAR\n"


def closed(*events):
    return sorted(day.isoformat() for day in read_feed(feed(*events), "Europe/Tallinn", YEARS).closed)


def breaks(*events, tz="Europe/Tallinn"):
    return {day.isoformat(): spans for day, spans in read_feed(feed(*events), tz, YEARS).breaks.items()}


def test_an_all_day_event_closes_its_dates():
    assert closed("DTSTART;VALUE=DATE:20261224\nSUMMARY:Christmas Eve") == ["2026-12-24"]
    several = "DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270102\nSUMMARY:New Year"
    assert closed(several) == ["2026-12-30", "2026-12-31", "2027-01-01"]
    assert closed("DTSTART;VALUE=DATE:20261230\nDURATION:P2D") == ["2026-12-30", "2026-12-31"]
    assert closed("DTSTART;VALUE=DATE:20261224\nSTATUS:CANCELLED") == []


def test_an_event_with_times_closes_that_time_where_the_desk_is():
    zoned = "DTSTART;TZID=Europe/Madrid:20261120T120000\nDTEND;TZID=Europe/Madrid:20261120T140000"
    assert breaks(zoned) == {"2026-11-20": [["13:00", "15:00"]]}
    assert breaks("DTSTART:20261120T120000Z\nDTEND:20261120T123030Z") == {"2026-11-20": [["14:00", "14:31"]]}
    assert breaks("DTSTART:20261120T120000\nDURATION:PT2H") == {"2026-11-20": [["12:00", "14:00"]]}
    night = breaks("DTSTART:20261120T220000\nDTEND:20261122T020000")
    assert night == {
        "2026-11-20": [["22:00", "24:00"]],
        "2026-11-21": [["00:00", "24:00"]],
        "2026-11-22": [["00:00", "02:00"]],
    }
    assert breaks("DTSTART:20261120T120000Z") == {}


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=YEARLY", ["2026-05-01", "2027-05-01", "2028-05-01"]),
        ("FREQ=YEARLY;INTERVAL=2", ["2027-05-01"]),
        ("FREQ=YEARLY;COUNT=3", ["2026-05-01", "2027-05-01"]),
        ("FREQ=YEARLY;UNTIL=20270601", ["2026-05-01", "2027-05-01"]),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", ["2026-11-26", "2027-11-25", "2028-11-23"]),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", ["2026-05-25", "2027-05-31", "2028-05-29"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", ["2026-02-28", "2027-02-28", "2028-02-29"]),
        ("FREQ=YEARLY;BYDAY=1MO", ["2026-01-05", "2027-01-04", "2028-01-03"]),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31", []),
    ],
)
def test_what_comes_again_every_year_is_written_out(rule, days):
    assert [day for day in closed(f"DTSTART;VALUE=DATE:20250501\nRRULE:{rule}") if day >= "2026"] == days


def test_a_year_that_is_left_out_is_open():
    again = "DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270501"
    assert closed(again)[-2:] == ["2026-05-01", "2028-05-01"]


def test_folded_lines_alarms_and_names_are_read():
    event = (
        "DTSTART;VALUE=DATE:20261224\nSUMMARY:Christmas\\, \n the eve\nBEGIN:VALARM\nTRIGGER:-P1D\nEND:VALARM"
    )
    assert read_feed(feed(event), "UTC", YEARS).names == {date(2026, 12, 24): "Christmas, the eve"}
    assert read_feed("\ufeff" + feed(event).replace("\n", "\r\n"), "UTC", YEARS).closed
    assert not read_feed("  \n", "UTC", YEARS).closed


GOOD = "DTSTART;VALUE=DATE:20261224"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Dear all, we are closed", "none", 1),
        (feed(), "none", 1),
        (feed(GOOD, "DTSTART;VALUE=DATE:2026122X"), "value", 10),
        (feed("SUMMARY:No day at all"), "start", 4),
        (feed(f"{GOOD}\nDTEND;VALUE=DATE:20261220"), "end", 7),
        (feed(f"{GOOD}\nDTEND:20261225T100000Z"), "end", 7),
        (feed("DTSTART:20261224T100000Z\nDTEND:20261224T120000"), "end", 7),
        (feed(f"{GOOD}\nDURATION:-P2D"), "end", 7),
        (feed(f"{GOOD}\nDTEND;VALUE=DATE:20270624"), "long", 7),
        (feed(f"{GOOD}\nRRULE:FREQ=WEEKLY"), "rule", 7),
        (feed(f"{GOOD}\nRRULE:FREQ=SECONDLY"), "rule", 7),
        (feed(f"{GOOD}\nRRULE:FREQ=YEARLY;BYYEARDAY=9"), "rule", 7),
        (feed(f"{GOOD}\nRRULE:FREQ=MOONLY"), "rule", 7),
        (feed("DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=YEARLY"), "start", 6),
        (feed(GOOD).replace("END:VEVENT\n", "").replace("END:VCALENDAR", ""), "nested", 4),
        (feed(GOOD, GOOD).replace("END:VEVENT\n", "", 1), "nested", 7),
        (feed(*[GOOD] * 1001), "many", 4004),
        (feed(GOOD) + "x" * 300_000, "huge", 1),
        (feed(f"{GOOD}\nno line of a feed"), "value", 7),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, code, line):
    with pytest.raises(BadFeed) as refused:
        read_feed(text, "Europe/Tallinn", YEARS)
    assert (refused.value.code, refused.value.line) == (code, line)


def test_hours_know_what_the_feed_closes_and_a_special_day_overrules_it():
    text = feed(
        GOOD, "DTSTART:20261223T150000\nDTEND:20261223T180000\nSUMMARY:Party", "DTSTART;VALUE=DATE:20261231"
    )
    source = Source(tz="Europe/Tallinn", week=WEEK, days="2026-12-31 10:00-12:00 Open after all", feed=text)
    built = build(source, {date(2026, 12, 25): "Christmas"}, YEARS)
    assert built.schedule["holidays"] == ["2026-12-24", "2026-12-25"]
    assert built.schedule["breaks"] == {"2026-12-23": [["15:00", "18:00"]]}
    assert built.names["2026-12-23"] == "Party"
    assert built.schedule["shifts"] == {"2026-12-31": [["10:00", "12:00"]]}
    assert WorkingCalendar.from_dict(built.schedule).to_dict()["breaks"] == built.schedule["breaks"]
    assert Source.from_json(source.as_json()) == source
    assert "feed" not in Source(tz="UTC", week=WEEK).as_json()


def test_a_feed_that_cannot_be_used_is_refused_as_hours_are():
    with pytest.raises(Wrong) as refused:
        build(Source(tz="UTC", week=WEEK, feed="nothing"), {}, YEARS)
    assert (refused.value.field, refused.value.code, refused.value.line) == ("feed", "feed_none", 1)
    long = "DTSTART;VALUE=DATE:202{0}0{1}01\nDTEND;VALUE=DATE:202{0}0{2}28"
    many = feed(*[long.format(year, month, month + 2) for year in (6, 7, 8) for month in (1, 4, 7)])
    with pytest.raises(Wrong, match="feed_days"):
        build(Source(tz="UTC", week=WEEK, feed=many), {}, YEARS)
    with pytest.raises(Wrong, match="zone"):
        build(Source(tz="Europe/Atlantis", week=WEEK, feed=feed(GOOD)), {}, YEARS)
