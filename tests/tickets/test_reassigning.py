"""Who is on shift by the roster gets the tickets; what cannot wait leaves whoever is off."""

import datetime
from importlib import import_module
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.module_loading import import_string

from notices.models import Notice
from scheduling.actions.time_off import ask_time_off
from scheduling.loads import loads_of
from scheduling.models import Attendance, Shift, TimeOff
from scheduling.there import there
from staff.duty import note_here
from staff.models import Membership
from tests.factories import make_ticket
from tests.rosters import call, publish
from tickets.actions import add_note, assign, change_team, receive, take
from tickets.actions.handing_over import say_hand_over
from tickets.actions.routing import route
from tickets.choices import EventKind, MessageKind, Occasion
from tickets.crews import Crew
from tickets.listeners import on_routable
from tickets.models import HandOver, TeamRouting, Ticket
from tickets.reassigning import move_on, move_untouched
from tickets.routing import Rule
from tickets.routing_watch import route_after, route_waiting

TALLINN = ZoneInfo("Europe/Tallinn")
HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
MONDAY = datetime.datetime(2026, 11, 30, 9, tzinfo=TALLINN)


@pytest.fixture
def by_load(billing):
    return TeamRouting.objects.create(team=billing, strategy="load")


@pytest.fixture
def roster(billing, amara, ben, cleo):
    """Amara from 9 to 17 today and tomorrow, Ben from 13 to 21, Cleo is called at night."""
    day = 24 * HOUR
    publish(billing, MONDAY, (amara, MONDAY, 8), (ben, MONDAY + 4 * HOUR, 8), (amara, MONDAY + day, 8))
    call(cleo, billing, MONDAY + 12 * HOUR, 12)


def opened(team, requester, due=None, owner=None, at=MONDAY, **more):
    ticket = make_ticket(requester=requester, team=team, at=at, **more)
    if owner:
        take(ticket, by=owner, at=at)
    if due:
        Ticket.objects.filter(pk=ticket.pk).update(queue_at=due)
        ticket.refresh_from_db()
    return ticket


def owner_of(ticket):
    ticket.refresh_from_db()
    return ticket.assignee


def test_who_is_on_shift_gets_it_whatever_browsers_are_open(billing, eve, dana, by_load, roster, amara, ben):
    morning, late = opened(billing, eve), opened(billing, dana)
    assert route(morning, at=MONDAY + HOUR).person == amara.pk
    assert route(late, at=MONDAY + 9 * HOUR).person == ben.pk


def test_the_ticket_that_comes_at_three_goes_to_whoever_is_on_call(billing, eve, by_load, roster, cleo):
    night = MONDAY + 18 * HOUR
    ticket = opened(billing, eve, at=night)
    choice = route(ticket, at=night, occasion=Occasion.OPENED)
    assert (choice.person, choice.rule) == (cleo.pk, Rule.ON_CALL)
    event = ticket.events.get(kind=EventKind.ROUTED)
    assert (event.data["rule"], event.data["passed"]) == ("on_call", ["team"])
    assert {row[0]: row[1] for row in event.data["said"]}[cleo.pk] == ["break", "language"][:1]
    Ticket.objects.filter(pk=ticket.pk).update(queue_at=night + HOUR)
    assert move_on(night + 10 * MINUTE) == 0, "whoever is called keeps what they got"


def test_on_call_for_another_skill_is_not_called_and_the_first_in_order_is(
    billing, eve, by_load, roster, ben, cleo
):
    night = MONDAY + 18 * HOUR
    call(ben, billing, MONDAY + 12 * HOUR, 12, order=0)
    assert route(opened(billing, eve, at=night), at=night).person == ben.pk
    crew = Crew(billing, night)
    crew.members[ben.pk].calls = [(99, 0)]
    one = next(each for each in crew.candidates(opened(billing, eve, at=night)) if each.id == ben.pk)
    assert not one.on_call


def test_nobody_on_shift_nobody_on_call_it_waits_for_the_shift(billing, eve, by_load, roster, amara):
    before = MONDAY - 2 * HOUR
    ticket = opened(billing, eve, at=before, priority="urgent")
    assert route_waiting(before) == 0
    assert owner_of(ticket) is None
    assert route_waiting(MONDAY + MINUTE) == 1
    assert owner_of(ticket) == amara


def test_a_break_a_meeting_and_being_away_are_not_work(billing, eve, by_load, roster, amara):
    parts = [{"from": 60, "minutes": 30, "kind": "break"}, {"from": 120, "minutes": 60, "kind": "meeting"}]
    Shift.objects.filter(user=amara).update(parts=parts)
    for minutes, working in ((30, True), (60, False), (89, False), (90, True), (150, False)):
        seen = there([amara], MONDAY + minutes * MINUTE)[amara.pk]
        assert (seen.on_shift, seen.working) == (True, working)
    assert route(opened(billing, eve), at=MONDAY + 70 * MINUTE).person is None
    amara.away_until = MONDAY + 3 * HOUR
    amara.save()
    seen = there([amara], MONDAY + HOUR)[amara.pk]
    assert (seen.on_shift, seen.next_at) == (False, MONDAY + 3 * HOUR)


def test_twenty_minutes_before_the_end_whoever_leaves_is_asked_once(billing, eve, roster, amara, by_load):
    hot, calm = (opened(billing, eve, MONDAY + n * HOUR, amara) for n in (12, 40))
    move_on(MONDAY + 7.5 * HOUR)
    assert not Notice.objects.filter(page="tickets:hand_over").exists()
    for minute in (41, 42, 59):
        move_on(MONDAY + 7 * HOUR + minute * MINUTE)
    notice = Notice.objects.get(page="tickets:hand_over")
    assert (notice.recipient, notice.params["n"]) == (amara, 1)
    assert (owner_of(hot), owner_of(calm)) == (amara, amara)


def test_at_the_end_hot_tickets_go_to_the_next_shift_with_the_line(billing, eve, roster, amara, ben, by_load):
    hot, calm, free = (
        opened(billing, eve, due, amara) for due in (MONDAY + 12 * HOUR, MONDAY + 40 * HOUR, None)
    )
    ends = MONDAY + 8 * HOUR
    assert (
        say_hand_over({hot.pk: " She waits\nfor the refund ", calm.pk: ""}, by=amara, shift_ends_at=ends) == 1
    )
    say_hand_over({hot.pk: "", calm.pk: ""}, by=amara, shift_ends_at=ends, for_all="See the notes")
    say_hand_over({hot.pk: "She waits for the refund"}, by=amara, shift_ends_at=ends)
    assert move_on(ends + MINUTE) == 1
    assert move_on(ends + 2 * MINUTE) == 0
    assert [owner_of(one) for one in (hot, calm, free)] == [ben, amara, amara]
    note = hot.messages.get(kind=MessageKind.NOTE)
    assert (note.author, note.text) == (amara, "Hand-over: She waits for the refund")
    assert HandOver.objects.get(ticket=hot).given_at == ends + MINUTE
    event = hot.events.get(kind=EventKind.ROUTED)
    assert (event.data["was"], event.data["to"], event.data["occasion"]) == (amara.pk, ben.pk, "shift_end")
    assert Notice.objects.filter(recipient=ben, kind="assigned").count() == 1


def test_with_nobody_to_take_it_it_is_nobodys_and_waits(billing, eve, roster, amara, ben, cleo, by_load):
    ticket = opened(billing, eve, MONDAY + 15 * HOUR, ben)
    at = MONDAY + 12 * HOUR + MINUTE
    move_on(at)
    assert owner_of(ticket) == cleo, "it presses, and Cleo is on call"
    later = opened(billing, eve, MONDAY + 10 * HOUR, amara, at=MONDAY - HOUR)
    Shift.objects.filter(user=ben).delete()
    by_load.on_call_for_all = False
    by_load.save()
    move_on(MONDAY + 8 * HOUR + MINUTE)
    assert owner_of(later) is None


def test_a_team_that_takes_by_hand_keeps_nothing_with_who_is_off(billing, eve, roster, amara):
    ticket = opened(billing, eve, MONDAY + 12 * HOUR, amara)
    assert move_on(MONDAY + 9 * HOUR) == 1
    assert owner_of(ticket) is None


def test_without_a_roster_nothing_is_taken_from_anybody(billing, eve, amara, by_load):
    ticket = opened(billing, eve, MONDAY, amara)
    assert move_on(MONDAY + 200 * HOUR) == 0
    assert owner_of(ticket) == amara


def test_the_end_of_the_roster_is_not_the_end_of_the_world(billing, eve, amara, ben, by_load):
    """Of the week that is not published nobody knows: what is due in it stays."""
    publish(billing, MONDAY, (amara, MONDAY, 8), until=MONDAY + 48 * HOUR)
    soon, then = (opened(billing, eve, MONDAY + hours * HOUR, amara) for hours in (30, 50))
    move_on(MONDAY + 9 * HOUR)
    assert (owner_of(soon), owner_of(then)) == (None, amara)


def test_who_falls_ill_lets_go_of_what_cannot_wait(billing, eve, roster, amara, ben, by_load):
    hot, calm = (opened(billing, eve, MONDAY + n * HOUR, amara) for n in (6, 30))
    Shift.objects.filter(user=amara, starts_at=MONDAY).delete()
    assert move_on(MONDAY + 4.5 * HOUR) == 1
    assert (owner_of(hot), owner_of(calm)) == (ben, amara)
    assert hot.events.get(kind=EventKind.ROUTED).data["occasion"] == "absent"


def test_a_customer_to_whom_nothing_is_promised_waits_a_day(billing, eve, amara, ben, by_load):
    publish(billing, MONDAY, (amara, MONDAY, 8), (ben, MONDAY + 24 * HOUR, 8), (amara, MONDAY + 72 * HOUR, 8))
    asked, answered = opened(billing, eve, owner=amara), opened(billing, eve, owner=amara)
    Ticket.objects.filter(pk=answered.pk).update(unanswered_since=None)
    assert move_on(MONDAY + 24 * HOUR) == 1
    assert (owner_of(asked), owner_of(answered)) == (ben, amara)


def test_what_somebody_takes_after_hours_is_theirs_for_an_hour(billing, eve, roster, amara, by_load):
    after = MONDAY + 8.25 * HOUR
    opened(billing, eve, MONDAY + 12 * HOUR, amara, at=after)
    assert move_on(after + 10 * MINUTE) == 0
    assert move_on(after + 61 * MINUTE) == 1


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 28), 7), ((2026, 10, 24), 9)])
def test_over_the_night_of_the_clocks(billing, eve, amara, ben, by_load, day, hours):
    """From 22 to 6 on the wall it is seven hours in March and nine in October; back at 14 either way."""
    evening = datetime.datetime(*day, 22, tzinfo=TALLINN)
    morning = (evening + 24 * HOUR).replace(hour=6).astimezone(datetime.UTC)
    back = morning + 8 * HOUR
    publish(billing, evening, (amara, evening, hours), (ben, morning, 8), (amara, back, 8))
    assert there([amara], evening)[amara.pk].ends_at == morning
    hot, calm = (opened(billing, eve, due, amara, at=evening) for due in (back - MINUTE, back))
    assert move_on(morning - MINUTE) == 0
    assert move_on(morning) == 1
    assert (owner_of(hot), owner_of(calm)) == (ben, amara)


def test_what_nobody_touches_goes_to_somebody_else_in_open_hours(
    billing, dana, eve, roster, amara, ben, by_load, promises
):
    by_load.untouched_minutes = 60
    by_load.save()
    ticket = opened(billing, eve, owner=amara, at=MONDAY + 4 * HOUR)
    assert move_untouched(MONDAY + 4.9 * HOUR) == 0
    touched = opened(billing, dana, owner=amara, at=MONDAY + 4 * HOUR)
    add_note(touched, by=amara, text="I am at it", at=MONDAY + 4.5 * HOUR)
    assert move_untouched(MONDAY + 5.1 * HOUR) == 1
    assert (owner_of(ticket), owner_of(touched)) == (ben, amara)
    assert move_untouched(MONDAY + 5.2 * HOUR) == 0
    evening = opened(billing, eve, owner=ben, at=MONDAY + 7.75 * HOUR)
    move_untouched(MONDAY + 10 * HOUR)
    assert owner_of(evening) == ben, "the desk closed at five"


def test_nobody_writes_a_line_for_what_is_not_theirs(client, billing, eve, roster, amara, ben, nora, by_load):
    ticket = opened(billing, eve, MONDAY + 12 * HOUR, amara)
    ends = MONDAY + 8 * HOUR
    assert say_hand_over({ticket.pk: "mine now"}, by=ben, shift_ends_at=ends) == 0
    assert not HandOver.objects.exists()
    with pytest.raises(ValidationError):
        say_hand_over({ticket.pk: " "}, by=amara, shift_ends_at=ends)
    client.force_login(nora)
    page = client.get("/hand-over/").content.decode()
    assert "No roster, no hand-over" in page
    assert client.post("/hand-over/", {f"line-{ticket.pk}": "x"}).status_code == 422
    assert not HandOver.objects.exists()


def test_what_is_left_to_the_team_is_read_by_the_next_shift(
    client, billing, eve, roster, amara, ben, nora, cleo, by_load
):
    ticket = opened(billing, eve, MONDAY + 12 * HOUR, amara)
    ends = MONDAY + 8 * HOUR
    page = "/hand-over/"
    with time_machine.travel(ends - 10 * MINUTE, tick=False):
        client.force_login(amara)
        assert "Hand over 1 ticket until" in client.get("/shifts/").content.decode()
        assert client.post(page, {"note": " "}).status_code == 422
        client.post(page, {"note": "The till of the shop is slow.", f"line-{ticket.pk}": "Call her at six"})
        client.post(page, {"note": "The till of the shop is mended."})
        assert "Left for you" not in client.get(page).content.decode()
        with pytest.raises(PermissionDenied):
            say_hand_over({}, by=nora, shift_ends_at=ends, team=billing, note="x")
    assert move_on(ends + MINUTE) == 1
    with time_machine.travel(ends + 2 * MINUTE, tick=False):
        client.force_login(ben)
        told = client.get(page).content.decode()
        assert "The till of the shop is mended." in told
        assert "slow" not in told
        assert "Call her at six" in told
        assert f"Left for you by {amara.full_name}" in client.get("/shifts/").content.decode()
        # The line of a ticket is for whoever has it now, the note for the team, and nothing for others.
        client.force_login(cleo)
        told = client.get(page).content.decode()
        assert "mended" in told
        assert "Call her at six" not in told
        client.force_login(nora)
        told = client.get(page).content.decode()
        assert "mended" not in told
    with time_machine.travel(ends + 2 * MINUTE, tick=False):
        client.force_login(amara)
        client.post(page, {"note": ""})
    assert not HandOver.objects.filter(ticket=None).exists()


class Notes(list):
    """The table of notes of shifts, which is gone by now, as far as its migration asks."""

    @property
    def objects(self):
        return self

    def select_related(self, _name):
        return self

    def order_by(self, *_names):
        return self

    def create(self, **said):
        self.append(SimpleNamespace(**said))


def test_what_was_written_with_shifts_is_kept_there_and_back(roster, billing, amara, ben, cleo):
    """The way of a desk that has grown, and the way back: nothing that was written is lost."""
    migration = import_module("tickets.migrations.0045_notes_of_shifts")
    shift, hers = Shift.objects.get(user=amara, starts_at=MONDAY), Shift.objects.get(user=ben)
    notes = Notes()
    for text, minute, one in (("One", 0, shift), ("Two", 1, shift), ("Three", 2, hers)):
        notes.create(shift=one, by_id=one.user_id, text=text, at=MONDAY + minute * MINUTE)
    models = {"Shift": Shift, "HandOver": notes}
    apps = SimpleNamespace(get_model=lambda app, name: HandOver if app == "tickets" else models[name])
    migration.bring(apps, None)
    row = HandOver.objects.get(user=amara)
    assert (row.text, row.team, row.at, row.shift_ends_at) == (
        "One\n\nTwo", billing, MONDAY + MINUTE, shift.ends_at
    )  # fmt: skip
    HandOver.objects.create(team=billing, user=cleo, shift_ends_at=MONDAY, text="No shift of hers", at=MONDAY)
    notes.clear()
    migration.take_back(apps, None)
    assert not HandOver.objects.exists()
    assert {(one.by_id, one.text, one.shift.team_id) for one in notes} == {
        (amara.pk, "One\n\nTwo", billing.pk),
        (ben.pk, "Three", billing.pk),
        (cleo.pk, "No shift of hers", billing.pk),
    }
    assert [one.shift for one in notes if one.by_id == amara.pk] == [shift]


def test_what_comes_to_another_team_finds_somebody_there(billing, network, eve, by_load, roster, amara, nora):
    ticket = opened(billing, eve, owner=amara)
    TeamRouting.objects.create(team=network, strategy="round_robin")
    publish(network, MONDAY, (nora, MONDAY, 8))
    change_team(ticket, by=amara, to=network, at=MONDAY)
    assert owner_of(ticket) is None
    assert route_waiting(MONDAY + MINUTE) == 1
    assert owner_of(ticket) == nora


def test_the_lead_on_shift_is_next_when_it_presses(billing, eve, roster, amara, cleo, by_load):
    Membership.objects.filter(user=cleo).update(leads=True)
    Shift.objects.create(user=cleo, team=billing, starts_at=MONDAY, ends_at=MONDAY + 3 * HOUR)
    by_load.capacity_minutes = 15
    by_load.save()
    for _ in range(2):
        assign(opened(billing, eve), by=cleo, to=amara, at=MONDAY)
        take(opened(billing, eve), by=cleo, at=MONDAY)
    assert route(opened(billing, eve), at=MONDAY + HOUR).rule is Rule.WAITS
    assert route(opened(billing, eve, priority="urgent"), at=MONDAY + HOUR).rule is Rule.TEAM


def test_what_presses_and_finds_nobody_is_told_once(billing, eve, roster, cleo, mona, by_load):
    Membership.objects.filter(user=cleo).update(leads=True)
    before = MONDAY - 2 * HOUR
    ticket = opened(billing, eve, due=MONDAY + HOUR, at=before)
    told = Notice.objects.filter(words="Nobody is there for #{number} {subject}")
    route_waiting(before)
    assert not told.exists(), "it does not press yet"
    for minutes in (61, 62, 63):
        route_waiting(before + minutes * MINUTE)
        Ticket.objects.filter(pk=ticket.pk).update(queue_at=before + 2 * HOUR)
    route_waiting(before + 70 * MINUTE)
    route_waiting(before + 71 * MINUTE)
    assert {one.recipient for one in told} == {cleo, mona}
    assert told.count() == 2
    assert ticket.events.filter(kind=EventKind.ROUTED).count() == 2


def test_an_absence_that_begins_now_is_worked_off_at_once_and_told(
    billing, eve, roster, amara, ben, cleo, mona, by_load, monkeypatch
):
    Membership.objects.filter(user=cleo).update(leads=True)
    hot, calm = (opened(billing, eve, MONDAY + n * HOUR, amara) for n in (6, 30))
    Shift.objects.filter(user=amara, starts_at=MONDAY).delete()
    now = MONDAY + 4.5 * HOUR
    monkeypatch.setattr("lib.database_clock.now", lambda: now)
    for path in settings.ABSENCE_LISTENERS:
        import_string(path)(amara, MONDAY + 4 * HOUR, MONDAY + 9 * HOUR, by=cleo)
    assert (owner_of(hot), owner_of(calm)) == (ben, amara)
    notice = Notice.objects.get(words__startswith="{who} is off until")
    assert (notice.recipient, notice.params["moved"], notice.params["n"]) == (mona, 1, 1)
    import_string(path)(amara, MONDAY + 48 * HOUR, MONDAY + 90 * HOUR, by=cleo)
    assert Notice.objects.filter(words__startswith="{who} is off until").count() == 1


def test_whoever_gives_something_to_somebody_off_hears_until_when(client, billing, eve, amara, ben):
    now = timezone.now()
    publish(billing, now, (amara, now - HOUR, 8), (ben, now + 20 * HOUR, 8))
    ticket = make_ticket(requester=eve, team=billing)
    client.force_login(amara)
    url = f"/tickets/{ticket.pk}/assign/"
    answer = client.post(url, {"assignee": ben.pk}, headers={"HX-Request": "true"}).content.decode()
    assert "Ben Lepik is off until" in answer
    answer = client.post(url, {"assignee": amara.pk}, headers={"HX-Request": "true"}).content.decode()
    assert "is off until" not in answer


def test_approved_time_off_is_absence_whatever_else_is_said(billing, eve, amara, ben, cleo, by_load):
    publish(billing, MONDAY, (amara, MONDAY, 8), (ben, MONDAY, 8))
    off = {"kind": "holiday", "days": 1, "asked_by": amara, "asked_at": MONDAY, "first_on": MONDAY.date()}
    noon = MONDAY + 4 * HOUR
    row = TimeOff.objects.create(
        user=amara, starts_at=noon, ends_at=MONDAY + 15 * HOUR, last_on=MONDAY.date(), half="", **off
    )
    assert there([amara], MONDAY + HOUR)[amara.pk].on_shift, "it was asked for, and nobody said yes"
    TimeOff.objects.filter(pk=row.pk).update(state="approved")
    morning, after = (there([amara], at)[amara.pk] for at in (MONDAY + HOUR, noon))
    assert (morning.on_shift, morning.ends_at) == (True, noon)
    assert (after.on_shift, after.rostered, after.left_at) == (False, True, noon)
    ticket = opened(billing, eve, MONDAY + 6 * HOUR, amara)
    assert move_on(noon + MINUTE) == 1
    assert owner_of(ticket) == ben
    TimeOff.objects.create(
        user=cleo, state="approved", starts_at=noon, ends_at=noon + 24 * HOUR, last_on=MONDAY.date(), **off
    )
    note_here(cleo)
    Membership.objects.filter(user=cleo).delete()
    assert not there([cleo], noon + HOUR)[cleo.pk].on_shift


def test_hours_that_were_clocked_count_beside_those_that_were_planned(billing, amara):
    publish(billing, MONDAY, (amara, MONDAY, 8))
    Attendance.objects.create(user=amara, starts_at=MONDAY + 7 * HOUR, ends_at=MONDAY + 12 * HOUR)
    load = loads_of([amara], MONDAY + 13 * HOUR)[amara.pk].load
    assert next(one.value for one in load.reasons if one.strain == "worked") == 12 * 60


def test_what_was_late_before_goes_if_somebody_takes_it_and_else_stays(billing, eve, amara, ben, by_load):
    publish(billing, MONDAY, (amara, MONDAY, 8), (ben, MONDAY + 20 * HOUR, 4), (amara, MONDAY + 24 * HOUR, 8))
    late, hot = (opened(billing, eve, MONDAY + n * HOUR, amara) for n in (7, 12))
    assert move_on(MONDAY + 9 * HOUR) == 1
    assert (owner_of(late), owner_of(hot)) == (amara, None)
    before = late.events.count()
    assert move_on(MONDAY + 10 * HOUR) == 0
    assert late.events.count() == before
    assert move_on(MONDAY + 21 * HOUR) == 1
    assert owner_of(late) == ben


def test_what_comes_back_to_somebody_off_goes_to_somebody_there(billing, dana, roster, amara, ben, by_load):
    ticket = opened(billing, dana, owner=amara)
    evening = MONDAY + 9 * HOUR
    receive(ticket, by=dana, text="It is down again!", channel="email", at=evening)
    Ticket.objects.filter(pk=ticket.pk).update(queue_at=evening + HOUR)
    event = ticket.events.get(kind=EventKind.CUSTOMER_WROTE)
    assert on_routable.hears >= {event.kind}
    assert route_after(event.pk, evening + MINUTE)
    assert owner_of(ticket) == ben
    assert not route_after(event.pk, evening + 2 * MINUTE)


def test_sick_leave_moves_what_cannot_wait_as_soon_as_it_is_written_down(
    billing, eve, amara, ben, by_load, django_capture_on_commit_callbacks
):
    now = timezone.now()
    today = timezone.localdate()
    publish(billing, now, (amara, now - HOUR, 8), (ben, now - HOUR, 8))
    ticket = opened(billing, eve, now + 2 * HOUR, amara, at=now - HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        ask_time_off(amara, by=amara, kind="sick", first_on=today, last_on=today + datetime.timedelta(days=1))
    assert not there([amara], timezone.now())[amara.pk].on_shift
    assert owner_of(ticket) == ben
