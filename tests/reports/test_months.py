"""Figures of months say what those of their days say, whatever is asked and whatever is corrected."""

import datetime
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import timezone

from reports.counted import counting, verifying
from reports.cuts import Cut
from reports.figures import numbers
from reports.models import FigureZone, MonthFigure
from reports.periods import Period, starts
from tests.factories import make_ticket
from tickets import actions

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
ZONE = "Europe/Tallinn"
KINDS = ("arrivals", "backlog", "backlog_age", "first_response_p90", "kept_first", "reopened")


@pytest.fixture
def year(billing, network, amara, nora, mona, dana, eve, promises):
    """A ticket every eighth day of the last 130, most of them solved; everything is counted."""
    now = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    found = []
    for n in range(16):
        team, by = (billing, amara) if n % 3 else (network, nora)
        one = make_ticket(
            requester=dana if n % 2 else eve, team=team, at=now - (130 - 8 * n) * DAY, tags=[f"topic {n % 3}"]
        )
        actions.reply(one, by=by, text="Yes.", at=one.opened_at + (1 + n % 5) * HOUR)
        if n % 4:
            actions.move(one, "solve", by=by, at=one.opened_at + n * DAY)
        found.append(one)
    counting.bring_up_to_date()
    return found


def all_of(user, today, step="week"):
    """One measure of each kind in cuts of times that begin and end anywhere."""
    found = []
    for since, until in ((today - 120 * DAY, today), (today - 100 * DAY, today.replace(day=1))):
        for measure in KINDS:
            for by in ("", "team", "topic"):
                steps = starts(Period(since, until), step) if by != "team" else ()
                found.append(numbers(user, Cut(measure, since, until, by=by, starts=steps), ZONE))
    return found


@pytest.mark.parametrize(("who", "step"), [("mona", "week"), ("cleo", "month")])
def test_months_say_what_their_days_say(year, request, who, step):
    reader, today = request.getfixturevalue(who), timezone.now().date()
    assert FigureZone.objects.get(name=ZONE).months_until == today.replace(day=1)
    by_months = all_of(reader, today, step)
    assert any(table.total.total.value for table in by_months)
    FigureZone.objects.update(months_until=None)
    MonthFigure.objects.all().delete()
    assert all_of(reader, today, step) == by_months


def test_months_are_what_is_read(year, mona):
    today = timezone.now().date()
    cut = Cut("arrivals", (today.replace(day=1) - 40 * DAY).replace(day=1), today.replace(day=1))
    before = numbers(mona, cut, ZONE).total.total.n
    MonthFigure.objects.filter(kind="arrived", dimension="", day=cut.since).update(n=1000)
    assert numbers(mona, cut, ZONE).total.total.n > before + 900


def test_what_is_corrected_in_a_month_that_is_over_is_in_its_figures(year, mona, amara, billing):
    assert verifying.wrong_figures() == []
    merged, into = [one for one in year if one.team_id == billing.pk][:2]
    actions.merge(merged, by=amara, into=into)
    counting.bring_up_to_date()
    assert verifying.wrong_figures() == []


def test_a_month_is_not_closed_before_it_is_over(year):
    today = timezone.now().date()
    first = FigureZone.objects.get(name=ZONE).months_until
    assert not MonthFigure.objects.filter(day__gte=first).exists()
    assert not counting.close_a_month(timezone.now())
    assert counting.close_a_month(timezone.now() + (32 - today.day) * DAY)
    assert MonthFigure.objects.filter(zone=FigureZone.objects.order_by("name")[0].name, day=first).exists()


def test_verifying_finds_and_mends_a_month_that_was_tampered_with(year, capsys):
    MonthFigure.objects.filter(kind="solved").update(n=99)
    with pytest.raises(SystemExit):
        call_command("metrics_verify")
    assert "the month of" in capsys.readouterr().out
    call_command("metrics_verify", mend=True)
    assert "0 figures differ" in capsys.readouterr().out


@pytest.mark.parametrize("by", ["team", "agent", "topic", ""])
def test_what_is_read_once_says_the_same_to_whoever_asks_for_the_whole(
    year, mona, django_assert_num_queries, by
):
    """The median and the ninetieth, taken apart and altogether; a topic is no part of a whole."""
    today, read = timezone.now().date(), {}
    since = today - 120 * DAY
    apart = Cut("first_response", since, today, by=by, starts=starts(Period(since, today), "week"))
    whole, ninetieth = (Cut(measure, since, today) for measure in ("first_response", "first_response_p90"))
    ought = [numbers(mona, cut, ZONE) for cut in (apart, whole, ninetieth)]
    assert numbers(mona, apart, ZONE, read) == ought[0]
    with django_assert_num_queries(0):  # of topics the sum was asked by itself
        told = [numbers(mona, replace(cut, starts=apart.starts if by == "topic" else ()), ZONE, read)
                for cut in (whole, ninetieth)]  # fmt: skip
    assert [table.total.total for table in told] == [table.total.total for table in ought[1:]]
