"""An answer that leaves later: once, at its time, unless something speaks against it."""

import datetime
import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lib import database_clock
from notices.models import Notice
from staff.models import Membership
from tests.factories import make_ticket
from tickets import actions, sentences
from tickets.actions import planning
from tickets.actions.writing import Part
from tickets.models import Draft, Message

HTMX = {"HX-Request": "true"}
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


def plan(ticket, by, **given) -> Draft:
    given = {"text": "Good morning!", "to": "Dana <dana@okafor.example>", **given}
    given.setdefault("send_at", database_clock.now() + DAY)
    return actions.plan_answer(ticket, by=by, **given)


def at_its_time() -> int:
    return planning.send_due(database_clock.now() + DAY + HOUR)


def answers(ticket) -> list[str]:
    return list(ticket.messages.filter(kind="public", author__isnull=False).values_list("text", flat=True))


def lines(ticket, kind) -> list[str]:
    events = list(ticket.events.filter(kind=kind).select_related("actor", "contact"))
    names = sentences.Names(users={m.user_id: m.user.full_name for m in Membership.objects.all()})
    return [sentences.sentence(event, names) for event in events]


# --- sent


def test_it_is_sent_at_its_time_and_once(ticket, amara):
    amara.signature = "Amara, Billing"
    amara.save()
    plan(ticket, amara, then="wait", parts=[Part("a.txt", b"one")])
    assert planning.send_due() == 0
    assert answers(ticket) == []
    assert at_its_time() == 1
    assert at_its_time() == 0
    assert answers(ticket) == ["Good morning!\n\nAmara, Billing"]
    message = Message.objects.latest("pk")
    assert message.recipients["to"] == [{"name": "Dana", "address": "dana@okafor.example"}]
    assert message.attachments.get().name == "a.txt"
    ticket.refresh_from_db()
    assert (ticket.state, ticket.assignee) == ("waiting", amara)
    assert not Draft.objects.exists()


def test_what_its_writer_types_at_that_moment_stays(ticket, amara):
    plan(ticket, amara)
    actions.save_draft(ticket, by=amara, kind="public", text="Something else")
    at_its_time()
    assert Draft.objects.get().text == "Something else"


def test_cut_off_anywhere_it_is_sent_once_by_the_next(ticket, amara, monkeypatch):
    plan(ticket, amara)
    with monkeypatch.context() as cut:
        cut.setattr(Draft, "delete", lambda self: (_ for _ in ()).throw(OSError("killed")))
        assert at_its_time() == 0
    assert answers(ticket) == []
    assert at_its_time() == 1
    assert answers(ticket) == ["Good morning!"]


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_it_once(ticket, amara):
    for _ in range(3):
        plan(ticket, amara)

    def work(_) -> int:
        try:
            return at_its_time()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 3
    assert answers(ticket) == ["Good morning!"] * 3


def test_planned_twice_it_is_one_answer(ticket, amara):
    at = database_clock.now() + datetime.timedelta(hours=1)
    for _click in range(2):
        actions.plan_answer(ticket, by=amara, text="Soon.", to="dana@okafor.example", send_at=at)
    assert Draft.objects.planned().count() == 1


def test_it_may_be_sent_before_its_time(ticket, amara):
    row = plan(ticket, amara)
    message = actions.send_now(row, by=amara, hold=actions.Hold(10, text=row.text, to=row.to))
    with pytest.raises(actions.NotPlanned):
        actions.send_now(row, by=amara)
    actions.take_back(message, by=amara)
    assert Draft.objects.being_written().get().text == "Good morning!"


def test_another_time(ticket, amara):
    row = plan(ticket, amara)
    actions.replan(row, by=amara, send_at=database_clock.now() + 3 * DAY)
    assert at_its_time() == 0
    with pytest.raises(ValidationError):
        actions.replan(row, by=amara, send_at=database_clock.now() - HOUR)
    assert len(lines(ticket, "answer_planned")) == 2


# --- not sent


def test_the_customer_writes_first(ticket, amara, dana):
    plan(ticket, amara)
    actions.receive(ticket, by=dana, text="Never mind.", channel="email")
    assert at_its_time() == 0
    assert answers(ticket) == []
    assert Draft.objects.being_written().get().text == "Good morning!"
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.page_args) == (amara, "answer", [ticket.pk])
    assert "customer wrote first" in notice.detail
    [line] = lines(ticket, "answer_unplanned")
    assert "Amara Kask" in line
    assert "the customer wrote first" in line


def test_an_automatic_reply_of_the_customer_stops_nothing(ticket, amara, dana):
    plan(ticket, amara)
    actions.keep_automatic(ticket, by=dana, text="I am away until Monday.")
    assert at_its_time() == 1


def test_a_colleague_answers_first(ticket, amara, ben):
    plan(ticket, amara)
    actions.reply(ticket, by=ben, text="Done.")
    assert at_its_time() == 0
    assert answers(ticket) == ["Done."]
    assert "colleague answered first" in Notice.objects.get(recipient=amara).detail


@pytest.mark.parametrize("gone", ["left the team", "left the house"])
def test_who_may_not_answer_there_any_more_sends_nothing_and_others_hear(ticket, amara, cleo, gone):
    plan(ticket, amara)
    if gone == "left the team":
        amara.memberships.all().delete()
    else:
        amara.is_active = False
        amara.save()
    assert at_its_time() == 0
    assert answers(ticket) == []
    notice = Notice.objects.get()
    assert notice.recipient == cleo
    assert notice.params["name"] == "Amara Kask"


def test_a_ticket_that_cannot_take_the_move_keeps_the_whole_answer(ticket, amara, dana, billing):
    child = make_ticket(requester=dana, team=billing)
    actions.link(child, by=amara, kind="child", to=ticket)
    actions.wait_for_children(ticket, by=amara, waits=True)
    plan(ticket, amara, then="solve")
    assert at_its_time() == 0
    assert answers(ticket) == []
    assert Draft.objects.being_written().exists()
    assert Notice.objects.get().recipient == amara


def test_stopped_by_a_colleague_its_writer_hears(ticket, amara, ben):
    actions.unplan(plan(ticket, amara), by=ben)
    assert Draft.objects.being_written().get().user == amara
    assert Notice.objects.get().recipient == amara
    [line] = lines(ticket, "answer_unplanned")
    assert "stopped by <b>Ben Lepik</b>" in line


def test_stopped_by_its_writer_nobody_hears(ticket, amara):
    actions.save_draft(ticket, by=amara, kind="public", text="Below")
    row = plan(ticket, amara)
    actions.save_draft(ticket, by=amara, kind="public", text="Below")
    actions.unplan(row, by=amara)
    assert Draft.objects.get().text == "Good morning!\n\nBelow"
    assert not Notice.objects.exists()
    with pytest.raises(actions.NotPlanned):
        actions.unplan(row, by=amara)


def test_what_cannot_be_planned(ticket, amara, ben, dana):
    seen = ticket.messages.get().pk
    for send_at in (database_clock.now() - HOUR, database_clock.now() + 400 * DAY):
        with pytest.raises(ValidationError):
            plan(ticket, amara, send_at=send_at)
    actions.receive(ticket, by=dana, text="Hello?", channel="email")
    with pytest.raises(actions.StaleReply):
        plan(ticket, amara, seen=seen)
    ben.is_active = False
    with pytest.raises(PermissionDenied):
        plan(ticket, ben)
    assert not Draft.objects.exists()


# --- merged


def test_it_goes_along_with_a_merge_and_comes_back(amara, dana, billing):
    target, ticket = (make_ticket(requester=dana, team=billing) for _ in range(2))
    row = plan(ticket, amara)
    actions.merge(ticket, by=amara, into=target)
    row.refresh_from_db()
    assert row.ticket == target
    actions.unmerge(ticket, by=amara)
    row.refresh_from_db()
    assert (row.ticket, row.send_at is not None) == (ticket, True)
    actions.merge(ticket, by=amara, into=target)
    assert at_its_time() == 1
    assert answers(target) == ["Good morning!"]


def test_what_a_merge_brings_that_its_writer_never_saw_stops_it(ticket, amara, dana, billing):
    plan(ticket, amara)
    target = make_ticket(requester=dana, team=billing)
    actions.merge(ticket, by=amara, into=target)
    assert at_its_time() == 0
    assert answers(target) == []
    assert "customer wrote first" in Notice.objects.get().detail


# --- the page


def send(desk, ticket, headers=None, **given):
    given = {"kind": "reply", "text": "Good morning!", "to": "dana@okafor.example", **given}
    given.setdefault("key", secrets.token_hex(16))
    return desk.post(reverse("tickets:write", args=[ticket.pk]), given, headers=headers)


def decide(desk, row, do, headers=HTMX, **given):
    return desk.post(reverse("tickets:planned", args=[row.pk]), {"do": do, **given}, headers=headers)


def test_planned_from_the_composer_it_stands_in_the_thread(desk, client, ticket, ben):
    page = send(desk, ticket, HTMX, later="tomorrow", files=[SimpleUploadedFile("a.txt", b"1")])
    assert page.status_code == 200
    row = Draft.objects.planned().get()
    assert timezone.localtime(row.send_at, datetime.timezone(HOUR * 2)).hour == 9
    assert row.files.get().name == "a.txt"
    for words in ("Will be sent", "Send now", "Another time", "Back to the draft"):
        assert words in page.content.decode()
    client.force_login(ben)
    page = client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert "Good morning!" in page
    assert "Stop it" in page
    assert "Send now" not in page


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"later": "time"}, "Say when it is to be sent."),
        ({"later": "time", "later_at": "soon"}, "Enter a valid date/time."),
        ({"later": "time", "later_at": "2020-01-01T09:00"}, "Choose a time ahead of us"),
        ({"later": "never"}, "never"),
    ],
)
def test_a_time_that_is_none_is_said_and_the_text_kept(desk, ticket, given, problem):
    for headers in (None, HTMX):
        page = send(desk, ticket, headers, **given)
        assert page.status_code == 422
        assert problem in page.content.decode()
        assert "Good morning!</textarea>" in page.content.decode()
    assert answers(ticket) == []


def test_a_note_is_there_at_once(desk, ticket):
    send(desk, ticket, kind="note", later="tomorrow")
    assert ticket.messages.filter(kind="note").exists()


def test_its_writer_decides(desk, ticket, amara):
    row = plan(ticket, amara)
    at = f"{timezone.localtime() + 3 * DAY:%Y-%m-%dT%H:%M}"
    assert decide(desk, row, "time", send_at=at).status_code == 200
    assert decide(desk, row, "time", send_at="").status_code == 422
    page = decide(desk, row, "draft").content.decode()
    assert "Good morning!</textarea>" in page
    assert decide(desk, row, "draft").status_code == 404
    row = plan(ticket, amara)
    assert "Answer sent." in decide(desk, row, "now").content.decode()
    assert answers(ticket) == ["Good morning!"]
    row = plan(ticket, amara)
    assert decide(desk, row, "draft", headers=None).status_code == 302


def test_sent_now_past_a_newer_message_is_refused(desk, ticket, amara, ben):
    row = plan(ticket, amara)
    actions.reply(ticket, by=ben, text="Done.")
    answer = decide(desk, row, "now")
    assert answer.status_code == 422
    assert "somebody wrote meanwhile" in answer.content.decode()
    assert Draft.objects.planned().exists()


def test_others_may_stop_it_and_nothing_else(client, ticket, amara, ben, nora):
    row = plan(ticket, amara)
    client.force_login(nora)
    for do in ("now", "time", "draft"):
        assert decide(client, row, do, send_at="2030-01-01T09:00").status_code == 404
    client.force_login(ben)
    assert decide(client, row, "now").status_code == 404
    assert decide(client, row, "time", send_at="2030-01-01T09:00").status_code == 404
    assert "Stopped. Amara Kask has it as a draft." in decide(client, row, "draft").content.decode()
    client.logout()
    assert decide(client, row, "draft").status_code == 401
