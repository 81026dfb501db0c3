"""Browsers by the names that people know them by, and when a push service is asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from notices.again import next_try
from notices.browsers import name_of

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT}", "Chrome · Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Edg/131.0.0.0", "Edge · Windows"),
        (f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {WEBKIT}", "Chrome · Android"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT}", "Chrome · ChromeOS"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko Firefox/128.0", "Firefox · macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1",
         "Safari · iPhone"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_has_a_name_people_know(agent, name):
    assert name_of(agent) == name


@pytest.mark.parametrize(
    ("tries", "retry_after", "seconds"),
    [
        (1, "", 30), (2, "", 120), (5, "", 7200), (6, "", None), (6, "5", None), (1, "45", 45),
        (3, "45", 600),
        (1, "9" * 500, 7200), (1, "Mon, 16 Nov 2026 12:01:00 GMT", 60), (1, "Mon, 16 Nov 2026 12:01:00", 60),
        (1, "Mon, 16 Nov 2020 12:01:00 GMT", 30), (1, "soon", 30), (1, "٣٣", 30), (1, "Mon, 99 Nov", 30),
    ],
)  # fmt: skip
def test_later_each_time_or_when_they_say_and_in_the_end_never(tries, retry_after, seconds):
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert next_try(tries, NOW, retry_after) == expected
