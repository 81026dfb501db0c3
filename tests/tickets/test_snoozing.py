"""Putting tickets aside, and having them back in time."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from notices.models import Notice
from tests.factories import make_ticket
from tickets import waking
from tickets.actions import (
    assign,
    change_team,
    keep_automatic,
    keep_third_party,
    merge,
    move,
    receive,
    snooze,
    take,
    unmerge,
    wake,
)
from tickets.actors import Desk
from tickets.choices import EventKind
from tickets.models import Ticket
from tickets.models.ticket import NEVER

HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.now()


def aside(ticket: Ticket) -> bool:
    ticket.refresh_from_db()
    return ticket.snoozed_until is not None


def why(ticket: Ticket) -> list[str]:
    return [event.data["why"] for event in ticket.events.filter(kind=EventKind.WOKEN).order_by("pk")]


def test_it_comes_back_when_its_time_has_come_and_only_once(ticket, amara, now):
    snooze(ticket, by=amara, until=now + HOUR)
    assert waking.wake_due(now + HOUR - MINUTE) == 0
    assert aside(ticket)
    assert waking.wake_due(now + HOUR) == 1
    assert waking.wake_due(now + HOUR) == 0
    assert not aside(ticket)
    assert why(ticket) == ["time"]


def test_after_an_outage_the_next_tick_wakes_all_that_was_missed(billing, dana, amara, now):
    tickets = [make_ticket(requester=dana, team=billing) for _ in range(3)]
    for hours, one in enumerate(tickets, 1):
        snooze(one, by=amara, until=now + hours * HOUR)
    assert waking.wake_due(now + 9 * HOUR) == 3
    assert [why(one) for one in tickets] == [["time"]] * 3


def test_one_that_cannot_be_woken_keeps_no_other_asleep(billing, dana, amara, now, monkeypatch):
    tickets = [make_ticket(requester=dana, team=billing) for _ in range(3)]
    for one in tickets:
        snooze(one, by=amara, until=now + HOUR)
    rouse = waking.rouse

    def fails(ticket, *args, **named):
        if ticket.pk == tickets[1].pk:
            raise RuntimeError
        return rouse(ticket, *args, **named)

    monkeypatch.setattr(waking, "rouse", fails)
    assert waking.wake_due(now + 2 * HOUR) == 2
    assert [aside(one) for one in tickets] == [False, True, False]


def test_whoever_has_it_is_told_and_it_is_unread_again(ticket, amara, ben, now):
    take(ticket, by=amara)
    snooze(ticket, by=amara, until=now + HOUR)
    waking.wake_due(now + HOUR)
    (notice,) = Notice.objects.all()
    assert (notice.recipient, notice.params["number"]) == (amara, ticket.pk)
    ticket.refresh_from_db()
    assert ticket.active_at == now + HOUR


def test_nobodys_is_told_to_the_team_alone(ticket, amara, ben, nora, now):
    snooze(ticket, by=amara, until=now + HOUR)
    waking.wake_due(now + HOUR)
    assert {notice.recipient for notice in Notice.objects.all()} == {amara, ben}


def test_a_promise_that_is_due_soon_wakes_it_before_its_time(promises, billing, dana, amara):
    monday = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)  # ten in Tallinn
    one = make_ticket(requester=dana, team=billing, at=monday)  # a first answer by 14, a warning at 13
    snooze(one, by=amara, until=monday + 24 * HOUR, at=monday + MINUTE)
    assert waking.wake_due(monday + 3 * HOUR - MINUTE) == 0
    assert waking.wake_due(monday + 3 * HOUR) == 1
    assert why(one) == ["promise"]
    # Put aside again although it is pressing: the last quarter of an hour is the last word.
    snooze(one, by=amara, until=monday + 24 * HOUR, at=monday + 3 * HOUR + MINUTE)
    assert waking.wake_due(monday + 3 * HOUR + 30 * MINUTE) == 0
    assert waking.wake_due(monday + 3 * HOUR + 46 * MINUTE) == 1


def test_its_promises_run_on(promises, billing, dana, amara):
    monday = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)
    one = make_ticket(requester=dana, team=billing, at=monday)
    due = one.queue_at
    snooze(one, by=amara, until=monday + HOUR, at=monday + MINUTE)
    one.refresh_from_db()
    assert one.queue_at == due
    assert {clock.state for clock in one.clocks.all()} == {"running"}


def test_a_late_promise_does_not_wake_it_at_once(promises, billing, dana, amara):
    monday = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)
    one = make_ticket(requester=dana, team=billing, at=monday)
    snooze(one, by=amara, until=monday + 6 * HOUR, at=monday + 5 * HOUR)
    assert waking.wake_due(monday + 5 * HOUR + MINUTE) == 0


def test_the_customer_wakes_it(ticket, amara, dana, now):
    snooze(ticket, by=amara, until=None)
    assert ticket.snoozed_until == NEVER
    keep_automatic(ticket, by=dana, text="I am away")
    assert aside(ticket)
    receive(ticket, by=dana, text="Hello?", channel="email")
    assert not aside(ticket)
    assert why(ticket) == ["customer"]


def test_a_third_party_wakes_it(ticket, amara, eve, now):
    snooze(ticket, by=amara, until=now + HOUR)
    keep_third_party(ticket, by=eve, text="About that …")
    assert why(ticket) == ["customer"]


def test_kept_asleep_whatever_the_customer_writes(ticket, amara, dana, now):
    snooze(ticket, by=amara, until=now + HOUR, keeps=True)
    receive(ticket, by=dana, text="Thanks!", channel="email")
    assert aside(ticket)
    assert waking.wake_due(now + HOUR) == 1


@pytest.mark.parametrize("act", ["assign", "team"])
def test_given_to_somebody_it_is_awake(ticket, amara, ben, network, now, act):
    snooze(ticket, by=amara, until=now + HOUR)
    if act == "assign":
        assign(ticket, by=amara, to=ben)
    else:
        change_team(ticket, by=amara, to=network)
    assert not aside(ticket)
    assert why(ticket) == ["handed"]


def test_taking_it_oneself_leaves_it_aside(ticket, amara, now):
    snooze(ticket, by=amara, until=now + HOUR)
    take(ticket, by=amara)
    assert aside(ticket)


def test_what_is_solved_is_not_put_aside(ticket, amara, now):
    snooze(ticket, by=amara, until=now + HOUR)
    move(ticket, "solve", by=amara)
    assert not aside(ticket)
    assert why(ticket) == []
    with pytest.raises(ValidationError):
        snooze(ticket, by=amara, until=now + HOUR)


def test_merged_it_sleeps_in_neither_unless_both_did(billing, dana, amara, now):
    source, target, both = (make_ticket(requester=dana, team=billing) for _ in range(3))
    for one in (source, both):
        one.unanswered_since = None
        one.save(update_fields=["unanswered_since"])
        snooze(one, by=amara, until=now + (2 if one is both else 1) * HOUR)
    merge(source, by=amara, into=both)
    both.refresh_from_db()
    assert both.snoozed_until == now + HOUR
    assert not aside(source)
    unmerge(source, by=amara)
    source.refresh_from_db()
    assert source.snoozed_until == now + HOUR
    assert not aside(target)


def test_a_question_that_is_merged_in_wakes_it(billing, dana, amara, now):
    source, target = (make_ticket(requester=dana, team=billing) for _ in range(2))
    snooze(target, by=amara, until=now + HOUR)
    merge(source, by=amara, into=target)
    assert not aside(target)
    assert why(target) == ["merged"]


def test_having_it_back_at_once(ticket, amara, now):
    snooze(ticket, by=amara, until=now + HOUR)
    wake(ticket, by=amara)
    wake(ticket, by=amara)
    assert why(ticket) == ["hand"]
    assert not Notice.objects.exists()


@pytest.mark.parametrize("until", [-HOUR, datetime.timedelta(0), datetime.timedelta(days=400)])
def test_a_time_that_is_none_to_wait_for(ticket, amara, now, until):
    with pytest.raises(ValidationError):
        snooze(ticket, by=amara, until=now + until, at=now)


def test_without_a_time_an_answer_has_to_wake_it(ticket, amara):
    with pytest.raises(ValidationError):
        snooze(ticket, by=amara, until=None, keeps=True)


def test_customers_put_nothing_aside(ticket, dana, now):
    for act in (lambda: snooze(ticket, by=dana, until=now + HOUR), lambda: wake(ticket, by=dana)):
        with pytest.raises(PermissionDenied):
            act()
    assert not aside(ticket)


def test_the_database_holds_that_what_ended_is_awake(ticket, amara, now):
    move(ticket, "solve", by=Desk("test"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(snoozed_until=now, snoozed_at=now)


# --- the pages


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def numbers(client, query: str) -> list[int]:
    return [row.number for row in client.get(f"/inbox/?{query}").context["listing"].page.rows]


def test_what_is_put_aside_is_in_no_list_of_work_and_in_no_count_of_it(as_amara, amara, billing, dana, now):
    here, gone = (make_ticket(requester=dana, team=billing) for _ in range(2))
    for one in (here, gone):
        take(one, by=amara)
    snooze(gone, by=amara, until=now + HOUR)
    for query in ("view=mine", "team=billing"):
        assert numbers(as_amara, query) == [here.pk], query
    assert numbers(as_amara, "view=snoozed") == [gone.pk]
    assert set(numbers(as_amara, "view=all")) == {here.pk, gone.pk}
    assert numbers(as_amara, "q=is:snoozed") == [gone.pk]
    counted = as_amara.get("/inbox/").context["sidebar"]
    assert (counted.mine, counted.snoozed, counted.every) == (1, 1, 2)
    assert [count for _team, count in counted.teams] == [1]


@pytest.mark.parametrize("view", ["mine", "unassigned", "due", "late", "waiting", "snoozed", "all"])
@pytest.mark.parametrize("team", ["", "billing"])
def test_every_count_of_the_sidebar_is_the_length_of_its_list(
    as_amara, amara, billing, dana, promises, now, view, team
):
    """Tickets in every state, with and without somebody, awake and put aside."""
    for n in range(12):
        one = make_ticket(requester=dana, team=billing, at=now - n * datetime.timedelta(hours=9))
        if n % 2:
            take(one, by=amara)
        if n % 3 == 0:
            move(one, "wait", by=amara)
        if n % 4 == 0:
            snooze(one, by=amara, until=now + 90 * HOUR)
    response = as_amara.get(f"/inbox/?view={view}" + (f"&team={team}" if team else ""))
    counted = response.context["sidebar"]
    listed = len(response.context["listing"].page.rows)
    if team and view == "all":
        assert listed == counted.teams[0][1]
    elif not team:
        names = {"due": "due_soon", "all": "every"}
        assert listed == getattr(counted, names.get(view, view))


def test_the_view_of_what_is_put_aside_goes_by_when_it_comes_back(as_amara, amara, billing, dana, now):
    late, never, soon = (make_ticket(requester=dana, team=billing) for _ in range(3))
    for one, until in ((late, now + 9 * HOUR), (never, None), (soon, now + HOUR)):
        snooze(one, by=amara, until=until)
    assert numbers(as_amara, "view=snoozed") == [soon.pk, late.pk, never.pk]


@pytest.mark.parametrize("until", ["tomorrow", "week", "reply"])
def test_snoozing_on_its_page(as_amara, ticket, until):
    answer = as_amara.post(f"/tickets/{ticket.pk}/snooze/", {"until": until}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert aside(ticket)
    undo = answer.context["undo_url"]
    assert as_amara.post(undo).status_code == 302
    assert not aside(ticket)


def test_a_time_is_meant_in_the_readers_zone(as_amara, amara, ticket):
    amara.time_zone = "America/New_York"
    amara.save(update_fields=["time_zone"])
    day = (timezone.now() + datetime.timedelta(days=30)).date()
    as_amara.post(f"/tickets/{ticket.pk}/snooze/", {"until": "", "at": f"{day}T08:00", "keeps": "1"})
    ticket.refresh_from_db()
    assert ticket.snooze_keeps
    local = ticket.snoozed_until.astimezone(datetime.timezone(datetime.timedelta(hours=-5)))
    assert (local.date(), local.hour in (8, 9)) == (day, True)


@pytest.mark.parametrize(
    "asked",
    [
        {"until": "never"},
        {"until": "", "at": "soon"},
        {"until": "", "at": "2020-01-01T08:00"},
        {},
        {"at": "\x00"},
        {"until": "reply", "keeps": "1"},
    ],
)
def test_what_is_no_time_is_refused_and_said(as_amara, ticket, asked):
    answer = as_amara.post(f"/tickets/{ticket.pk}/snooze/", asked, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert not aside(ticket)


@pytest.mark.parametrize("act", ["snooze", "wake"])
def test_another_team_does_not_find_it(client, nora, amara, ticket, now, act):
    snooze(ticket, by=amara, until=now + HOUR)
    client.force_login(nora)
    assert client.post(f"/tickets/{ticket.pk}/{act}/", {"until": "tomorrow"}).status_code == 404
    ticket.refresh_from_db()
    assert ticket.snoozed_until == now + HOUR


def test_waking_on_its_page(as_amara, amara, ticket, now):
    snooze(ticket, by=amara, until=now + HOUR)
    page = as_amara.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "Wake now" in page
    as_amara.post(f"/tickets/{ticket.pk}/wake/")
    assert not aside(ticket)


def test_the_menu_says_which_promise_brings_it_back_before(as_amara, promises, billing, dana, time_machine):
    monday = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)
    one = make_ticket(requester=dana, team=billing, at=monday)
    time_machine.move_to(monday + MINUTE, tick=False)
    menu = as_amara.get(f"/tickets/{one.pk}/").context["snooze"]
    assert menu.promised == monday + 3 * HOUR
    assert {offer.name: offer.promised for offer in menu.offers} == {
        "afternoon": True, "tomorrow": True, "week": True, "reply": True,
    }  # fmt: skip


def test_many_at_once_and_back(as_amara, billing, dana):
    tickets = [make_ticket(requester=dana, team=billing) for _ in range(3)]
    ticked = {"ticket": [one.pk for one in tickets], "list_view": "all"}
    answer = as_amara.post(
        "/inbox/bulk/", {"do": "snooze:tomorrow", **ticked}, headers={"hx-request": "true"}
    )
    assert [aside(one) for one in tickets] == [True] * 3
    as_amara.post(answer.context["undo_url"])
    assert [aside(one) for one in tickets] == [False] * 3
    as_amara.post("/inbox/bulk/", {"do": "snooze:reply", **ticked})
    woken = as_amara.post("/inbox/bulk/", {"do": "wake", **ticked}, headers={"hx-request": "true"})
    assert [aside(one) for one in tickets] == [False] * 3
    as_amara.post(woken.context["undo_url"])
    assert [one.snoozed_until for one in Ticket.objects.order_by("pk")] == [NEVER] * 3
