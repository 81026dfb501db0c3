"""An agent's own time: shifts, time off, exchange, wishes, clock; each with somebody who is refused."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from notices.models import Notice
from scheduling.actions import (
    allowing,
    clocking,
    coming_back,
    exchanging,
    giving,
    publishing,
    time_off,
    wishing,
)
from scheduling.ledgers import ledger_of
from scheduling.models import (
    Attendance,
    Blackout,
    DraftShift,
    Exchange,
    Gap,
    Need,
    OnCall,
    RosterDraft,
    Shift,
    ShiftMove,
    ShiftTemplate,
    TimeOff,
)  # fmt: skip
from scheduling.off_days import left_in
from staff.actions import hire
from staff.models import Contract
from tests.factories import make_shift

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
# A Monday; in Tallinn it is 09:00.
NOW = datetime.datetime(2026, 11, 2, 7, tzinfo=datetime.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _database_clock(monkeypatch):
    monkeypatch.setattr("lib.database_clock.now", lambda: datetime.datetime.now(datetime.UTC))


@pytest.fixture
def employed(amara, ben, cleo, nora):
    for user in (amara, ben, cleo, nora):
        Contract.objects.create(user=user, from_on=TODAY - 90 * DAY, weekly_hours=40, max_day_hours=10)
    return amara, ben, cleo, nora


def at(name, *args, **query):
    return reverse(f"scheduling:{name}", args=args, query=query)


def ask(user, first=7, last=8, **said):
    said = {"kind": "holiday", "by": user, **said}
    return time_off.ask_time_off(
        user, first_on=TODAY + first * DAY, last_on=TODAY + last * DAY, **said
    )  # fmt: skip


def told(user, part=""):
    return [one.key for one in Notice.objects.filter(recipient=user) if part in one.key]


# --- Time off


def test_it_is_asked_for_and_approved_with_a_letter(employed, amara, cleo):
    row = ask(amara, 7, 13)
    assert (row.state, row.days) == ("asked", Decimal(5))
    assert told(cleo, "asked")
    assert Notice.objects.get(recipient=cleo).letter_due_at
    time_off.answer_time_off(row, by=cleo, approve=True)
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("approved", cleo)
    assert told(amara, "approved")
    with pytest.raises(ValidationError, match="already"):
        time_off.answer_time_off(row, by=cleo, approve=False, reason="no")


def test_nobody_answers_for_themselves_or_for_another_team(employed, amara, ben, cleo, nora):
    row, own = ask(amara), ask(cleo)
    for by, what in ((amara, row), (ben, row), (nora, row), (cleo, own)):
        with pytest.raises(PermissionDenied):
            time_off.answer_time_off(what, by=by, approve=True)
    with pytest.raises(PermissionDenied):
        ask(amara, by=ben)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"first": -1, "last": 3}, "over"),
        ({"first": 3, "last": 1}, "before the first"),
        ({"first": 5, "last": 6}, "no working day"),
        ({"first": 7, "last": 8, "half": "morning"}, "one day"),
        ({"first": 7, "last": 900}, "year"),
    ],
)
def test_what_cannot_be_asked_for(employed, amara, said, words):
    with pytest.raises(ValidationError, match=words):
        ask(amara, **said)


def test_twice_too_much_and_blacked_out(employed, amara, billing, cleo, mona):
    allowing.set_allowance(amara, by=mona, year=2026, kind="holiday", days=Decimal(3))
    ask(amara, 7, 8)
    with pytest.raises(ValidationError, match="already"):
        ask(amara, 8, 8)
    assert left_in(amara, 2026)[0].days == 1
    with pytest.raises(ValidationError, match="3"):
        ask(amara, 9, 11)
    assert ask(amara, 9, 9, half="morning").days == Decimal("0.5")
    time_off.black_out(
        billing, by=cleo, first_on=TODAY + 20 * DAY, last_on=TODAY + 25 * DAY, reason="Invoices go out"
    )
    with pytest.raises(ValidationError, match="Invoices go out"):
        ask(amara, 21, 21, kind="unpaid")


def test_public_holidays_of_their_country_are_not_counted(employed, amara, ben, billing, mona):
    """Independence Day in Poland, Wednesday 11 November; in Estonia it is a day like others."""
    Contract.objects.filter(user=amara).update(regime="PL")
    Contract.objects.filter(user=ben).update(regime="EE")
    for user in (amara, ben):
        allowing.set_allowance(user, by=mona, year=2026, kind="holiday", days=Decimal(5))
    assert (ask(amara, 7, 11).days, ask(ben, 7, 11).days) == (4, 5)
    assert (left_in(amara, 2026)[0].days, left_in(ben, 2026)[0].days) == (1, 0)
    # Somebody may still have to work on such a day: off on it, too, is asked for, and costs nothing.
    Contract.objects.filter(user=amara).update(regime="EE")
    assert ask(amara, 52, 53).days == 0  # 24 and 25 December


def test_what_is_left_of_a_year_is_carried_over(employed, client, amara, ben, cleo, mona):
    for user, days in ((amara, 28), (ben, 2)):
        allowing.set_allowance(user, by=mona, year=2026, kind="holiday", days=Decimal(days))
    ask(amara, 7, 11)
    ask(ben, 7, 8)
    client.force_login(mona)
    assert client.post(at("allowances"), {"do": "carry", "year": 2026, "most": "400"}).status_code == 422
    client.post(at("allowances"), {"do": "carry", "year": 2026, "most": "5"})
    client.post(at("allowances"), {"do": "carry", "year": 2026, "most": "5"})
    found = left_in(amara, 2027)[0]
    assert (found.given, found.carried, found.allowed, left_in(ben, 2027)[0].carried) == (28, 5, 33, 0)
    allowing.set_allowance(amara, by=mona, year=2027, kind="holiday", days=Decimal(30))
    assert left_in(amara, 2027)[0].allowed == 35
    for by in (cleo, amara):
        with pytest.raises(PermissionDenied):
            allowing.carry_over(2026, by=by, most=Decimal(5))


def test_what_was_carried_over_lapses_and_is_said_beforehand(employed, client, amara, mona):
    allowing.set_allowance(amara, by=mona, year=2026, kind="holiday", days=Decimal(28))
    client.force_login(mona)
    carry = {"do": "carry", "year": 2026, "most": "5"}
    assert client.post(at("allowances"), carry | {"until": "2028-03-31"}).status_code == 422
    assert client.post(at("allowances"), carry | {"until": "2027-03-31"}).status_code == 302
    assert "until 31 Mar" in client.get(at("allowances")).content.decode()
    with time_machine.travel(datetime.datetime(2027, 3, 1, 9, tzinfo=datetime.UTC), tick=False):
        client.force_login(amara)
        ask_on(amara, "2027-03-30", "2027-04-01")
        assert "Take 3 of them until 31 Mar 2027" in client.get(at("time_off")).content.decode()
        with pytest.raises(ValidationError, match="3 can be taken until 2027-03-31 only"):
            ask_on(amara, "2027-06-01", "2027-07-08")
    with time_machine.travel(datetime.datetime(2027, 4, 2, 9, tzinfo=datetime.UTC), tick=False):
        client.force_login(amara)
        found = left_in(amara, 2027)[0]
        assert (found.lost, found.allowed, found.days) == (3, 30, 27)
        assert (
            "3 carried over from the year before were not taken by 31 Mar"
            in client.get(at("time_off")).content.decode()
        )


def ask_on(user, first, last):
    first_on, last_on = (datetime.date.fromisoformat(day) for day in (first, last))
    return time_off.ask_time_off(user, by=user, kind="holiday", first_on=first_on, last_on=last_on)


def test_who_is_ill_leaves_gaps_and_one_press_fills_them(
    employed, client, billing, amara, ben, cleo, nora, django_assert_max_num_queries
):
    shift = make_shift(amara, billing, NOW + 2 * HOUR)
    make_shift(ben, billing, NOW + 24 * HOUR)
    number = shift.pk
    ask(amara, 0, 0, kind="sick")
    gap = Gap.objects.get()
    assert (gap.number, gap.was_of) == (number, amara)
    assert not Shift.objects.filter(user=amara).exists()
    assert told(cleo, "gaps")
    client.force_login(cleo)
    page = client.get(at("gaps")).content.decode()
    assert ben.full_name in page
    client.post(at("gap_give", gap.pk), {"to": ben.pk})
    taken = Shift.objects.get(pk=number)
    assert (taken.user, taken.sequence) == (ben, 2)
    assert told(ben, f"gap-{number}")
    assert [one.why for one in ShiftMove.objects.all()] == ["gap", "sick"]
    assert client.post(at("gap_give", gap.pk), {"to": ben.pk}).status_code == 404
    client.force_login(nora)
    assert client.post(at("gap_give", gap.pk), {"to": nora.pk}).status_code == 404


def test_a_gap_goes_to_nobody_whom_a_rule_forbids_it(employed, billing, amara, ben, nora, cleo):
    make_shift(amara, billing, NOW + 2 * HOUR)
    make_shift(ben, billing, NOW - 9 * HOUR)
    ask(amara, 0, 0, kind="sick")
    gap = Gap.objects.get()
    with pytest.raises(giving.NotAllowed, match="rest"):
        exchanging.claim(gap, by=ben)
    with pytest.raises(giving.NotAllowed, match="not in Billing"):
        exchanging.claim(gap, by=nora)
    with pytest.raises(giving.NotAllowed, match="time off"):
        exchanging.claim(gap, by=amara)
    with pytest.raises(PermissionDenied):
        exchanging.hand_gap(gap, to=cleo, by=ben)


def test_whoever_decides_sees_what_becomes_of_the_team(employed, client, billing, amara, ben, cleo):
    shift = make_shift(amara, billing, NOW + 7 * DAY)
    Need.objects.create(team=billing, starts_at=shift.starts_at, activity="tickets", heads=2)
    other, row = ask(ben, 7, 7), ask(amara, 7, 7)
    client.force_login(cleo)
    page = client.get(at("time_off_one", row.pk)).content.decode()
    assert "0 there, 2 needed" in page
    assert ben.full_name in page
    client.force_login(ben)
    assert client.get(at("time_off_one", row.pk)).status_code == 404
    assert client.get(at("time_off_one", other.pk)).status_code == 200
    assert client.post(at("time_off_answer", other.pk), {"do": "approve"}).status_code == 404


def test_withdrawn_before_it_begins(employed, amara, ben):
    row = ask(amara)
    with pytest.raises(PermissionDenied):
        coming_back.withdraw_time_off(row, by=ben)
    coming_back.withdraw_time_off(row, by=amara)
    assert TimeOff.objects.get().state == "withdrawn"
    ask(amara)


def test_who_withdraws_has_again_what_is_open_and_reads_who_has_the_rest(
    employed, client, billing, amara, ben, cleo
):
    monday, tuesday, wednesday = (make_shift(amara, billing, NOW + n * DAY) for n in (7, 8, 9))
    row = ask(amara, 7, 9)
    time_off.answer_time_off(row, by=cleo, approve=True)
    exchanging.hand_gap(Gap.objects.get(number=tuesday.pk), to=ben, by=cleo)
    # Meanwhile a rule forbids one of them.
    Contract.objects.filter(user=amara).update(max_week_hours=10)
    client.force_login(amara)
    page = client.post(at("time_off_withdraw", row.pk), follow=True).content.decode()
    assert Shift.objects.get(pk=monday.pk).user == amara
    assert Shift.objects.get(pk=monday.pk).sequence == 2
    assert Shift.objects.get(pk=tuesday.pk).user == ben
    assert f"{ben.full_name} works it now" in page
    assert "Take it back" in page
    news = Notice.objects.get(recipient=cleo, key=f"off-{row.pk}-back")
    said = news.params["shifts"]
    assert f"{amara.full_name} · " in said
    assert f"{ben.full_name} · " in said
    assert said.endswith("still open")
    assert news.letter_due_at
    gap = Gap.objects.get(number=wednesday.pk)
    assert client.post(at("time_off_take_back", row.pk, gap.pk)).status_code == 422
    Contract.objects.filter(user=amara).update(max_week_hours=40)
    client.post(at("time_off_take_back", row.pk, gap.pk))
    assert Shift.objects.get(pk=wednesday.pk).user == amara
    assert told(cleo, f"gap-{wednesday.pk}")
    # Pressed twice.
    assert client.post(at("time_off_take_back", row.pk, gap.pk)).status_code == 422


def test_who_is_well_again_is_back_from_today_on(employed, client, billing, amara, ben, cleo):
    """Monday to Friday ill, well on Wednesday: two days of it stay."""
    shifts = [make_shift(amara, billing, NOW + n * DAY + 2 * HOUR) for n in range(5)]
    row = ask(amara, 0, 4, kind="sick")
    away = ask(ben, 1, 8, by=cleo)
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        client.force_login(amara)
        assert "Back from today on" in client.get(at("time_off_one", row.pk)).content.decode()
        client.post(at("time_off_withdraw", row.pk))
        row.refresh_from_db()
        assert (row.state, row.first_on, row.last_on, row.days) == ("approved", TODAY, TODAY + DAY, 2)
        assert list(Shift.objects.filter(user=amara)) == shifts[2:]
        assert {one.number for one in Gap.objects.all()} == {one.pk for one in shifts[:2]}
        assert told(cleo, f"off-{row.pk}-back")
        # A holiday that has begun is ended by whoever leads, and not by oneself.
        with pytest.raises(ValidationError, match="leads"):
            coming_back.withdraw_time_off(away, by=ben)
        coming_back.withdraw_time_off(away, by=cleo)
        away.refresh_from_db()
        assert (away.last_on, away.days) == (TODAY + DAY, 1)
        assert told(ben, f"off-{away.pk}-back")
    with time_machine.travel(NOW + 4 * DAY, tick=False), pytest.raises(ValidationError, match="over"):
        coming_back.withdraw_time_off(row, by=amara)


def test_withdrawn_by_whoever_leads_it_is_offered(employed, client, billing, amara, ben, cleo):
    exchanging.set_approval(billing, "always", by=cleo)
    shift = make_shift(amara, billing, NOW + 7 * DAY)
    row = ask(amara, 7, 7, by=cleo)
    gap = Gap.objects.get()
    client.force_login(amara)
    assert client.post(at("time_off_take_back", row.pk, gap.pk)).status_code == 404
    coming_back.withdraw_time_off(row, by=cleo)
    assert Gap.objects.filter(pk=gap.pk).exists()
    assert Notice.objects.get(recipient=amara, key=f"off-{row.pk}-back").letter_due_at
    client.force_login(ben)
    assert client.post(at("time_off_take_back", row.pk, gap.pk)).status_code == 404
    client.force_login(amara)
    client.post(at("time_off_take_back", row.pk, gap.pk))
    assert Shift.objects.get(pk=shift.pk).user == amara


# --- Swaps and offers


def test_equal_shifts_are_swapped_at_once_and_keep_their_numbers(employed, billing, amara, ben, cleo):
    one, other = make_shift(amara, billing, NOW + 3 * DAY), make_shift(ben, billing, NOW + 3 * DAY)
    row = exchanging.ask_swap(one, wanted=other, by=amara)
    assert told(ben, "exchange")
    assert exchanging.accept(row, by=ben).state == "done"
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.user, other.user) == (ben, amara)
    assert (one.starts_at, one.sequence, other.sequence) == (NOW + 3 * DAY, 1, 1)
    assert told(cleo, "done")
    assert told(amara, "done")
    with pytest.raises(ValidationError, match="quicker"):
        exchanging.accept(row, by=ben)


def test_an_offer_waits_for_whoever_leads(employed, client, billing, amara, ben, cleo, nora):
    shift = make_shift(amara, billing, NOW + 3 * DAY)
    row = exchanging.offer(shift, by=amara)
    for by in (amara, nora):
        client.force_login(by)
        client.post(at("exchange_act", row.pk), {"do": "accept"})
        row.refresh_from_db()
        assert row.state == "open"
    client.force_login(ben)
    client.post(at("exchange_act", row.pk), {"do": "accept"})
    row.refresh_from_db()
    assert (row.state, row.taker) == ("accepted", ben)
    assert client.post(at("exchange_act", row.pk), {"do": "approve"}).status_code == 404
    client.force_login(cleo)
    assert "For you to approve" in client.get(at("exchanges")).content.decode()
    client.post(at("exchange_act", row.pk), {"do": "approve"})
    shift.refresh_from_db()
    assert shift.user == ben
    assert ShiftMove.objects.get().why == "offer"


def test_an_offer_to_all_is_told_to_those_who_may_take_it(employed, billing, amara, ben, cleo):
    ask(ben, 3, 3, kind="sick", by=cleo)
    bora = hire(email="bora@desk.example", full_name="Bora", role="agent", teams=(billing,))
    shift, counts = make_shift(amara, billing, NOW + 3 * DAY), []
    row = exchanging.offer(shift, by=amara)
    assert told(cleo, f"exchange-{row.pk}")
    assert not told(ben, f"exchange-{row.pk}")
    assert not told(bora, f"exchange-{row.pk}")  # has no contract
    for day in (4, 5):
        shift = make_shift(amara, billing, NOW + day * DAY)
        with CaptureQueriesContext(connection) as asked:
            exchanging.offer(shift, by=amara)
        counts.append(len(asked))
        for number in range(3):
            email = f"x{day}{number}@desk.example"
            hire(email=email, full_name=f"X {day}{number}", role="agent", teams=(billing,))
    assert counts[0] == counts[1]


def test_a_swap_that_breaks_a_rule_is_refused_with_the_reason(employed, client, billing, amara, ben):
    mine = make_shift(amara, billing, NOW + 5 * DAY)
    make_shift(amara, billing, NOW + 2 * DAY + 2 * HOUR)
    tight = make_shift(ben, billing, NOW + 2 * DAY + 14 * HOUR)
    with pytest.raises(giving.NotAllowed, match=r"Amara Kask.*rest"):
        exchanging.ask_swap(mine, wanted=tight, by=amara)
    client.force_login(amara)
    answer = client.post(at("shift_swap", mine.pk), {"wanted": tight.pk, "note": "Dentist"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'<option value="{tight.pk}" selected>' in page
    assert 'value="Dentist"' in page
    with pytest.raises(PermissionDenied):
        exchanging.offer(mine, by=ben)


def test_a_colleague_reads_no_private_reason_and_whoever_leads_reads_all(
    employed, billing, amara, ben, cleo, nora
):
    """Ben is ill, may not work at night, and rests too little: Amara reads the kind of rule only."""
    ask(ben, 3, 3, kind="sick", by=cleo, note="Kidney stones")
    ill = make_shift(amara, billing, NOW + 3 * DAY)
    night = make_shift(amara, billing, NOW + 5 * DAY + 14 * HOUR)
    make_shift(ben, billing, NOW + 9 * DAY)
    tight = make_shift(amara, billing, NOW + 9 * DAY + 10 * HOUR, 4)
    for shift, hint, whole in (
        (ill, "is not available then", "time off"),
        (night, "is not available then", "may not work at night"),
        (tight, "would have too little rest", "at least 11 h are needed"),
    ):
        with pytest.raises(giving.NotAllowed) as error:
            exchanging.offer(shift, by=amara, to=ben)
        words = " ".join(error.value.messages)
        assert f"{ben.full_name}: {hint}" in words
        assert not any(one in words for one in ("sick", "off", "Kidney", "night", "Nov", "2"))
        found = giving.refused({ben: [shift]}, billing, reader=cleo)[ben.pk]
        assert any(whole in one for one in found)
        assert giving.refused({ben: [shift]}, billing, reader=ben)[ben.pk] == found
    assert giving.refused({ben: [ill]}, billing, reader=nora)[ben.pk] == ["is not available then"]


def test_a_roster_that_changed_meanwhile_ends_it(employed, billing, amara, ben, cleo):
    shift = make_shift(amara, billing, NOW + 3 * DAY)
    row = exchanging.offer(shift, by=amara, to=ben)
    with pytest.raises(ValidationError, match="offered already"):
        exchanging.offer(shift, by=amara)
    shift.delete()
    with pytest.raises(ValidationError, match="roster changed"):
        exchanging.accept(row, by=ben)
    with pytest.raises(PermissionDenied):
        exchanging.withdraw(row, by=cleo)
    exchanging.decline(row, by=ben)


def test_it_ends_when_the_shift_starts(employed, billing, amara, ben):
    row = exchanging.offer(make_shift(amara, billing, NOW + HOUR), by=amara)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        with pytest.raises(ValidationError, match="begun"):
            exchanging.accept(row, by=ben)
        assert exchanging.expire() == 1
    assert Exchange.objects.get().state == "expired"


def test_the_team_says_when_approval_is_needed(employed, client, billing, amara, ben, cleo, nora):
    client.force_login(nora)
    assert client.post(at("swap_approval", "billing"), {"approval": "never"}).status_code == 404
    client.force_login(cleo)
    client.post(at("swap_approval", "billing"), {"approval": "never"})
    row = exchanging.offer(make_shift(amara, billing, NOW + 3 * DAY), by=amara)
    assert exchanging.accept(row, by=ben).state == "done"


# --- My shifts, feed


def test_a_page_costs_the_same_for_one_shift_as_for_three(employed, client, billing, amara, ben):
    client.force_login(amara)
    counts = []
    for number in range(3):
        shift = make_shift(
            amara, billing, NOW + number * DAY + HOUR, parts=({"from": 240, "minutes": 30, "kind": "break"},)
        )
        make_shift(ben, billing, NOW + number * DAY)
        with _counted() as found:
            page = client.get(at("my_shifts")).content.decode()
        counts.append(len(found))
    assert counts[0] == counts[2]
    assert "14:00 Break" in page
    assert ben.full_name in page
    client.force_login(ben)
    assert client.get(at("shift", shift.pk)).status_code == 404


def _counted():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def test_a_calendar_reads_them_by_a_secret(employed, client, billing, amara):
    autumn = datetime.datetime(2026, 10, 24, 20, tzinfo=datetime.UTC)  # clocks go back in this night
    shift = make_shift(amara, billing, autumn, 9)
    OnCall.objects.create(user=amara, team=billing, starts_at=NOW, ends_at=NOW + DAY)
    secret = wishing.make_feed(by=amara)
    answer = client.get(at("shift_feed", secret))
    assert answer["Content-Type"].startswith("text/calendar")
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert (event["uid"], event["sequence"]) == (f"shift-{shift.pk}@{_host()}", 0)
    assert event["dtend"].dt - event["dtstart"].dt == 9 * HOUR
    assert b"DTSTART:20261024T200000Z" in answer.content
    again = client.get(at("shift_feed", secret), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    fresh = wishing.make_feed(by=amara)
    assert client.get(at("shift_feed", secret)).status_code == 404
    assert client.get(at("shift_feed", "wrong")).status_code == 404
    wishing.revoke_feed(by=amara)
    assert client.get(at("shift_feed", fresh)).status_code == 404


def test_what_is_theirs_no_more_is_cancelled_in_their_calendar_and_nothing_says_why(
    employed, client, billing, amara, ben, cleo
):
    template = ShiftTemplate.objects.create(
        team=billing, name="Früh: Kasse, Telefon; Schlüssel – Öffnung am Morgen", letter="F",
        starts=datetime.time(7), minutes=480,
    )  # fmt: skip
    kept, swapped, ill, dropped = (make_shift(amara, billing, NOW + n * DAY) for n in (1, 2, 3, 4))
    Shift.objects.filter(pk=kept.pk).update(template=template, note="Key at the desk; ask,\nor call")
    theirs = make_shift(ben, billing, NOW + 2 * DAY)
    secret = wishing.make_feed(by=amara)

    def read():
        body = client.get(at("shift_feed", secret)).content
        # RFC 5545, 3.1: lines end with CRLF and have at most 75 octets.
        lines = body.split(b"\r\n")
        assert not any(b"\n" in line or len(line) > 75 for line in lines)
        return body.decode(), {str(one["uid"]): one for one in Calendar.from_ical(body).walk("VEVENT")}

    _body, before = read()
    assert before[uid(kept)]["summary"].startswith("Früh: Kasse, Telefon; Schlüssel")
    assert before[uid(kept)]["description"].endswith("Key at the desk; ask,\nor call")
    exchanging.accept(exchanging.ask_swap(swapped, wanted=theirs, by=amara), by=ben)
    ask(amara, 3, 3, kind="sick", by=cleo, note="Kidney stones")
    publishing.publish(_without(dropped, billing, cleo), by=cleo, seen=0)
    body, after = read()
    assert not any(word in body.casefold() for word in ("sick", "kidney", "ben ", "time off"))
    assert after[uid(theirs)]["sequence"] == 1
    assert "status" not in after[uid(theirs)]
    for gone in (swapped, ill, dropped):
        event = after[uid(gone)]
        assert event["status"] == "CANCELLED"
        assert event["sequence"] > before[uid(gone)]["sequence"]
        assert event["dtend"].dt == before[uid(gone)]["dtend"].dt
    exchanging.claim(Gap.objects.get(number=ill.pk), by=ben)
    theirs.refresh_from_db()
    swapped.refresh_from_db()
    exchanging.accept(exchanging.ask_swap(theirs, wanted=swapped, by=amara), by=ben)
    event = read()[1][uid(swapped)]
    assert "status" not in event
    assert event["sequence"] > after[uid(swapped)]["sequence"]


def test_a_calendar_of_the_team_is_told_of_what_is_gone(employed, client, billing, amara, ben, cleo):
    kept, given, ill, dropped = (make_shift(amara, billing, NOW + n * DAY) for n in (1, 2, 3, 4))
    secret = wishing.make_feed(by=cleo, team=billing)
    giving.give(given, to=ben, by=cleo, why="offer")
    giving.open_gap(ill, by=cleo, why="sick")
    publishing.publish(_without(dropped, billing, cleo), by=cleo, seen=0)
    body = client.get(at("shift_feed", secret)).content
    found = {str(one["uid"]): one for one in Calendar.from_ical(body).walk("VEVENT")}
    assert {key for key, one in found.items() if "status" in one} == {uid(ill), uid(dropped)}
    assert found[uid(ill)]["status"] == "CANCELLED"
    assert found[uid(given)]["summary"].startswith(ben.full_name)
    assert uid(kept) in found


def uid(shift):
    return f"shift-{shift.pk}@{_host()}"


def _without(shift, team, by):
    """A draft of the same week that has all but this; what is open stays so."""
    draft = RosterDraft.objects.create(
        team=team, name="Fewer", starts_on=TODAY, weeks=1, zone="UTC", made_by=by, made_at=NOW
    )
    for one in (*Shift.objects.exclude(pk=shift.pk), *Gap.objects.all()):
        same = {name: getattr(one, name) for name in ("starts_at", "ends_at", "parts", "template", "note")}
        DraftShift.objects.create(draft=draft, user=getattr(one, "user", None), **same)
    return draft


def _host():
    from django.conf import settings

    return settings.BASE_URL.split("://")[-1].split("/")[0].split(":")[0]


def test_a_team_is_read_only_while_it_is_led(employed, client, billing, amara, cleo):
    make_shift(amara, billing, NOW)
    with pytest.raises(PermissionDenied):
        wishing.make_feed(by=amara, team=billing)
    secret = wishing.make_feed(by=cleo, team=billing)
    assert b"Amara Kask" in client.get(at("shift_feed", secret)).content
    cleo.memberships.update(leads=False)
    assert client.get(at("shift_feed", secret)).status_code == 404


# --- Wishes


def test_wishes_are_ones_own(employed, client, billing, amara, ben):
    client.force_login(amara)
    client.post(at("wishes"), {"wanted": "no", "weekday": "0", "weight": "3"})
    wish = amara.shift_wishes.get()
    assert (wish.wanted, wish.weekday, wish.weight) == (False, 0, 3)
    assert client.post(at("wishes"), {"wanted": "no", "weight": "3"}).status_code == 422
    make_shift(amara, billing, NOW - 7 * DAY)
    assert ledger_of(billing, NOW)[amara.pk].refused == 1
    client.force_login(ben)
    assert client.post(at("wish_drop", wish.pk)).status_code == 404


def test_nobody_gets_a_shift_outside_their_hours(employed, client, billing, amara, ben):
    week = {f"how_{n}": "any" for n in range(7)} | {"how_3": "hours", "from_3": "08:00", "to_3": "12:00"}
    client.force_login(ben)
    assert client.post(at("availability"), week).status_code == 302
    thursday = make_shift(amara, billing, NOW + 3 * DAY)
    with pytest.raises(giving.NotAllowed, match="not available then"):
        exchanging.offer(thursday, by=amara, to=ben)
    bad = week | {"from_3": "12:00", "to_3": "08:00"}
    assert client.post(at("availability"), bad).status_code == 422


# --- Clock


def test_pressing_twice_is_pressing_once(client, amara):
    client.force_login(amara)
    for do in ("in", "in", "break", "break", "on", "out", "out"):
        client.post(at("clock_press"), {"do": do})
    row = Attendance.objects.get()
    assert row.ends_at
    assert row.pauses.count() == 1
    assert client.post(at("clock_press"), {"do": "dance"}).status_code == 404


def test_a_clock_that_still_runs_is_stopped_before_the_break_it_was_left_in(amara):
    now = NOW
    row = Attendance.objects.create(user=amara, starts_at=now - 3 * HOUR)
    clocking.begin_break(by=amara)
    clocking.correct(row, by=amara, starts_at=now - 3 * HOUR, ends_at=now - HOUR, reason="Forgot it.")
    row.refresh_from_db()
    assert (row.ends_at, row.pauses.count()) == (now - HOUR, 0)


def test_a_forgotten_clock_is_corrected_and_confirmed(client, amara, ben, cleo, nora):
    with time_machine.travel(NOW - DAY, tick=False):
        row = clocking.clock_in(by=amara)
    with pytest.raises(ValidationError, match="yesterday"):
        clocking.clock_out(by=amara)
    said = {"starts_at": NOW - DAY, "ends_at": NOW - 16 * HOUR, "reason": "Went home"}
    with pytest.raises(PermissionDenied):
        clocking.correct(row, by=ben, **said)
    made = clocking.correct(row, by=amara, **said)
    assert clocking.open_attendance(amara) is None
    for by in (amara, nora):
        with pytest.raises(PermissionDenied):
            clocking.answer_correction(made, by=by, approve=True)
    client.force_login(nora)
    assert client.post(at("correction_answer", made.pk), {"do": "approve"}).status_code == 404
    assert client.get(at("clock_person", amara.pk)).status_code == 404
    client.force_login(cleo)
    client.post(at("correction_answer", made.pk), {"do": "approve"})
    row.refresh_from_db()
    assert row.ends_at == NOW - 16 * HOUR
    made.refresh_from_db()
    assert (made.was_ends_at, made.decided_by) == (None, cleo)


def test_a_break_that_began_after_the_corrected_end_was_none(amara, cleo):
    with time_machine.travel(NOW - 5 * HOUR, tick=False):
        row = clocking.clock_in(by=amara)
        clocking.begin_break(by=amara)
    with time_machine.travel(NOW - 4 * HOUR, tick=False):
        clocking.end_break(by=amara)
    with time_machine.travel(NOW, tick=False):
        clocking.begin_break(by=amara)
        said = {"starts_at": NOW - 5 * HOUR, "ends_at": NOW - 4.5 * HOUR, "reason": "Went home"}
        made = clocking.correct(row, by=amara, **said)
        clocking.answer_correction(made, by=cleo, approve=True)
    (pause,) = row.pauses.all()
    assert (pause.starts_at, pause.ends_at) == (NOW - 5 * HOUR, NOW - 4.5 * HOUR)


def test_what_came_up_counts_once_it_is_approved(client, billing, amara, cleo, nora):
    make_shift(amara, billing, NOW - 4 * HOUR, 4)
    Attendance.objects.create(user=amara, starts_at=NOW - 3 * HOUR, ends_at=NOW)
    client.force_login(amara)
    assert "75 %" in client.get(at("clock")).content.decode()
    said = {"kind": "technical", "day": "2026-11-02", "starts": "05:00", "ends": "06:00"}
    client.post(at("deviation"), said)
    row = amara.deviations.get()
    assert row.starts_at == NOW - 4 * HOUR
    client.force_login(nora)
    assert client.post(at("deviation_answer", row.pk), {"do": "approve"}).status_code == 404
    client.force_login(cleo)
    client.post(at("deviation_answer", row.pk), {"do": "approve"})
    client.force_login(amara)
    assert "100 %" in client.get(at("clock")).content.decode()


# --- The rest


@pytest.mark.parametrize(
    "name", ["my_shifts", "time_off", "exchanges", "gaps", "wishes", "clock", "allowances"]
)
def test_strangers_sign_in_first(client, name):
    assert client.get(at(name)).status_code == 302


def test_agreements_are_for_those_who_lead(client, billing, amara, cleo, nora, mona):
    for by in (amara, nora):
        client.force_login(by)
        assert client.get(at("shift_team", "billing")).status_code == 404
        assert client.get(at("allowances")).status_code == 404
    client.force_login(cleo)
    assert client.get(at("allowances")).status_code == 404
    said = {"first_on": "2026-12-20", "last_on": "2026-12-27", "reason": "Year's end"}
    client.post(at("shift_team", "billing"), said)
    row = Blackout.objects.get()
    client.force_login(nora)
    assert client.post(at("blackout_end", "billing", row.pk)).status_code == 404
    client.force_login(mona)
    client.post(at("allowances"), {"user": amara.pk, "year": 2026, "kind": "holiday", "days": "28"})
    assert amara.allowances.get().days == 28
