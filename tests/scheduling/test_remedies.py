"""One press closes a gap: a shift changes, who is called comes, hours are offered; and it is taken back."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from notices.models import Notice
from scheduling.actions import exchanging, remedying, time_off
from scheduling.actions.giving import NotAllowed
from scheduling.models import CoverageRisk, Gap, OnCall, Publication, RemedyTaken, Shift, ShiftMove
from scheduling.remedies import Hole, by_reshaping, remedies
from staff.models import Contract
from tests.factories import make_shift

pytestmark = pytest.mark.django_db
HOUR, QUARTER, DAY = (
    datetime.timedelta(**{name: n}) for name, n in (("hours", 1), ("minutes", 15), ("days", 1))
)
# A Monday, eight in the morning in Tallinn; on Tuesday nobody is there from nine to eleven.
NOW = datetime.datetime(2026, 11, 2, 6, tzinfo=datetime.UTC)
NINE = NOW + 25 * HOUR
TRAINING = {"from": 60, "minutes": 60, "kind": "training"}


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr("lib.database_clock.now", lambda: datetime.datetime.now(datetime.UTC))
    monkeypatch.setattr("scheduling.risking.AHEAD", 2 * DAY)
    monkeypatch.setattr("scheduling.risking.QUARTERS", 2 * 96)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(billing, amara, ben, cleo, nora):
    for user in (amara, ben, cleo, nora):
        terms = {"weekly_hours": 40, "night_work": True}
        Contract.objects.create(user=user, from_on=NOW.date() - 90 * DAY, **terms)
    Publication.objects.create(
        team=billing, number=1, starts_at=NOW - DAY, ends_at=NOW + 14 * DAY, zone="UTC", content=[],
        before=[], at=NOW,
    )  # fmt: skip
    why = {"phone": {"need": 2, "there": 1, "expected": 3, "late": 1}}
    CoverageRisk.objects.bulk_create(
        CoverageRisk(
            team=billing, starts_at=NINE + n * QUARTER, required=2, rostered=1, missing=1, p_breach=0.5,
            why=why, computed_at=NOW,
        )
        for n in range(8)
    )  # fmt: skip
    return billing


def found(team, kind, user, at=NINE):
    return next(one for one in remedies(team, at, NOW).open if (one.kind, one.user) == (kind, user))


def told(user):
    return [one.words for one in Notice.objects.filter(recipient=user).order_by("pk")]


def test_a_shift_gets_longer_and_shorter_again(desk, amara, ben, cleo):
    shift = make_shift(ben, desk, NINE - 5 * HOUR, hours=4)
    remedy = found(desk, "longer", ben)
    row = remedying.take_remedy(remedy, by=cleo)
    shift.refresh_from_db()
    assert (shift.starts_at, shift.ends_at, shift.sequence) == (NINE - 5 * HOUR, NINE + 2 * HOUR, 1)
    assert told(ben) == ["Your shift is longer: {when}"]
    with pytest.raises(ValidationError, match="roster changed"):
        remedying.take_remedy(remedy, by=cleo)
    for by in (amara, ben):
        with pytest.raises(PermissionDenied):
            remedying.take_back_remedy(row, by=by)
    remedying.take_back_remedy(row, by=cleo)
    remedying.take_back_remedy(row, by=cleo)  # pressed twice
    shift.refresh_from_db()
    row.refresh_from_db()
    assert (shift.ends_at, shift.sequence, row.undone_by) == (NINE - HOUR, 2, cleo)
    assert told(ben)[1:] == ["Your shift is as it was: {when}"]


def test_a_shift_is_moved_and_what_is_no_work_comes_later(desk, amara, ben, cleo):
    late = make_shift(ben, desk, NINE + 2 * HOUR, hours=6)
    busy = make_shift(amara, desk, NINE - HOUR, parts=[TRAINING])
    remedying.take_remedy(found(desk, "move", ben), by=cleo)
    remedying.take_remedy(found(desk, "part", amara), by=cleo)
    late.refresh_from_db()
    busy.refresh_from_db()
    assert (late.starts_at, late.ends_at) == (NINE, NINE + 6 * HOUR)
    assert busy.parts == [{**TRAINING, "from": 0}]
    assert told(amara) == ["In your shift something comes at another time: {when}"]


def test_who_is_on_call_comes_for_what_is_missing(desk, amara, cleo):
    OnCall.objects.create(user=amara, team=desk, starts_at=NINE - HOUR, ends_at=NINE + 9 * HOUR)
    row = remedying.take_remedy(found(desk, "call", amara), by=cleo)
    shift = Shift.objects.get()
    assert (shift.user, shift.starts_at, shift.ends_at) == (amara, NINE, NINE + 4 * HOUR)
    assert shift.parts == [{"from": 0, "minutes": 240, "kind": "phone"}]
    assert [(one.before, one.after, one.why) for one in ShiftMove.objects.all()] == [(None, amara, "called")]
    remedying.take_back_remedy(row, by=cleo)
    assert not Shift.objects.exists()
    assert told(amara) == ["You are called in: {when}", "You need not come after all: {when}"]
    remedying.take_remedy(found(desk, "free", cleo), by=cleo)  # whoever plans may come themselves
    assert Shift.objects.get().user == cleo


def test_the_rules_are_asked_again_and_say_why_not(desk, amara, ben, cleo):
    remedy = found(desk, "free", amara)
    make_shift(amara, desk, NINE - 10 * HOUR, hours=6)
    with pytest.raises(NotAllowed, match=r"Amara Kask: .*rests"):
        remedying.take_remedy(remedy, by=cleo)
    shut = dict(remedies(desk, NINE, NOW).shut)
    assert "rests" in shut[amara][0]
    own = make_shift(cleo, desk, NINE - 4 * HOUR, hours=3)
    with pytest.raises(PermissionDenied):
        remedying.take_remedy(found(desk, "longer", cleo), by=cleo)
    with pytest.raises(PermissionDenied):
        remedying.take_remedy(found(desk, "free", ben), by=ben)
    assert Shift.objects.filter(pk=own.pk, sequence=0).exists()
    assert not RemedyTaken.objects.exists()


def test_hours_are_offered_and_the_first_takes_them(desk, amara, ben, cleo, nora):
    make_shift(ben, desk, NINE - 10 * HOUR, hours=6)  # he must rest
    row = remedying.offer_hours(desk, Hole(NINE, NINE + 4 * HOUR), by=cleo)
    assert [told(one) for one in (amara, ben, nora)] == [
        ["Somebody is needed: {when}. Take it if you can"],
        [],
        [],
    ]
    assert remedying.offer_hours(desk, Hole(NINE, NINE + 4 * HOUR), by=cleo) == row
    gap = Gap.objects.get()
    with pytest.raises(NotAllowed):
        exchanging.claim(gap, by=ben)
    taken = exchanging.claim(gap, by=amara)
    assert (taken.pk, taken.user) == (row.number, amara)
    with pytest.raises(ValidationError, match="took it"):
        remedying.take_back_remedy(row, by=cleo)
    other = remedying.offer_hours(desk, Hole(NINE + DAY, NINE + DAY + 4 * HOUR), by=cleo)
    remedying.take_back_remedy(other, by=cleo)
    assert not Gap.objects.exists()
    for by in (amara, nora):
        with pytest.raises(PermissionDenied):
            remedying.offer_hours(desk, Hole(NINE, NINE + HOUR), by=by)


def test_pages_take_it_and_take_it_back_for_who_leads(client, desk, amara, ben, cleo, nora, mona):
    make_shift(ben, desk, NINE - 5 * HOUR, hours=4)
    moment = NINE.strftime("%Y-%m-%dT%H:%M")
    take = reverse("scheduling:remedy_take", args=[desk.slug])
    page = reverse("scheduling:coverage_team", args=[desk.slug], query={"at": moment})
    said = {"at": moment, "key": f"longer-{ben.pk}"}
    for who in (amara, nora):
        client.force_login(who)
        assert client.post(take, said).status_code == 404
    client.force_login(cleo)
    assert "Make it longer" in client.get(page).content.decode()
    assert client.post(take, {**said, "at": "soon"}).status_code == 404
    answer = client.post(take, said, follow=True).content.decode()
    assert "Ben Lepik is told." in answer
    assert "Done about it" in answer
    answer = client.post(take, {**said, "key": "longer-0"}, follow=True).content.decode()
    assert "the roster changed" in answer
    row = RemedyTaken.objects.get()
    undo = reverse("scheduling:remedy_undo", args=[row.pk])
    client.force_login(nora)
    assert client.post(undo).status_code == 404
    client.force_login(mona)
    assert "Taken back" in client.post(undo, {"at": moment}, follow=True).content.decode()
    assert "Offered" in client.post(take, {**said, "key": "offer"}, follow=True).content.decode()


def test_who_is_ill_leaves_shifts_and_the_pages_say_what_helps(client, desk, amara, ben, cleo, nora):
    make_shift(amara, desk, NINE, hours=6)
    near = make_shift(ben, desk, NINE - 5 * HOUR, hours=5)
    client.force_login(amara)
    form = client.get(reverse("scheduling:time_off"), {"kind": "sick"}).content.decode()
    assert '<option value="sick" selected>' in form
    tomorrow = NINE.date()
    row = time_off.ask_time_off(amara, by=amara, kind="sick", first_on=tomorrow, last_on=tomorrow)
    gap = Gap.objects.get()
    client.force_login(nora)
    assert client.post(reverse("scheduling:gap_remedy", args=[gap.pk]), {"key": "leave"}).status_code == 404
    client.force_login(cleo)
    OnCall.objects.create(user=cleo, team=desk, starts_at=NINE - HOUR, ends_at=NINE + 9 * HOUR)
    page = client.get(reverse("scheduling:gaps")).content.decode()
    for words in ("On call", "Who works near it", "Make it longer", "Offer it to all"):
        assert words in page, words
    take = reverse("scheduling:gap_remedy", args=[gap.pk])
    client.post(take, {"key": f"longer-{ben.pk}"})
    near.refresh_from_db()
    assert near.ends_at == NINE + HOUR
    assert (
        "Nobody of the team may work then"
        in client.post(take, {"key": "offer"}, follow=True).content.decode()
    )
    assert client.get(reverse("scheduling:time_off_one", args=[row.pk])).status_code == 200
    client.post(take, {"key": "leave"})
    assert not Gap.objects.exists()
    assert ShiftMove.objects.first().why == "left"


def test_of_a_gap_both_ends_can_be_covered(desk, amara, ben):
    make_shift(amara, desk, NINE - 5 * HOUR, hours=4)
    make_shift(ben, desk, NINE + 4 * HOUR, hours=4)
    ways = by_reshaping(desk, Hole(NINE, NINE + 4 * HOUR), NOW)
    assert [(one.kind, one.user, one.then.starts_at) for one in ways if one.kind == "longer"] == [
        ("longer", amara, NINE - 5 * HOUR), ("longer", ben, NINE),
    ]  # fmt: skip
