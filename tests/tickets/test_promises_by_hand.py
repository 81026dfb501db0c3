"""What people decide about promises: no reply needed, due by hand, disputes, corrected times."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sla.actions import set_policy
from tests.factories import STANDARD_TERMS, make_ticket
from tickets import actions, clocks, watching
from tickets.models import Dispute, TicketEvent
from tickets.rebuilding import check

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn, open until 17:00
HOUR = datetime.timedelta(hours=1)
TERMS = {
    "priorities": {
        "normal": STANDARD_TERMS["priorities"]["normal"] | {"next_response": {"minutes": 120, "warn": [0.5]}}
    }
}


@pytest.fixture
def asked(promises, billing, dana):
    set_policy("Standard", TERMS)
    return make_ticket(requester=dana, team=billing, at=MONDAY)


def row(ticket, metric="first_response", cycle=1):
    return ticket.clocks.get(metric=metric, cycle=cycle)


def kinds(ticket, *wanted):
    return list(
        TicketEvent.objects.filter(ticket=ticket, kind__in=wanted)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


# No reply needed


def test_thanks_close_the_customers_turn_and_are_neither_met_nor_missed(asked, amara, dana):
    actions.reply(asked, by=amara, text="It is on its way.", at=MONDAY + HOUR)
    actions.receive(asked, by=dana, text="Thanks!", channel="email", at=MONDAY + 2 * HOUR)
    actions.no_reply_needed(asked, by=amara, reason="Thanks only", at=MONDAY + 3 * HOUR)
    turn = row(asked, "next_response")
    assert (turn.state, turn.stopped_at) == ("dismissed", MONDAY + 3 * HOUR)
    assert asked.unanswered_since is None
    assert not check(asked.pk, mend=False)
    actions.receive(asked, by=dana, text="One more thing", channel="email", at=MONDAY + 4 * HOUR)
    assert row(asked, "next_response", 2).state == "running"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_reason_is_needed_and_is_one_line(asked, amara, reason):
    with pytest.raises(ValidationError):
        actions.no_reply_needed(asked, by=amara, reason=reason)


def test_where_nobody_waits_there_is_no_turn_to_close(asked, amara):
    actions.reply(asked, by=amara, text="Here.", at=MONDAY + HOUR)
    with pytest.raises(ValidationError, match="Nobody is waiting"):
        actions.no_reply_needed(asked, by=amara, reason="Thanks only")


# Due by hand


def test_a_time_set_by_hand_outlives_a_change_of_policy_until_it_is_taken_back(asked, cleo, amara):
    due = MONDAY + 30 * HOUR
    actions.set_due(asked, by=cleo, metric="resolution", due=due, reason="Agreed by phone", at=MONDAY + HOUR)
    assert (row(asked, "resolution").due_at, row(asked, "resolution").by_hand) == (due, True)
    set_policy("Standard", {"priorities": {"high": {"first_response": {"minutes": 60}}}})
    actions.prioritise(asked, by=amara, to="high", at=MONDAY + 2 * HOUR)
    kept = row(asked, "resolution")
    assert (kept.due_at, kept.by_hand, kept.state) == (due, True, "running")
    assert not check(asked.pk, mend=False)
    actions.free_due(asked, by=cleo, metric="resolution", reason="Not agreed", at=MONDAY + 3 * HOUR)
    assert (row(asked, "resolution").state, row(asked, "resolution").due_at) == ("withdrawn", None)
    assert kinds(asked, "due_set", "due_freed") == ["due_set", "due_freed"]


def test_a_breach_before_a_later_time_was_set_is_superseded_and_the_next_is_told(asked, cleo):
    watching.watch(MONDAY + 5 * HOUR)
    breach = TicketEvent.objects.get(ticket=asked, kind="breached")
    actions.set_due(
        asked, by=cleo, metric="first_response", due=MONDAY + 8 * HOUR, reason="Agreed", at=MONDAY + 6 * HOUR
    )
    assert row(asked).state == "running"
    told = TicketEvent.objects.get(ticket=asked, kind="breach_superseded")
    assert (told.data["breach"], told.data["metric"]) == (breach.pk, "first_response")
    watching.watch(MONDAY + 9 * HOUR)
    assert kinds(asked, "breached") == ["breached", "breached"]
    assert row(asked).breached_at == MONDAY + 8 * HOUR
    watching.watch(MONDAY + 10 * HOUR)
    assert len(kinds(asked, "breached", "breach_superseded")) == 3


def test_a_late_letter_does_not_take_back_a_breach_that_was_noticed_after_it_came(asked, dana):
    watching.watch(MONDAY + 5 * HOUR)
    actions.receive(asked, by=dana, text="Hello?", channel="email", at=MONDAY + 3 * HOUR)
    assert row(asked).state == "missed"
    assert kinds(asked, "breach_superseded") == []


def test_only_leads_set_a_time_and_only_one_that_can_be(asked, amara, cleo):
    def set_due(by, due, metric="resolution"):
        actions.set_due(asked, by=by, metric=metric, due=due, reason="Because", at=MONDAY + HOUR)

    with pytest.raises(PermissionDenied):
        set_due(amara, MONDAY + 9 * HOUR)
    for due in (MONDAY, MONDAY + datetime.timedelta(days=400)):
        with pytest.raises(ValidationError):
            set_due(cleo, due)
    with pytest.raises(ValidationError, match="no such clock"):
        set_due(cleo, MONDAY + 9 * HOUR, metric="periodic_update")
    actions.reply(asked, by=amara, text="Done.", then="solve", at=MONDAY + HOUR)
    with pytest.raises(ValidationError, match="stopped already"):
        set_due(cleo, MONDAY + 9 * HOUR)
    other = make_ticket(requester=asked.requester, team=asked.team)
    with pytest.raises(ValidationError, match="Nobody has set"):
        actions.free_due(other, by=cleo, metric="resolution", reason="Because")


# Disputes


STRETCH = {"metric": "first_response", "cycle": 1, "since": MONDAY + HOUR, "until": MONDAY + 3 * HOUR}


@pytest.fixture
def late(asked, amara):
    """Answered an hour late: the mail server was away for two."""
    watching.watch(MONDAY + 5 * HOUR)
    actions.reply(asked, by=amara, text="Sorry.", at=MONDAY + 5 * HOUR)
    return asked


def test_an_excluded_stretch_changes_the_adjusted_figures_alone(late, amara, mona):
    told = actions.dispute(late, by=amara, reason="The mail server was away", **STRETCH)
    actions.exclude(late, by=mona, reason="Outage 4471", answers=told, **STRETCH)
    clock = row(late)
    assert (clock.state, clock.elapsed_seconds) == ("missed", 5 * 3600)
    assert (clock.adjusted_state, clock.adjusted_seconds) == ("met", 3 * 3600)
    assert row(late, "resolution").adjusted_seconds is None
    told.refresh_from_db()
    assert (told.answer, told.answered.kind) == ("excluded", "excluded")
    assert not check(late.pk, mend=False)
    [exclusion] = actions.exclusions_of(late)
    actions.include(exclusion, by=mona, reason="It was another server")
    assert (row(late).adjusted_state, row(late).adjusted_seconds) == ("", None)
    assert actions.exclusions_of(late) == []
    assert kinds(late, "disputed", "excluded", "included") == ["disputed", "excluded", "included"]
    with pytest.raises(ValidationError, match="counts already"):
        actions.include(exclusion, by=mona, reason="Again")


def test_a_dispute_is_answered_once(late, amara, ben, mona):
    told = actions.dispute(late, by=amara, reason="The mail server was away", **STRETCH)
    with pytest.raises(ValidationError, match="waiting for an answer"):
        actions.dispute(late, by=ben, reason="Me too", **STRETCH)
    with pytest.raises(PermissionDenied):
        actions.drop_dispute(told, by=ben)
    actions.decline(told, by=mona, reason="It was not")
    for again in (
        lambda: actions.decline(told, by=mona, reason="It was not"),
        lambda: actions.exclude(late, by=mona, reason="It was", answers=told, **STRETCH),
        lambda: actions.drop_dispute(told, by=amara),
    ):
        with pytest.raises(ValidationError, match="answered already"):
            again()
    second = actions.dispute(late, by=amara, reason="It really was", **STRETCH)
    actions.drop_dispute(second, by=amara)
    assert list(Dispute.objects.order_by("pk").values_list("answer", flat=True)) == ["declined", "dropped"]


def test_only_managers_decide(late, amara, cleo):
    told = actions.dispute(late, by=amara, reason="The mail server was away", **STRETCH)
    for person in (amara, cleo):
        with pytest.raises(PermissionDenied):
            actions.decline(told, by=person, reason="No")
        with pytest.raises(PermissionDenied):
            actions.exclude(late, by=person, reason="Yes", answers=told, **STRETCH)


@pytest.mark.parametrize(
    "stretch",
    [
        {"since": MONDAY + 3 * HOUR, "until": MONDAY + HOUR},
        {"since": MONDAY - 3 * HOUR, "until": MONDAY - HOUR},
        {"since": MONDAY + 6 * HOUR, "until": MONDAY + 7 * HOUR},
        {"cycle": 2},
        {"metric": "periodic_update"},
        {"until": datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_a_stretch_is_one_of_the_clocks_own(late, amara, stretch):
    with pytest.raises(ValidationError):
        actions.dispute(late, by=amara, reason="The mail server was away", **STRETCH | stretch)


# Corrected times


def test_a_letter_that_came_earlier_than_was_written_down_counts_from_then(asked, amara, cleo, dana):
    actions.reply(asked, by=amara, text="Which?", then="hold", at=MONDAY + HOUR)
    letter = actions.receive(asked, by=dana, text="4471", channel="email", at=MONDAY + 4 * HOUR)
    actions.retime(letter, by=cleo, to=MONDAY + 2 * HOUR, reason="Our server held it")
    asked.refresh_from_db()
    turn = row(asked, "next_response")
    assert (turn.started_at, turn.due_at) == (MONDAY + 2 * HOUR, MONDAY + 4 * HOUR)
    assert asked.unanswered_since == MONDAY + 2 * HOUR
    [resolution] = [c for c in clocks.read(asked, MONDAY + 5 * HOUR) if c.metric == "resolution"]
    assert not check(asked.pk, mend=False)
    # What the letter moved, it moved when it came.
    assert all(s.end <= MONDAY + 2 * HOUR for s in resolution.segments if s.reason == "hold")
    told = TicketEvent.objects.get(ticket=asked, kind="retimed")
    assert (told.data["was"], told.data["opening"]) == ((MONDAY + 4 * HOUR).isoformat(), False)


def test_the_opening_can_be_corrected_too(asked, cleo):
    actions.retime(asked.messages.get(), by=cleo, to=MONDAY - HOUR, reason="The phone rang at nine")
    asked.refresh_from_db()
    assert (asked.opened_at, asked.unanswered_since) == (MONDAY - HOUR, MONDAY - HOUR)
    assert row(asked).started_at == MONDAY - HOUR
    assert row(asked).due_at == MONDAY + 3 * HOUR
    assert not check(asked.pk, mend=False)


def test_a_time_that_cannot_be_is_refused(asked, amara, cleo, dana):
    letter = actions.receive(asked, by=dana, text="4471", channel="email", at=MONDAY + 4 * HOUR)
    note = actions.add_note(asked, by=amara, text="Hm", at=MONDAY + HOUR)
    with pytest.raises(PermissionDenied):
        actions.retime(letter, by=amara, to=MONDAY + HOUR, reason="Because")
    for message, to in (
        (letter, MONDAY - HOUR),
        (letter, timezone.now() + HOUR),
        (letter, letter.at),
        (note, MONDAY),
        (asked.messages.first(), MONDAY + 2 * HOUR),
        (asked.messages.first(), MONDAY - datetime.timedelta(days=4000)),
    ):
        with pytest.raises(ValidationError):
            actions.retime(message, by=cleo, to=to, reason="Because")


def test_a_call_written_down_later_is_flagged_and_counts_from_the_call(promises, amara, billing, dana):
    ticket = actions.open_ticket(
        by=amara, requester=dana, team=billing, subject="Call", text="They called", channel="phone", at=MONDAY
    )
    assert "logged_at" in ticket.events.get(kind="opened").data
    soon = actions.open_ticket(
        by=amara, requester=dana, team=billing, subject="Call", text="They called", channel="phone"
    )
    assert "logged_at" not in soon.events.get(kind="opened").data
