"""What kind of letter it is, and whether a machine may answer."""

from pathlib import Path

import pytest

from mail.parser import parse
from mail.verdicts import Kind, public_kind, verdict

COPIED = Path(__file__).parents[1] / "data" / "mail" / "copied"


def judged(headers: str, sender: str = "dana@example.com"):
    return verdict(parse(f"From: {sender}\n{headers}\n\nhello".encode()), instance="desk-1")


@pytest.mark.parametrize(
    ("headers", "kind", "answerable"),
    [
        ("Subject: hello", Kind.HUMAN, True),
        ("Auto-Submitted: no", Kind.HUMAN, True),
        ("Auto-Submitted: No; owner-email=a@b.c", Kind.HUMAN, True),
        ("Auto-Submitted: auto-replied (vacation)", Kind.AUTO_REPLY, False),
        (
            "Auto-Submitted: auto-replied; type=vacation\nSubject: Automatic reply: x",
            Kind.OUT_OF_OFFICE,
            False,
        ),
        ("Auto-Submitted: auto-generated", Kind.NOTIFICATION, False),
        ("Auto-Submitted: x-own-word", Kind.NOTIFICATION, False),
        ("Auto-Submitted:", Kind.HUMAN, False),
        ("Precedence: bulk", Kind.BULK, False),
        ("Precedence: list", Kind.LIST, False),
        ("Precedence: AUTO_REPLY", Kind.AUTO_REPLY, False),
        ("Precedence: normal", Kind.HUMAN, True),
        ("Precedence:", Kind.HUMAN, False),
        ("List-Id: <users.example.com>", Kind.LIST, False),
        ("List-Id:", Kind.HUMAN, False),
        ("List-Unsubscribe: <https://x.example>", Kind.BULK, False),
        ("X-Campaign-Id: 17", Kind.BULK, False),
        # Relays mark everybody's letters with these.
        ("Feedback-ID: 1:2:3", Kind.HUMAN, False),
        ("X-Mailgun-Tag: outgoing", Kind.HUMAN, False),
        # Another desk's person: two desks must not chat.
        ("X-RT-Loop-Prevention: example.com", Kind.HUMAN, False),
        ("X-Autoreply: yes", Kind.AUTO_REPLY, False),
        ("X-Autoreply: no", Kind.HUMAN, True),
        ("Return-Path: <>", Kind.NOTIFICATION, False),
        ("Return-Path: <>\nIn-Reply-To: <a@b>", Kind.AUTO_REPLY, False),
        ("Return-Path:", Kind.HUMAN, False),
        ("Return-Path: <dana@example.com>", Kind.HUMAN, True),
        # A wish about automatic answers proves no machine: people's letters carry it too.
        ("X-Auto-Response-Suppress: All", Kind.HUMAN, False),
        ("X-Auto-Response-Suppress: DR, RN, NRN", Kind.HUMAN, True),
        # A subject alone is a weak sign: kept as a person's letter, not answered by a machine.
        ("Subject: Out of office next week: who can install my router?", Kind.HUMAN, False),
        (
            "Subject: =?utf-8?B?0JDQstGC0L7QvtGC0LLQtdGC?=\nX-Auto-Response-Suppress: All",
            Kind.OUT_OF_OFFICE,
            False,
        ),
        ("X-Helpdesk-Instance: desk-1", Kind.LOOP, False),
        ("X-Helpdesk-Instance: desk-1\nAuto-Submitted: auto-replied", Kind.LOOP, False),
        ("X-Helpdesk-Instance: desk-2", Kind.HUMAN, False),
        ("Reply-To: no-reply@example.com", Kind.HUMAN, False),
    ],
)
def test_headers(headers, kind, answerable):
    result = judged(headers)
    assert (result.kind, result.answerable) == (kind, answerable)
    assert bool(result.reasons) != answerable


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("noreply@example.com", Kind.NOTIFICATION),
        ("Do-Not-Reply@example.com", Kind.NOTIFICATION),
        ("newsalerts-noreply@example.com", Kind.NOTIFICATION),
        ("MAILER-DAEMON@example.com", Kind.NOTIFICATION),
        ("MAILER-DAEMON", Kind.NOTIFICATION),
        ("postmaster@example.com", Kind.HUMAN),  # a person reads and writes there too
    ],
)
def test_senders_that_no_machine_answers(sender, kind):
    result = judged("Subject: hello", sender)
    assert (result.kind, result.answerable) == (kind, False)


def test_norman_is_not_no_reply():
    assert judged("Subject: hello", "norman@example.com").answerable
    assert judged("Subject: hello", "nora.reply@example.com").answerable


def report(kind: str, block: str) -> bytes:
    return (
        f"From: x@example.com\nSubject: report\nContent-Type: multipart/report; boundary=b\n\n--b\n\nsee\n"
        f"--b\nContent-Type: message/{kind}\n\nReporting-MTA: dns; x\n\n{block}\n--b--\n"
    ).encode()


@pytest.mark.parametrize(
    ("block", "permanent"),
    [
        ("Final-Recipient: rfc822; a@b.c\nAction: failed\nStatus: 5.1.1", True),
        ("Final-Recipient: rfc822; a@b.c\nAction: failed\nStatus: 4.4.7", True),  # gave up after days
        ("Final-Recipient: rfc822; a@b.c\nAction: delayed\nStatus: 4.4.1", False),
        ("Final-Recipient: rfc822; a@b.c\nStatus: 5.0.0", True),
        ("Original-Recipient: rfc822;A@B.c\nFinal-Recipient: rfc822;z@z.z\nAction: Failed (smtp)", True),
    ],
)
def test_delivery_reports(block, permanent):
    result = verdict(parse(report("delivery-status", block)))
    assert result.kind is Kind.BOUNCE
    assert [(each.address, each.permanent) for each in result.bounce.recipients] == [("a@b.c", permanent)]
    assert result.bounce.permanent is permanent


def test_reports_that_are_no_failures():
    delivered = report("delivery-status", "Final-Recipient: rfc822; a@b.c\nAction: delivered\nStatus: 2.0.0")
    receipt = report("disposition-notification", "Disposition: manual-action; displayed")
    complaint = report("feedback-report", "Feedback-Type: abuse")
    for raw, kind in ((delivered, Kind.REPORT), (receipt, Kind.REPORT), (complaint, Kind.FEEDBACK)):
        result = verdict(parse(raw), raw=raw)
        assert (result.kind, result.answerable, result.bounce) == (kind, False, None)


@pytest.mark.parametrize(
    ("name", "recipients"),
    [
        ("aol_01", ["screenname@aol.com"]),
        ("dsn_02", ["zzzzz@example.uk"]),
        ("netscape_01", ["aaaaa@corel.com", "bbbbb@corel.com"]),
        ("qmail_01", ["userx@example.de"]),
    ],
)
def test_bounces_of_many_servers(name, recipients):
    raw = (COPIED / f"{name}.txt").read_bytes()
    result = verdict(parse(raw), raw=raw)
    assert result.kind is Kind.BOUNCE
    assert [each.address for each in result.bounce.recipients if each.permanent] == recipients


def test_a_customer_who_writes_about_a_bounce_is_a_person():
    raw = (
        b"From: dana@example.com\nReturn-Path: <dana@example.com>\nSubject: my letters come back\n\n"
        b"It says: <bob@example.org>: host mx.example.org said: 550 5.1.1 User unknown\n"
    )
    result = verdict(parse(raw), raw=raw)
    assert (result.kind, result.bounce, result.answerable) == (Kind.HUMAN, None, True)


FOOT = "x " * 300 + "\nYou can unsubscribe here: https://shop.example/leave\n"


def test_letters_to_many_say_at_their_foot_how_to_leave():
    assert judged("Subject: News\n\n" + FOOT, "newsletter@shop.example").kind is Kind.BULK
    assert judged("Subject: News\n\n" + FOOT).kind is Kind.HUMAN  # one sign is not enough


@pytest.mark.parametrize("reply", ["In-Reply-To: <a@b.c>\n\nNo.\n", "Subject: Re: News\n\nNo.\n> Hello\n"])
def test_somebody_who_answers_such_a_letter_is_a_person(reply):
    said = judged(reply + FOOT, "newsletter@shop.example")
    assert public_kind(said) == "normal"


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ("Subject: hello", "normal"),
        ("List-Id: <users.example.com>", "auto_reply"),
        ("Precedence: bulk", "auto_reply"),
        ("Auto-Submitted: auto-generated", "auto_reply"),
        ("Return-Path:", "normal"),
        ("X-Spam-Flag: YES", "spam"),
        ("X-Spam-Flag: NO", "normal"),
        ("X-Spam-Status: No, score=1.0", "normal"),
        ("Precedence: bulk\nX-Spam-Status: Yes, score=12", "spam"),
        ("Auto-Submitted: auto-replied\nX-Spam-Flag: YES", "auto_reply"),
        ("Subject: [SPAM] hello", "spam"),
        ("Subject: Spam in my mailbox", "normal"),
    ],
)
def test_the_words_for_tools(headers, word):
    assert public_kind(judged(headers)) == word


def test_spam_is_a_hint_that_withholds_only_the_machines_answer():
    said = judged("X-Spam-Flag: YES")
    assert (said.kind, said.answerable, said.spam) == (Kind.HUMAN, False, ("spam:x-spam-flag",))
