"""The lists of swaps, offers and gaps show what the rules allow, and why not what they do not."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.actions import exchanging
from scheduling.barred import Change, barred
from scheduling.fitness import refused
from scheduling.models import Gap
from staff.models import Contract, Membership
from tests.factories import make_off, make_shift

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 11, 2, 7, tzinfo=datetime.UTC)  # A Monday.


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr("lib.database_clock.now", lambda: datetime.datetime.now(datetime.UTC))
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def employed(amara, ben, cleo):
    for user in (amara, ben, cleo):
        Contract.objects.create(
            user=user, from_on=NOW.date() - 90 * DAY, weekly_hours=40, max_day_hours=10, regime="EE"
        )


def at(name, *args):
    return reverse(f"scheduling:{name}", args=args)


def gap(team, starts_at, number, hours=8):
    return Gap.objects.create(
        team=team, number=10**6 + number, starts_at=starts_at, ends_at=starts_at + hours * HOUR, opened_at=NOW
    )


def read(client, name, *args):
    page = client.get(at(name, *args))
    assert page.status_code == 200
    return page.content.decode()


def test_a_gap_that_a_rule_forbids_says_why_and_has_no_button(client, billing, ben):
    may, may_not = gap(billing, NOW + 2 * DAY, 1), gap(billing, NOW + 4 * DAY, 2)
    make_shift(ben, billing, NOW + 4 * DAY + 12 * HOUR)
    client.force_login(ben)
    page = read(client, "gaps")
    assert at("gap_claim", may.pk) in page
    assert at("gap_claim", may_not.pk) not in page
    assert "rest" in page
    page = read(client, "my_shifts")
    assert at("gap_claim", may.pk) in page
    assert at("gap_claim", may_not.pk) not in page


def test_a_gap_that_whoever_leads_gives_says_so(client, billing, ben, cleo):
    exchanging.set_approval(billing, "always", by=cleo)
    one = gap(billing, NOW + 2 * DAY, 1)
    client.force_login(ben)
    page = read(client, "gaps")
    assert "Whoever leads gives it" in page
    assert at("gap_claim", one.pk) not in page


def test_an_offer_to_somebody_who_may_not_says_why(client, billing, amara, ben):
    row = exchanging.offer(make_shift(amara, billing, NOW + 2 * DAY), by=amara)
    client.force_login(ben)
    assert 'value="accept"' in read(client, "exchanges")
    make_off(ben, (NOW + 2 * DAY).date())
    page = read(client, "exchanges")
    assert 'value="accept"' not in page
    assert str(row.by) in page
    assert "time off" in page


def test_whoever_approves_reads_that_it_cannot_be_any_more(client, billing, amara, ben, cleo):
    row = exchanging.offer(make_shift(amara, billing, NOW + 2 * DAY), by=amara)
    exchanging.accept(row, by=ben)
    client.force_login(cleo)
    assert 'value="approve"' in read(client, "exchanges")
    make_off(ben, (NOW + 2 * DAY).date())
    page = read(client, "exchanges")
    assert 'value="approve"' not in page
    assert 'value="refuse"' in page
    assert f"{ben.full_name}: " in page


def test_a_shift_is_offered_and_swapped_only_where_both_may(client, billing, amara, ben, cleo):
    mine = make_shift(amara, billing, NOW + 2 * DAY)
    good = make_shift(ben, billing, NOW + 4 * DAY)
    # Ben works until late on the day before: mine would come too soon after it.
    tight = make_shift(ben, billing, NOW + DAY + 8 * HOUR)
    Membership.objects.get_or_create(user=cleo, team=billing)
    make_off(cleo, (NOW + 2 * DAY).date())
    client.force_login(amara)
    page = client.get(at("shift", mine.pk))
    assert [one.user for one in page.context["near"]] == [ben]
    assert page.context["near"] == [tight]  # Good would leave the tight one beside mine.
    assert page.context["people"] == []
    tight.delete()
    page = client.get(at("shift", mine.pk))
    assert page.context["near"] == [good]
    assert page.context["people"] == [ben]
    assert page.context["barred"] == 1


def test_it_is_what_the_rules_say_of_each_by_itself(billing, amara, ben):
    shifts = [make_shift(ben, billing, NOW + day * DAY + (day % 3) * 4 * HOUR) for day in range(1, 6)]
    other = [make_shift(amara, billing, NOW + day * DAY + (day % 2) * 6 * HOUR) for day in range(1, 6)]
    make_off(amara, (NOW + 3 * DAY).date())
    changes = [Change(amara, one, two) for one in shifts for two in (None, *other)]
    changes += [Change(ben, two, one) for one in shifts for two in other]
    found = barred(changes, reader=amara)
    assert {bool(one) for one in found} == {True, False}
    for change, words in zip(changes, found, strict=True):
        gives = (change.gives.pk,) if change.gives else ()
        alone = refused({change.user: [change.gets]}, billing, instead_of=gives, reader=amara)
        assert list(words) == alone.get(change.user.pk, [])


@pytest.mark.parametrize("name", ["gaps", "exchanges", "my_shifts"])
def test_a_list_costs_the_same_for_one_as_for_three(client, billing, amara, ben, name):
    client.force_login(ben)
    counts = []
    for number in range(3):
        gap(billing, NOW + (number + 2) * DAY, number)
        exchanging.offer(make_shift(amara, billing, NOW + (number + 2) * DAY), by=amara)
        with CaptureQueriesContext(connection) as asked:
            read(client, name)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_a_shift_costs_the_same_with_three_colleagues_as_with_one(client, billing, amara, ben):
    mine = make_shift(amara, billing, NOW + 2 * DAY)
    client.force_login(amara)
    counts = []
    for number in range(3):
        make_shift(ben, billing, NOW + (number + 4) * DAY)
        with CaptureQueriesContext(connection) as asked:
            read(client, "shift", mine.pk)
        counts.append(len(asked))
    assert counts[0] == counts[2]
