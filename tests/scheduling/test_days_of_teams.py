"""Public holidays of teams: of the country in their opening hours, else the days on which they are closed."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling.actions import set_hours
from scheduling.days_of_teams import public_days
from scheduling.models import CalendarVersion
from tests.factories import OFFICE_HOURS

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2025, 4, 1), datetime.date(2026, 3, 31)
INDEPENDENCE, SPRING, SOUP = datetime.date(2026, 2, 24), datetime.date(2025, 5, 1), datetime.date(2026, 1, 9)


def closed_on_soup(team, **source) -> CalendarVersion:
    """Closed on a day of their own, open on the day of independence."""
    dated = {"holidays": [SOUP.isoformat()], "shifts": {INDEPENDENCE.isoformat(): [["09:00", "12:00"]]}}
    version = set_hours(team.name, OFFICE_HOURS | dated, teams=(team,))
    CalendarVersion.objects.filter(pk=version.pk).update(source=source, names={SOUP.isoformat(): "Soup"})
    return version


def test_those_of_the_country_whether_the_team_opens_or_not(billing):
    """And of years before the opening hours were typed."""
    closed_on_soup(billing, country="EE", region="")
    found = public_days([billing.pk], FIRST, LAST)[billing.pk]
    assert found.zone == ZoneInfo("Europe/Tallinn")
    assert {INDEPENDENCE, SPRING} <= {*found.names}
    assert found.names[INDEPENDENCE]
    assert SOUP not in found.names


@pytest.mark.parametrize("source", [{}, {"country": ""}, {"country": "EE", "region": "nowhere"}])
def test_without_a_country_the_days_on_which_they_are_closed(billing, source):
    closed_on_soup(billing, **source)
    assert public_days([billing.pk], FIRST, LAST)[billing.pk].names == {SOUP: "Soup"}
    assert public_days([billing.pk], FIRST, FIRST)[billing.pk].names == {}


def test_by_the_newest_hours_in_one_statement(billing, network):
    closed_on_soup(billing, country="EE")
    closed_on_soup(billing)
    for teams in ([billing.pk], [billing.pk, network.pk]):
        with CaptureQueriesContext(connection) as asked:
            found = public_days(teams, FIRST, LAST)
        assert len(asked) == 1
        assert {team: {*days.names} for team, days in found.items()} == {billing.pk: {SOUP}}  # no hours: none
