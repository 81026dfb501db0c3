"""How many people are needed: from the forecast and what is promised, or as somebody said; and why."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from scheduling import actions
from scheduling.actions import set_hours
from scheduling.models import ForecastRun, Need, NeedOverride, StaffingTerms
from staff.actions import hire
from staff.models import Skill
from tests.factories import OFFICE_HOURS

pytestmark = pytest.mark.django_db
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


def at(name, *args, **query):
    return reverse(f"scheduling:{name}", args=["billing", *args], query=query)


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    """Nine days instead of eight weeks are enough to see."""
    monkeypatch.setattr("scheduling.actions.needing.AHEAD", 9 * DAY)


@pytest.fixture
def now():
    return timezone.now().replace(hour=6, minute=0, second=0, microsecond=0)


@pytest.fixture
def run(billing, now):
    """make(work, by_half_hour): the same each day for eight weeks."""

    def make(work, numbers):
        start = now.replace(hour=0)
        day = [numbers.get(slot, 0.0) for slot in range(48)]
        line = day * 56
        return ForecastRun.objects.create(
            team=billing, work=work, made_at=now, starts_at=start, expected=line, low=line, high=line,
            method="typed",
        )  # fmt: skip

    return make


def heads(when, work="phone"):
    row = Need.objects.filter(starts_at=when, activity=work).first()
    return float(row.heads) if row else 0.0


def test_calls_need_whom_erlang_says(billing, cleo, run, now):
    run("phone", {20: 20.0, 21: 40.0})
    actions.set_terms(
        billing, "phone", by=cleo, seen=0, handle_seconds=300, patience_seconds=None, shrinkage_percent=20
    )
    written = actions.write_need(billing, by=cleo, now=now)
    assert written.problems == []
    first = now + DAY + 4 * HOUR
    # 3.3 and 6.7 erlangs; 80 % within 20 seconds, busy 85 % at most: 6 and 10 at work, and a fifth is away.
    assert [heads(first), heads(first + HOUR / 4), heads(first + HOUR / 2)] == [8, 8, 13]
    assert heads(first + HOUR) == 0
    assert actions.write_need(billing, now=now).changed == 0
    row = Need.objects.filter(starts_at=first).get()
    assert row.why["answered"] >= 0.8


def test_nobody_is_needed_for_calls_while_the_team_is_closed(billing, cleo, run, now):
    set_hours("Office", OFFICE_HOURS, teams=(billing,))
    run("phone", dict.fromkeys(range(48), 10.0))
    actions.set_terms(billing, "phone", by=cleo, seen=0, handle_seconds=300)
    actions.write_need(billing, now=now)
    zone = datetime.timedelta(hours=3)
    local = {(row.starts_at + zone).weekday() for row in Need.objects.all()}
    assert local <= {0, 1, 2, 3, 4}
    assert Need.objects.exists()


def test_letters_are_spread_over_open_hours(billing, cleo, run, now):
    run("tickets", {16: 30.0})
    actions.set_terms(billing, "tickets", by=cleo, seen=0, handle_seconds=600, shrinkage_percent=0, fewest=0)
    actions.write_need(billing, now=now)
    day = now.replace(hour=0) + 2 * DAY
    by_hour = [heads(day + n * HOUR, "tickets") for n in range(24)]
    # Five hours of work come at eight and may wait four: they are not all done in that half hour.
    assert max(by_hour) < 5
    assert sum(by_hour) == pytest.approx(5, abs=3)


def test_letters_are_answered_between_calls(billing, cleo, run, now):
    run("tickets", dict.fromkeys(range(48), 1.0))
    actions.set_terms(billing, "tickets", by=cleo, seen=0, handle_seconds=600, fewest=0)
    actions.write_need(billing, now=now)
    alone = sum(float(row.heads) for row in Need.objects.filter(activity="tickets"))
    run("phone", dict.fromkeys(range(48), 10.0))
    actions.set_terms(billing, "phone", by=cleo, seen=0, handle_seconds=300, shrinkage_percent=0)
    actions.write_need(billing, now=now)
    assert sum(float(row.heads) for row in Need.objects.filter(activity="tickets")) < alone / 2
    actions.set_terms(billing, "tickets", by=cleo, seen=1, between_calls=False)
    actions.write_need(billing, now=now)
    assert sum(float(row.heads) for row in Need.objects.filter(activity="tickets")) == pytest.approx(alone)


def test_heads_typed_by_hand_are_the_need(billing, cleo, now):
    week = [[2.0] * 48] * 5 + [[0.0] * 48] * 2
    actions.set_terms(billing, "tickets", by=cleo, seen=0, typed={"unit": "heads", "week": week})
    actions.write_need(billing, now=now)
    weekdays = {row.starts_at.weekday() for row in Need.objects.all()}
    assert weekdays == {0, 1, 2, 3, 4}
    assert set(Need.objects.values_list("heads", flat=True)) == {Decimal(2)}


def test_what_is_set_by_hand_holds_until_it_is_undone(client, billing, cleo, run, now):
    run("phone", {20: 20.0})
    actions.set_terms(billing, "phone", by=cleo, seen=0, handle_seconds=300)
    client.force_login(cleo)
    day = (now + 2 * DAY).date()
    sent = {
        "work": "phone",
        "day": day.isoformat(),
        "starts": "10:00",
        "ends": "11:00",
        "heads": "3",
        "reason": "Feast",
    }
    assert client.post(at("need_override"), sent | {"reason": ""}).status_code == 422
    assert client.post(at("need_override"), sent).status_code == 302
    when = now.replace(hour=10) + 2 * DAY
    assert [heads(when), heads(when + HOUR / 2)] == [3, 3]
    written = when.strftime("%Y-%m-%dT%H:%M")
    text = client.get(at("need", at=written), headers={"HX-Request": "true"}).content.decode()
    assert "Feast" in text
    assert "<h1" not in text
    client.post(at("need_override_undo", NeedOverride.objects.get().pk))
    assert [heads(when) > 3, heads(when + HOUR / 2)] == [True, 0]


def test_who_must_have_a_skill_or_a_language_is_told_apart(
    client, billing, cleo, amara, ben, run, now, django_assert_max_num_queries
):
    """In all as many as without; what everybody can do is asked of nobody in particular."""
    refunds = Skill.objects.create(name="Refunds")
    amara.held_skills.create(skill=refunds, level=1, granted_at=now)
    run("phone", {20: 20.0})
    actions.set_terms(billing, "phone", by=cleo, seen=0, handle_seconds=300, shrinkage_percent=0)
    actions.write_need(billing, now=now)
    when = now.replace(hour=10) + 2 * DAY
    total = heads(when)
    line = [2.0 * (slot % 48 == 20) for slot in range(56 * 48)]
    parts = [
        {"skill": skill, "language": language, "share": 0.1, "method": "share", "expected": line}
        for skill, language in ((refunds.pk, ""), (None, "ru"))
    ]
    ForecastRun.objects.update(parts=parts)

    def needed():
        actions.write_need(billing, now=now)
        rows = Need.objects.filter(starts_at=when)
        return {row.ask.key: float(row.heads) for row in rows}

    found, key = needed(), str(refunds.pk)
    assert set(found) == {"", key, "ru"}
    assert sum(found.values()) == pytest.approx(total, abs=0.02)
    # A tenth of the work, and of what is there for chance more than a tenth.
    assert 0.1 * total < found[key] == found["ru"] < 0.25 * total
    client.force_login(cleo)
    written = when.strftime("%Y-%m-%dT%H:%M")
    text = client.get(at("need", at=written)).content.decode()
    assert "Phone: Refunds" in text
    assert "10 % of what comes asks for it" in text
    assert f"That makes {total:g} people" in text
    with django_assert_max_num_queries(16):
        text = client.get(at("need", at=written, ask="ru")).content.decode()
    assert "Phone: Russian" in text
    assert "Phone: Refunds" not in text
    sent = {
        "work": "phone", "day": when.date().isoformat(), "starts": "10:00", "ends": "11:00", "heads": "2",
        "reason": "A wave of refunds", "ask": key,
    }  # fmt: skip
    assert client.post(at("need_override"), sent | {"ask": "999"}).status_code == 422
    assert client.post(at("need_override"), sent).status_code == 302
    found = {row.ask.key: float(row.heads) for row in Need.objects.filter(starts_at=when)}
    assert (found[key], sum(found.values())) == (2, pytest.approx(total, abs=0.02))
    NeedOverride.objects.update(undone_at=now)
    for one in (ben, cleo):
        one.held_skills.create(skill=refunds, level=1, granted_at=now)
    assert set(needed()) == {"", "ru"}


def test_each_number_says_why(client, billing, cleo, run, now):
    run("phone", {20: 20.0})
    actions.set_terms(billing, "phone", by=cleo, seen=0, handle_seconds=300)
    actions.write_need(billing, now=now)
    client.force_login(cleo)
    written = (now.replace(hour=10) + 2 * DAY).strftime("%Y-%m-%dT%H:%M")
    text = client.get(at("need", at=written)).content.decode()
    assert "20 are expected in the half hour, each takes 5 min" in text
    assert "80 % are promised" in text


def test_settings_are_versions_and_the_need_follows(client, billing, cleo, run, now):
    run("phone", {20: 20.0})
    client.force_login(cleo)
    sent = {
        "seen": "0", "work": "phone", "service_percent": "90", "target": "30", "handle_minutes": "5",
        "shrinkage_percent": "0", "occupancy_percent": "85", "fewest": "0",
    }  # fmt: skip
    assert client.get(at("need_terms", work="phone")).status_code == 200
    assert client.post(at("need_terms"), sent).status_code == 302
    terms = StaffingTerms.objects.get()
    assert (terms.number, terms.target_seconds, terms.handle_seconds, terms.by) == (1, 30, 300, cleo)
    assert Need.objects.exists()
    assert client.post(at("need_terms"), sent).status_code == 422  # somebody was quicker
    assert client.post(at("need_terms"), sent | {"seen": "1", "service_percent": "100"}).status_code == 422
    assert StaffingTerms.objects.count() == 1


def test_what_cannot_be_computed_says_why(client, billing, cleo, run):
    run("phone", {20: 20.0})
    client.force_login(cleo)
    text = client.post(at("need_write"), follow=True).content.decode()
    assert "Nobody measured how long one takes" in text


def test_who_leads_nothing_here_is_refused(client, billing, cleo, amara, nora, network, now):
    row = actions.override_need(
        billing, "phone", starts_at=now, ends_at=now + HOUR, heads=Decimal(3), reason="x", by=cleo
    )
    other = hire(
        email="olga@desk.example", full_name="Olga", role="lead", teams=(network,), password="x" * 12
    )
    places = [
        ("need", [], "get"), ("need_write", [], "post"), ("need_override", [], "post"),
        ("need_override_undo", [row.pk], "post"), ("need_terms", [], "get"), ("need_terms", [], "post"),
    ]  # fmt: skip
    for who in (amara, nora, other, None):
        client.logout() if who is None else client.force_login(who)
        for name, args, verb in places:
            answer = getattr(client, verb)(at(name, *args), {"work": "phone"})
            assert answer.status_code == (404 if who else 302), (who, name)
    row.refresh_from_db()
    assert row.undone_at is None
    assert not Need.objects.exists()


def test_a_week_is_no_dearer_when_more_is_needed(
    client, billing, cleo, run, now, django_assert_max_num_queries
):
    run("phone", dict.fromkeys(range(48), 10.0))
    actions.set_terms(billing, "phone", by=cleo, seen=0, handle_seconds=300)
    client.force_login(cleo)
    client.get(at("need"))
    for _each in range(2):
        with django_assert_max_num_queries(24):
            client.get(at("need"))
        actions.write_need(billing, now=now)
