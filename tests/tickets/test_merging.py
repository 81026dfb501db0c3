"""Two tickets become one, and two again: nothing is lost, nobody reads what is not theirs, timers agree."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staff.models import User
from tests.factories import make_ticket
from tickets import actions, clock_log, clocks, watching
from tickets.access import public_messages
from tickets.models import Draft, Merge, Message, Participant, Ticket, TicketClock
from tickets.queries import sidebar
from tickets.rebuilding import check
from tickets.unmerging import retold_by

MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn, open until 17:00
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def pair(promises, billing, dana) -> tuple[Ticket, Ticket]:
    """Two of Dana's: the older one goes into the newer one."""
    old = make_ticket(requester=dana, team=billing, subject="No refund", at=MONDAY, tags=["refund"])
    new = make_ticket(requester=dana, team=billing, subject="Refund!!", at=MONDAY + HOUR, tags=["angry"])
    return old, new


def texts(ticket: Ticket) -> list[str]:
    return list(ticket.messages.values_list("text", flat=True))


def rows_of(*tickets: Ticket) -> dict:
    """All that is stored about them, but what counts changes, and the log, which only grows."""
    numbers = [ticket.pk for ticket in tickets]

    def stored(rows, *without):
        return sorted(
            tuple((key, str(value)) for key, value in row.items() if key not in {"search_vector", *without})
            for row in rows.values()
        )

    return {
        "tickets": stored(Ticket.objects.filter(pk__in=numbers), "revision"),
        "messages": stored(Message.objects.filter(ticket__in=numbers)),
        "participants": stored(Participant.objects.filter(ticket__in=numbers), "id", "added_at"),
        "drafts": stored(Draft.objects.filter(ticket__in=numbers)),
    }


def clocks_at(now: datetime.datetime, *tickets: Ticket) -> list[list[tuple]]:
    """Each ticket's rows as its log tells them at that time."""
    return [
        [
            tuple(getattr(row, name) for name in (*clocks.KEY_FIELDS, *clocks.COMPUTED))
            for row in clocks.rows(ticket, now, clock_log.log_of(ticket))
        ]
        for ticket in tickets
    ]


def test_what_was_said_stands_in_the_target_in_its_order(pair, amara, dana):
    old, new = pair
    actions.reply(old, by=amara, text="Which account?", at=MONDAY + 2 * HOUR)
    actions.add_note(old, by=amara, text="She is cross.", at=MONDAY + 3 * HOUR)
    merge = actions.merge(old, by=amara, into=new, at=MONDAY + 4 * HOUR)
    assert (old.state, old.merged_into_id) == ("closed", new.pk)
    assert [m.origin_id for m in new.messages.all()] == [old.pk, None, old.pk, old.pk]
    assert new.tags == ["angry", "refund"]
    told = new.events.get(kind="absorbed")
    assert (told.actor, told.data["source"], told.data["merge"]) == (amara, old.pk, merge.pk)
    assert old.events.get(kind="merged").data["to"] == new.pk
    assert list(public_messages(new).values_list("text", flat=True)).count("Which account?") == 1


def test_the_first_response_counts_from_the_earlier_question(pair, amara):
    old, new = pair
    due = new.clocks.get(metric="first_response").due_at
    actions.merge(old, by=amara, into=new, at=MONDAY + 2 * HOUR)
    clock = new.clocks.get(metric="first_response")
    assert (clock.started_at, clock.due_at) == (MONDAY, due - HOUR)
    assert new.unanswered_since == MONDAY
    assert set(old.clocks.values_list("state", flat=True)) == {"merged"}
    assert not old.clocks.filter(stopped_at=None).exists()
    assert not any(check(ticket.pk, mend=False) for ticket in pair)


def test_no_list_counts_it_as_open_and_the_command_finds_no_difference(pair, amara):
    old, new = pair
    before = sidebar(amara)
    actions.merge(old, by=amara, into=new)
    after = sidebar(amara)
    assert (after.every, after.unassigned) == (before.every - 1, before.unassigned - 1)
    out = StringIO()
    call_command("sla_rebuild", check=True, stdout=out)
    actions.unmerge(old, by=amara)
    call_command("sla_rebuild", check=True, stdout=out)
    assert out.getvalue().count("2 tickets looked at, 0 differ.") == 2
    assert sidebar(amara) == before


def test_an_unanswered_question_wakes_the_target(pair, amara):
    old, new = pair
    actions.reply(new, by=amara, text="Paid.", then="solve", at=MONDAY + 2 * HOUR)
    actions.merge(old, by=amara, into=new, at=MONDAY + 3 * HOUR)
    assert (new.state, new.solved_at, new.unanswered_since) == ("open", None, MONDAY)
    actions.unmerge(old, by=amara, at=MONDAY + 4 * HOUR)
    new.refresh_from_db()
    assert (new.state, new.solved_at, new.unanswered_since) == ("solved", MONDAY + 2 * HOUR, None)


def test_what_is_answered_leaves_a_solved_target_alone(pair, amara):
    old, new = pair
    for ticket in pair:
        actions.reply(ticket, by=amara, text="Paid.", then="solve", at=MONDAY + 2 * HOUR)
    actions.merge(old, by=amara, into=new, at=MONDAY + 3 * HOUR)
    assert (new.state, new.unanswered_since) == ("solved", None)


def test_unmerged_both_are_as_they_were(pair, amara, ben, dana, eve):
    old, new = pair
    actions.receive(old, by=dana, text="Hello?", channel="email", participants=[eve], at=MONDAY + HOUR)
    actions.reply(new, by=amara, text="Which account?", then="wait", at=MONDAY + 2 * HOUR)
    actions.save_draft(old, by=ben, kind="public", text="Dear Dana")
    actions.save_draft(old, by=amara, kind="public", text="under")
    actions.save_draft(new, by=amara, kind="public", text="over")
    later = MONDAY + 30 * HOUR
    rows, timers = rows_of(*pair), clocks_at(later, *pair)
    actions.merge(old, by=amara, into=new, let_in=True, at=MONDAY + 2.2 * HOUR)
    assert Draft.objects.get(user=ben).ticket == new
    assert Draft.objects.get(user=amara).text == "over\n\nunder"
    assert new.participants.get().contact == eve
    actions.unmerge(old, by=amara, at=MONDAY + 2.4 * HOUR)
    assert rows_of(*pair) == rows
    assert clocks_at(later, *pair) == timers


def test_what_was_typed_on_after_the_merge_is_not_taken_away(pair, amara):
    old, new = pair
    actions.save_draft(old, by=amara, kind="public", text="Dear Dana")
    actions.merge(old, by=amara, into=new)
    actions.save_draft(new, by=amara, kind="public", text="Dear Dana, both of")
    actions.unmerge(old, by=amara)
    draft = Draft.objects.get()
    assert (draft.ticket, draft.text) == (new, "Dear Dana, both of")


def test_what_was_written_since_stays_in_the_target(pair, amara, dana):
    old, new = pair
    actions.merge(old, by=amara, into=new)
    came = actions.receive(old, by=dana, text="Any news?", channel="email")
    assert came.ticket_id == new.pk
    actions.unmerge(old, by=amara)
    assert texts(old) == ["Could you help me?"]
    assert texts(new) == ["Could you help me?", "Any news?"]


def test_what_was_written_since_goes_along_if_chosen(pair, amara, dana):
    old, new = pair
    actions.reply(old, by=amara, text="Which account?", then="wait", at=MONDAY + 2 * HOUR)
    actions.reply(new, by=amara, text="Which one?", then="wait", at=MONDAY + 2 * HOUR)
    merge = actions.merge(old, by=amara, into=new, at=MONDAY + 2.2 * HOUR)
    came = actions.receive(old, by=dana, text="4471", channel="email", at=MONDAY + 2.4 * HOUR)
    note = actions.add_note(new, by=amara, text="Hm", at=MONDAY + 2.5 * HOUR)
    assert actions.written_since(merge) == [came, note]
    with pytest.raises(ValidationError, match="since the merge"):
        actions.unmerge(old, by=amara, take=[new.messages.first().pk], at=MONDAY + 3 * HOUR)
    actions.unmerge(old, by=amara, take=[came.pk], at=MONDAY + 3 * HOUR)
    new.refresh_from_db()
    assert texts(old) == ["Could you help me?", "Which account?", "4471"]
    assert texts(new) == ["Could you help me?", "Which one?", "Hm"]
    assert (old.state, old.unanswered_since) == ("open", MONDAY + 2.4 * HOUR)
    assert new.unanswered_since is None
    assert not any(check(ticket.pk, mend=False) for ticket in pair)


def test_a_chain_leads_to_its_end(pair, billing, dana, amara):
    first, second = pair
    third = make_ticket(requester=dana, team=billing)
    actions.merge(first, by=amara, into=second)
    actions.merge(second, by=amara, into=third)
    came = actions.receive(first, by=dana, text="To the first", channel="email")
    auto = actions.keep_automatic(first, by=dana, text="I am away")
    assert (came.ticket_id, auto.ticket_id) == (third.pk, third.pk)
    assert third.messages.filter(origin=first).count() == 1
    with pytest.raises(ValidationError, match=f"#{second.pk} has itself been merged into #{third.pk}"):
        actions.unmerge(first, by=amara)
    actions.unmerge(second, by=amara)
    actions.unmerge(first, by=amara)
    assert [len(texts(t)) for t in (first, second, third)] == [1, 1, 3]


def test_a_bounced_answer_of_the_source_is_told_in_the_target(pair, amara):
    old, new = pair
    answer = actions.reply(old, by=amara, text="Paid.", then="solve", at=MONDAY + HOUR)
    actions.reply(new, by=amara, text="Paid.", then="solve", at=MONDAY + HOUR)
    actions.merge(old, by=amara, into=new, at=MONDAY + 2 * HOUR)
    answer.refresh_from_db()
    actions.note_failure(answer, problem="no such user")
    assert new.events.filter(kind="answer_failed").exists()
    new.refresh_from_db()
    assert new.state == "open"
    assert Ticket.objects.get(pk=old.pk).state == "closed"


def test_circles_and_dead_ends_are_refused_in_words(pair, billing, dana, amara):
    first, second = pair
    third = make_ticket(requester=dana, team=billing)
    with pytest.raises(ValidationError, match="into itself"):
        actions.merge(first, by=amara, into=first)
    actions.merge(first, by=amara, into=second)
    with pytest.raises(ValidationError, match="would be a circle"):
        actions.merge(second, by=amara, into=first)
    with pytest.raises(ValidationError, match="merge into that one"):
        actions.merge(third, by=amara, into=first)
    with pytest.raises(ValidationError, match="already"):
        actions.merge(first, by=amara, into=third)


def test_the_database_holds_it_too(pair, billing, dana, amara):
    first, second = pair
    rows = Ticket.objects.filter(pk=second.pk)
    for broken in (
        lambda: rows.update(merged_into=second, state="closed", solved_at=MONDAY),
        lambda: rows.update(merged_into=first),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
    actions.merge(first, by=amara, into=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(merged_into=first, state="closed", solved_at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(source=first, target=second, by=amara, at=MONDAY, let_in=False)


def test_nothing_is_done_to_a_ticket_that_went(pair, amara):
    old, new = pair
    actions.merge(old, by=amara, into=new)
    old.refresh_from_db()
    for act in (
        lambda: actions.move(old, "reopen", by=amara),
        lambda: actions.reply(old, by=amara, text="Hello"),
        lambda: actions.take(old, by=amara),
        lambda: actions.tag(old, by=amara, tags=["x"]),
    ):
        with pytest.raises(actions.MergedAway) as refused:
            act()
        assert refused.value.into == new.pk


def test_a_day_later_it_stays_merged(pair, amara):
    old, new = pair
    actions.merge(old, by=amara, into=new, at=MONDAY)
    with pytest.raises(ValidationError, match="24 hours"):
        actions.unmerge(old, by=amara, at=MONDAY + 24 * HOUR + datetime.timedelta(seconds=1))
    actions.unmerge(old, by=amara, at=MONDAY + 24 * HOUR)
    with pytest.raises(ValidationError, match="not merged any more"):
        actions.unmerge(old, by=amara)


def test_only_who_may_sort_merges(pair):
    for verb in (actions.merge, actions.unmerge):
        with pytest.raises(PermissionDenied):
            verb(pair[0], by=User(role="visitor"), **({"into": pair[1]} if verb is actions.merge else {}))


# --- who reads what


@pytest.fixture
def strangers(promises, billing, dana, eve) -> tuple[Ticket, Ticket]:
    """Eve's, and Dana's."""
    return (
        make_ticket(requester=eve, team=billing, text="Eve asks", at=MONDAY),
        make_ticket(requester=dana, team=billing, text="Dana asks", at=MONDAY),
    )


def read_by_customers(ticket: Ticket) -> list[str]:
    return list(public_messages(ticket).values_list("text", flat=True))


def test_another_customer_stays_out_and_is_not_read(strangers, amara, eve):
    theirs, danas = strangers
    actions.merge(theirs, by=amara, into=danas)
    assert texts(danas) == ["Eve asks", "Dana asks"]
    assert read_by_customers(danas) == ["Dana asks"]
    assert read_by_customers(theirs) == ["Eve asks"]
    assert not danas.participants.exists()
    came = actions.receive(theirs, by=eve, text="Eve again", channel="email")
    assert (came.ticket_id, came.kind) == (danas.pk, "third_party")
    assert read_by_customers(danas) == ["Dana asks"]
    assert read_by_customers(theirs) == ["Eve asks", "Eve again"]


def test_another_customer_is_let_in_when_a_colleague_says_so(strangers, amara, eve):
    theirs, danas = strangers
    actions.merge(theirs, by=amara, into=danas, let_in=True)
    assert read_by_customers(danas) == ["Eve asks", "Dana asks"]
    came = actions.receive(theirs, by=eve, text="Eve again", channel="email")
    assert (came.ticket_id, came.kind) == (danas.pk, "public")
    actions.unmerge(theirs, by=amara)
    # She has written there meanwhile: that is hers, and stays.
    assert danas.participants.get().contact == eve


# --- two at once


def at_once(*acts) -> list[str]:
    def run(act):
        try:
            act()
            return "done"
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(20) for future in [pool.submit(run, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_crosswise_the_second_is_told(pair, amara, ben):
    first, second = (Ticket.objects.get(pk=ticket.pk) for ticket in pair)
    for _round in range(3):
        said = at_once(
            lambda: actions.merge(Ticket.objects.get(pk=first.pk), by=amara, into=second),
            lambda: actions.merge(Ticket.objects.get(pk=second.pk), by=ben, into=first),
        )
        assert sorted(one == "done" for one in said) == [False, True]
        assert any("circle" in one for one in said)
        number = Ticket.objects.exclude(merged_into=None).get().pk
        undo = partial(lambda pk: actions.unmerge(Ticket.objects.get(pk=pk), by=amara), number)
        assert at_once(undo, undo).count("done") == 1
    assert Merge.objects.filter(undone_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_letter_in_the_same_moment_is_never_lost(pair, amara, dana):
    old, new = pair
    for turn in range(4):
        said = at_once(
            lambda: actions.merge(Ticket.objects.get(pk=old.pk), by=amara, into=new),
            lambda turn=turn: actions.receive(
                Ticket.objects.get(pk=old.pk), by=dana, text=f"Letter {turn}", channel="email"
            ),
        )
        assert said == ["done", "done"]
        assert Message.objects.filter(text=f"Letter {turn}", ticket=new).count() == 1
        actions.unmerge(Ticket.objects.get(pk=old.pk), by=amara)
    assert Message.objects.filter(text__startswith="Letter").count() == 4


# --- any order of things

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "unmerge", "ask", "answer", "wait", "solve", "draft"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_order_of_things_can_be_taken_back(promises, billing, dana, eve, amara, steps):
    with transaction.atomic():
        _any_order(billing, dana, eve, amara, steps)
        transaction.set_rollback(True)


def _any_order(billing, dana, eve, amara, steps):
    tickets = [
        make_ticket(requester=who, team=billing, text=f"Ticket {n}", at=MONDAY + n * HOUR, tags=[f"t{n}"])
        for n, who in enumerate([dana, dana, eve, dana])
    ]
    now = MONDAY + 5 * HOUR
    for name, one, other, flag in steps:
        now += datetime.timedelta(minutes=7)
        ticket, into = (Ticket.objects.get(pk=tickets[n].pk) for n in (one, other))
        try:
            if name == "merge":
                watching.watch(now)
                before = rows_of(*tickets), clocks_at(now + 9 * HOUR, *tickets)
                actions.merge(ticket, by=amara, into=into, let_in=flag, at=now)
                actions.unmerge(ticket, by=amara, at=now)
                assert rows_of(*tickets) == before[0]
                for was, told in zip(before[1], clocks_at(now + 9 * HOUR, *tickets), strict=True):
                    assert told == was
                actions.merge(Ticket.objects.get(pk=ticket.pk), by=amara, into=into, let_in=flag, at=now)
            elif name == "unmerge":
                actions.unmerge(ticket, by=amara, at=now)
            elif name == "ask":
                actions.receive(ticket, by=ticket.requester, text="And?", channel="email", at=now)
            elif name == "draft":
                actions.save_draft(ticket, by=amara, kind="public", text=f"Draft {one}")
            elif not ticket.merged_into_id:
                then = "" if name == "answer" else name
                actions.reply(ticket, by=amara, text="So.", then=then, at=now)
        except (ValidationError, actions.StaleReply):
            continue
        except Exception as error:
            if type(error).__name__ != "MoveRefused":
                raise
    _holds(tickets)
    # Whatever is still merged comes out, the last first; then every ticket has its first message again.
    for row in Merge.objects.filter(undone_at=None).order_by("-pk"):
        actions.unmerge(row.source, by=amara, at=now)
    _holds(tickets)
    for number, ticket in enumerate(tickets):
        assert Message.objects.get(text=f"Ticket {number}").ticket_id == ticket.pk
    assert not Message.objects.filter(origin__isnull=False, kind="public").exists()
    assert not Message.objects.filter(apart=True).exists()


def _holds(tickets: list[Ticket]) -> None:
    """Timers are what the log tells; what is merged is closed and runs no timer; no ticket lost its words."""
    for ticket in Ticket.objects.filter(pk__in=[t.pk for t in tickets]):
        assert not check(ticket.pk, mend=False)
        if ticket.merged_into_id:
            assert ticket.state == "closed"
            assert not TicketClock.objects.filter(ticket=ticket, stopped_at=None).exists()
        else:
            told = retold_by(ticket)
            assert (told.category.value, told.owed_since) == (ticket.state, ticket.unanswered_since)
