"""What goes over the wire: headers that tell the truth, parts in their places, addresses of any alphabet."""

import email
import email.policy

import pytest

from files.actions import store
from outbox.actions import deliver, resting
from outbox.models import Letter
from outbox.writing import write
from tests.outbox.test_delivery import a_letter
from tests.outbox.test_exactly_once import due_again, states

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def a_file(name, content_type="application/pdf", content=b"%PDF", content_id=""):
    return {
        "sha256": store(content).sha256,
        "name": name,
        "content_type": content_type,
        "content_id": content_id,
    }


def shape(part):
    if not part.is_multipart():
        return part.get_content_type()
    return {part.get_content_type(): [shape(each) for each in part.iter_parts()]}


def test_pictures_stand_in_the_html_and_files_beside_it(db, smtp_sink):
    letter = a_letter(
        html='<p>Look: <img src="cid:plan@desk"></p>',
        files=[
            a_file("plan.png", "image/png", PNG, "plan@desk"),
            a_file("invoice.pdf"),
            a_file("stray.png", "image/png", b"\x89PNG2", "nowhere@desk"),
        ],
    )
    deliver(letter.pk)
    (came,) = smtp_sink.letters
    assert shape(came) == {
        "multipart/mixed": [
            {
                "multipart/alternative": [
                    "text/plain",
                    {"multipart/related": ["text/html", "image/png"]},
                ]
            },
            "application/pdf",
            "image/png",
        ]
    }
    picture = next(part for part in came.walk() if part["Content-ID"] == "<plan@desk>")
    assert (picture.get_content(), picture.get_content_disposition()) == (PNG, "inline")
    assert [part.get_filename() for part in came.iter_attachments()] == ["invoice.pdf", "stray.png"]


def test_the_same_row_gives_the_same_bytes(db):
    """So that a second try carries the same signature, and a receiver can tell that it is the same letter."""
    letter = a_letter(html="<p>x</p>", files=[a_file("a.pdf")])
    assert write(Letter.objects.get(pk=letter.pk)).raw == write(Letter.objects.get(pk=letter.pk)).raw


def test_every_line_is_short_and_of_seven_bits(db):
    letter = a_letter(
        subject="Счёт " * 90,
        text="x" * 5000 + "\n" + "Здравствуйте " * 500,
        html=f"<p>{'длинное слово' * 3000}</p>",
        to=[f'"Имя Фамилия {n}" <person{n}@okafor.example>' for n in range(40)],
        headers={"References": " ".join(f"<{'x' * 200}{n}@okafor.example>" for n in range(20))},
        files=[a_file("очень длинное имя файла " * 8 + ".pdf")],
    )
    raw = write(letter).raw
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    came = email.message_from_bytes(raw, policy=email.policy.default)
    assert len(came["References"].split()) == 20
    assert len(came["To"].addresses) == 40


def test_bounces_come_to_the_envelope_sender_and_from_stays_what_it_is(db, smtp_sink):
    letter = a_letter(
        sender='"Amara" <billing@desk.example>', envelope=lambda pk: f"billing+b{pk}@desk.example"
    )
    deliver(letter.pk)
    assert smtp_sink.envelopes == [(f"billing+b{letter.pk}@desk.example", ["dana@okafor.example"])]
    assert smtp_sink.letters[0]["From"].addresses[0].addr_spec == "billing@desk.example"
    assert smtp_sink.letters[0]["Sender"] is None


def test_a_server_that_reports_on_delivery_is_told_which_letter_it_is(db, smtp_sink):
    smtp_sink.asked = []
    letter = a_letter(message_id="<a+b=c@desk.example>")
    deliver(letter.pk)
    assert smtp_sink.asked == [
        "RET=HDRS",
        "ENVID=a+2Bb+3Dc@desk.example",
        "NOTIFY=FAILURE,DELAY",
        "ORCPT=rfc822;dana@okafor.example",
    ]


def test_an_address_of_another_alphabet_is_spoken_where_the_server_can(db, smtp_sink):
    letter = a_letter(to=['"Жанна" <жанна@почта.example>'])
    deliver(letter.pk)
    assert states(letter)[0] == "sent"
    assert smtp_sink.envelopes[0][1] == ["жанна@xn--80a1acny.example"]
    assert "жанна@xn--80a1acny.example" in smtp_sink.raw[0].decode()


def test_where_the_server_cannot_that_recipient_fails_clearly_and_the_others_get_it(db, smtp_sink):
    smtp_sink.utf8 = False
    letter = a_letter(cc=["жанна@почта.example"])
    deliver(letter.pk)
    due_again(letter)
    assert states(letter) == (
        "sent",
        {"dana@okafor.example": "sent", "жанна@xn--80a1acny.example": "failed"},
    )
    assert "5.6.7" in letter.problem
    (came,) = smtp_sink.letters
    assert came["Cc"] is None


@pytest.mark.parametrize("bad", ["nobody", "a b@c.example"])
def test_an_address_that_is_none_fails_at_once(db, smtp_sink, bad):
    letter = a_letter(to=[bad])
    deliver(letter.pk)
    assert states(letter)[0] == "failed"
    assert "not an address" in letter.problem


def test_a_file_that_is_gone_makes_it_wait_not_vanish(db, smtp_sink):
    letter = a_letter(files=[{"sha256": "0" * 64, "name": "x", "content_type": "a/b", "content_id": ""}])
    deliver(letter.pk)
    assert states(letter)[0] == "queued"
    assert smtp_sink.letters == []


def test_a_server_that_does_not_offer_tls_gets_nothing(db, smtp_sink, settings):
    """No silent downgrade: the letter waits, and so do the others."""
    settings.EMAIL_USE_TLS = True
    letter = a_letter()
    deliver(letter.pk)
    assert states(letter)[0] == "queued"
    assert "STARTTLS" in letter.problem
    assert (smtp_sink.letters, resting()) == ([], True)
