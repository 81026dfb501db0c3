"""Bounces: every server's way of saying for whom, why, and for how long."""

import time

import pytest

from mail.bounces import FailedRecipient
from mail.parser import parse
from mail.signs import Kind
from mail.vendor_bounces import undelivered
from mail.verdicts import public_kind, verdict


def judge(text: str):
    raw = text.encode()
    return verdict(parse(raw), raw=raw)


def report(*blocks: str, top: str = "Reporting-MTA: dns; mx.example.org", wrapper="multipart/report") -> str:
    body = "\n\n".join([top, *blocks])
    return (
        "From: MAILER-DAEMON@mx.example.org\nTo: desk@example.com\nSubject: Undelivered Mail\n"
        "Return-Path: <>\n"
        f"Content-Type: {wrapper}; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: "
        f"text/plain\n\n"
        f"Sorry.\n--b\nContent-Type: message/delivery-status\n\n{body}\n\n--b--\n"
    )


def told(said) -> list[tuple[str, str, bool]]:
    return [(one.address, one.status, one.permanent) for one in said.bounce.recipients]


@pytest.mark.parametrize(
    ("blocks", "recipients"),
    [
        (
            ["Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1"],
            [("a@b.example", "5.1.1", True)],
        ),
        (
            ["Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 4.4.1"],
            [("a@b.example", "4.4.1", False)],
        ),
        # It gave up after days of trying.
        (
            ["Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 4.4.7"],
            [("a@b.example", "4.4.7", True)],
        ),
        (
            ["Final-Recipient: rfc822; a@b.example\nAction: failure\nStatus: 553 no"],
            [("a@b.example", "", True)],
        ),
        (["Final-Recipient: rfc822;a@b.example\nStatus: 5.0.0"], [("a@b.example", "5.0.0", True)]),
        # The address that was written to counts, not where its owner has mail passed on to.
        (
            [
                "Original-Recipient: rfc822;A@b.example\nFinal-Recipient: rfc822; z@z.example\nAction: "
                "failed\nStatus: 5.2.2"
            ],
            [("a@b.example", "5.2.2", True)],
        ),
        (
            ["Original-Recipient: rfc822; rfc822;a@b.example\nAction: failed\nStatus: 5.1.1"],
            [("a@b.example", "5.1.1", True)],
        ),
        # One recipient's fields torn apart by blank lines.
        (
            [
                "Original-Recipient: rfc822;a@b.example",
                "Final-Recipient: rfc822;a@b.example",
                "Action: failed\nStatus: 5.1.1",
            ],
            [("a@b.example", "5.1.1", True)],
        ),
        # Several recipients, each with its own fate; who got it is no failure.
        (
            [
                "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1",
                "Final-Recipient: rfc822; c@d.example\nAction: delivered\nStatus: 2.0.0",
                "Final-Recipient: rfc822; e@f.example\nAction: delayed\nStatus: 4.2.1",
                "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1",
            ],
            [("a@b.example", "5.1.1", True), ("e@f.example", "4.2.1", False)],
        ),
        # `failed` without a reason: the other server's words have one.
        (
            [
                "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: "
                "smtp; 550-5.1.1 No such user"
            ],
            [("a@b.example", "5.1.1", True)],
        ),
    ],
)
def test_reports_tell_of_each_recipient(blocks, recipients):
    said = judge(report(*blocks))
    assert said.kind is Kind.BOUNCE
    assert told(said) == recipients


def test_the_report_names_the_letter_on_its_way():
    top = "Original-Envelope-Id: abc.def@desk.example\nReporting-MTA: dns; mx"
    said = judge(report("Final-Recipient: rfc822; a@b.c\nAction: failed\nStatus: 5.1.1", top=top))
    assert said.bounce.envelope_id == "abc.def@desk.example"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_no_bounce(action):
    said = judge(report(f"Final-Recipient: rfc822; a@b.c\nAction: {action}\nStatus: 2.1.5"))
    assert (said.kind, said.bounce) == (Kind.REPORT, None)


@pytest.mark.parametrize(
    ("status", "words", "nobody"),
    [
        ("5.1.1", "", True),
        ("5.1.2", "", True),
        ("5.1.10", "", True),
        ("5.1.7", "", False),  # the sender's address is wrong
        ("5.2.2", "mailbox full", False),
        ("5.7.1", "550 rejected: user unknown to our policy", False),
        ("5.0.0", "550 User unknown in virtual mailbox table", True),
        ("", "550 No such user here", True),
        ("", "552 quota exceeded", False),
        ("4.1.1", "", False),
    ],
)
def test_only_some_failures_mean_that_nobody_is_there(status, words, nobody):
    assert FailedRecipient("a@b.c", status, not status.startswith("4"), words).nobody_there is nobody


PLAIN = "From: {sender}\nTo: desk@example.com\nSubject: {subject}\nReturn-Path: <>\n\n{text}\n"
DAEMON = "Mail Delivery System <Mailer-Daemon@mx.example.org>"

SERVERS = {
    "exim": (
        DAEMON,
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent "
        "could not be "
        "delivered to one or more of its\nrecipients. This is a permanent error. The following "
        "address(es) failed:\n\n"
        "  lee@shop.example\n    host mx.shop.example [192.0.2.1]\n    SMTP error from remote mail "
        "server after RCPT TO:"
        "<lee@shop.example>:\n    550 5.1.1 <lee@shop.example>: Recipient address rejected: User unknown\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nTo: other@shop.example\n",
        "5.1.1",
        True,
    ),
    "exim_waits": (
        DAEMON,
        "Warning: message 1AbCdE-000123-AB delayed 24 hours",
        "This message was created automatically by mail delivery software.\nA message that you sent has "
        "not yet been "
        "delivered to one or more of its\nrecipients after more than 24 hours on the queue on "
        "mx.example.org.\n\n"
        "The address to which the message has not yet been delivered is:\n\n  lee@shop.example\n    "
        "Delay reason: "
        "Connection timed out\n\nNo action is required on your part.\n",
        "",
        False,
    ),
    "qmail": (
        DAEMON,
        "failure notice",
        "Hi. This is the qmail-send program at mx.example.org.\nI'm afraid I wasn't able to deliver your "
        "message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<lee@shop.example>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
        "Return-Path: <desk@example.com>\n",
        "5.1.1",
        True,
    ),
    "postfix_text": (
        DAEMON,
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.org.\n\nI'm sorry to have to inform you that your "
        "message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\n                   The mail "
        "system\n\n"
        "<lee@shop.example>: host mx.shop.example[192.0.2.1] said: 550 5.1.1 User unknown (in\n    reply "
        "to RCPT TO command)\n",
        "5.1.1",
        True,
    ),
    "gmail": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to lee@shop.example because the "
        "address couldn't be found, "
        "or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 No such user\n",
        "5.1.1",
        True,
    ),
    "exchange": (
        "Microsoft Outlook <postmaster@shop.example>",
        "Undeliverable: Your refund",
        "Your message to lee@shop.example couldn't be delivered.\n\nlee wasn't found at shop.example.\n"
        "\nRemote server "
        "returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'\n",
        "5.1.10",
        True,
    ),
    "gmail_waits": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Delay)",
        "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to "
        "lee@shop.example. Gmail will retry for 46 more hours. You'll be notified if the delivery fails "
        "permanently.\n",
        "",
        False,
    ),
    "german": (
        "Mailer Daemon <mailer-daemon@web.example>",
        "Mail konnte nicht zugestellt werden",
        "Ihre Nachricht konnte an den folgenden Empfänger nicht zugestellt werden:\n\nlee@shop.example\n\n"
        "Grund: 550 5.1.1 unknown user\n",
        "5.1.1",
        True,
    ),
    "russian": (
        "MAILER-DAEMON@mail.example",
        "Недоставленное сообщение",
        "Ваше письмо не может быть доставлено одному или нескольким получателям:\n\nlee@shop.example\n"
        "550 5.2.2 "
        "Почтовый ящик переполнен\n",
        "5.2.2",
        True,
    ),
    "polish": (
        "MAILER-DAEMON@poczta.example",
        "Niedostarczona poczta",
        "Nie można dostarczyć wiadomości do:\n<lee@shop.example>\n550 5.1.1 nieznany użytkownik\n",
        "5.1.1",
        True,
    ),
    "spanish": (
        "postmaster@correo.example",
        "No se ha podido entregar: Reembolso",
        "No se pudo entregar el mensaje a lee@shop.example porque la dirección no existe (550 5.1.1).\n",
        "5.1.1",
        True,
    ),
    "fields_in_text": (
        "System Administrator <postmaster@shop.example>",
        "Non delivery report: 5.7.1 (Spam)",
        "Delivery status:\nReporting-MTA: dns; mx.shop.example\n\nFinal-Recipient: rfc822; lee@shop.example\n"
        "Action: failed\nStatus: 5.7.1\nDiagnostic-Code: X-Wall; 5.7.1 Spam\n",
        "5.7.1",
        True,
    ),
    "header_only": (
        DAEMON + "\nX-Failed-Recipients: lee@shop.example",
        "Returned mail",
        "Sorry.\n",
        "",
        True,
    ),
    "groupware": (
        "Postmaster@shop.example",
        "DELIVERY FAILURE: User lee (lee@shop.example) not listed in directory",
        "Your message\n\n  Subject: Refund\n\nwas not delivered to:\n\n  lee@shop.example\n\nbecause:\n"
        "\n  User lee not "
        "listed in public Name & Address Book\n",
        "",
        True,
    ),
}


@pytest.mark.parametrize("server", SERVERS)
def test_servers_that_write_in_their_own_words(server):
    sender, subject, text, status, permanent = SERVERS[server]
    said = judge(PLAIN.format(sender=sender, subject=subject, text=text))
    assert (said.kind, public_kind(said)) == (Kind.BOUNCE, "bounce")
    assert told(said) == [("lee@shop.example", status, permanent)]


@pytest.mark.parametrize(
    "subject",
    [
        "Undelivered Mail Returned to Sender",
        "Mail delivery failed: returning message to sender",
        "failure notice",
        "Delivery Status Notification (Failure)",
        "Returned mail: User unknown",
        "Undeliverable: Refund",
        "Mail System Error",
        "Unzustellbar: Refund",
        "Nachricht wurde nicht zugestellt",
        "Niedostarczalne: Zwrot",
        "Nie można dostarczyć: Zwrot",
        "No se puede entregar: Reembolso",
        "Не удалось доставить: Возврат",
        "Недоставленное сообщение",
        "Kohaletoimetamatu: Tagasimakse",
        "Échec de remise : Retour",
        "Non remis : Retour",
        "Impossibile recapitare: Rimborso",
        "Não entregue: Reembolso",
        "Onbestelbaar: Refund",
        "Kan inte leverera: Refund",
        "Kunne ikke leveres: Refund",
        "Ei voitu toimittaa: Hyvitys",
        "Nedoručitelné: Vrácení",
        "Nepristatyta: Refund",
        "Nav piegādāts: Refund",
    ],
)
def test_subjects_of_bounces_in_many_languages(subject):
    assert undelivered(subject) or subject == "Mail System Error"
    said = judge(PLAIN.format(sender=DAEMON, subject=subject, text="It did not work."))
    assert public_kind(said) in {"bounce", "auto_reply"}
    assert not said.answerable


def test_somebody_who_passes_a_bounce_on_is_a_person():
    inner = report("Final-Recipient: rfc822; a@b.c\nAction: failed\nStatus: 5.1.1").split("\n\n", 1)[1]
    said = judge(
        "From: dana@example.com\nSubject: Fwd: Undelivered Mail Returned to Sender\nReturn-Path: "
        "<dana@example.com>\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nLook, this came "
        "back!\n" + inner
    )
    assert (said.kind, said.bounce) == (Kind.HUMAN, None)


def test_complaints_in_their_format_and_in_their_words():
    arf = (
        "From: fbl@provider.example\nSubject: FW: News\nContent-Type: multipart/report; "
        "report-type=feedback-report; "
        "boundary=b\n\n--b\n\nSee.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: "
        "abuse\n\n--b--\n"
    )
    words = (
        "From: staff@hotmail.example\nSubject: complaint about message from 192.0.2.1\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n"
        "\nx\n--b--\n"
    )
    for mail in (arf, words):
        said = judge(mail)
        assert (said.kind, public_kind(said), said.answerable) == (Kind.FEEDBACK, "feedback", False)


def test_a_customer_who_complains_is_no_feedback_loop():
    said = judge(
        "From: dana@example.com\nSubject: Complaint about message from 12 May\n\nYour colleague was rude.\n"
    )
    assert public_kind(said) == "normal"


@pytest.mark.parametrize(
    "text",
    [
        "<a@b.example>: " * 20_000,
        "a" * 400_000 + "@b.example",
        "<" * 300_000,
        "failed\n" * 60_000,
        "@" * 300_000,
        "550 5.1.1 " * 40_000,
        "Final-Recipient: rfc822; a@b.c\n" * 20_000,
        "x@y.z " * 50_000,
        "\n" * 300_000,
        "The following address(es) failed:\n\n" + "  a@b.example\n" * 20_000,
    ],
)
def test_hostile_letters_cost_no_time(text):
    raw = PLAIN.format(sender=DAEMON, subject="Undelivered Mail " + "re: " * 100, text=text).encode()
    mail = parse(raw)
    start = time.process_time()
    said = verdict(mail, raw=raw)
    assert time.process_time() - start < 2
    assert not said.answerable


def test_the_guard_around_what_reads_bounces(monkeypatch):
    """flufl.bounce raises on some letters; the words have to tell enough for those."""

    def fail(message):
        raise AttributeError("broken inside")

    monkeypatch.setattr("mail.vendor_bounces.all_failures", fail)
    sender, subject, text, *_ = SERVERS["qmail"]
    said = judge(PLAIN.format(sender=sender, subject=subject, text=text))
    assert [one.address for one in said.bounce.recipients] == ["lee@shop.example"]
