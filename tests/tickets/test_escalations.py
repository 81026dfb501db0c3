"""The ladder climbed: from the breach to whoever is told, level by level, until somebody sees to it."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import override

from notices.models import Notice
from scheduling.actions import set_hours
from sla.actions import set_policy
from staff.actions import hire, join_team
from staff.models import Membership, Team
from tests.factories import OFFICE_HOURS, STANDARD_TERMS, make_ticket
from tickets import actions, escalations, sentences, watching
from tickets.events import as_history
from tickets.models import Escalation, EscalationStep, TicketEvent

MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn, open until 17:00
MINUTE = datetime.timedelta(minutes=1)
HOUR = 60 * MINUTE
DUE = MONDAY + 4 * HOUR  # the first response
LADDER = [
    {"since": "warning", "to": "assignee"},
    {"since": "breach", "to": "team_lead"},
    {"since": "breach", "to": "manager", "minutes": 30, "channel": "letter"},
]


def office(team, ladder=LADDER, **manner):
    set_hours("Office", OFFICE_HOURS, teams=(team,))
    set_policy("Standard", {**STANDARD_TERMS, "ladder": ladder, **manner})


@pytest.fixture
def owned(billing, dana, amara, cleo, mona):
    """Amara's ticket since ten o'clock, and a lead and a manager above her."""
    office(billing)
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY, subject="Refund not received")
    actions.take(ticket, by=amara, at=MONDAY)
    return ticket


def tick(now):
    watching.watch(now)
    escalations.climb_due(now)


def told(**only):
    """Who was told, in order."""
    steps = EscalationStep.objects.filter(**only).order_by("pk").select_related("recipient")
    return [(step.level, step.recipient.first_name) for step in steps]


def lines(ticket, kind):
    names = sentences.Names(users={1: "x"})
    events = TicketEvent.objects.filter(ticket=ticket, kind=kind).order_by("pk")
    users = {n.pk: n.full_name for n in ticket.team.members.all()}
    names = sentences.Names(users=users)
    with override("en"):
        return [str(sentences.sentence(event, names)) for event in events]


@pytest.mark.django_db
def test_each_level_is_told_when_it_is_due_and_once(owned):
    for minutes in (0, 170, 180, 181, 239, 241, 242, 269, 270.5, 271, 300):
        tick(MONDAY + minutes * MINUTE)
    first = {"escalation__metric": "first_response"}
    assert told(**first) == [(1, "Amara"), (2, "Cleo"), (3, "Mona")]
    assert [(n.recipient.first_name, n.words) for n in Notice.objects.order_by("pk")[:3]] == [
        ("Amara", "{metric} is at risk: #{number} {subject}"),
        ("Cleo", "{metric} is late: #{number} {subject}"),
        ("Mona", "{metric} is late: #{number} {subject}"),
    ]
    assert Notice.objects.exclude(letter_due_at=None).get().recipient.first_name == "Mona"


@pytest.mark.django_db
def test_acknowledged_nobody_else_is_told(owned, cleo):
    tick(DUE + MINUTE)
    assert actions.acknowledge(owned, by=cleo, reason="  On the phone\nwith them ", at=DUE + 2 * MINUTE) == 2
    assert actions.acknowledge(owned, by=cleo, at=DUE + 2 * MINUTE) == 0
    tick(DUE + 3 * HOUR)
    assert told() == [(1, "Amara"), (2, "Cleo")]
    assert lines(owned, "acknowledged") == ["Acknowledged by <b>Cleo Mets</b>: <b>On the phone with them</b>"]
    # Cleo has read it by acknowledging; Amara's asks for nothing any more.
    assert Notice.objects.get(recipient=cleo).read_at
    assert not Notice.objects.filter(settled_at=None)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["answer", "solve"])
def test_the_end_of_the_clock_is_the_end_of_the_ladder(owned, amara, cleo, how):
    tick(DUE + MINUTE)
    if how == "answer":
        actions.reply(owned, by=amara, text="We are looking.", at=DUE + 10 * MINUTE)
    else:
        actions.reply(owned, by=amara, text="Done.", then="solve", at=DUE + 10 * MINUTE)
    tick(DUE + 3 * HOUR)
    assert "Mona" not in [who for _, who in told(escalation__metric="first_response")]
    assert {one.end for one in Escalation.objects.filter(metric="first_response")} == {"settled"}
    assert not Notice.objects.filter(params__metric__word="First response", settled_at=None)


@pytest.mark.django_db
def test_not_late_after_all_nobody_else_is_told(billing, dana, amara, cleo, mona):
    office(billing, on_change="retroactive")
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    tick(DUE + MINUTE)
    assert "Cleo" in [who for _, who in told()]
    actions.prioritise(ticket, by=amara, to="low", at=DUE + 10 * MINUTE)  # eight hours instead of four
    tick(DUE + 3 * HOUR)
    assert "Mona" not in [who for _, who in told()]
    # Missed at the new time there is a new breach, with a ladder of its own.
    tick(MONDAY + 8 * HOUR + 16 * HOUR + MINUTE)
    again = Escalation.objects.get(metric="first_response", threshold="", ended_at=None)
    assert told(escalation=again) == [(2, "Cleo")]


@pytest.mark.django_db
def test_the_next_level_asks_who_it_is_by_then(owned, billing, cleo, ben):
    tick(MONDAY + 3 * HOUR)
    Membership.objects.filter(user=cleo).update(leads=False)
    join_team(ben, billing, leads=True)
    tick(DUE + MINUTE)
    assert told() == [(1, "Amara"), (2, "Ben")]


@pytest.mark.django_db
def test_a_level_with_nobody_goes_on_to_the_next_at_once_and_says_so(owned, cleo, amara):
    Membership.objects.filter(user=cleo).delete()
    tick(DUE + MINUTE)
    assert told(escalation__threshold="") == [(3, "Mona")]
    said = lines(owned, "escalated")
    assert said[1] == "<b>First response</b>: nobody to tell on level <b>2</b>, on to the next"


@pytest.mark.django_db
def test_who_may_not_see_the_ticket_is_told_nothing(owned, nora, billing):
    """Nora is named by the ladder, but works elsewhere."""
    office(billing, [{"to": {"person": nora.pk}}, {"to": "manager", "minutes": 60}])
    other = make_ticket(requester=owned.requester, team=billing, at=MONDAY)
    tick(DUE + MINUTE)
    assert not Notice.objects.filter(recipient=nora)
    assert (2, "Mona") in told(escalation__ticket=other)


@pytest.mark.django_db
def test_who_has_left_is_told_nothing(owned, cleo):
    cleo.is_active = False
    cleo.save()
    tick(DUE + MINUTE)
    assert not Notice.objects.filter(recipient=cleo)


@pytest.mark.django_db
def test_outside_opening_hours_it_waits_for_the_morning(billing, dana, cleo):
    office(billing, [{"to": "team_lead"}])
    make_ticket(requester=dana, team=billing, at=MONDAY, priority="urgent")  # 30 minutes by the wall clock
    evening = make_ticket(requester=dana, team=billing, at=MONDAY + 12 * HOUR, priority="urgent")
    tick(MONDAY + 13 * HOUR)
    assert not EscalationStep.objects.filter(escalation__ticket=evening)
    assert TicketEvent.objects.filter(ticket=evening, kind="breached").count() == 1  # recorded on time
    tick(MONDAY + 23 * HOUR)
    step = EscalationStep.objects.get(escalation__ticket=evening, escalation__metric="first_response")
    assert step.due_at == MONDAY + 23 * HOUR  # nine in the morning


@pytest.mark.django_db
def test_a_late_worker_tells_everybody_and_says_how_late(owned):
    tick(DUE + 2 * HOUR)  # nobody was there since the opening
    assert told(escalation__metric="first_response") == [(1, "Amara"), (2, "Cleo"), (3, "Mona")]
    assert "<b>2h</b> late" in lines(owned, "escalated")[1]
    notice = Notice.objects.get(
        recipient__full_name="Cleo Mets", words__contains="late", params__metric__word="First response"
    )
    assert notice.created_at - notice.due_at == 2 * HOUR


@pytest.mark.django_db
def test_while_the_clock_stands_still_so_does_the_ladder(billing, dana, amara, cleo):
    office(
        billing,
        [{"since": "warning", "to": "assignee"}, {"since": "warning", "to": "team_lead", "minutes": 60}],
    )
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY - 72 * HOUR)
    actions.take(ticket, by=amara, at=MONDAY - 72 * HOUR)
    actions.reply(ticket, by=amara, text="Soon.", at=MONDAY - 71 * HOUR)
    clock = ticket.clocks.get(metric="resolution")
    tick(clock.warn_at + MINUTE)
    assert told() == [(1, "Amara")]
    actions.reply(ticket, by=amara, text="Which one?", then="wait", at=clock.warn_at + 2 * MINUTE)
    assert Escalation.objects.get().next_at is None
    tick(clock.warn_at + 48 * HOUR)
    assert told() == [(1, "Amara")]
    again = clock.warn_at + 48 * HOUR
    actions.receive(ticket, by=dana, text="The blue one.", channel="email", at=again)
    tick(again + MINUTE)
    step = EscalationStep.objects.filter(level=2).get()
    assert step.due_at >= again


@pytest.mark.django_db
def test_history_that_is_written_down_escalates_nothing(billing, dana, cleo):
    office(billing)
    with as_history():
        make_ticket(requester=dana, team=billing, at=MONDAY)
        watching.watch(DUE + HOUR)
    assert TicketEvent.objects.filter(kind="breached").exists()
    assert not Escalation.objects.exists()


@pytest.mark.django_db
def test_killed_in_the_middle_the_next_tick_does_the_rest(owned, monkeypatch):
    watching.watch(DUE + HOUR)
    true_tell = escalations.tell

    def dies(*args, **kw):
        true_tell(*args, **kw)
        raise KeyboardInterrupt

    monkeypatch.setattr(escalations, "tell", dies)
    with pytest.raises(KeyboardInterrupt):
        escalations.climb_due(DUE + HOUR)
    assert not EscalationStep.objects.exists()
    assert not Notice.objects.exists()
    monkeypatch.setattr(escalations, "tell", true_tell)
    escalations.climb_due(DUE + HOUR)
    escalations.climb_due(DUE + HOUR)
    assert len(told()) == len(set(told())) == Notice.objects.count() == 3


@pytest.mark.django_db
def test_one_that_cannot_be_climbed_holds_up_nobody(owned, dana, billing, monkeypatch):
    for _ in range(3):
        make_ticket(requester=dana, team=billing, at=MONDAY)
    watching.watch(DUE + MINUTE)
    true_tell, tried = escalations.tell, []

    def fails(ticket, *args, **kw):
        tried.append(ticket.pk)
        assert ticket.pk != owned.pk
        true_tell(ticket, *args, **kw)

    monkeypatch.setattr(escalations, "tell", fails)
    monkeypatch.setattr(escalations, "BATCH", 2)
    escalations.climb_due(DUE + MINUTE)
    assert tried.count(owned.pk) == 2  # its warning and its breach, once each
    assert Escalation.objects.filter(climbed__gt=0).exclude(ticket=owned).exists()


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_tell_everybody_once(dana):
    team = Team.objects.create(name="Billing", slug="billing")
    hire(email="c@desk.example", full_name="Cleo Mets", role="lead", teams=(team,))
    hire(email="m@desk.example", full_name="Mona Rand", role="manager")
    office(team)
    tickets = [make_ticket(requester=dana, team=team, at=MONDAY).pk for _ in range(8)]

    def work(_):
        try:
            tick(DUE + HOUR)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(6)))
    told_of = Notice.objects.filter(recipient__full_name="Mona Rand").values_list("about_id", flat=True)
    assert sorted(told_of) == tickets
    assert Notice.objects.count() == 2 * len(tickets)  # nobody owns them


@pytest.mark.django_db
def test_the_button_on_the_ticket(client, owned, amara, nora, cleo):
    tick(DUE + MINUTE)
    url = f"/tickets/{owned.pk}/acknowledge/"
    client.force_login(nora)
    assert client.post(url).status_code == 404
    client.force_login(amara)
    page = client.get(f"/tickets/{owned.pk}/").content.decode()
    assert url in page
    assert 'id="acknowledge" data-key="h"' in page
    assert client.get(url).status_code == 405
    answer = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert "Acknowledged: nobody else is told." in answer
    assert url not in client.get(f"/tickets/{owned.pk}/").content.decode()
    assert Escalation.objects.filter(end="acknowledged", acknowledged_by=amara).count() == 2
    assert not Escalation.objects.filter(ended_at=None)


@pytest.mark.django_db
def test_the_button_in_the_notices_leads_back_to_them(client, owned, cleo):
    tick(DUE + MINUTE)
    client.force_login(cleo)
    page = client.get("/notices/").content.decode()
    assert "First response is late: #" in page
    assert "You lead Billing, and nobody had acknowledged it" in page
    answer = client.post(f"/tickets/{owned.pk}/acknowledge/", {"next": "/notices/"})
    assert answer.url == "/notices/"
    assert "Nothing new" in client.get("/notices/").content.decode()
    away = client.post(f"/tickets/{owned.pk}/acknowledge/", {"next": "https://evil.example/"})
    assert "evil" not in away.url


@pytest.mark.django_db
def test_a_customer_acknowledges_nothing(owned, dana):
    tick(DUE + MINUTE)
    with pytest.raises(PermissionDenied):
        actions.acknowledge(owned, by=dana)


@pytest.mark.django_db
def test_merged_away_nobody_else_is_told(owned, billing, dana, cleo, mona):
    other = make_ticket(requester=dana, team=billing, at=MONDAY + HOUR)
    tick(DUE + MINUTE)
    actions.merge(owned, into=other, by=cleo, at=DUE + 5 * MINUTE)
    assert not Escalation.objects.filter(ticket=owned, ended_at=None)
    tick(DUE + 3 * HOUR)
    assert "Mona" not in [who for _, who in told(escalation__ticket=owned)]


@pytest.mark.django_db
def test_what_colleagues_promise_each_other_has_a_ladder_of_its_own(billing, dana, cleo, mona):
    office(billing, [{"to": "manager"}])
    inside = {"priorities": {"normal": {"first_response": {"minutes": 60}}}, "ladder": [{"to": "team_lead"}]}
    set_policy("Among us", inside, audience="internal")
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    tick(DUE + MINUTE)
    assert told(escalation__audience="internal") == [(1, "Cleo")]
    assert told(escalation__audience="customer") == [(1, "Mona")]
    notice = Notice.objects.get(recipient=cleo, about_id=ticket.pk)
    assert notice.words == "{metric} among colleagues is late: #{number} {subject}"


@pytest.mark.django_db
def test_who_loses_the_ticket_reads_nothing_of_it_any_more(client, owned, cleo):
    tick(DUE + MINUTE)
    Membership.objects.filter(user=cleo).delete()
    client.force_login(cleo)
    page = client.get("/notices/").content.decode()
    assert "Refund not received" not in page
    assert "not yours to see any more" in page
    assert "acknowledge" not in page.lower()


@pytest.mark.django_db
def test_a_climb_costs_the_same_for_one_and_three_people(owned, billing, cleo, django_assert_max_num_queries):
    for n in range(2):
        hire(email=f"lead{n}@desk.example", full_name=f"Lead {n}", role="lead", teams=(billing,))
    watching.watch(DUE + MINUTE)
    Escalation.objects.exclude(threshold="").update(next_at=None)
    with django_assert_max_num_queries(20):
        escalations.climb_due(DUE + MINUTE)
    assert len(told()) == 3
