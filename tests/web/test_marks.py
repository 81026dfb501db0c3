"""The marks of a row: what they say, and that nothing people write becomes markup."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from lib import marks
from lib.icons import icon, shape
from lib.openings import Left

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)


def test_a_state_is_a_shape_and_a_word():
    html = marks.status("waiting")
    assert "s-waiting" in html
    assert shape("waiting") in html
    assert "<span>Waiting on customer</span>" in html


def test_customers_read_other_words_for_a_state():
    assert "<span>We are on it</span>" in marks.status("open", "We are on it")


def test_a_state_speaks_the_language_of_the_moment():
    with translation.override("en"):
        before = marks.status("solved")
    with translation.override("et"):
        marks.status("solved")
    with translation.override("en"):
        assert marks.status("solved") == before


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1m"),
        (59, "1m"),
        (38 * 60, "38m"),
        (3600, "1h"),
        (4320, "1h 12m"),
        (90000, "1d 1h"),
        (864000, "10d"),
    ],
)
def test_spans_in_the_two_units_that_matter(seconds, words):
    assert marks.span(seconds) == words
    assert marks.span(timedelta(seconds=-seconds)) == words


def test_a_promise_is_calm_then_amber_then_red():
    due = NOW + timedelta(minutes=90)
    warn = NOW + timedelta(minutes=60)
    assert 'pill calm">' in marks.pill(due, "running", NOW, warn)
    assert "1h 30m" in marks.pill(due, "running", NOW, warn)
    assert 'pill soon">' in marks.pill(due, "running", warn, warn)
    late = marks.pill(due, "running", due + timedelta(minutes=12), warn)
    assert 'pill late">' in late
    assert "Late 12m" in late


def test_a_promise_is_late_in_the_very_moment_it_is_due():
    assert 'pill late">' in marks.pill(NOW, "running", NOW)


def test_a_settled_promise_says_how_it_ended_whatever_the_time():
    assert "Met" in marks.pill(NOW, "met", NOW + timedelta(days=3))
    assert "Paused" in marks.pill(None, "paused", NOW)
    assert 'pill late">' in marks.pill(NOW, "missed", NOW - timedelta(days=3))


def test_nothing_promised_shows_nothing():
    assert marks.pill(None, "running", NOW) == ""
    assert marks.pill(NOW, "withdrawn", NOW) == ""


def test_opening_time_is_told_in_hours_and_the_wall_clock_in_the_title():
    due = NOW + timedelta(days=5, hours=2)
    html = marks.pill(due, "running", NOW, due - timedelta(hours=1), Left(33 * 3600 + 240, "7", 0))
    assert ">33h 4m</span>" in html
    assert 'data-hours="7"' in html
    assert "of opening time left; due Tue 1 Dec 11:42" in html
    assert "Late 12m" in marks.pill(NOW, "running", NOW + timedelta(minutes=12), None, Left(0, "7", 0))


def test_what_nobody_can_schedule_is_an_alarm():
    html = marks.pill(None, "unschedulable", NOW)
    assert 'pill alarm">' in html
    assert "No opening hours ahead" in html


def test_a_face_keeps_its_colour_and_shows_first_and_last_initial():
    first = marks.avatar("Ольга Петровна Смирнова", 12)
    assert first == marks.avatar("Ольга Петровна Смирнова", 12)
    assert "hue-5" in first
    assert ">ОС<" in first
    assert ">?<" in marks.avatar("", 1)
    assert ">A<" in marks.avatar("Amara Kask", 1, "tiny")


def test_names_are_never_markup():
    assert "<b>" not in marks.status("open", "<b>bold</b>")
    assert "<script" not in marks.avatar("<script> alert", 1)
    assert 'aria-label="&quot;"' in icon("x", label='"')


def test_times_are_utc_for_machines_and_local_for_people():
    at = NOW - timedelta(minutes=12)
    with timezone.override("Europe/Tallinn"):
        html = marks.when(at, "short", NOW)
        assert 'datetime="2026-11-26T09:30:00Z"' in html
        assert 'title="2026-11-26 11:30"' in html
        assert ">12m<" in html
        assert ">11:30<" in marks.when(at, "clock", NOW)
        assert ">25 Nov 23:30<" in marks.when(NOW - timedelta(hours=12, minutes=12), "clock", NOW)
        assert ">Mon<" in marks.when(NOW - timedelta(days=3), "short", NOW)
    assert marks.when(None) == ""


def test_an_icon_holds_no_inline_style():
    html = icon("inbox")
    assert html.startswith('<svg class="i"')
    assert 'aria-hidden="true"' in html
    assert "style" not in html
    assert "xmlns" not in html
