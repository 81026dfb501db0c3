"""Supervised answers: written by one, approved by another, and never by the one who wrote them."""

import datetime
import secrets
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from lib import database_clock
from notices.models import Notice
from staff.models import Membership, User
from tests.factories import make_ticket
from tickets import actions
from tickets.actions.planning import send_due
from tickets.models import Draft, Macro, Message

HTMX = {"HX-Request": "true"}
QUERIES = 6  # session, reader, counts of the sidebar (2), saved views, the page


@pytest.fixture
def trainee(amara):
    """Amara, whose answers are approved first."""
    Membership.objects.filter(user=amara).update(supervised=True)
    return amara


def ask(ticket, by, **given) -> Draft:
    given = {"text": "We will look.", "to": "Dana <dana@okafor.example>", **given}
    return actions.ask_approval(ticket, by=by, **given)


def answers(ticket) -> list[str]:
    return list(ticket.messages.filter(kind="public", author__isnull=False).values_list("text", flat=True))


# --- the verbs


def test_nothing_leaves_without_another_ones_word(ticket, trainee):
    for act in (actions.reply, ask_to_plan):
        with pytest.raises(actions.NeedsApproval):
            act(ticket, by=trainee, text="We will look.")
    assert answers(ticket) == []


def ask_to_plan(ticket, **given):
    later = database_clock.now() + datetime.timedelta(days=1)
    return actions.plan_answer(ticket, to="dana@okafor.example", send_at=later, **given)


def test_approved_it_is_the_writers_answer(ticket, trainee, cleo, promises):
    row = ask(ticket, trainee, then="wait")
    assert Notice.objects.get().recipient == cleo
    ticket.refresh_from_db()
    assert ticket.state == "new"  # the promise runs on
    message = actions.approve(row, by=cleo)
    assert (message.author, message.text) == (trainee, "We will look.")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.assignee) == ("waiting", trainee)
    assert ticket.events.get(kind="answer_approved").actor == cleo
    assert not Draft.objects.exists()
    with pytest.raises(actions.NotAsked):
        actions.approve(row, by=cleo)


def test_the_approver_may_change_the_words(ticket, trainee, cleo):
    actions.approve(ask(ticket, trainee), by=cleo, text="We are looking into it.")
    assert answers(ticket) == ["We are looking into it."]


def test_returned_it_is_a_draft_again_and_the_writer_hears_why(ticket, trainee, cleo):
    row = ask(ticket, trainee)
    with pytest.raises(ValidationError):
        actions.send_back(row, by=cleo, why=" ")
    actions.send_back(row, by=cleo, why="Say until when.")
    assert Draft.objects.being_written().get().text == "We will look."
    assert ticket.messages.get(kind="note").text == "Say until when."
    notice = Notice.objects.get(recipient=trainee)
    assert notice.params["why"] == "Say until when."
    assert answers(ticket) == []


def test_nobody_approves_their_own_nor_without_the_right(ticket, trainee, cleo, ben):
    row = ask(ticket, trainee)
    for by in (trainee, ben):
        with pytest.raises(PermissionDenied):
            actions.approve(row, by=by)
        with pytest.raises(PermissionDenied):
            actions.send_back(row, by=by, why="No")
    Membership.objects.filter(user=cleo).update(supervised=True)
    own = ask(ticket, cleo)
    with pytest.raises(PermissionDenied):
        actions.approve(own, by=cleo)
    assert answers(ticket) == []


def test_what_the_approver_has_not_seen_stops_it(ticket, trainee, cleo, dana):
    row, seen = ask(ticket, trainee), ticket.messages.latest("pk").pk
    newer = actions.receive(ticket, by=dana, text="Never mind.", channel="email")
    with pytest.raises(actions.StaleReply):
        actions.approve(row, by=cleo, seen=seen)
    actions.approve(row, by=cleo, seen=newer.pk)
    assert answers(ticket) == ["We will look."]


def test_it_goes_along_with_a_merge(ticket, trainee, cleo, dana, billing):
    target = make_ticket(requester=dana, team=billing)
    row = ask(ticket, trainee)
    actions.merge(ticket, by=cleo, into=target)
    actions.approve(row, by=cleo)
    assert answers(target) == ["We will look."]


# --- the pages


def send(client, ticket, headers=None, **given):
    given = {"kind": "reply", "text": "We will look.", "to": "dana@okafor.example", **given}
    given.setdefault("key", secrets.token_hex(16))
    return client.post(reverse("tickets:write", args=[ticket.pk]), given, headers=headers)


def decide(client, row, do, **given):
    given = {"do": do, "seen": 2**40, **given}
    return client.post(reverse("tickets:approval", args=[row.pk]), given, headers=HTMX)


def page_of(client, ticket) -> str:
    return client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()


def test_from_the_composer_to_the_customer(client, ticket, trainee, cleo, ben):
    client.force_login(trainee)
    assert "Ask for approval" in page_of(client, ticket)
    page = send(client, ticket, HTMX, files=[SimpleUploadedFile("a.txt", b"1")]).content.decode()
    assert "Your answer waits for approval." in page
    assert "Back to the draft" in page
    assert "Approve and send" not in page
    row = Draft.objects.asked().get()
    client.force_login(ben)
    page = page_of(client, ticket)
    assert "Waits for approval" in page
    assert "Approve and send" not in page
    client.force_login(cleo)
    assert "Approve and send" in page_of(client, ticket)
    assert decide(client, row, "return", why="").status_code == 422
    assert "Approved and sent." in decide(client, row, "approve").content.decode()
    assert decide(client, row, "approve").status_code == 404
    message = Message.objects.filter(kind="public").latest("pk")
    assert (message.author, message.attachments.get().name) == (trainee, "a.txt")


def test_its_writer_may_take_it_back(client, ticket, trainee):
    client.force_login(trainee)
    row = ask(ticket, trainee)
    assert decide(client, row, "approve").status_code == 404
    page = decide(client, row, "withdraw").content.decode()
    assert "We will look.</textarea>" in page


def test_an_approver_who_has_not_read_on_is_stopped(client, ticket, trainee, cleo, dana):
    row, seen = ask(ticket, trainee), ticket.messages.latest("pk").pk
    actions.receive(ticket, by=dana, text="Never mind.", channel="email")
    client.force_login(cleo)
    for unread in (seen, ""):
        answer = decide(client, row, "approve", seen=unread)
        assert answer.status_code == 422
        assert "somebody wrote meanwhile" in answer.content.decode()
    assert answers(ticket) == []


def test_others_find_nothing_to_decide(client, ticket, trainee, ben, nora):
    row = ask(ticket, trainee)
    for other in (ben, nora):
        client.force_login(other)
        for do in ("approve", "return", "withdraw"):
            assert decide(client, row, do, why="x").status_code == 404
    client.logout()
    assert decide(client, row, "approve").status_code == 401
    assert answers(ticket) == []


def test_a_note_needs_no_approval(client, ticket, trainee):
    client.force_login(trainee)
    send(client, ticket, kind="note")
    assert ticket.messages.filter(kind="note").exists()


def test_who_is_supervised_is_the_leads_to_say(client, billing, amara, cleo, ben, nora, mona):
    url = reverse("staff:supervised")
    hers = Membership.objects.get(user=amara)
    for other in (amara, ben):
        client.force_login(other)
        assert client.get(url).status_code == 404
        assert client.post(url, {"whom": [hers.pk]}).status_code == 404
    client.force_login(cleo)
    page = client.get(url).content.decode()
    assert "Amara Kask" in page
    assert "Nora Ilves" not in page  # of another team
    own, far = Membership.objects.get(user=cleo), Membership.objects.get(user=nora)
    client.post(url, {"whom": [hers.pk, own.pk, far.pk, "x"]})
    assert list(Membership.objects.filter(supervised=True)) == [hers]
    client.force_login(mona)
    assert "Nora Ilves" in client.get(url).content.decode()
    client.post(url, {"whom": [far.pk]})
    assert list(Membership.objects.filter(supervised=True)) == [far]


# --- the queue


def queue(client):
    return client.get(reverse("tickets:approvals"))


def test_the_queue_holds_what_others_wrote_for_ones_teams(
    client, ticket, trainee, cleo, ben, nora, mona, dana
):
    ask(ticket, trainee, text="First answer.")
    ask(ticket, cleo, text="Own answer.")
    for other in (trainee, ben, nora):
        client.force_login(other)
        assert queue(client).status_code == 404
    client.force_login(cleo)
    page = queue(client).content.decode()
    assert "First answer." in page
    assert "Own answer." not in page
    assert "Somebody wrote meanwhile" not in page
    assert 'data-count="approvals">1<' in page
    actions.receive(ticket, by=dana, text="One more thing.", channel="email")
    assert "Somebody wrote meanwhile" in queue(client).content.decode()
    assert "Read it before you decide" in page_of(client, ticket)


def test_a_lead_of_another_team_finds_nothing(client, ticket, trainee, nora):
    row = ask(ticket, trainee)
    User.objects.filter(pk=nora.pk).update(role="lead")
    client.force_login(User.objects.get(pk=nora.pk))
    page = queue(client).content.decode()
    assert "No answer waits for you." in page
    assert decide(client, row, "approve").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_for_one_and_three(
    client, ticket, trainee, cleo, dana, billing, rows, django_assert_num_queries
):
    for n in range(rows):
        ask(make_ticket(requester=dana, team=billing), trainee, text=f"Answer {n}")
    client.force_login(cleo)
    queue(client)
    with django_assert_num_queries(QUERIES):
        queue(client)


# --- the promise, the letter, and other ways in


def test_the_promise_runs_until_it_is_approved(promises, ticket, trainee, cleo):
    row = ask(ticket, trainee)
    first = ticket.clocks.get(metric="first_response", audience="customer")
    assert first.stopped_at is None
    message = actions.approve(row, by=cleo)
    first.refresh_from_db()
    assert first.stopped_at == message.at


def test_it_is_decided_once(ticket, trainee, cleo, mona):
    row = ask(ticket, trainee)
    actions.approve(row, by=cleo)
    with pytest.raises(actions.NotAsked):
        actions.approve(row, by=mona)
    with pytest.raises(actions.NotAsked):
        actions.send_back(row, by=mona, why="Too late")
    assert answers(ticket) == ["We will look."]


def test_two_who_approve_at_once_send_it_once(transactional_db, ticket, trainee, cleo, mona):
    row, came = ask(ticket, trainee), []

    def approve(by: User) -> None:
        try:
            came.append(actions.approve(row, by=by))
        except actions.NotAsked:
            came.append(None)
        finally:
            connection.close()

    both = [threading.Thread(target=approve, args=[by]) for by in (cleo, mona)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert len(came) == 2
    assert came.count(None) == 1
    assert answers(ticket) == ["We will look."]


def test_asked_for_twice_is_one_answer(ticket, trainee):
    assert ask(ticket, trainee) == ask(ticket, trainee)
    assert Draft.objects.asked().count() == 1


def test_supervised_in_their_team_they_are_so_as_a_guest_elsewhere(ticket, trainee, network, dana):
    abroad = make_ticket(requester=dana, team=network)
    with pytest.raises(actions.NeedsApproval):
        actions.reply(abroad, by=trainee, text="Hello")
    Membership.objects.create(user=trainee, team=network)
    assert actions.reply(abroad, by=trainee, text="Hello")


def test_a_macro_waits_with_the_answer(client, ticket, trainee, mona):
    macro = Macro.objects.create(name="Solve it", text="Solved.", then="solve")
    client.force_login(trainee)
    send(client, ticket, HTMX, macro=macro.pk)
    assert Draft.objects.asked().get().then == "solve"
    ticket.refresh_from_db()
    assert ticket.state == "new"
    assert answers(ticket) == []


def test_what_a_macro_changes_is_changed_when_it_is_approved(client, ticket, trainee, cleo):
    macro = Macro.objects.create(name="Refund", text="Soon.", add_tags=["refund"], priority="high")
    client.force_login(trainee)
    send(client, ticket, HTMX, macro=macro.pk)
    ticket.refresh_from_db()
    assert (ticket.tags, ticket.priority) == ([], "normal")
    actions.approve(Draft.objects.asked().get(), by=cleo)
    ticket.refresh_from_db()
    assert (ticket.tags, ticket.priority) == (["refund"], "high")
    assert ticket.events.get(kind="tagged").actor == trainee


def test_what_was_planned_before_does_not_leave(ticket, trainee):
    Membership.objects.filter(user=trainee).update(supervised=False)
    later = database_clock.now() + datetime.timedelta(days=1)
    actions.plan_answer(ticket, by=trainee, text="Later.", to="dana@okafor.example", send_at=later)
    Membership.objects.filter(user=trainee).update(supervised=True)
    assert send_due(later + datetime.timedelta(minutes=1)) == 0
    assert answers(ticket) == []
    assert Draft.objects.being_written().get().text == "Later."
