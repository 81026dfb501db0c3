"""An answer taken back within its seconds is as if it had never been sent; after them it leaves, once."""

import datetime
import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from lib import database_clock
from outbox.models import Letter
from staff.actions import choose
from tests.factories import make_ticket
from tests.tickets.test_escalations import office
from tests.tickets.test_merging import clocks_at, rows_of
from tickets import actions, escalations, watching
from tickets.access import public_messages
from tickets.actions import taking_back
from tickets.actions.taking_back import Hold
from tickets.actions.writing import Part
from tickets.events import announce_row
from tickets.models import Draft, Escalation, Macro, Message, Ticket, TicketEvent
from tickets.queries import unannounced_events
from tickets.rebuilding import check

HTMX = {"HX-Request": "true"}
HOUR = datetime.timedelta(hours=1)
HELD = Hold(10, text="It is on its way.", to="Dana <dana@okafor.example>", cc="")


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


def answer(ticket, by, **given) -> Message:
    given = {"text": "It is on its way.\n\nAmara", "hold": HELD, **given}
    return actions.reply(ticket, by=by, **given)


def let_go(message: Message) -> None:
    """Its time to be taken back is over."""
    Message.objects.filter(pk=message.pk).update(held_until=database_clock.now())
    message.refresh_from_db()


def announced(message: Message) -> bool:
    return announce_row(message.events.get(kind="agent_answered").pk)


def stored(ticket: Ticket) -> dict:
    """All that is stored about the ticket, but for what counts changes and what was typed."""
    rows = rows_of(ticket)
    del rows["drafts"]
    rows["messages"] = [row for row in rows["messages"] if ("kind", "taken_back") not in row]
    return rows


# --- held


def test_a_held_answer_leaves_when_its_time_is_over_and_only_once(ticket, amara):
    message = answer(ticket, amara)
    assert not announced(message)
    assert not Letter.objects.exists()
    let_go(message)
    assert announced(message)
    assert not announced(message)
    assert Letter.objects.filter(key=f"answer-{message.pk}").count() == 1
    assert not Draft.objects.exists()
    with pytest.raises(actions.TooLate):
        actions.take_back(message, by=amara)


def test_with_the_queue_wiped_a_beat_finds_it(ticket, amara):
    message = answer(ticket, amara)
    event = message.events.get(kind="agent_answered")
    later = database_clock.now() + datetime.timedelta(minutes=1)
    assert event.pk in unannounced_events(later)
    assert not announce_row(event.pk)  # and leaves it alone while it is held


def test_it_is_held_longer_than_it_can_be_taken_back(ticket, amara):
    at = database_clock.now()
    message = answer(ticket, amara, at=at)
    assert message.held_until - at >= datetime.timedelta(seconds=HELD.seconds + 5)
    Message.objects.filter(pk=message.pk).update(held_until=at + datetime.timedelta(seconds=1))
    message.refresh_from_db()
    with pytest.raises(actions.TooLate):  # still held, and no longer to be taken back
        actions.take_back(message, by=amara)


def test_the_customer_reads_it_when_it_leaves_and_not_before(ticket, amara):
    message = answer(ticket, amara)
    assert message not in public_messages(ticket)
    let_go(message)
    assert message in public_messages(ticket)


def test_a_colleague_is_stopped_by_an_answer_that_is_held(ticket, amara, ben):
    seen = ticket.messages.get().pk
    message = answer(ticket, amara)
    with pytest.raises(actions.StaleReply):
        answer(ticket, ben, seen=seen)
    actions.take_back(message, by=amara)
    answer(ticket, ben, seen=seen)


# --- taken back


@pytest.mark.parametrize("then", ["", "wait", "solve"])
@pytest.mark.parametrize("owned", [False, True])
def test_the_ticket_is_as_it_was_and_nothing_leaves(billing, dana, amara, promises, then, owned):
    ticket = make_ticket(requester=dana, team=billing, at=database_clock.now() - HOUR)
    if owned:
        actions.take(ticket, by=amara)
    now = database_clock.now() + HOUR
    before, clocks_before = stored(ticket), clocks_at(now, ticket)
    message = answer(ticket, amara, then=then)
    assert clocks_at(now, ticket) != clocks_before
    actions.take_back(message, by=amara)
    assert stored(ticket) == before
    assert clocks_at(now, ticket) == clocks_before
    assert check(ticket.pk, mend=False) == []
    let_go(message)
    assert not announced(message)
    assert not Letter.objects.exists()
    with pytest.raises(actions.TooLate):
        actions.take_back(message, by=amara)


def test_what_was_typed_is_a_draft_again_with_its_files(ticket, amara):
    part = Part(name="invoice.pdf", content=b"%PDF")
    message = answer(ticket, amara, parts=[part])
    assert not Draft.objects.being_written().exists()
    actions.take_back(message, by=amara)
    draft = Draft.objects.being_written().get()
    assert (draft.text, draft.to) == ("It is on its way.", "Dana <dana@okafor.example>")
    assert [(file.name, file.blob.size) for file in draft.files.all()] == [("invoice.pdf", 4)]
    message.refresh_from_db()
    assert (message.kind, message.text, message.recipients) == ("taken_back", "", {})
    assert not message.attachments.exists()


def test_what_was_begun_meanwhile_stands_below_it(ticket, amara):
    message = answer(ticket, amara)
    actions.save_draft(ticket, by=amara, kind="public", text="And another thing")
    actions.take_back(message, by=amara)
    assert Draft.objects.get().text == "It is on its way.\n\nAnd another thing"


def test_what_others_did_meanwhile_stays(ticket, amara, ben, dana):
    message = answer(ticket, amara, then="solve")
    wrote = actions.receive(ticket, by=dana, text="Hello?", channel="email")
    actions.assign(ticket, by=amara, to=ben)
    actions.take_back(message, by=amara)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.assignee) == ("open", ben)
    assert ticket.unanswered_since == ticket.messages.earliest("at").at
    assert wrote in public_messages(ticket)


def test_the_promise_counts_from_when_it_was_sent(billing, dana, amara, promises):
    ticket = make_ticket(requester=dana, team=billing, at=database_clock.now() - HOUR)
    message = answer(ticket, amara)
    let_go(message)
    announced(message)
    assert ticket.clocks.get(metric="first_response").stopped_at == message.at


def test_a_ladder_that_the_answer_ended_is_climbed_on(billing, dana, amara, cleo, mona):
    office(billing)
    monday = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)
    ticket = make_ticket(requester=dana, team=billing, at=monday)
    watching.watch(monday + 5 * HOUR)
    escalations.climb_due(monday + 5 * HOUR)
    climbing = Escalation.objects.filter(ended_at=None, metric="first_response")
    assert (before := set(climbing.values_list("pk", flat=True)))
    message = answer(ticket, amara)
    assert not climbing.exists()
    actions.take_back(message, by=amara)
    assert set(climbing.values_list("pk", flat=True)) == before


def test_the_history_says_so_and_a_merged_ticket_keeps_it(ticket, amara, dana, billing):
    message = answer(ticket, amara)
    actions.take_back(message, by=amara)
    [event] = ticket.events.filter(kind="answer_taken_back")
    assert (event.actor, event.message) == (amara, message)
    assert TicketEvent.objects.filter(pk__in=event.data["events"]).count() == len(event.data["events"]) > 0
    other = make_ticket(requester=dana, team=billing)
    message = answer(ticket, amara)
    actions.merge(ticket, by=amara, into=other)
    message.refresh_from_db()
    with pytest.raises(actions.TooLate):
        actions.take_back(message, by=amara)


# --- two at once


@pytest.mark.django_db(transaction=True)
def test_while_it_is_being_announced_it_is_too_late(ticket, amara):
    message = answer(ticket, amara)

    def try_it() -> str:
        try:
            actions.take_back(Message.objects.get(pk=message.pk), by=amara)
        except actions.TooLate:
            return "too late"
        finally:
            connection.close()
        return "taken back"

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        TicketEvent.objects.select_for_update().get(message=message, kind="agent_answered")
        assert pool.submit(try_it).result() == "too late"
    assert try_it() == "taken back"


@pytest.mark.django_db(transaction=True)
def test_it_either_leaves_or_comes_back(ticket, amara, monkeypatch):
    """At the very same moment, in both orders, many times: never both, never neither."""
    monkeypatch.setattr(taking_back, "APART", datetime.timedelta(seconds=-5))

    def in_turn(act, *args):
        try:
            return bool(act(*args))
        except actions.TooLate:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for turn in range(20):
            message = answer(ticket, amara)
            let_go(message)
            undo = (in_turn, lambda one: actions.take_back(one, by=amara), message)
            leave = (in_turn, announced, message)
            first, second = [pool.submit(*one) for one in ((undo, leave) if turn % 2 else (leave, undo))]
            assert [first.result(), second.result()].count(True) == 1
            message.refresh_from_db()
            letters = Letter.objects.filter(key=f"answer-{message.pk}").count()
            assert (message.kind, letters) in {("public", 1), ("taken_back", 0)}


# --- the page


def send(desk, ticket, headers=None, **given):
    given = {"kind": "reply", "text": "It is on its way.", "to": "dana@okafor.example", **given}
    given.setdefault("key", secrets.token_hex(16))
    return desk.post(reverse("tickets:write", args=[ticket.pk]), given, headers=headers)


def undo(desk, message, headers=HTMX, **given):
    return desk.post(reverse("tickets:take_back", args=[message.pk]), given, headers=headers)


def test_one_click_or_key_takes_it_back_and_the_text_is_there_again(desk, ticket):
    last = ticket.events.latest("pk").pk
    page = send(desk, ticket, HTMX, last_event=last, cc="Accounts <a@okafor.example>").content.decode()
    message = Message.objects.latest("pk")
    url = reverse("tickets:take_back", args=[message.pk])
    assert f'hx-post="{url}"' in page
    assert 'data-seconds="10"' in page
    assert 'data-key="z"' in page
    assert "leaves in a moment" in page
    last = ticket.events.latest("pk").pk
    page = undo(desk, message, last_event=last).content.decode()
    assert f'id="m{message.pk}" hx-swap-oob="delete"' in page
    assert "It is on its way.</textarea>" in page
    assert 'value="Accounts &lt;a@okafor.example&gt;"' in page
    assert "Answer taken back by" in page
    page = desk.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "It is on its way.</textarea>" in page
    assert f'id="m{message.pk}"' not in page
    assert "Taken by" not in page


def test_what_a_macro_changed_along_is_changed_back_with_it(desk, ticket, amara, ben, billing):
    changes = {"add_tags": ["refund"], "remove_tags": ["old"], "priority": "high", "handing": "me"}
    macro = Macro.objects.create(name="Refund", text="Soon.", **changes)
    actions.assign(ticket, by=amara, to=ben)
    actions.tag(ticket, by=amara, tags=["old"])
    send(desk, ticket, macro=macro.pk)
    ticket.refresh_from_db()
    assert (ticket.tags, ticket.priority, ticket.assignee) == (["refund"], "high", amara)
    actions.tag(ticket, by=ben, tags=["refund", "vip"])
    undo(desk, Message.objects.latest("pk"))
    ticket.refresh_from_db()
    assert (ticket.tags, ticket.priority, ticket.assignee) == (["old", "vip"], "normal", ben)
    assert Draft.objects.get().macro == macro


def test_what_was_changed_again_since_stays(desk, ticket, ben):
    macro = Macro.objects.create(name="Refund", text="Soon.", priority="high")
    send(desk, ticket, macro=macro.pk)
    actions.prioritise(ticket, by=ben, to="urgent")
    undo(desk, Message.objects.latest("pk"))
    ticket.refresh_from_db()
    assert ticket.priority == "urgent"


def test_the_files_are_there_again_and_go_along_if_they_stay_ticked(desk, ticket):
    send(desk, ticket, files=[SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b.txt", b"four")])
    page = undo(desk, Message.objects.latest("pk")).content.decode()
    draft = Draft.objects.get()
    kept = draft.files.get(name="b.txt")
    assert f'name="kept" value="{kept.pk}" checked' in page
    send(desk, ticket, kept=[kept.pk])
    assert [file.name for file in Message.objects.latest("pk").attachments.all()] == ["b.txt"]


def test_the_file_of_a_colleagues_draft_is_not_ones_own(desk, client, ticket, ben):
    send(desk, ticket, files=[SimpleUploadedFile("secret.txt", b"one")])
    undo(desk, Message.objects.latest("pk"))
    kept = Draft.objects.get().files.get()
    client.force_login(ben)
    send(client, ticket, kept=[kept.pk])
    assert not Message.objects.latest("pk").attachments.exists()


def test_an_emptied_draft_keeps_its_files_and_a_note_takes_them_over(desk, ticket):
    send(desk, ticket, files=[SimpleUploadedFile("a.txt", b"one")])
    undo(desk, Message.objects.latest("pk"))
    url = reverse("tickets:draft", args=[ticket.pk])
    desk.post(url, {"kind": "reply", "text": ""})
    desk.post(url, {"kind": "note", "text": "For us"})
    draft = Draft.objects.get()
    assert (draft.kind, draft.files.get().name) == ("note", "a.txt")


def test_taken_back_from_another_page_it_leads_back(desk, ticket):
    send(desk, ticket)
    elsewhere = HTMX | {"HX-Current-URL": f"http://testserver{reverse('tickets:inbox')}?view=mine"}
    answer = undo(desk, Message.objects.latest("pk"), headers=elsewhere)
    assert answer["HX-Redirect"] == reverse("tickets:ticket", args=[ticket.pk])
    page = desk.get(answer["HX-Redirect"]).content.decode()
    assert "It is on its way.</textarea>" in page
    assert "Answer taken back." in page


def test_too_late_is_said(desk, ticket):
    send(desk, ticket)
    message = Message.objects.latest("pk")
    let_go(message)
    gone = undo(desk, message)
    assert gone.status_code == 422
    assert "Too late" in gone.content.decode()


def test_without_scripts_the_message_itself_can_be_taken_back(desk, ticket):
    assert send(desk, ticket).status_code == 302
    message = Message.objects.latest("pk")
    page = desk.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert f'action="{reverse("tickets:take_back", args=[message.pk])}"' in page
    answer = undo(desk, message, headers=None)
    assert answer.status_code == 302
    assert "It is on its way.</textarea>" in desk.get(answer.url).content.decode()


def test_nobody_takes_back_what_another_wrote(client, desk, ticket, ben, cleo, nora):
    send(desk, ticket)
    message = Message.objects.latest("pk")
    for other in (ben, cleo, nora):
        client.force_login(other)
        assert undo(client, message).status_code == 404
    client.force_login(ben)
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert reverse("tickets:take_back", args=[message.pk]) not in page
    assert "leaves in a moment" in page
    client.logout()
    assert undo(client, message).status_code == 401
    message.refresh_from_db()
    assert message.kind == "public"


def test_who_wants_no_time_to_take_it_back_sends_at_once(desk, amara, ticket):
    choose(amara, undo_seconds=0)
    page = send(desk, ticket, HTMX).content.decode()
    message = Message.objects.latest("pk")
    assert message.held_until is None
    assert reverse("tickets:take_back", args=[message.pk]) not in page
    assert announced(message)


def test_a_colleagues_open_page_loses_it_with_the_next_pulse(desk, client, ticket, amara, ben):
    message = answer(ticket, amara)
    url = reverse("tickets:ticket_pulse", args=[ticket.pk])
    last = ticket.events.latest("pk").pk
    actions.take_back(message, by=amara)
    client.force_login(ben)
    page = client.get(url, {"last_event": last, "revision": "0.0"}, headers=HTMX).content.decode()
    assert f'id="m{message.pk}" hx-swap-oob="delete"' in page
    assert "Answer taken back by" in page


def test_a_retried_click_brings_nothing_back(desk, ticket):
    key = secrets.token_hex(16)
    send(desk, ticket, key=key)
    undo(desk, Message.objects.latest("pk"))
    send(desk, ticket, key=key)
    assert not Message.objects.filter(kind="public", author__isnull=False).exists()
