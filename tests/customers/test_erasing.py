"""Somebody who is erased is nowhere any more, and no figure changes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from customers import erasing
from customers.actions import erase, welcome_contact
from customers.models import Contact, ContactAddress, Erasure
from files.models import Blob
from mail import intake
from mail.listeners import on_ticket_event
from mail.models import Mailbox, RawEmail
from notices.actions import notify
from outbox.actions import suppress, unsuppress
from outbox.models import Letter
from portal.access import make_entry
from qa import actions
from reports.counted import counting
from reports.models import DayFigure
from tests.factories import make_ticket
from tests.qa.ground import ALL, a_scorecard, begun
from tests.surveys.ground import asked_about, links, switch_on
from tickets import chaining, verifying
from tickets.access import link_for, token_of
from tickets.actions import add_note, merge, move, receive, reply, retitle, save_draft, set_fields
from tickets.actions.setting_up import save_field
from tickets.actions.surveying import rate
from tickets.models import AccessLink, Message, Ticket, TicketEvent

pytestmark = pytest.mark.django_db
WORDS = ("okafor.example", "dana okafor", "dana", "zebra", "quagga")
MAIL = (
    b"From: Dana Okafor <dana@okafor.example>\r\nTo: billing@desk.example\r\n"
    b"Message-ID: <one@mailer.example>\r\nSubject: The zebra was charged twice\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
    b"<p>My quagga paid already, see the file.</p>\r\n--b\r\n"
    b"Content-Type: text/plain; name=zebra.txt\r\nContent-Disposition: attachment; filename=zebra.txt\r\n"
    b"\r\nThe zebra itself\r\n--b--\r\n"
)


def everywhere():
    """Every text of every row of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return found


def rows_that_say(*words):
    def says(row):
        low = row.lower()
        return any(word in low or word.encode().hex() in low for word in words)

    # The organisation is no person: it keeps its name.
    return [row for row in everywhere() if not row.startswith("customers_organisation ") and says(row)]


def sent():
    Message.objects.update(held_until=None)
    for event in TicketEvent.objects.filter(announced_at=None).select_related("message", "ticket"):
        on_ticket_event(event)
    for letter in Letter.objects.filter(state="queued"):
        for address in letter.to:
            letter.deliveries.get_or_create(address=address.split("<")[-1].rstrip(">"))
        letter.deliveries.update(state="sent", sent_at=timezone.now())
    Letter.objects.update(state="sent", sent_at=timezone.now())


def until_done():
    for _again in range(5):
        erasing.go_on()
    return Erasure.objects.get()


@pytest.fixture
def written(billing, amara, cleo, dana):
    """Dana by mail with a file; answered, noted, drafted, renamed, told on, linked and let in."""
    box = Mailbox.objects.create(name="Billing", address="billing@desk.example", team=billing)
    row = intake.receive(MAIL, mailbox=box)
    intake.handle(row.pk)
    row.refresh_from_db()
    ticket = row.ticket
    reply(ticket, by=amara, text="Dear Dana, we pay it back on Friday.")
    receive(ticket, by=dana, text="Thanks", folded="> My quagga paid already", channel="email")
    add_note(ticket, by=cleo, text="Dana said: My quagga paid already, see the file.")
    save_draft(ticket, by=amara, kind="public", text="Dear Dana")
    retitle(ticket, by=amara, subject="Two zebra charges")
    notify(
        [amara], key="k", kind="escalation", words="{subject}", params={"subject": ticket.subject},
        about=("ticket", ticket.pk),
    )  # fmt: skip
    link_for(ticket, dana)
    make_entry(dana)
    suppress("dana@okafor.example", "asked")
    sent()
    chaining.go_on()
    ticket.refresh_from_db()
    return ticket


@pytest.fixture
def solved(written, amara):
    move(written, "solve", by=amara)
    sent()
    return written


def test_nothing_of_them_is_left_in_any_row_of_the_database(solved, dana, mona):
    assert len(rows_that_say(*WORDS)) >= 12
    blob = Blob.objects.get()
    erase(dana, by=mona, reason="They asked for it")
    assert until_done().finished_at
    assert rows_that_say(*WORDS) == []
    assert not Blob.objects.filter(pk=blob.pk).exists()
    assert solved.messages.filter(author__isnull=False, kind="public").get().text == (
        "Dear [removed], we pay it back on Friday."
    )
    row = RawEmail.objects.get()
    assert (bytes(row.content), row.outcome) == (b"", "created")


def test_the_log_says_that_it_was_and_its_chain_holds(solved, dana, mona, client):
    erase(dana, by=mona, reason="They asked for it")
    until_done()
    chaining.go_on()
    assert list(verifying.look_at_everything()) == []
    client.force_login(mona)
    page = client.get(reverse("tickets:history", args=[solved.pk])).content.decode()
    assert "A customer was erased by <b>Mona Rand</b>: <b>They asked for it</b>" in page
    for name in ("tickets:ticket", "tickets:history"):
        page = client.get(reverse(name, args=[solved.pk])).content.decode().lower()
        assert not any(word in page for word in WORDS)


def test_no_figure_changes(solved, dana, mona, capsys):
    counting.bring_up_to_date()
    before = list(DayFigure.objects.order_by("pk").values_list("zone", "kind", "day", "n"))
    kept = ("state", "team", "tags", "opened_at", "solved_at", "active_at", "requester")
    ticket = Ticket.objects.filter(pk=solved.pk).values(*kept).get()
    log = list(solved.events.values_list("pk", "kind", "at", "actor", "contact"))
    erase(dana, by=mona, reason="They asked for it")
    until_done()
    call_command("metrics_verify")
    assert "0 tickets and 0 figures differ" in capsys.readouterr().out
    assert list(DayFigure.objects.order_by("pk").values_list("zone", "kind", "day", "n")) == before
    assert Ticket.objects.filter(pk=solved.pk).values(*kept).get() == ticket
    assert (
        list(solved.events.exclude(kind="redacted").values_list("pk", "kind", "at", "actor", "contact"))
        == log
    )


def test_twice_is_once_and_each_ticket_says_it_once(solved, dana, mona):
    first = erase(dana, by=mona, reason="They asked for it")
    assert erase(dana, by=mona, reason="Again") == first
    until_done()
    assert erase(dana, by=mona, reason="Again").reason == "They asked for it"
    assert solved.events.filter(kind="redacted").count() == 1


def test_it_may_be_killed_between_two_tickets(solved, billing, dana, mona, amara, monkeypatch):
    other = make_ticket(requester=dana, team=billing, subject="A quagga", text="It is a zebra, I think")
    move(other, "solve", by=amara)
    monkeypatch.setattr("tickets.erasing.SLICE", 1)
    erase(dana, by=mona, reason="They asked for it")
    erasing.go_on()
    row = Erasure.objects.get()
    assert (row.finished_at, row.up_to) == (None, solved.pk)
    other.refresh_from_db()
    assert other.subject == "A quagga"
    assert until_done().finished_at
    assert rows_that_say(*WORDS) == []
    assert other.events.filter(kind="redacted").count() == 1


def test_a_letter_on_its_way_is_waited_for(solved, dana, mona):
    Letter.objects.filter(kind="answer").update(state="sending", handed_at=timezone.now())
    erase(dana, by=mona, reason="They asked for it")
    assert until_done().finished_at is None
    Letter.objects.update(state="sent", sent_at=timezone.now())
    assert until_done().finished_at
    assert rows_that_say(*WORDS) == []


def test_merged_tickets_and_those_of_others(written, billing, dana, eve, amara, mona):
    mine = make_ticket(requester=dana, team=billing, subject="Again the zebra", text="Where is my quagga?")
    merge(mine, by=amara, into=written)
    theirs = make_ticket(requester=eve, team=billing, subject="Ours", text="Ask Dana Okafor about it.")
    theirs.participants.create(contact=dana)
    receive(theirs, by=dana, text="I know no zebra at all", channel="email")
    move(written, "solve", by=amara)
    sent()
    erase(dana, by=mona, reason="They asked for it")
    assert until_done().finished_at
    assert rows_that_say(*WORDS) == []
    theirs.refresh_from_db()
    assert (theirs.subject, theirs.participants.count()) == ("Ours", 0)
    assert theirs.messages.order_by("pk").first().text == "Ask [removed] about it."
    mine.refresh_from_db()
    assert mine.merged_into_id == written.pk


def test_open_tickets_are_refused(written, dana, mona):
    with pytest.raises(ValidationError, match="still open"):
        erase(dana, by=mona, reason="They asked for it")
    dana.refresh_from_db()
    assert dana.erased_at is None
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("reason", ["", "Dana asked", "of DANA@okafor.example", "x" * 301])
def test_a_reason_is_needed_that_does_not_name_them(solved, dana, mona, reason):
    with pytest.raises(ValidationError):
        erase(dana, by=mona, reason=reason)
    assert not Erasure.objects.exists()


def test_they_are_not_written_to_and_who_writes_again_is_somebody_new(solved, dana, amara, mona, client):
    token = token_of(link_for(solved, dana))
    assert client.get(reverse("portal:ticket", args=[token])).status_code == 200
    erase(dana, by=mona, reason="They asked for it")
    assert client.get(reverse("portal:ticket", args=[token])).status_code == 404
    assert not ContactAddress.objects.filter(contact=dana).exists()
    with pytest.raises(ValidationError, match="nobody can write"):
        reply(solved, by=amara, text="Hello?")
    again = welcome_contact(address="dana@okafor.example", name="Dana Okafor")
    assert again.pk != dana.pk
    until_done()
    again.refresh_from_db()
    assert (again.name, again.email) == ("Dana Okafor", "dana@okafor.example")
    assert not AccessLink.objects.filter(contact=dana).exists()


@pytest.mark.parametrize("who", ["amara", "cleo"])
def test_agents_and_leads_are_refused(who, solved, dana, client, request):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        erase(dana, by=user, reason="They asked for it")
    client.force_login(user)
    assert client.get(reverse("customers:erased")).status_code == 404
    address = reverse("customers:erase", args=[dana.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "Why", "sure": "1"}).status_code == 404
    assert (
        "Erase this customer" not in client.get(reverse("tickets:ticket", args=[solved.pk])).content.decode()
    )
    assert not Erasure.objects.exists()


def test_a_customer_is_refused(solved, dana, client):
    session = client.session
    session["portal_contact"] = {"id": dana.pk, "since": timezone.now().timestamp()}
    session.save()
    answer = client.post(reverse("customers:erase", args=[dana.pk]), {"reason": "Why", "sure": "1"})
    assert answer.status_code == 302
    assert not Erasure.objects.exists()


def test_the_page_says_what_goes_and_is_pressed_twice(solved, dana, mona, client):
    client.force_login(mona)
    page = client.get(reverse("tickets:ticket", args=[solved.pk])).content.decode()
    address = reverse("customers:erase", args=[dana.pk])
    assert f'href="{address}"' in page
    page = client.get(address).content.decode()
    assert "What goes" in page
    assert "dana@okafor.example" in page
    assert client.post(address, {"reason": "They asked"}).status_code == 422
    for _press in range(2):
        assert client.post(address, {"reason": "They asked", "sure": "1"}).status_code == 302
    assert Erasure.objects.count() == 1
    assert "This customer was erased" in client.get(address).content.decode()
    assert "Under way" in client.get(reverse("customers:erased")).content.decode()
    until_done()
    page = client.get(reverse("customers:erased")).content.decode()
    assert "Mona Rand: They asked" in page
    assert "Done" in page


def test_the_page_names_what_is_open(written, dana, mona, client):
    client.force_login(mona)
    address = reverse("customers:erase", args=[dana.pk])
    assert f"#{written.pk}" in client.get(address).content.decode()
    assert client.post(address, {"reason": "They asked", "sure": "1"}).status_code == 422


def test_another_copy_of_their_mail_brings_nothing_back(solved, dana, mona):
    erase(dana, by=mona, reason="They asked for it")
    until_done()
    row = intake.receive(MAIL, mailbox=Mailbox.objects.get())
    intake.handle(row.pk)
    row.refresh_from_db()
    assert row.outcome == "duplicate"
    assert Ticket.objects.count() == 1


def test_fields_that_hold_them_or_what_they_said(solved, billing, dana, eve, amara, mona):
    save_field(None, {"name": "Who", "kind": "contact"}, by=mona)
    save_field(None, {"name": "Order", "kind": "text"}, by=mona)
    save_field(None, {"name": "Count", "kind": "number"}, by=mona)
    set_fields(solved, by=amara, values={"order": "For zebra 7", "count": "3"})
    other = make_ticket(requester=eve, team=billing, subject="Ours", text="Hello")
    set_fields(other, by=amara, values={"who": str(dana.pk), "order": "R-17"})
    assert any("Dana Okafor" in str(event.data) for event in other.events.all())
    erase(dana, by=mona, reason="They asked for it")
    assert until_done().finished_at
    assert rows_that_say(*WORDS) == []
    solved.refresh_from_db()
    other.refresh_from_db()
    assert solved.custom == {"order": "[removed]", "count": 3}
    assert other.custom == {"order": "R-17"}


def test_words_beside_a_score_go_and_the_score_stays(written, billing, dana, amara, mona, client):
    unsuppress("dana@okafor.example")
    switch_on(billing)
    survey = asked_about(written, amara)
    page = links()[1]
    rate(survey, by=dana, score=1, comment="A zebra answers faster")
    sent()
    erase(dana, by=mona, reason="They asked for it")
    assert until_done().finished_at
    assert rows_that_say(*WORDS) == []
    survey.refresh_from_db()
    assert (survey.score, survey.comment, survey.state) == (1, "[removed]", "answered")
    assert client.get(page).status_code == 404


def test_a_review_goes_on_and_says_that_words_were_removed(solved, dana, amara, cleo, mona, client):
    message = solved.messages.get(author=amara, kind="public")
    review = begun(message, a_scorecard(mona), cleo)
    actions.mark(review, message=message, start=5, end=9, by=cleo, criterion="c2", note="by name")
    erase(dana, by=mona, reason="They asked for it")
    assert until_done().finished_at
    client.force_login(cleo)
    page = client.get(reverse("qa:write", args=[review.pk])).content.decode()
    assert "redacted since" in page
    assert "Dear [removed], we pay it back" in page
    assert not any(word in page.lower() for word in WORDS)
    actions.write_review(review, answers=ALL, by=cleo, seen=0)
    assert actions.give_review(review, by=cleo).score is not None


def test_an_address_alone_is_found_and_the_words_of_the_desk_stay(billing, amara, mona):
    """Somebody called Open, in small letters, changes no state."""
    who = welcome_contact(address="zebra@x.example", name="open")
    ticket = make_ticket(requester=who, team=billing, subject="Quagga", text="It is zebra@x.example")
    reply(ticket, by=amara, text="It is open to all. Write from zebra@x.example.", then="solve")
    sent()
    erase(who, by=mona, reason="They asked for it")
    assert until_done().finished_at
    assert rows_that_say("zebra", "quagga") == []
    moves = ticket.events.filter(kind="moved").values_list("data__to", flat=True)
    assert "open" in {*moves, *ticket.events.filter(kind="moved").values_list("data__from", flat=True)}
    assert ticket.messages.get(author=amara).text == "It is open to all. Write from [removed]."
    assert Contact.objects.get(pk=who.pk).name == "[removed]"


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(n, mona, client, django_assert_num_queries):
    for number in range(n):
        erase(
            welcome_contact(address=f"c{number}@x.example", name=f"Customer {number}"), by=mona, reason="Why"
        )
    client.force_login(mona)
    client.get(reverse("customers:erased"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("customers:erased"))


QUERIES = 6
