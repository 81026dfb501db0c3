"""What must not be kept is gone from everywhere: thread, search, portal, letters, originals, history."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from files.actions import path_of
from files.models import Blob, BlobText
from mail import intake
from mail.listeners import on_ticket_event
from mail.models import Mailbox, RawEmail
from notices.actions import notify
from notices.models import Notice
from outbox.models import Letter
from staff.duty import note_here
from tests.factories import make_ticket
from tickets import chaining, verifying
from tickets.access import link_for, token_of
from tickets.actions import add_note, merge, receive, redact, reply, retitle, save_draft
from tickets.actions.backing_up import ask_backup, decline_backup
from tickets.actions.writing import Part
from tickets.models import Attachment, Message, Ticket, TicketEvent
from tickets.redaction import Wish, reach_of

pytestmark = pytest.mark.django_db
CARD = "4111 1111 1111 1111"
MAIL = (
    b"From: Dana <dana@okafor.example>\r\nTo: billing@desk.example\r\nMessage-ID: <card@okafor.example>\r\n"
    b"Subject: Charge 4111-1111-1111-1111\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
    b"<p>My card is <b>4111 1111 1111 1111</b>, please refund it.</p>\r\n--b\r\n"
    b"Content-Type: application/pdf; name=card.pdf\r\nContent-Disposition: attachment; filename=card.pdf\r\n"
    b"\r\n%PDF the card itself\r\n--b--\r\n"
)


@pytest.fixture
def charged(billing, amara, cleo):
    """A mail with a card number in subject, text and file; quoted, drafted, noted, renamed and told on."""
    box = Mailbox.objects.create(name="Billing", address="billing@desk.example", team=billing)
    row = intake.receive(MAIL, mailbox=box)
    intake.handle(row.pk)
    row.refresh_from_db()
    ticket = row.ticket
    answer = reply(ticket, by=amara, text="We refund 4111111111111111 at once.")
    for event in TicketEvent.objects.filter(kind__in=["opened", "agent_answered"]):
        Message.objects.filter(pk=answer.pk).update(held_until=None)
        on_ticket_event(TicketEvent.objects.select_related("message", "ticket").get(pk=event.pk))
    Letter.objects.update(state="sent", sent_at=ticket.opened_at)
    receive(
        ticket,
        by=ticket.requester,
        text="Thanks",
        folded="> My card is 4111 1111\n> 1111 1111, please",
        channel="email",
    )
    add_note(ticket, by=cleo, text=f"Card {CARD} checked.")
    save_draft(ticket, by=amara, kind="note", text=f"Ask about {CARD}")
    retitle(ticket, by=amara, subject=f"Refund to {CARD}")
    Ticket.objects.filter(pk=ticket.pk).update(custom={"note": [f"pays by {CARD}"]})
    notify(
        [amara],
        key="k",
        kind="escalation",
        words="{subject}",
        params={"subject": ticket.subject},
        about=("ticket", ticket.pk),
    )
    chaining.go_on()
    ticket.refresh_from_db()
    return ticket


def everywhere():
    """Every text of every row of the database, as one string."""
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


def rows_that_say_it():
    digits = "4111111111111111"
    return [
        row for row in everywhere()
        if digits in "".join(c for c in row if c.isdigit() or c.isalpha()) or b"4111 1111".hex() in row
    ]  # fmt: skip


def test_words_are_gone_from_every_row_of_the_database(charged, mona):
    assert len(rows_that_say_it()) >= 9
    redact(charged, by=mona, wish=Wish(words=CARD), reason="A card number")
    assert rows_that_say_it() == []
    assert charged.subject == "Refund to [removed]"
    assert "[removed]" in charged.messages.order_by("pk").first().html


def test_the_history_says_that_it_was_and_not_what_and_its_chain_holds(charged, mona, client):
    redact(charged, by=mona, wish=Wish(words=CARD), reason="A card number")
    chaining.go_on()
    assert list(verifying.look_at_everything()) == []
    assert list(verifying.look_at_ticket(charged.pk)) == []
    client.force_login(mona)
    page = client.get(reverse("tickets:history", args=[charged.pk])).content.decode()
    assert "Words were removed by <b>Mona Rand</b>: <b>A card number</b>" in page
    assert "4111" not in page


def test_an_event_that_somebody_else_blackens_still_shows(charged):
    event = charged.events.get(kind="retitled")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL desk.redacting = 'on'")
        cursor.execute("UPDATE tickets_ticketevent SET data = '{}' WHERE id = %s", [event.pk])
    assert [p.event for p in verifying.look_at_everything()] == [event.pk]


def test_search_finds_it_no_more(charged, mona, client):
    client.force_login(mona)
    url = reverse("tickets:inbox") + "?q=refund+please+4111"
    assert f"/tickets/{charged.pk}/" in client.get(url).content.decode()
    redact(charged, by=mona, wish=Wish(words=CARD), reason="A card number")
    assert f'href="/tickets/{charged.pk}/' not in client.get(url).content.decode()


def test_the_original_is_gone_and_the_account_still_counts_it(charged, mona, client):
    redact(charged, by=mona, wish=Wish(words=CARD), reason="A card number")
    row = RawEmail.objects.get(mail_key__contains="card@okafor")
    assert (bytes(row.content), row.outcome, row.subject) == (b"", "created", "Charge [removed]")
    client.force_login(mona)
    assert client.get(reverse("mail:explain", args=[row.pk])).status_code == 200
    assert client.get(reverse("mail:raw", args=[row.pk])).status_code == 404


def test_a_whole_message_goes_with_its_files_and_where_it_is_quoted(charged, mona, client, dana):
    first = charged.messages.order_by("pk").first()
    file = first.attachments.get()
    old = file.blob_id
    assert path_of(old).exists()
    later = receive(charged, by=charged.requester, text="And?", folded=f"> {first.text}", channel="email")
    with Committed():
        redact(charged, by=mona, wish=Wish(message=first, whole=True), reason="Somebody else's letter")
    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.text, first.html, first.folded) == ("[removed]", "", "")
    assert later.folded == "> [removed]"
    assert not Blob.objects.filter(pk=old).exists()
    assert not path_of(old).exists()
    client.force_login(mona)
    answer = client.get(reverse("tickets:file", args=[file.pk, "card.pdf"]))
    assert b"".join(answer.streaming_content) == b"[removed]"
    page = client.get(reverse("tickets:ticket", args=[charged.pk])).content.decode()
    assert "Words removed" in page
    assert "please refund" not in page
    frame = client.get(reverse("tickets:letter", args=[first.pk])).content.decode()
    assert "please refund" not in frame
    token = token_of(link_for(charged, charged.requester))
    portal = client.get(reverse("portal:ticket", args=[token])).content.decode()
    assert "[removed]" in portal
    assert "please refund" not in portal
    served = client.get(reverse("portal:file", args=[token, file.pk, "card.pdf"]))
    assert b"".join(served.streaming_content) == b"[removed]"


def test_a_file_alone_goes_and_one_that_others_have_stays(charged, billing, mona, eve):
    first = charged.messages.order_by("pk").first()
    file = first.attachments.get()
    other = make_ticket(requester=eve, team=billing, parts=[Part("copy.pdf", file.blob)])
    with Committed():
        redact(charged, by=mona, wish=Wish(files=[file]), reason="Not theirs")
    file.refresh_from_db()
    assert (file.name, file.redacted_at is not None) == ("removed.txt", True)
    kept = Attachment.objects.get(message__ticket=other)
    assert path_of(kept.blob_id).exists()
    assert first.text == Message.objects.get(pk=first.pk).text
    assert RawEmail.objects.get(message=first).emptied_at


def test_what_a_letter_brings_along_is_taken_out_too(ticket, amara, mona):
    answer = reply(ticket, by=amara, text="See the file.", parts=[Part("secret.txt", b"top secret")])
    Message.objects.filter(pk=answer.pk).update(held_until=None)
    on_ticket_event(TicketEvent.objects.select_related("message", "ticket").get(kind="agent_answered"))
    letter = Letter.objects.get(kind="answer")
    file = answer.attachments.get()
    with pytest.raises(ValidationError, match="still being sent"):
        redact(ticket, by=mona, wish=Wish(files=[file]), reason="Wrong file")
    Letter.objects.update(state="sent", sent_at=ticket.opened_at)
    redact(ticket, by=mona, wish=Wish(files=[file]), reason="Wrong file")
    letter.refresh_from_db()
    assert letter.files == []


def test_it_follows_a_merge_into_both_logs(ticket, billing, dana, amara, mona):
    other = make_ticket(requester=dana, team=billing, subject=f"Card {CARD}", text=f"It is {CARD}")
    retitle(other, by=amara, subject="Card")
    merge(other, by=amara, into=ticket)
    chaining.go_on()
    redact(ticket, by=mona, wish=Wish(words=CARD), reason="A card number")
    assert rows_that_say_it() == []
    assert list(verifying.look_at_everything()) == []


def test_files_that_say_it_too_are_named(charged, mona, client):
    file = charged.messages.order_by("pk").first().attachments.get()
    BlobText.objects.update_or_create(blob=file.blob, defaults={"state": "read", "text": f"Card: {CARD}"})
    client.force_login(mona)
    url, wish = reverse("tickets:redact", args=[charged.pk]), {"what": "words", "words": CARD, "reason": "x"}
    assert "Files say it too" in client.post(url, wish).content.decode()
    redact(charged, by=mona, wish=Wish(files=[file]), reason="It says a card number")
    assert not BlobText.objects.exists()
    assert "Files say it too" not in client.post(url, wish).content.decode()


def test_asking_what_it_would_reach_changes_nothing(charged):
    before = everywhere()
    found = reach_of(charged, Wish(words=CARD))
    assert (len(found.messages), len(found.drafts), len(found.subjects), found.mails) == (4, 1, 1, 1)
    assert len(found.letters) >= 1
    assert everywhere() == before


@pytest.mark.parametrize(
    ("wish", "reason", "problem"),
    [
        (Wish(words="abc"), "Why", "at least"),
        (Wish(), "Why", "Say what"),
        (Wish(words="nobody says this"), "Why", "Nothing here"),
        (Wish(words=CARD), "", "reason"),
        (Wish(words=CARD), f"It was {CARD}", "stays in the history"),
        (Wish(words=CARD), "x" * 301, "reason"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(charged, mona, wish, reason, problem):
    before = everywhere()
    with pytest.raises(ValidationError, match=problem):
        redact(charged, by=mona, wish=wish, reason=reason)
    assert everywhere() == before


def test_agents_and_leads_may_not(charged, amara, cleo, client):
    url = reverse("tickets:redact", args=[charged.pk])
    for by in (amara, cleo):
        with pytest.raises(PermissionDenied):
            redact(charged, by=by, wish=Wish(words=CARD), reason="Why")
        client.force_login(by)
        assert client.get(url).status_code == 404
        assert (
            client.post(url, {"what": "words", "words": CARD, "reason": "x", "sure": "1"}).status_code == 404
        )
        assert url not in client.get(reverse("tickets:ticket", args=[charged.pk])).content.decode()
    assert rows_that_say_it()


def test_the_page_shows_first_and_removes_then(charged, mona, client):
    client.force_login(mona)
    url = reverse("tickets:redact", args=[charged.pk])
    assert url in client.get(reverse("tickets:ticket", args=[charged.pk])).content.decode()
    assert "card.pdf" in client.get(url).content.decode()
    wish = {"what": "words", "words": CARD, "reason": "A card number"}
    preview = client.post(url, wish)
    assert preview.status_code == 200
    for said in ("4 messages", "1 draft", "the original of 1 mail", "Nobody can bring it back"):
        assert said in preview.content.decode()
    assert "no-store" in preview["Cache-Control"]
    assert rows_that_say_it()
    done = client.post(url, wish | {"sure": "1"}, follow=True)
    assert "Removed for good" in done.content.decode()
    assert rows_that_say_it() == []


def test_another_tickets_message_or_file_is_not_reached(charged, ticket, mona, client):
    client.force_login(mona)
    url = reverse("tickets:redact", args=[ticket.pk])
    foreign = charged.messages.order_by("pk").first()
    file = foreign.attachments.get()
    for wish in ({"what": "message", "message": foreign.pk}, {"what": "files", "file": file.pk}):
        answer = client.post(url, wish | {"reason": "x", "sure": "1"})
        assert answer.status_code == 422
        assert "Say what is to be removed" in answer.content.decode()
    assert rows_that_say_it()


def test_open_pages_are_told_to_reload(charged, mona, amara, client):
    client.force_login(amara)
    last = charged.events.order_by("-pk").first().pk
    redact(charged, by=mona, wish=Wish(words=CARD), reason="A card number")
    url = reverse("tickets:ticket_pulse", args=[charged.pk])
    answer = client.get(f"{url}?revision=0&last_event={last}", headers={"HX-Request": "true"})
    assert "Words or files were removed" in answer.content.decode()


class Committed:
    """Bytes go when the transaction commits; here it does not."""

    def __enter__(self):
        from django.test import TestCase

        self.captured = TestCase.captureOnCommitCallbacks(execute=True)
        return self.captured.__enter__()

    def __exit__(self, *args):
        return self.captured.__exit__(*args)


def test_why_backup_was_declined_is_reached_too(ticket, amara, ben, mona):
    note_here(ben)
    row = ask_backup(ticket, by=amara, words="Help")
    decline_backup(row, by=ben, why=f"No time for {CARD}")
    assert "4111" in str(Notice.objects.values_list("params", flat=True))
    redact(ticket, by=mona, wish=Wish(words=CARD), reason="A card number")
    declined = TicketEvent.objects.get(kind="backup_declined")
    assert "No time for" in declined.data["reason"]
    assert "4111" not in declined.data["reason"]
    assert "4111" not in str(Notice.objects.values_list("params", flat=True))
    assert list(verifying.look_at_ticket(ticket.pk)) == []
