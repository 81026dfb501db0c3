"""Mail that providers post: signed, byte for byte, once; and no yes before it is stored."""

import base64
import hashlib
import hmac
import json
import time

import pytest
from django.db import OperationalError

from mail import payloads, webhook
from mail.intake import handle
from mail.models import RawEmail
from tests.mail.conftest import a_mail

KEY = "signing-key"
PASSWORD = base64.b64encode(b"desk:secret").decode()
BASIC = {"Authorization": f"Basic {PASSWORD}"}


@pytest.fixture(autouse=True)
def _set_up(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "desk:secret", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    settings.MAIL_WEBHOOK_SECRET = "our-own-secret"


def raw_mail(**written) -> bytes:
    """With what no JSON and no form of text can hold."""
    return a_mail(**written).as_bytes().replace(b"\n", b"\r\n") + b"caf\xe9 \xff\x00\r\n"


def form(fields: dict[str, bytes]) -> tuple[bytes, str]:
    parts = [
        b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    return b"".join(parts) + b"--edge--\r\n", "multipart/form-data; boundary=edge"


def mailgun(client, raw: bytes, *, to="billing@desk.example", token="t1", key=KEY, basic=True, **more):
    at = str(int(time.time()))
    signed = hmac.new(key.encode(), (at + token).encode(), hashlib.sha256).hexdigest()
    fields = {
        "timestamp": at,
        "token": token,
        "signature": signed,
        "recipient": to,
        "sender": "dana@okafor.example",
    }
    body, kind = form(
        {**{k: v.encode() for k, v in fields.items()}, **({"body-mime": raw} if raw else {}), **more}
    )
    return client.post("/mail/in/mailgun/mime", body, content_type=kind, headers=BASIC if basic else {})


def test_the_mail_is_stored_byte_for_byte_with_its_envelope(client, mailbox):
    raw = raw_mail()
    assert mailgun(client, raw, to="billing+x@desk.example").status_code == 200
    row = RawEmail.objects.get()
    assert bytes(row.content) == raw
    assert (row.transport, row.envelope_to, row.envelope_from) == (
        "webhook",
        "billing+x@desk.example",
        "dana@okafor.example",
    )
    assert handle(row.pk) == "created"


def test_a_wrong_signature_is_refused(client, mailbox):
    assert mailgun(client, raw_mail(), key="another").status_code == 403
    assert mailgun(client, raw_mail(), basic=False).status_code == 403
    assert not RawEmail.objects.exists()


def test_a_provider_that_asks_again_is_told_yes_and_nothing_is_twice(client, mailbox):
    raw = raw_mail()
    assert [mailgun(client, raw).status_code for _ in range(3)] == [200, 200, 200]
    assert RawEmail.objects.count() == 1


def test_a_signature_that_was_overheard_opens_nothing_else(client, mailbox, other_mailbox):
    """It covers neither the mail nor the recipient: whoever has one may only say again what was said."""
    assert mailgun(client, raw_mail()).status_code == 200
    assert mailgun(client, raw_mail(subject="Another")).status_code == 403
    assert mailgun(client, raw_mail(subject="Another"), to="network@desk.example").status_code == 403
    assert RawEmail.objects.count() == 1


def test_when_it_cannot_be_stored_the_provider_is_asked_to_come_again(client, mailbox, monkeypatch):
    def away(*_args, **_about):
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(webhook, "receive", away)
        answer = mailgun(client, raw_mail())
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert b"database" not in answer.content
    assert mailgun(client, raw_mail()).status_code == 200


def test_mail_for_nobody_here_is_not_taken(client, mailbox):
    assert mailgun(client, raw_mail(), to="nobody@desk.example").status_code == 404
    assert not RawEmail.objects.exists()


def test_mail_is_larger_than_forms_of_people_may_be(client, mailbox, settings, monkeypatch):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert mailgun(client, raw_mail(text="x\n" * 5000)).status_code == 200
    monkeypatch.setattr(webhook, "MOST_BODY", 2000)
    assert mailgun(client, raw_mail(text="x\n" * 5000), token="t2").status_code == 413


def test_a_mail_that_comes_in_pieces_is_put_together(client, mailbox):
    answer = mailgun(
        client,
        b"",
        **{
            "message-headers": json.dumps(
                [
                    ["From", "Dana <dana@okafor.example>"],
                    ["Subject", "Pieces"],
                    ["Message-Id", "<p@x.example>"],
                ]
            ).encode(),
            "body-plain": "Tere, ä!".encode(),
            "body-html": "<p>Tere, ä!</p>".encode(),
        },
    )
    assert answer.status_code == 200, answer.content
    row = RawEmail.objects.get()
    assert handle(row.pk) == "created"
    row.refresh_from_db()
    assert row.subject == "Pieces"
    assert row.message.text == "Tere, ä!"


def test_pieces_that_do_not_fit_are_kept_for_a_person(client, mailbox):
    said = {"OriginalRecipient": "billing@desk.example", "Attachments": [{"Name": "no content"}]}
    answer = client.post(
        "/mail/in/postmark/", json.dumps(said), content_type="application/json", headers=BASIC
    )
    assert answer.status_code == 200
    row = RawEmail.objects.get()
    assert b"no content" in bytes(row.content)
    assert handle(row.pk) == "quarantined"


RAW = a_mail(message_id="<same@okafor.example>").as_bytes().replace(b"\n", b"\r\n")
TEXT = RAW.decode()
POSTS = {
    "postmark": json.dumps(
        {
            "OriginalRecipient": "billing@desk.example",
            "MessageID": "1",
            "Headers": [{"Name": "Return-Path", "Value": "<dana@okafor.example>"}],
            "RawEmail": TEXT,
        }
    ),
    "sparkpost": json.dumps(
        [
            {"msys": {}},
            {
                "msys": {
                    "relay_message": {
                        "rcpt_to": "billing@desk.example",
                        "msg_from": "dana@okafor.example",
                        "protocol": "smtp",
                        "content": {
                            "email_rfc822": base64.b64encode(RAW).decode(),
                            "email_rfc822_is_base64": True,
                        },
                    }
                }
            },
        ]
    ),
}


@pytest.mark.parametrize("name", list(POSTS))
def test_providers_that_prove_themselves_by_a_password(client, mailbox, settings, name):
    url, kind = f"/mail/in/{name}/", "application/json"
    assert client.post(url, POSTS[name], content_type=kind).status_code == 403
    assert client.post(url, POSTS[name], content_type=kind, headers=BASIC).status_code == 200
    assert client.post(url, POSTS[name], content_type=kind, headers=BASIC).status_code == 200
    row = RawEmail.objects.get()
    assert (bytes(row.content), row.envelope_from) == (RAW, "dana@okafor.example")
    settings.ANYMAIL = {}
    assert client.post(url, POSTS[name], content_type=kind, headers=BASIC).status_code == 404


def test_one_post_for_several_of_our_mailboxes(client, mailbox, other_mailbox):
    envelope = {
        "from": "dana@okafor.example",
        "to": ["billing@desk.example", "network@desk.example", "x@y.z"],
    }
    body, kind = form({"email": RAW, "envelope": json.dumps(envelope).encode()})
    for _ in range(2):
        answer = client.post("/mail/in/sendgrid/", body, content_type=kind, headers=BASIC)
        assert answer.status_code == 200, answer.content
    assert set(RawEmail.objects.values_list("mailbox__name", flat=True)) == {"Billing", "Network"}
    assert RawEmail.objects.count() == 2


def ours(client, body: bytes, *, to="billing@desk.example", at=None, secret="our-own-secret", signed=b""):
    at = str(int(time.time())) if at is None else at
    signature = webhook.signature(secret, at=at, to=to, sender="dana@okafor.example", body=signed or body)
    return client.post(
        "/mail/in/raw/",
        body,
        content_type="message/rfc822",
        query_params={"to": to, "from": "dana@okafor.example"},
        headers={"X-Helpdesk-Timestamp": at, "X-Helpdesk-Signature": signature},
    )


def test_a_program_of_ones_own_signs_what_it_posts(client, mailbox, settings):
    raw = raw_mail()
    assert ours(client, raw).status_code == 200
    assert ours(client, raw).status_code == 200
    assert bytes(RawEmail.objects.get().content) == raw
    assert ours(client, raw, secret="guessed").status_code == 403
    assert ours(client, raw, signed=b"other bytes").status_code == 403
    assert ours(client, raw, at=str(int(time.time()) - 3600)).status_code == 403
    assert ours(client, raw, at="tomorrow").status_code == 403
    assert ours(client, b"").status_code == 400
    settings.MAIL_WEBHOOK_SECRET = ""
    assert ours(client, raw).status_code == 404
    assert RawEmail.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=edge"),
        (b"--edge\r\nnothing", "multipart/form-data; boundary=edge"),
        (b"{", "application/json"),
        (b"", "multipart/form-data"),
        (b"\xff" * 50, "application/x-www-form-urlencoded"),
    ],
)
def test_nonsense_is_refused_without_an_error(client, mailbox, body, kind):
    for name in (*webhook.PROVIDERS, "nobody"):
        answer = client.post(f"/mail/in/{name}/", body, content_type=kind, headers=BASIC)
        assert answer.status_code in {400, 403, 404}, (name, answer.content)
    assert not RawEmail.objects.exists()


def test_a_head_request_finds_us_and_a_get_does_not(client, db):
    assert client.head("/mail/in/mandrill/").status_code == 200
    assert client.get("/mail/in/mandrill/").status_code == 405


def test_forms_are_read_as_bytes():
    body, kind = form({"a": b"\xff\r\n--edg\r\n", "b": b""})
    assert payloads.read_form(body, kind).fields == {"a": [b"\xff\r\n--edg\r\n"], "b": [b""]}
    coded = payloads.read_form(b"a=1+2%FF&b&=c", "application/x-www-form-urlencoded")
    assert coded.fields == {"a": [b"1 2\xff"], "b": [b""]}
