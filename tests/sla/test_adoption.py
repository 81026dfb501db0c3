"""Open tickets take over a new promise: from now on, or as if it had always held; once, and only theirs."""

import pytest
from django.core.exceptions import PermissionDenied

from customers.actions import set_vip
from customers.models import OrganisationChange
from lib.conditions import Wrong
from scheduling.actions import save_calendar, set_hours
from scheduling.written import Source
from sla.actions import Stale, begin_adoption, move_policy, save_policy, set_policy, use_policy
from sla.models import Adoption, Policy, PolicyVersion
from tests.factories import OFFICE_HOURS, make_ticket
from tests.sla.test_matching import HOUR, MONDAY, promised, terms, when
from tickets import actions, adopting, clocks, watching
from tickets.models import TicketEvent
from tickets.rebuilding import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(billing, network) -> PolicyVersion:
    """Two hours for a first answer, for everybody."""
    set_hours("Office", OFFICE_HOURS, teams=(billing, network))
    return set_policy("Everybody", terms(120))


def save(mona, version, minutes=480, *, adopt="", **fields):
    said = {
        "name": version.policy.name, "terms": terms(minutes), "conditions": {}, "seen": version.number,
        "by": mona, "adopt": adopt, **fields,
    }  # fmt: skip
    return save_policy(version.policy, **said)


def said_at(moment):
    """Adoptions were asked for at that moment."""
    Adoption.objects.update(made_at=moment)


def test_new_tickets_only_leaves_open_ones_alone(policy, billing, dana, mona):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    newer = save(mona, policy)
    assert adopting.go_on() == 0
    assert make_ticket(requester=dana, team=billing, at=MONDAY).policy_version_id == newer.pk
    ticket.refresh_from_db()
    assert ticket.policy_version_id == policy.pk


def test_from_now_on_keeps_the_share_that_was_used(policy, billing, dana, mona):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    newer = save(mona, policy, 240, adopt="prospective")
    said_at(MONDAY + HOUR)
    assert adopting.go_on() == 1
    ticket.refresh_from_db()
    # Half of two hours was used, so half of four hours is left.
    assert (ticket.policy_version_id, ticket.queue_at) == (newer.pk, MONDAY + 3 * HOUR)
    told = promised(ticket)[-1]
    assert (told.at, told.actor, told.data["on_change"]) == (MONDAY + HOUR, mona, "prospective")
    assert not check(ticket.pk, mend=False)


def test_as_if_it_had_always_held_a_breach_is_superseded_and_stays_in_the_history(
    policy, billing, dana, mona
):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    watching.watch(MONDAY + 3 * HOUR)
    breach = TicketEvent.objects.get(ticket=ticket, kind="breached")
    save(mona, policy, 60 * 24 * 365 * 5, adopt="retroactive", terms=long_terms())
    said_at(MONDAY + 4 * HOUR)
    adopting.go_on()
    instead = TicketEvent.objects.get(ticket=ticket, kind="breach_superseded")
    assert instead.data["breach"] == breach.pk
    clock = ticket.clocks.get()
    assert (clock.state, clock.breach_noticed_at, clock.breached_at) == ("running", None, None)
    assert TicketEvent.objects.filter(pk=breach.pk).exists()
    assert not check(ticket.pk, mend=False)


def long_terms():
    """So long that it is not over whenever this runs."""
    return terms(60 * 24 * 365 * 20, hours="calendar")


def test_taken_over_once_however_often_it_is_asked_and_wherever_it_is_killed(
    policy, billing, dana, mona, monkeypatch
):
    tickets = [make_ticket(requester=dana, team=billing, at=MONDAY) for _ in range(5)]
    monkeypatch.setattr(adopting, "BATCH", 2)
    save(mona, policy, adopt="prospective")
    true_refresh, seen = clocks.refresh, []

    def dies_at_the_second(ticket, now):
        seen.append(ticket.pk)
        true_refresh(ticket, now)
        if len(seen) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(clocks, "refresh", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        adopting.go_on()
    monkeypatch.setattr(clocks, "refresh", true_refresh)
    adopting.go_on()
    assert adopting.go_on() == 0
    assert [len(promised(ticket)) for ticket in tickets] == [2] * 5
    adoption = Adoption.objects.get()
    assert (adoption.total, adoption.looked_at, adoption.changed) == (5, 5, 5)
    assert adoption.finished_at


def test_only_what_the_policy_gives_or_takes_changes(policy, billing, network, dana, mona):
    other = set_policy("Network", terms(60), team=network)
    Policy.objects.filter(pk=policy.policy_id).update(position=9)
    theirs = make_ticket(requester=dana, team=network, at=MONDAY)
    ours = make_ticket(requester=dana, team=billing, at=MONDAY)
    solved = make_ticket(requester=dana, team=billing, at=MONDAY)
    actions.move(solved, "solve", by=mona, at=MONDAY)
    set_policy("Network", terms(30), team=network)
    newer = save(mona, policy, adopt="prospective")
    assert adopting.go_on() == 1
    for ticket, version in ((theirs, other), (ours, newer), (solved, policy)):
        ticket.refresh_from_db()
        assert ticket.policy_version_id == version.pk


def test_a_policy_that_gives_tickets_up_leaves_them_to_the_next(policy, billing, network, dana, mona):
    first = set_policy("First", terms(60), position=0)
    Policy.objects.filter(pk=policy.policy_id).update(position=9)
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    assert ticket.policy_version_id == first.pk
    save(mona, first, 60, adopt="prospective", conditions=when(("team", "is", str(network.pk))))
    adopting.go_on()
    ticket.refresh_from_db()
    assert ticket.policy_version_id == policy.pk


def test_open_tickets_take_over_new_hours(policy, billing, dana, mona):
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    hours = ticket.calendar_version
    save_calendar(
        hours.calendar, name="Office", source=Source(tz="Europe/Tallinn", week=("11-17",) * 7), by=mona,
        teams=(billing,), seen=hours.number, adopt="retroactive", today=MONDAY.date(),
    )  # fmt: skip
    assert adopting.go_on() == 1
    ticket.refresh_from_db()
    assert ticket.calendar_version.number == 2
    assert ticket.clocks.get().breached_at == MONDAY + 3 * HOUR  # opened at 10, open from 11
    assert not check(ticket.pk, mend=False)


def test_a_vip_is_promised_more_and_who_said_so_is_kept(policy, billing, dana, eve, mona, amara):
    vip = set_policy("VIP", terms(30), conditions=when(("vip", "yes")))
    Policy.objects.filter(pk=policy.policy_id).update(position=9)
    hers, other = (make_ticket(requester=who, team=billing, at=MONDAY) for who in (dana, eve))
    with pytest.raises(PermissionDenied):
        set_vip(dana.organisation, vip=True, by=amara)
    set_vip(dana.organisation, vip=True, by=mona)
    set_vip(dana.organisation, vip=True, by=mona)
    change = OrganisationChange.objects.get()
    assert (change.by, change.vip) == (mona, True)
    assert adopting.go_on() == 1
    assert adopting.go_on() == 0
    for ticket, version in ((hers, vip), (other, policy)):
        ticket.refresh_from_db()
        assert ticket.policy_version_id == version.pk


def test_an_edit_makes_a_version_the_same_makes_none_and_the_slower_one_is_told(policy, mona):
    newer = save(mona, policy)
    assert (newer.number, newer.made_by) == (2, mona)
    policy.refresh_from_db()
    assert policy.terms == terms(120)
    assert save(mona, newer) == newer
    with pytest.raises(Stale):
        save(mona, policy, 60)
    assert save(mona, newer, name="All").policy.name == "All"


def test_only_those_who_may_promise_do(policy, amara, cleo, mona):
    for person in (amara, cleo):
        for act in (
            lambda person=person: save(person, policy),
            lambda person=person: use_policy(policy.policy, active=False, by=person),
            lambda person=person: move_policy(policy.policy, up=True, by=person),
            lambda person=person: begin_adoption(by=person, how="prospective", policy_version=policy),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert PolicyVersion.objects.count() == 1


def test_what_was_typed_must_be_something_there_is(policy, mona):
    with pytest.raises(Wrong) as refused:
        save(mona, policy, conditions=when(("priority", "is", "huge")))
    assert (refused.value.code, refused.value.field, refused.value.text) == ("unknown", "priority", "huge")
    every = ("low", "normal", "high", "urgent")
    with pytest.raises(Wrong) as refused:
        save(mona, policy, conditions=when(("priority", "is_not", *every)))
    assert refused.value.code == "contradiction"


def test_policies_are_put_in_order(policy, mona):
    picky = save_policy(None, name="Picky", terms=terms(60), conditions=when(("vip", "yes")), by=mona)
    last = save_policy(None, name="All", terms=terms(60), conditions={}, by=mona)
    names = lambda: list(Policy.objects.values_list("name", flat=True))  # noqa: E731
    assert names() == ["Picky", "Everybody", "All"]
    move_policy(last.policy, up=True, by=mona)
    move_policy(picky.policy, up=True, by=mona)
    assert names() == ["Picky", "All", "Everybody"]
    use_policy(picky.policy, active=False, by=mona)
    use_policy(picky.policy, active=False, by=mona)
    assert picky.policy.changes.count() == 1
