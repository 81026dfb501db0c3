"""What stands above the days of a roster."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import translation

from scheduling.grid import Grid, head

MONDAY = datetime.date(2026, 11, 30)


def names(days: int) -> list[str]:
    grid = Grid(
        days=[MONDAY + datetime.timedelta(days=n) for n in range(days)], zone=ZoneInfo("Europe/Tallinn")
    )
    return re.findall(r'class="wd">([^<]*)<', head(grid))


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_days_of_four_weeks_have_two_letters_and_stay_apart(language):
    with translation.override(language):
        short = names(28)
        assert [len(name) for name in short] == [2] * 28
        assert len(set(short)) == 7
        assert names(7)[0].startswith(short[0])
