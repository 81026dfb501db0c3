"""The letter in its frame on the ticket: what is new, and the old one behind a click."""

from django.urls import reverse

from tests.mail.conftest import a_mail
from tickets.models import Message

REPLY = (
    '<div dir="ltr">It <b>works</b> now.</div><br><div class="gmail_quote"><div class="gmail_attr">'
    'On Mon, Mar 3, 2025 at 9:58 AM Desk &lt;<a href="mailto:a@desk.example">a@desk.example</a>&gt; wrote:'
    '<br></div><blockquote class="gmail_quote"><p>Does it work?</p></blockquote></div>'
)


def _frame(client, message):
    return client.get(reverse("tickets:letter", args=[message.pk]))


def test_the_old_letter_is_one_click_away(send, client, amara):
    mail = a_mail(text="")
    mail.set_content(REPLY, subtype="html")
    message = Message.objects.get(pk=send(mail).message_id)
    assert message.text == "It works now."
    assert "Does it work?" in message.folded
    client.force_login(amara)
    shown, _, folded = _frame(client, message).content.decode().partition("<details")
    assert "It <b>works</b> now." in shown
    assert "Does it work?" not in shown
    assert "Does it work?" in folded


def test_a_letter_without_a_quote_has_nothing_to_unfold(send, client, amara):
    mail = a_mail(text="")
    mail.set_content(
        '<p>It <b>works</b> now.</p><div title="folded">and this</div><p>too</p>', subtype="html"
    )
    message = Message.objects.get(pk=send(mail).message_id)
    client.force_login(amara)
    page = _frame(client, message).content.decode()
    assert "<details" not in page
    assert "and this" in page


def test_a_forwarded_letter_says_who_wrote_it_first(send, client, amara):
    text = (
        "Can you help them?\n\n---------- Forwarded message ---------\n"
        "From: Karl <b>Kask <karl@kask.example>\n"
        "Date: Mon, 3 Mar 2025\nSubject: Line\nTo: Dana\n\nOur line is down.\n"
    )
    message = Message.objects.get(pk=send(a_mail(text=text)).message_id)
    assert "Our line is down." in message.text
    assert message.contact.email == "dana@okafor.example"
    client.force_login(amara)
    page = client.get(reverse("tickets:ticket", args=[message.ticket_id])).content.decode()
    assert "first written by <bdi>Karl &lt;b&gt;Kask</bdi> <bdi>karl@kask.example</bdi>" in page


def test_who_may_not_see_the_ticket_sees_no_letter(send, client, nora):
    mail = a_mail(text="")
    mail.set_content(REPLY, subtype="html")
    client.force_login(nora)
    assert _frame(client, Message.objects.get(pk=send(mail).message_id)).status_code == 404
