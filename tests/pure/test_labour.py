"""Working-time rules: published rosters, a naive count by the minute, and what cannot be a shift."""

import datetime
import json
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.labour import REGIMES, Breach, Kind, LabourError, Limits, Rules, Span, added, check, stricter
from tests.pure.plain_labour import Line

DATA = Path(__file__).parent.parent / "data/labour"
CASES = json.loads((DATA / "cases.json").read_text())
WRITTEN = json.loads((DATA / "rules.json").read_text())["regimes"]
TALLINN = ZoneInfo("Europe/Tallinn")
HOUR = datetime.timedelta(hours=1)
NEW_YEAR_S_MONDAY = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)


def local(text, zone=TALLINN):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone)


def span(starts, hours, zone=TALLINN, pause=0):
    """`starts` by the wall clock, hours that really pass."""
    at = local(starts, zone).astimezone(datetime.UTC)
    half = at + hours * HOUR / 2
    pauses = ((half, half + datetime.timedelta(minutes=pause)),) if pause else ()
    return Span(at, at + hours * HOUR, pauses)


def kinds(spans, rules, zone=TALLINN, **more):
    return [one.kind.value for one in check(spans, rules, zone, **more)]


def case_rules(rule):
    return Rules(**{{"weeks": "average_weeks"}.get(name, name): value for name, value in rule.items()})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_published_rosters(case):
    zone = ZoneInfo(case["tz"])
    spans = [Span(local(a, zone), local(b, zone)) for a, b in case["shifts"]]
    found = check(spans, case_rules(case["rule"]), zone)
    assert sorted({one.kind.value for one in found}) == case["expected"]
    work = sum((datetime.datetime.fromtimestamp(one.ends_at.timestamp(), datetime.UTC)
                - datetime.datetime.fromtimestamp(one.starts_at.timestamp(), datetime.UTC)) / HOUR
               for one in spans)  # fmt: skip
    assert work == pytest.approx(case["worked_hours"])


@pytest.mark.parametrize("code", REGIMES)
def test_regimes_have_the_figures_that_are_written(code):
    rules, written = REGIMES[code].rules, WRITTEN[code]
    assert rules.daily_rest_h == written["daily_rest_h"]
    assert rules.weekly_rest_h == written.get("weekly_rest_summarised_h", written["weekly_rest_h"])
    assert rules.max_week_avg_h == written.get("max_week_avg_h", written.get("normal_week_avg_h", 40))
    assert [minutes for _, minutes in rules.breaks][:1] == [written.get("break_min", 1)]
    assert rules.breaks[0][0] == written.get("break_after_h", 4)
    shift = written.get(
        "max_shift_h", written.get("max_shift_h_implied", written.get("max_day_with_overtime_h"))
    )
    if shift:
        assert rules.max_shift_h == shift
    total = {"EU": 35, "EE": 47, "PL": 35, "ES": 48, "RU": 42}
    assert rules.weekly_rest_total_h == total[code]
    assert all(rules.basis[kind] for kind in (Kind.WEEKLY_REST, Kind.WEEK_AVERAGE, Kind.BREAK))


def test_an_ordinary_week_breaks_nothing_anywhere():
    days = [f"2026-0{month}-{day:02}" for month, day in [(6, d) for d in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)]]
    spans = [span(f"{day}T09:00", 8.5, pause=30) for day in days]
    for regime in REGIMES.values():
        assert check(spans, regime.rules, TALLINN) == []


def test_a_breach_says_what_was_found_where_and_by_which_article():
    late, early = span("2026-06-01T14:00", 8, pause=15), span("2026-06-02T06:00", 8, pause=15)
    assert check([early, late], REGIMES["ES"].rules, TALLINN)[0] == Breach(
        Kind.DAILY_REST, late.ends_at, early.starts_at, 12, 8.0, "ET art. 34.3"
    )


def test_half_shifts_of_one_day_are_not_two_days():
    half = [span("2026-06-01T08:00", 4), span("2026-06-01T16:00", 4), span("2026-06-02T08:00", 4)]
    assert kinds(half, Rules(daily_rest_h=11)) == []
    late = [span("2026-06-01T08:00", 4), span("2026-06-01T18:00", 5), span("2026-06-02T12:00", 4)]
    assert kinds(late, Rules(daily_rest_h=11)) == ["daily_rest"]


def test_rest_across_the_edge_of_a_roster_counts():
    published, planned = span("2026-06-07T22:00", 6), span("2026-06-08T09:00", 6)
    assert kinds([planned], REGIMES["EU"].rules) == []
    assert "daily_rest" in kinds([published, planned], REGIMES["EU"].rules)


@pytest.mark.parametrize(
    ("rules", "spans", "found"),
    [
        (Rules(max_day_h=8), [span("2026-06-01T08:00", 5), span("2026-06-01T14:00", 4)], ["max_day"]),
        (Rules(max_day_h=8), [span("2026-06-01T08:00", 8.5, pause=30)], []),
        (Rules(max_day_h=8, breaks_are_work=True), [span("2026-06-01T08:00", 8.5, pause=30)], ["max_day"]),
        (Rules(breaks=((6, 30),)), [span("2026-06-01T08:00", 6)], []),
        (Rules(breaks=((6, 30),)), [span("2026-06-01T08:00", 7, pause=20)], ["break"]),
        (Rules(breaks=((6, 15), (9, 15))), [span("2026-06-01T08:00", 10, pause=15)], ["break"]),
        (Rules(night_work=False), [span("2026-06-01T15:30", 8)], []),
        (Rules(night_work=False), [span("2026-06-01T16:00", 8)], ["night_work"]),
        (Rules(max_night_h=8), [span("2026-06-01T21:00", 9)], ["max_night"]),
        (Rules(max_night_h=8), [span("2026-06-01T10:00", 9)], []),
        (Rules(pair_of_shifts_h=12), [span("2026-06-01T08:00", 8), span("2026-06-01T17:00", 8)],
         ["shifts_in_a_row"]),
        (Rules(pair_of_shifts_h=12), [span("2026-06-01T08:00", 4), span("2026-06-01T13:00", 4)], []),
        (Rules(max_days_in_a_row=6), [span(f"2026-06-{day:02}T09:00", 4) for day in range(1, 8)],
         ["days_in_a_row"]),
        (Rules(sunday_off_in_weeks=4), [span(f"2026-06-{day:02}T09:00", 4) for day in (7, 14, 21, 28)],
         ["sundays"]),
        (Rules(sunday_off_in_weeks=4), [span(f"2026-06-{day:02}T09:00", 4) for day in (7, 14, 21)], []),
        (Rules(max_night_weeks=2), [span(f"2026-06-{day:02}T22:00", 8) for day in (1, 8, 15)],
         ["night_weeks"]),
        (Rules(max_night_weeks=2), [span(f"2026-06-{day:02}T22:00", 8) for day in (1, 8, 22)], []),
        (Rules(night_avg_h=8, night_avg_days=15),
         [span(f"2026-06-{day:02}T20:00", 9) for day in range(1, 13)], ["night_average"]),
        (Rules(cap_worked_h=48), [span(f"2026-06-{day:02}T09:00", 8) for day in range(1, 7)], []),
        (Rules(cap_worked_h=48), [span(f"2026-06-{day:02}T09:00", 8.25) for day in range(4, 10)],
         ["cap_worked"]),
        (Rules(cap_nights=2), [span(f"2026-06-{day:02}T22:00", 8) for day in (1, 3, 7)], ["cap_nights"]),
        (Rules(cap_nights=2), [span(f"2026-06-{day:02}T22:00", 8) for day in (1, 3, 8)], []),
        (Rules(max_week_h=40), [span(f"2026-06-{day:02}T09:00", 9) for day in range(1, 6)], ["max_week"]),
    ],
)  # fmt: skip
def test_each_rule(rules, spans, found):
    assert kinds(spans, rules) == found


def test_averages_ask_for_weeks_farther_away():
    rules = Rules(max_week_avg_h=40, average_weeks=4)
    week = [span(f"2026-06-{day:02}T08:00", 8) for day in range(1, 6)]
    before = {datetime.date(2026, 5, day): 40.0 for day in (11, 18, 25)}
    assert kinds(week, rules, weeks=before) == []
    more = check(week, rules, TALLINN, weeks={**before, datetime.date(2026, 5, 18): 44.0})
    assert [(one.kind, one.found) for one in more] == [(Kind.WEEK_AVERAGE, 41)]
    assert kinds(week, rules, weeks={datetime.date(2026, 5, 4): 60.0, **before}) == ["week_average"]


def test_leave_leaves_the_average_neutral():
    week = [span(f"2026-06-{day:02}T08:00", 10) for day in range(1, 6)]
    rules = Rules(max_week_avg_h=48, average_weeks=2)
    leave = [datetime.date(2026, 6, day) for day in range(8, 15)]
    assert kinds(week, rules) == []
    assert kinds(week, rules, away=leave) == ["week_average"]


def test_a_night_over_which_the_clocks_change():
    spring, autumn = span("2026-03-28T22:00", 7), span("2026-10-24T22:00", 9)
    assert spring.ends_at == local("2026-03-29T06:00")
    assert autumn.ends_at == local("2026-10-25T06:00")
    assert kinds([spring], Rules(max_shift_h=8)) == []
    assert check([autumn], Rules(max_shift_h=8), TALLINN)[0].found == 9


def test_the_stricter_of_law_and_contract():
    law = REGIMES["EU"].rules
    both = stricter(law, Limits(max_day_h=8, max_week_h=40, min_rest_h=12, night_work=False))
    assert (both.daily_rest_h, both.max_day_h, both.max_week_h, both.night_work) == (12, 8, 40, False)
    assert both.weekly_rest_total_h == 35
    assert both.basis[Kind.DAILY_REST] == both.basis[Kind.NIGHT_WORK] == "contract"
    kept = stricter(REGIMES["ES"].rules, Limits(max_day_h=10, min_rest_h=11))
    assert (kept.daily_rest_h, kept.max_day_h) == (12, 9)
    assert kept.basis[Kind.MAX_DAY] == "ET art. 34.3"


def test_a_change_is_to_blame_only_for_what_it_makes_worse():
    rules = Rules(daily_rest_h=11, max_shift_h=13)
    old = [span("2026-06-01T14:00", 8), span("2026-06-02T06:00", 8)]
    before = check(old, rules, TALLINN)
    more, long = span("2026-06-05T08:00", 8), span("2026-06-05T08:00", 14)
    assert added(check([*old, more], rules, TALLINN), before) == []
    assert [one.kind for one in added(check([*old, long], rules, TALLINN), before)] == [Kind.MAX_SHIFT]
    worse = [old[0], span("2026-06-02T05:00", 8)]
    assert [one.found for one in added(check(worse, rules, TALLINN), before)] == [7]


@pytest.mark.parametrize(
    ("starts", "ends", "pauses", "said"),
    [
        (datetime.datetime(2026, 6, 1, 8), local("2026-06-01T16:00"), (), "time zone"),  # noqa: DTZ001
        (local("2026-06-01T08:00"), local("2026-06-01T08:00"), (), "length"),
        (local("2026-06-01T16:00"), local("2026-06-01T08:00"), (), "before it starts"),
        (local("2026-06-01T08:00"), local("2026-06-01T16:00"),
         ((local("2026-06-01T07:00"), local("2026-06-01T09:00")),), "within their shift"),
        (local("2026-06-01T08:00"), local("2026-06-01T16:00"),
         ((local("2026-06-01T12:00"), local("2026-06-01T13:00")),
          (local("2026-06-01T12:30"), local("2026-06-01T14:00"))), "within their shift"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_shift_is_refused(starts, ends, pauses, said):
    with pytest.raises(LabourError, match=said):
        Span(starts, ends, pauses)


# Around the weekends on which the clocks change, and an ordinary one.
BEGINS = [datetime.datetime(2026, *day, tzinfo=datetime.UTC) for day in ((3, 23), (10, 19), (6, 1))]


GAPS = [-1, 0, 8, 16, 21, 22, 23, 24, 32, 94, 130]  # in half hours


@st.composite
def rosters(draw):
    at, spans = draw(st.sampled_from(BEGINS)), []
    begin = at - datetime.timedelta(days=8)
    for _ in range(draw(st.integers(1, 16))):
        at += datetime.timedelta(
            minutes=30 * draw(st.sampled_from([-1, 0, 8, 16, 21, 22, 23, 24, 32, 94, 130]))
        )
        length = datetime.timedelta(minutes=30 * draw(st.sampled_from([1, 8, 16, 17, 20, 26, 27])))
        spans.append((at, at + length))
        at += length
    return draw(st.sampled_from(["Europe/Tallinn", "Europe/Warsaw", "Europe/Madrid"])), begin, spans


@settings(max_examples=60)
@given(rosters())
def test_a_count_by_the_minute_finds_the_same(roster):
    zone, begin, spans = roster
    line = Line(spans, zone, begin)
    rules = Rules(
        daily_rest_h=11, weekly_rest_h=35, max_shift_h=13, max_day_h=9, max_week_h=48, max_week_avg_h=40,
        average_weeks=2, night_work=False, max_days_in_a_row=5, sunday_off_in_weeks=2,
    )  # fmt: skip
    expected = {
        "overlap": line.overlaps(), "daily_rest": line.daily_rest(11), "weekly_rest": line.weekly_rest(35),
        "max_shift": line.max_shift(13), "max_day": line.max_day(9), "max_week": line.max_week(48),
        "week_average": line.week_average(40, 2), "night_work": line.night_work(120),
        "days_in_a_row": line.days_in_a_row(5), "sundays": line.sundays(2),
    }  # fmt: skip
    found = kinds([Span(*one) for one in spans], rules, ZoneInfo(zone))
    assert set(found) == {kind for kind, broken in expected.items() if broken}


def test_four_weeks_of_somebody_are_looked_at_while_a_shift_is_dragged():
    spans = [
        Span(NEW_YEAR_S_MONDAY + i * 24 * HOUR, NEW_YEAR_S_MONDAY + (i * 24 + 8) * HOUR) for i in range(140)
    ]
    began = time.process_time()
    check(spans, REGIMES["ES"].rules, TALLINN)
    # Twenty weeks with history; generous, since the machine may be busy: it takes about 3 ms.
    assert time.process_time() - began < 0.1
