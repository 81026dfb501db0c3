"""What leads find of their teams' demand and do with it, and what everybody else is refused."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from scheduling import actions
from scheduling.actions.terms import terms_of
from scheduling.asking import ANYBODY, Ask
from scheduling.models import Arrivals, CountedDay, DemandMark, ForecastRun, NeedOverride, StaffingTerms
from staff.models import Skill

pytestmark = pytest.mark.django_db
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


def at(name, *args, **query):
    return reverse(f"scheduling:{name}", args=args, query=query)


@pytest.fixture
def calls(billing):
    """Ten weeks of calls: ten in the hour from nine on, then four an hour until noon; none on Sundays."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = []
    for number in range(1, 71):
        start = today - number * DAY
        CountedDay.objects.create(source="phones", day=start.date(), counted_at=today)
        for hour, count in ((9, 10), (10, 4), (11, 4)) if start.weekday() != 6 else ():
            rows.append(
                Arrivals(
                    team=billing,
                    channel="phone",
                    language="en",
                    starts_at=start + hour * HOUR,
                    count=count,
                    handled=count,
                    handle_seconds=count * 300,
                    source="phones",
                )
            )
    Arrivals.objects.bulk_create(rows)
    return today


@pytest.fixture
def mark(billing, cleo):
    now = timezone.now()
    return actions.mark(billing, kind="outage", starts_at=now - 2 * DAY, ends_at=now - DAY, by=cleo)


def places(mark):
    """Every address, with the verb that does something there."""
    return [
        ("demand", [], "get"), ("demand_team", ["billing"], "get"), ("demand_refresh", ["billing"], "post"),
        ("demand_mark", ["billing"], "post"), ("demand_mark_undo", ["billing", mark.pk], "post"),
        ("demand_typed", ["billing"], "get"), ("demand_typed", ["billing"], "post"),
    ]  # fmt: skip


def counts():
    return [model.objects.count() for model in (DemandMark, ForecastRun, StaffingTerms, NeedOverride)] + list(
        DemandMark.objects.filter(undone_at=None).values_list("pk")
    )


SENT = {"kind": "event", "starts_on": "2026-03-02", "percent": "150", "unit": "heads", "d0": "8-12 3"}


def test_who_leads_nothing_here_is_refused(client, mark, amara, nora, network):
    from staff.actions import hire

    other = hire(
        email="olga@desk.example", full_name="Olga", role="lead", teams=(network,), password="x" * 12
    )
    before = counts()
    for who in (amara, nora, other):
        client.force_login(who)
        for name, args, verb in places(mark):
            answer = getattr(client, verb)(at(name, *args), SENT)
            # Who leads another team comes to that one.
            assert answer.status_code == 404 or (who is other and name == "demand"), (who, name)
    assert counts() == before
    client.logout()
    for name, args, verb in places(mark):
        assert getattr(client, verb)(at(name, *args), SENT).status_code == 302
    assert counts() == before


def test_too_little_history_says_what_to_do(client, billing, cleo):
    client.force_login(cleo)
    assert "Too little history" in client.get(at("demand_team", "billing")).content.decode()
    answer = client.post(at("demand_refresh", "billing"), follow=True)
    assert "too little history" in answer.content.decode()
    assert not ForecastRun.objects.exists()


def test_a_forecast_of_calls(client, calls, billing, cleo):
    client.force_login(cleo)
    client.post(at("demand_refresh", "billing"), {"work": "phone"})
    run = ForecastRun.objects.get()
    assert (run.work, run.made_by, len(run.expected)) == ("phone", cleo, 56 * 48)
    by_slot = {run.starts_at + n * datetime.timedelta(minutes=30): v for n, v in enumerate(run.expected)}
    monday = calls + (7 - calls.weekday()) * DAY
    assert by_slot[monday + 9 * HOUR] == pytest.approx(10, abs=1.5)
    assert by_slot[monday + 10 * HOUR] == pytest.approx(4, abs=1)
    assert by_slot[monday - DAY + 9 * HOUR] == pytest.approx(0, abs=0.5)
    text = client.get(at("demand_team", "billing", work="phone")).content.decode()
    assert "10 expected" in text


def test_what_asks_for_a_skill_or_a_language_is_forecast_beside_the_rest(
    client, calls, billing, cleo, django_assert_max_num_queries
):
    """A part with a life of its own by itself, a thin one as its share; together with the rest it is all."""
    refunds = Skill.objects.create(name="Refunds")
    nine = Arrivals.objects.filter(count=10)
    for row in nine:
        Arrivals.objects.create(
            team=billing, channel="phone", language="ru", skill=refunds, starts_at=row.starts_at, count=1,
            source="phones",
        )  # fmt: skip
    nine.update(language="et")
    client.force_login(cleo)
    client.post(at("demand_refresh", "billing"), {"work": "phone"})
    run = ForecastRun.objects.get()
    thin, big = Ask(refunds.pk, "ru"), Ask(None, "et")
    assert {ask: part["method"] == "share" for ask, part in zip(run.asked(), run.parts, strict=True)} == {
        big: False, thin: True,
    }  # fmt: skip
    monday = (calls + (7 - calls.weekday()) * DAY + 9 * HOUR - run.starts_at) // (HOUR / 2)
    assert run.asked()[big][monday] == pytest.approx(10, abs=1)
    assert run.asked()[thin][monday] == pytest.approx(11 / 19, abs=0.15)
    assert run.expected_of(ANYBODY)[monday] == pytest.approx(0.5, abs=0.5)
    assert run.expected_of(ANYBODY)[monday + 2] == pytest.approx(4, abs=0.5)
    text = client.get(at("demand_team", "billing", work="phone")).content.decode()
    assert "Refunds, Russian" in text
    assert "Its share of all that comes" in text
    with django_assert_max_num_queries(18):
        text = client.get(at("demand_team", "billing", work="phone", ask="et")).content.decode()
    assert "10 expected" in text
    assert client.get(at("demand_team", "billing", work="phone", ask="none")).status_code == 200
    for ask in ("pl", "9999", "x+y+z"):
        assert client.get(at("demand_team", "billing", work="phone", ask=ask)).status_code == 404


def test_what_is_marked_holds_until_it_is_undone(client, calls, billing, cleo, mona):
    client.force_login(cleo)
    monday = calls + (7 - calls.weekday()) * DAY
    said = {"kind": "event", "starts_on": monday.date().isoformat(), "percent": "200", "work": "phone"}
    assert client.post(at("demand_mark", "billing"), said | {"whole_desk": "on"}).status_code == 302
    row = DemandMark.objects.get()
    assert (row.team, row.factor, row.by) == (billing, Decimal("2"), cleo)

    def expected():
        run = ForecastRun.objects.first()
        return run.expected[(monday + 9 * HOUR - run.starts_at) // datetime.timedelta(minutes=30)]

    assert expected() == pytest.approx(20, abs=3)
    client.post(at("demand_mark_undo", "billing", row.pk), {"work": "phone"})
    assert expected() == pytest.approx(10, abs=1.5)
    row.refresh_from_db()
    assert row.undone_by == cleo
    client.post(at("demand_mark_undo", "billing", row.pk), {"work": "phone"})
    assert expected() == pytest.approx(20, abs=3)
    assert DemandMark.objects.count() == 2
    # What a manager said of the whole desk is not a lead's to undo.
    client.force_login(mona)
    client.post(at("demand_mark", "billing"), said | {"whole_desk": "on"})
    whole = DemandMark.objects.get(team=None)
    client.force_login(cleo)
    assert client.post(at("demand_mark_undo", "billing", whole.pk)).status_code == 404


def test_an_outage_teaches_nothing(calls, billing, cleo):
    before = actions.forecast(billing, "phone")
    wild = Arrivals.objects.filter(starts_at__gte=calls - 7 * DAY)
    wild.update(count=100, handled=100)
    actions.mark(billing, kind="outage", starts_at=calls - 7 * DAY, ends_at=calls, by=cleo)
    after = actions.forecast(billing, "phone")
    assert after.expected == pytest.approx(before.expected, abs=2)
    assert after.told["left_out"]["outage"] == 7


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"kind": "event", "starts_on": "2026-03-02"}, "in percent of what usually comes"),
        ({"kind": "event", "starts_on": "2026-03-02", "percent": "-5"}, "greater than or equal"),
        ({"kind": "outage", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "before the first"),
        ({"kind": "outage", "starts_on": "2026-03-02", "ends_on": "2026-09-01"}, "within three months"),
        ({"kind": "wedding", "starts_on": "2026-03-02"}, "not one of the available"),
        ({"kind": "outage"}, "required"),
    ],
)
def test_what_cannot_be_marked(client, billing, cleo, sent, says):
    client.force_login(cleo)
    answer = client.post(at("demand_mark", "billing"), sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not DemandMark.objects.exists()


def test_a_new_desk_types_its_week(client, billing, cleo):
    client.force_login(cleo)
    sent = {"unit": "arrivals", "d0": "08:00-12:00 6, 12-18 4,5", "d1": "", "seen": "0", "work": "phone"}
    assert client.post(at("demand_typed", "billing"), sent).status_code == 302
    run = ForecastRun.objects.get()
    assert (run.method, sum(run.expected)) == ("typed", pytest.approx(8 * (6 * 4 + 4.5 * 6)))
    text = client.get(at("demand_typed", "billing", work="phone")).content.decode()
    assert "08:00-12:00 6, 12:00-18:00 4.5" in text
    # Somebody else was quicker.
    assert client.post(at("demand_typed", "billing"), sent).status_code == 422
    wrong = client.post(at("demand_typed", "billing"), sent | {"seen": "1", "d0": "8-7 3"})
    assert wrong.status_code == 422
    assert "the end comes after the beginning" in wrong.content.decode()
    client.post(at("demand_typed", "billing"), {"unit": "arrivals", "seen": "1", "work": "phone"})
    assert terms_of(billing, "phone").typed == {}


def test_a_forecast_is_no_dearer_with_more_marks(client, calls, billing, cleo):
    client.force_login(cleo)
    actions.forecast(billing, "phone")

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(at("demand_team", "billing", work="phone"))
        return len(found)

    actions.mark(billing, kind="outage", starts_at=calls - 3 * DAY, ends_at=calls - 2 * DAY, by=cleo)
    one = cost()
    for number in (4, 6):
        actions.mark(
            billing,
            kind="outage",
            starts_at=calls - number * DAY,
            ends_at=calls - (number - 1) * DAY,
            by=cleo,
        )
    assert cost() == one


def test_each_night_all_are_made_and_old_ones_go(calls, billing, network):
    actions.forecast_all(timezone.now() - 40 * DAY)
    assert ForecastRun.objects.count() == 1  # of calls; of tickets there is nothing to learn
    actions.forecast_all()
    assert ForecastRun.objects.count() == 1
