"""How a team hands out its tickets is set by who leads it, nobody else; what is changed leaves a trace."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scheduling.actions.load import allow_more, end_allowance, set_caps
from scheduling.load import Standing
from scheduling.loads import loads_of, overrides_of
from scheduling.models import LoadCaps, LoadOverride
from staff.actions import hire, join_team
from staff.duty import note_here
from staff.models import HeldSkill, Membership, Skill, Team
from tests.factories import make_ticket
from tickets.actions import assign, take
from tickets.actions.playing import take_next
from tickets.actions.routing import route
from tickets.actions.routing_setup import drop_need, need_skill, save_routing, set_shares, spelled
from tickets.actions.setting_up import Overtaken
from tickets.choices import EventKind
from tickets.models import RoutingNeed, RoutingShare, SetupChange, TeamRouting

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def lead(cleo, billing):
    Membership.objects.filter(user=cleo, team=billing).update(leads=True)
    return cleo


@pytest.fixture
def cards(db):
    return Skill.objects.create(name="Card payments", kind="product")


def said_of(team, **other):
    return {**spelled(team), **other}


def test_a_lead_sets_their_own_team_and_it_leaves_a_trace(billing, lead):
    row = save_routing(billing, said_of(billing, strategy="skill", effort_hard=300, effort_soft=200), by=lead)
    assert (row.strategy, row.version, LoadCaps.objects.get().effort_hard) == ("skill", 1, 300)
    change = SetupChange.objects.get(noun="routing", about=billing.pk)
    assert change.to == {"strategy": "skill", "effort_hard": 300, "effort_soft": 200}
    assert change.was["strategy"] == "manual"
    with pytest.raises(Overtaken):
        save_routing(billing, said_of(billing), by=lead)
    with pytest.raises(ValidationError):
        save_routing(billing, said_of(billing, effort_soft=400), by=lead, seen=1)
    assert SetupChange.objects.count() == 1


def test_who_does_not_lead_it_is_refused(billing, network, lead, amara, cleo, cards):
    for by, team in ((amara, billing), (lead, network)):
        with pytest.raises(PermissionDenied):
            save_routing(team, said_of(team), by=by)
        with pytest.raises(PermissionDenied):
            need_skill(team, {"tag": "x", "skill": cards, "level": 1}, by=by)
        with pytest.raises(PermissionDenied):
            drop_need(team, 1, by=by)
        with pytest.raises(PermissionDenied):
            set_caps(team, {}, by=by)
    assert not TeamRouting.objects.exists()


def test_its_pages_are_for_leads_and_managers(client, billing, network, lead, mona, amara):
    own, other = (f"/routing/{team.pk}/" for team in (billing, network))
    for user, answers in ((amara, (404, 404, 404)), (lead, (200, 200, 404)), (mona, (200, 200, 200))):
        client.force_login(user)
        assert tuple(client.get(url).status_code for url in ("/routing/", own, other)) == answers
    client.force_login(amara)
    for url in (own, own + "needs/", own + "allow/"):
        assert client.post(url, {}).status_code == 404
    client.force_login(lead)
    for url in (other, other + "needs/", other + "allow/"):
        assert client.post(url, {}).status_code == 404


def test_the_page_saves_and_says_what_is_wrong(client, billing, lead, cards):
    client.force_login(lead)
    url = f"/routing/{billing.pk}/"
    form = client.get(url).context["form"]
    given = {name: form.initial[name] for name in form.fields if form.initial[name] is not None}
    assert client.post(url, {**given, "strategy": "load", "worked_hard": "50"}).status_code == 302
    assert (TeamRouting.objects.get().strategy, LoadCaps.objects.get().worked_hard) == ("load", 3000)
    assert client.post(url, {**given, "seen": 0}).status_code == 409
    assert client.post(url, {**given, "seen": 1, "rest_soft": "8"}).status_code == 422
    assert client.post(url, {**given, "seen": 1, "capacity_minutes": "x"}).status_code == 422
    assert client.post(url + "needs/", {"skill": cards.pk, "level": 2}).status_code == 422
    client.post(url + "needs/", {"tag": "cards", "skill": cards.pk, "level": 2})
    client.post(url + "needs/", {"tag": "cards", "skill": cards.pk, "level": 3})
    assert RoutingNeed.objects.get().level == 3
    assert "Card payments" in client.get(url).content.decode()
    client.post(url + "needs/", {"drop": RoutingNeed.objects.get().pk})
    assert not RoutingNeed.objects.exists()


def test_a_lead_lets_somebody_have_more_and_says_why(client, billing, lead, amara, nora):
    client.force_login(lead)
    url = f"/routing/{billing.pk}/allow/"
    assert client.post(url, {"user": amara.pk, "hours": 8, "reason": " "}).status_code == 422
    assert client.post(url, {"user": nora.pk, "hours": 8, "reason": "x"}).status_code == 422
    assert client.post(url, {"user": lead.pk, "hours": 8, "reason": "x"}).status_code == 422
    client.post(url, {"user": amara.pk, "hours": 8, "reason": "An outage"})
    client.post(url, {"user": amara.pk, "hours": 2, "reason": "Still"})
    now = timezone.now()
    assert overrides_of([amara.pk], now)[amara.pk].reason == "Still"
    assert LoadOverride.objects.filter(ended_at=None).count() == 1
    assert "Still" in client.get(f"/routing/{billing.pk}/").content.decode()
    client.post(url, {"end": amara.pk})
    assert overrides_of([amara.pk], timezone.now()) == {}
    assert LoadOverride.objects.count() == 2, "nothing of it is lost"


def test_nobody_lets_themselves_have_more_nor_others_of_another_team(amara, ben, lead, nora, mona):
    until = timezone.now() + HOUR
    for by, user in ((amara, ben), (lead, lead), (lead, nora), (mona, mona)):
        with pytest.raises(PermissionDenied):
            allow_more(user, by=by, reason="x", until=until)
        with pytest.raises(PermissionDenied):
            end_allowance(user, by=by)
    with pytest.raises(ValidationError):
        allow_more(nora, by=mona, reason="x", until=until + 8 * 24 * HOUR)


def test_the_soft_cap_needs_a_reason_and_the_hard_one_is_the_end(billing, lead, amara, dana, eve):
    TeamRouting.objects.create(team=billing, strategy="load")
    LoadCaps.objects.create(team=billing, effort_soft=15, effort_hard=40)
    note_here(amara)
    assign(make_ticket(requester=eve, team=billing), by=lead, to=amara)
    assert loads_of([amara], timezone.now())[amara.pk].load.standing is Standing.HIGH
    ticket = make_ticket(requester=dana, team=billing)
    assert route(ticket).person is None
    said = {row[0]: row[1] for row in ticket.events.get(kind=EventKind.ROUTED).data["said"]}
    assert said == {amara.pk: ["high"], lead.pk: ["absent"]}
    allow_more(amara, by=lead, reason="An outage", until=timezone.now() + HOUR)
    assert route(ticket).person == amara.pk
    assign(make_ticket(requester=eve, team=billing), by=lead, to=amara)
    assert loads_of([amara], timezone.now())[amara.pk].load.standing is Standing.OVER
    assert not loads_of([amara], timezone.now())[amara.pk].may_have_more
    assert route(make_ticket(requester=dana, team=billing, priority="urgent")).person is None


def test_the_skill_is_looked_for_and_a_gate_is_never_overlooked(billing, amara, ben, dana, cards, lead):
    TeamRouting.objects.create(team=billing, strategy="skill", fallback_minutes=0)
    need_skill(billing, {"tag": "cards", "skill": cards, "level": 2}, by=lead)
    HeldSkill.objects.create(user=ben, skill=cards, level=2, granted_at=timezone.now())
    note_here(amara)
    note_here(ben)
    ticket = make_ticket(requester=dana, team=billing, tags=["cards"])
    assert route(ticket).person == ben.pk
    HeldSkill.objects.all().delete()
    relaxed = route(make_ticket(requester=dana, team=billing, tags=["cards"]))
    assert relaxed.rule == "relaxed"


def test_nobody_gives_by_hand_what_the_caps_forbid(client, billing, lead, amara, ben, dana):
    """Above the soft cap with a reason, at the hard one never; taking is one's own."""
    LoadCaps.objects.create(team=billing, effort_soft=15, effort_hard=30)
    tickets = [make_ticket(requester=dana, team=billing) for _ in range(4)]
    assign(tickets[0], by=ben, to=amara)
    for by in (ben, lead):
        with pytest.raises(ValidationError, match="above the soft cap: 15m of work"):
            assign(tickets[1], by=by, to=amara)
    allow_more(amara, by=lead, reason="An outage", until=timezone.now() + HOUR)
    assign(tickets[1], by=ben, to=amara)
    with pytest.raises(ValidationError, match="at the hard cap"):
        assign(tickets[2], by=lead, to=amara)
    client.force_login(ben)
    url = f"/tickets/{tickets[2].pk}/assign/"
    answer = client.post(url, {"assignee": amara.pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "Amara Kask is at the hard cap" in answer.content.decode()
    with pytest.raises(ValidationError, match="You are at the hard cap"):
        take_next(by=amara)
    take(tickets[2], by=amara)
    assert tickets[2].assignee == amara


def test_the_pages_cost_the_same_with_one_and_with_three(client, billing, lead, amara, mona, network):
    client.force_login(lead)
    TeamRouting.objects.create(team=billing, strategy="load")
    costs = []
    for more in range(2):
        for url in ("/routing/", f"/routing/{billing.pk}/"):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            costs.append(len(asked))
        if not more:
            for number in range(3):
                hire(email=f"x{number}@desk.example", full_name=f"X {number}", role="agent", teams=(billing,))
                join_team(lead, Team.objects.create(name=f"T{number}", slug=f"t{number}"), leads=True)
    assert costs[0] == costs[2]
    assert costs[1] == costs[3]


def test_shares_are_set_by_who_leads_and_hold_in_turn_as_well(client, billing, lead, amara, ben, nora, eve):
    TeamRouting.objects.create(team=billing, strategy="round_robin")
    client.force_login(lead)
    url = f"/routing/{billing.pk}/"
    given = {
        f"share-{amara.pk}": "200 %",
        f"share-{ben.pk}": "100",
        f"share-{lead.pk}": "0",
        f"share-{nora.pk}": "7",
    }
    assert client.post(url + "shares/", given).status_code == 302
    assert dict(RoutingShare.objects.values_list("user", "percent")) == {amara.pk: 200, lead.pk: 0}
    for nonsense in ("x", "-1", "201", "9" * 40):
        client.post(url + "shares/", {f"share-{ben.pk}": nonsense})
    assert RoutingShare.objects.count() == 2
    assert SetupChange.objects.first().to["shares"] == {"Amara Kask": 200, "Cleo Mets": 0}
    for one in (amara, ben, lead):
        note_here(one)
    start, got = timezone.now(), []
    for minute in range(9):
        ticket = make_ticket(requester=eve, team=billing)
        got.append(route(ticket, at=start + minute * HOUR / 60).person)
    assert (got.count(amara.pk), got.count(ben.pk)) == (6, 3)
    assert "6" in client.get(url).content.decode()
    client.force_login(amara)
    assert client.post(url + "shares/", given).status_code == 404
    with pytest.raises(PermissionDenied):
        set_shares(billing, {amara.pk: 0}, by=amara)
