"""The risk of a published roster, who is told of a gap and when, and what would help."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from scheduling import actions
from scheduling.actions import set_hours
from scheduling.actions.time_off import ask_time_off
from scheduling.coverage_preview import preview
from scheduling.models import (
    CoverageAlarm,
    CoverageRisk,
    CoverageTerms,
    ForecastRun,
    Need,
    OnCall,
    Publication,
    Shift,
    TimeOff,
)
from scheduling.remedies import remedies
from staff.actions import hire
from staff.models import Contract, Skill
from tests.factories import OFFICE_HOURS

pytestmark = pytest.mark.django_db
DAY, HOUR, QUARTER = datetime.timedelta(days=1), datetime.timedelta(hours=1), datetime.timedelta(minutes=15)


def at(name, *args, **query):
    return reverse(f"scheduling:{name}", args=args, query=query)


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    """Three days instead of two weeks are enough to see."""
    monkeypatch.setattr("scheduling.risking.AHEAD", 3 * DAY)
    monkeypatch.setattr("scheduling.risking.QUARTERS", 3 * 96)


@pytest.fixture
def now():
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.fixture
def tomorrow(now):
    return now + DAY


@pytest.fixture
def world(billing, cleo, now):
    """Calls from nine to noon each day, six an hour of ten minutes each; a roster is published, and empty."""
    line = [6.0 / 2 if 18 <= slot % 48 < 24 else 0.0 for slot in range(56 * 48)]
    ForecastRun.objects.create(
        team=billing,
        work="phone",
        made_at=now,
        starts_at=now,
        expected=line,
        low=line,
        high=line,
        method="typed",
    )
    actions.set_terms(
        billing, "phone", by=cleo, seen=0, handle_seconds=600, shrinkage_percent=0, patience_seconds=300
    )
    Need.objects.bulk_create(
        Need(team=billing, starts_at=now + day * DAY + 9 * HOUR + n * QUARTER, activity="phone", heads=2)
        for day in range(14)
        for n in range(12)
    )
    Publication.objects.create(
        team=billing,
        number=1,
        starts_at=now,
        ends_at=now + 28 * DAY,
        zone="UTC",
        content=[],
        before=[],
        at=now,
    )
    return billing


@pytest.fixture
def shift(world):
    def make(user, start, hours=3, parts=()):
        return Shift.objects.create(
            user=user, team=world, starts_at=start, ends_at=start + hours * HOUR, parts=list(parts)
        )

    return make


def risk(when):
    return CoverageRisk.objects.get(starts_at=when)


def test_who_decides_about_time_off_sees_coverage_and_risk_with_and_without(
    client, world, shift, amara, ben, cleo, tomorrow
):
    parts = [{"from": 0, "minutes": 180, "kind": "phone"}]
    for user, day in ((amara, 0), (ben, 0), (amara, 7)):
        shift(user, tomorrow + day * DAY + 9 * HOUR, parts=parts)
    kind = {"kind": "training", "by": amara}
    first = (tomorrow + 9 * HOUR).date()
    row = ask_time_off(amara, first_on=first, last_on=first + 7 * DAY, **kind)
    near, far = preview(row).effects
    assert (near.before, near.after, near.needed, near.there, near.short) == (100, 50, 2, 1, True)
    assert 0.2 < near.risk_before < near.risk_after <= 1
    # That is farther than risks are known; and nobody else is there.
    assert (far.before, far.after, far.risk_after, far.riskier) == (50, 0, None, False)
    client.force_login(cleo)
    page = client.get(at("time_off_one", row.pk)).content.decode()
    assert "100 → <b>50 %</b>" in page
    assert f"<b>{near.risk_after * 100:.0f} %</b>" in page
    # A break in it is no coverage that would be lost.
    Shift.objects.filter(user=amara).update(parts=[{"from": 0, "minutes": 180, "kind": "break"}])
    assert preview(row).effects == []


def test_more_people_are_less_risk(world, shift, amara, ben, tomorrow, now):
    actions.cover(world, now=now)
    nine = tomorrow + 9 * HOUR
    assert (risk(nine).p_breach, risk(nine).required, risk(nine).rostered) == (1.0, 2, 0)
    assert risk(tomorrow).p_breach == 0
    assert CoverageRisk.objects.count() == 3 * 96
    shift(amara, nine)
    assert actions.cover(world, now=now) == 12  # nothing else is another
    one = risk(nine).p_breach
    assert 0.5 < one <= 1
    second = shift(ben, nine, parts=[{"from": 0, "minutes": 15, "kind": "break"}])
    actions.cover(world, now=now)
    assert risk(nine).p_breach == one
    assert risk(nine + QUARTER).p_breach < one
    second.delete()
    actions.cover(world, now=now)
    assert risk(nine + QUARTER).p_breach == one
    assert actions.cover(world, now=now) == 0


@pytest.mark.parametrize(
    ("why", "found"), [({"kind": "erlang"}, 0), ({"kind": "override"}, 1), ({"kind": "typed"}, 1)]
)
def test_where_nothing_is_expected_only_who_was_asked_for_by_hand_lacks(world, tomorrow, now, why, found):
    """The forecast has no calls at seven; tickets are not foretold at all."""
    seven = tomorrow + 7 * HOUR
    Need.objects.create(team=world, starts_at=seven, activity="phone", heads=1, why=why)
    Need.objects.create(
        team=world, starts_at=seven + QUARTER, activity="tickets", heads=1, why={"kind": "letters"}
    )
    actions.cover(world, now=now)
    assert (risk(seven).p_breach, risk(seven).missing) == (found, 1)
    assert risk(seven + QUARTER).p_breach == 1


def test_within_the_hour_the_team_is_as_open_as_on_it(world, tomorrow, now):
    set_hours("Office", OFFICE_HOURS, teams=(world,))
    monday = now + (7 - now.weekday()) * DAY
    nine = monday + 9 * HOUR
    for minutes in (0, 15, 30):
        actions.cover(world, now=nine - 2 * HOUR + minutes * HOUR / 60)
        assert risk(nine).why["phone"]["expected"] == 1.5


def test_the_wrong_people_are_missing_people(client, world, shift, employed, amara, ben, cleo, tomorrow, now):
    """Two are needed and there, and nobody of them can do what one of them must: who can is looked for."""
    refunds = Skill.objects.create(name="Refunds")
    nine = tomorrow + 9 * HOUR
    morning = Need.objects.filter(starts_at__gte=nine, starts_at__lt=nine + 3 * HOUR)
    morning.update(heads=1)
    for row in morning:
        Need.objects.create(
            team=world, activity="phone", starts_at=row.starts_at, heads=1, skill=refunds, why={}
        )  # fmt: skip
    run = ForecastRun.objects.get()
    part = {"skill": refunds.pk, "language": "", "share": 0.3, "method": "share"}
    run.parts = [{**part, "expected": [0.3 * one for one in run.expected]}]
    run.save()
    for one in (amara, ben):
        shift(one, nine)
    actions.set_alarm(world, by=cleo, alarm_percent=10, days_ahead=3)
    actions.cover(world, now=now)
    row = risk(nine)
    assert (row.required, row.rostered, row.missing) == (2, 2, 1)
    (found,) = row.why["phone"]["parts"]
    assert (found["need"], found["there"], found["late"]) == (1, 0, 1.0)
    # What asks for it is late for sure, the rest as often as two people for all of it say.
    assert 0.3 < row.p_breach < 0.5
    actions.alarm(world, now=now)
    assert CoverageAlarm.objects.filter(starts_at=nine, missing=1).exists()
    client.force_login(cleo)
    text = client.get(at("coverage_team", "billing", at=nine.strftime("%Y-%m-%dT%H:%M"))).content.decode()
    assert "Refunds" in text
    # One more who cannot do it either is no help.
    assert helps(world, nine) == []
    cleo.held_skills.create(skill=refunds, level=1, granted_at=now)
    assert helps(world, nine) == [("free", cleo)]
    ben.held_skills.create(skill=refunds, level=1, granted_at=now)
    actions.cover(world, now=now)
    row = risk(nine)
    assert row.missing == 0
    assert row.p_breach < 0.3
    actions.alarm(world, now=now)
    assert not CoverageAlarm.objects.filter(starts_at=nine, over_at=None).exists()


def test_without_a_published_roster_there_is_no_risk(world, now):
    Publication.objects.update(ends_at=now + DAY)
    actions.cover(world, now=now)
    assert CoverageRisk.objects.count() == 96
    assert CoverageTerms.objects.get().computed_at == now


def told(user):
    return Notice.objects.filter(recipient=user, kind="roster").count()


def test_a_gap_is_told_once_until_it_grows(world, shift, amara, ben, cleo, mona, tomorrow, now):
    nine = tomorrow + 9 * HOUR
    for day in (0, 1, 2, 3, 4, 5, 6, 7):
        for one in (amara, ben, cleo):
            if day != 1:
                shift(one, now + day * DAY + 9 * HOUR)
    lonely = shift(amara, nine)
    actions.set_alarm(world, by=cleo, alarm_percent=50, days_ahead=7)

    def run():
        actions.cover(world, now=now)
        return actions.alarm(world, now=now)

    assert run() == 1
    assert (told(cleo), told(mona), told(amara)) == (1, 1, 0)
    assert [run(), told(cleo)] == [0, 1]
    lonely.delete()
    assert [run(), told(cleo)] == [1, 2]
    row = CoverageAlarm.objects.get()
    assert (row.starts_at, row.ends_at, row.missing) == (nine, nine + 3 * HOUR, Decimal(2))
    for one in (amara, ben, cleo):
        shift(one, nine)
    assert run() == 0
    row.refresh_from_db()
    assert row.over_at == now
    assert not Notice.objects.filter(recipient=cleo, settled_at=None, about="gap").exists()


def test_nobody_is_told_who_does_not_want_to_be(world, cleo, now):
    actions.set_alarm(world, by=cleo, alarm_percent=0, days_ahead=7)
    actions.cover(world, now=now)
    assert actions.alarm(world, now=now) == 0


@pytest.fixture
def employed(amara, ben, cleo, now):
    for one in (amara, ben, cleo):
        Contract.objects.create(user=one, from_on=now.date() - 30 * DAY, weekly_hours=40)


def helps(team, when):
    return [(one.kind, one.user) for one in remedies(team, when, timezone.now()).open]


def test_what_would_help(world, shift, employed, amara, ben, cleo, nora, tomorrow):
    nine = tomorrow + 9 * HOUR
    shift(amara, nine, parts=[{"from": 0, "minutes": 60, "kind": "training"}])
    shift(ben, nine - 4 * HOUR)
    OnCall.objects.create(user=cleo, team=world, starts_at=nine - HOUR, ends_at=nine + HOUR)
    assert helps(world, nine) == [("part", amara), ("move", ben), ("longer", ben), ("call", cleo)]


def test_who_must_rest_is_off_or_has_no_contract_is_not_asked(
    world, shift, employed, amara, ben, cleo, tomorrow, now
):
    nine = tomorrow + 9 * HOUR
    assert helps(world, nine) == [("free", amara), ("free", ben), ("free", cleo)]
    shift(amara, nine - 10 * HOUR, hours=8)
    day = {"first_on": tomorrow.date(), "last_on": tomorrow.date(), "days": 1}
    TimeOff.objects.create(
        user=ben, kind="holiday", starts_at=tomorrow, ends_at=tomorrow + DAY, state="approved", asked_by=ben,
        asked_at=now, **day,
    )  # fmt: skip
    assert helps(world, nine) == [("free", cleo)]
    Contract.objects.all().delete()
    assert helps(world, nine) == []


def test_who_has_time_off_does_not_cover(world, shift, amara, tomorrow, now):
    nine = tomorrow + 9 * HOUR
    shift(amara, nine)
    TimeOff.objects.create(
        user=amara, kind="sick", starts_at=nine + HOUR, ends_at=tomorrow + DAY, state="approved", days=1,
        first_on=tomorrow.date(), last_on=tomorrow.date(), asked_by=amara, asked_at=now,
    )  # fmt: skip
    actions.cover(world, now=now)
    assert [risk(nine).rostered, risk(nine + HOUR).rostered] == [1, 0]


def test_pages(client, world, shift, amara, cleo, tomorrow, now, django_assert_max_num_queries):
    nine = tomorrow + 9 * HOUR
    shift(amara, nine)
    actions.cover(world, now=now)
    actions.alarm(world, now=now)
    client.force_login(cleo)
    text = client.get(at("coverage")).content.decode()
    assert "Gaps ahead" in text
    assert "missing at worst: " in text
    written = nine.strftime("%Y-%m-%dT%H:%M")
    part = client.get(at("coverage_team", "billing", at=written), headers={"HX-Request": "true"})
    text = part.content.decode()
    assert "Amara Kask" in text
    assert "One more person makes it" in text
    assert "<h1" not in text
    alarm = CoverageAlarm.objects.first()
    assert client.get(at("coverage_gap", alarm.pk)).status_code == 302
    sent = {"alarm_percent": "50", "days_ahead": "3"}
    assert client.post(at("coverage_alarm", "billing"), sent).status_code == 302
    assert client.post(at("coverage_alarm", "billing"), sent | {"days_ahead": "20"}).status_code == 422
    assert client.post(at("coverage_refresh", "billing")).status_code == 302
    assert CoverageTerms.objects.get().alarm_percent == 50


def test_who_leads_nothing_here_is_refused(client, world, shift, amara, nora, network, now):
    actions.cover(world, now=now)
    actions.alarm(world, now=now)
    gap = CoverageAlarm.objects.first()
    other = hire(
        email="olga@desk.example", full_name="Olga", role="lead", teams=(network,), password="x" * 12
    )
    places = [
        ("coverage", [], "get"), ("coverage_team", ["billing"], "get"), ("coverage_gap", [gap.pk], "get"),
        ("coverage_refresh", ["billing"], "post"), ("coverage_alarm", ["billing"], "post"),
    ]  # fmt: skip
    for who in (amara, nora, other, None):
        client.logout() if who is None else client.force_login(who)
        for name, args, verb in places:
            answer = getattr(client, verb)(at(name, *args), {"alarm_percent": "0", "days_ahead": "1"})
            if who is other and name == "coverage":
                assert "Billing" not in answer.content.decode()
                continue
            assert answer.status_code == (404 if who else 302), (who, name)
    assert CoverageTerms.objects.get(team=world).alarm_percent != 0


def test_all_teams_cost_what_one_does(client, world, mona, now, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from staff.models import Team

    client.force_login(mona)
    actions.cover(world, now=now)
    client.get(at("coverage"))
    with CaptureQueriesContext(connection) as one:
        client.get(at("coverage"))
    for number in range(2):
        Team.objects.create(name=f"T{number}", slug=f"t{number}", colour=1)
    with CaptureQueriesContext(connection) as three:
        client.get(at("coverage"))
    # Where each team works is asked of each.
    assert len(three) <= len(one) + 2
