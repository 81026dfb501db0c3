"""Where a roster speaks, ladders and backup find those on shift, else whoever is on call."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling.models import TimeOff
from sla.escalation import Level, Part
from staff.actions import hire
from staff.models import Membership, Skill, User
from tests.factories import make_ticket
from tests.rosters import call, publish
from tests.tickets.test_escalations import DUE, HOUR, LADDER, MINUTE, MONDAY, lines, office, tick, told
from tickets import actions
from tickets.backers import backers
from tickets.backing import Rule, Wanted, choose
from tickets.models import RoutingNeed, TeamRouting
from tickets.stands import How, stand_on

TALLINN = ZoneInfo("Europe/Tallinn")


@pytest.fixture
def owned(billing, dana, amara, cleo, mona):
    Membership.objects.filter(user=cleo).update(leads=True)
    office(billing, [{**level, "outside_hours": "send"} for level in LADDER])
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY, subject="Refund not received")
    actions.take(ticket, by=amara, at=MONDAY)
    return ticket


def test_leads_on_shift_are_told_and_the_owner_who_is_off_is_not(owned, billing, amara, ben, cleo):
    Membership.objects.filter(user=ben).update(leads=True)
    publish(billing, MONDAY, (ben, MONDAY, 8))
    lead = Level(to=Part.TEAM_LEAD)
    assert stand_on(lead, owned, MONDAY + HOUR).people == [ben]
    assert stand_on(lead, owned, MONDAY + HOUR).how is How.ON_SHIFT
    assert stand_on(Level(to=Part.ASSIGNEE), owned, MONDAY + HOUR).people == []
    named = Level(to=Part.PERSON, person=cleo.pk)
    assert stand_on(named, owned, MONDAY + HOUR).people == []
    assert stand_on(named, owned, MONDAY + HOUR, is_last=True).people == [cleo]
    later = stand_on(lead, owned, MONDAY + 9 * HOUR)
    assert ({one.pk for one in later.people}, later.how) == ({ben.pk, cleo.pk}, How.PART)


def test_at_night_whoever_is_on_call_is_told_and_the_history_says_so(owned, billing, amara, ben):
    publish(billing, MONDAY, (amara, MONDAY, 2))
    call(ben, billing, MONDAY + 2 * HOUR, 40)
    tick(DUE + MINUTE)
    assert told(level=2) == [(2, "Ben")]
    assert any("on call" in str(line) for line in lines(owned, "escalated"))


def test_who_is_ill_is_not_called_and_for_what_it_needs_another_is(owned, billing, amara, ben, cleo, mona):
    """Ben would be first, and is ill. Amara is on call for refunds alone, Cleo for whatever comes."""
    refunds = Skill.objects.create(name="Refunds", kind="craft")
    lead, night = Level(to=Part.TEAM_LEAD), MONDAY + HOUR
    publish(billing, MONDAY)
    call(ben, billing, MONDAY, 40)
    call(amara, billing, MONDAY, 40, skill=refunds)
    call(cleo, billing, MONDAY, 40, order=2)
    assert stand_on(lead, owned, night).people == [ben]
    day = MONDAY.date()
    off = {"kind": "sick", "first_on": day, "last_on": day, "days": 1, "state": "approved"}
    ill = TimeOff.objects.create(
        user=ben, starts_at=MONDAY, ends_at=MONDAY + 24 * HOUR, asked_by=ben, asked_at=MONDAY, **off
    )
    assert stand_on(lead, owned, night).people == [cleo]
    routing = TeamRouting.objects.create(team=billing)
    RoutingNeed.objects.create(routing=routing, tag="refund", skill=refunds, level=1)
    owned.tags = ["refund"]
    assert stand_on(lead, owned, night).people == [amara]
    ill.user = mona
    ill.save()
    manager = Level(to=Part.MANAGER)
    User.objects.filter(pk__in=[ben.pk, amara.pk, cleo.pk]).update(away_until=MONDAY + 4 * HOUR)
    assert stand_on(manager, owned, night).people == [mona], "better somebody who is off than nobody"
    other = hire(email="mari@desk.example", full_name="Mari Rand", role="manager")
    assert stand_on(manager, owned, night).people == [other]


def test_who_is_called_of_another_team_is_not_told_of_what_is_not_theirs(owned, billing, nora, cleo, mona):
    publish(billing, MONDAY)
    call(nora, billing, MONDAY, 40)
    assert stand_on(Level(to=Part.TEAM_LEAD), owned, MONDAY + HOUR).people == [cleo]


def test_without_a_roster_it_is_who_has_the_part(owned, cleo, mona):
    assert stand_on(Level(to=Part.TEAM_LEAD), owned, MONDAY).people == [cleo]
    assert stand_on(Level(to=Part.MANAGER), owned, MONDAY).people == [mona]


def test_backup_at_night_comes_from_whoever_is_on_call(owned, billing, amara, ben, cleo):
    publish(billing, MONDAY, (amara, MONDAY, 24))
    call(ben, billing, MONDAY, 24)
    people = backers(owned, None, MONDAY + 16 * HOUR)
    chosen = choose(people, Wanted(amara.pk))
    assert (chosen.people, chosen.rule) == ((ben.pk,), Rule.CALLED)
    again = choose(people, Wanted(amara.pk, asked=frozenset({ben.pk})))
    assert again.rule is Rule.ON_CALL


def test_a_night_over_which_the_clocks_change_has_no_gap(owned, billing, amara, ben):
    """On call from midnight for eight hours, on shift after that: somebody at every quarter of an hour."""
    midnight = datetime.datetime(2026, 10, 25, tzinfo=TALLINN).astimezone(datetime.UTC)
    publish(billing, midnight, (ben, midnight + 8 * HOUR, 8))
    call(ben, billing, midnight, 8)
    Membership.objects.filter(user=ben).update(leads=True)
    for quarter in range(16 * 4):
        stand = stand_on(Level(to=Part.TEAM_LEAD), owned, midnight + quarter * 15 * MINUTE)
        assert stand.people == [ben]
        assert stand.how is (How.ON_CALL if quarter < 32 else How.ON_SHIFT)


def test_a_level_that_names_who_is_off_goes_on_up_the_ladder(billing, dana, cleo, mona):
    office(billing, [{"to": {"person": cleo.pk}}, {"to": "manager", "minutes": 60}])
    there = make_ticket(requester=dana, team=billing, at=MONDAY)
    tick(DUE + MINUTE)
    assert told(escalation__ticket=there) == [(1, "Cleo")]
    User.objects.filter(pk=cleo.pk).update(away_until=MONDAY + 24 * HOUR)
    away = make_ticket(requester=dana, team=billing, at=MONDAY)
    tick(DUE + MINUTE)
    assert told(escalation__ticket=away) == [(2, "Mona")]


def test_the_last_level_goes_to_whom_it_names_all_the_same(billing, dana, cleo):
    office(billing, [{"to": {"person": cleo.pk}}])
    User.objects.filter(pk=cleo.pk).update(away_until=MONDAY + 24 * HOUR)
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    tick(DUE + MINUTE)
    assert told(escalation__ticket=ticket) == [(1, "Cleo")]
