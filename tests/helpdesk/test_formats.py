"""What formats of our languages have in common."""

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import get_format


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_weeks_begin_on_monday_everywhere(language):
    with translation.override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == 1


def test_formats_of_our_own_leave_those_of_django():
    with translation.override("et"):
        assert get_format("DECIMAL_SEPARATOR") == ","
