"""A name never replaces an address; who imitates somebody is marked where people decide."""

from django.urls import reverse

from tests.mail.conftest import a_mail
from tickets.models import Message

IMITATES = "&#x27;s address mixes letters of two alphabets."
SHOWS = "&#x27;s name shows another address than the true one."


def page_of(client, user, row) -> str:
    client.force_login(user)
    return client.get(reverse("tickets:ticket", args=[row.ticket_id])).content.decode()


def test_the_thread_shows_name_and_address_each_in_its_own_direction(client, send, amara):
    row = send(sender="דנה <dana@okafor.example>")
    page = page_of(client, amara, row)
    assert "<b><bdi>דנה</bdi></b>" in page
    assert "<bdi>dana@okafor.example</bdi>" in page
    assert 'class="odd"' not in page


def test_a_name_that_is_another_address_is_marked(client, send, amara):
    row = send(sender='"Cleo Mets (cleo@desk.example)" <mallory@evil.example>')
    page = page_of(client, amara, row)
    assert "<bdi>mallory@evil.example</bdi>" in page
    assert SHOWS in page


def test_an_address_of_mixed_letters_is_marked(client, send, amara):
    row = send(sender="Bank <help@xn--pypal-4ve.example>")
    assert IMITATES in page_of(client, amara, row)


def test_a_known_customer_who_writes_under_another_name_is_marked(client, send, amara):
    """The name that is kept is that of the first mail; the one of this mail counts too."""
    first = send(sender="Mallory <mallory@evil.example>")
    send(sender='"boss@desk.example" <mallory@evil.example>', in_reply_to=Message.objects.get().message_id)
    assert SHOWS in page_of(client, amara, first)


def test_what_agents_write_is_not_marked(client, send, amara, ticket):
    assert 'class="odd"' not in page_of(client, amara, send(sender="Dana <dana@okafor.example>"))


def test_held_mail_says_it_too_also_of_addresses_like_ours(client, send, cleo):
    client.force_login(cleo)
    row = send(a_mail(sender="Desk <billing@d3sk.example>", auto_submitted="auto-replied"))
    assert row.outcome == "quarantined"
    assert 'class="odd"' not in client.get(reverse("mail:quarantined", args=[row.pk])).content.decode()
    row = send(a_mail(sender="Desk <billing@dеsk.example>", auto_submitted="auto-replied"))
    page = client.get(reverse("mail:quarantined", args=[row.pk])).content.decode()
    assert IMITATES in page
    assert "&#x27;s address looks like one of ours, but is not." in page
