"""What becomes of one stored mail: the order of the questions, and exactly one answer."""

from django.conf import settings
from django.db import connection
from django.utils import timezone

from lib.text import one_line
from mail import failures
from mail.addressing import own
from mail.choices import Outcome
from mail.conversation import Incoming, automatic_on, converse, match
from mail.identity import MAX_KEY, fingerprint, mail_key
from mail.models import RawEmail, SenderRule
from mail.parsed import ParsedMail
from mail.parser import parse
from mail.verdicts import Kind, Verdict, verdict
from tickets.models import Message, Ticket

MACHINE_ANSWERS = frozenset({Kind.AUTO_REPLY, Kind.OUT_OF_OFFICE})


def decide(row: RawEmail, *, recovering: bool = False) -> None:
    """Give the mail its outcome. The caller holds its row locked in a transaction.

    `recovering`: a colleague took it out of the quarantine, so nothing sends it back there.
    """
    raw = bytes(row.content)
    mail = parse(raw)
    said = verdict(mail, instance=settings.INSTANCE_ID, raw=raw)
    describe(row, raw, mail, said)
    if earlier := _same_mail(row):
        settle(row, Outcome.DUPLICATE, "same_mail", ticket=earlier.ticket)
        return
    if said.kind is Kind.LOOP:
        settle(row, Outcome.IGNORED, "loop")
        return
    incoming = Incoming(row=row, mail=mail, said=said, recovering=recovering)
    rule = "" if recovering else SenderRule.for_address(incoming.address)
    if rule == SenderRule.Say.DENY:
        settle(row, Outcome.IGNORED, "sender_denied")
        return
    trusted = recovering or rule == SenderRule.Say.ALLOW
    if cause := _obstacle(row, incoming) if not recovering else "":
        settle(row, Outcome.QUARANTINED, cause)
    elif said.kind in {Kind.BOUNCE, Kind.REPORT} and not recovering:
        _about_delivery(row, incoming)
    elif said.kind in MACHINE_ANSWERS:
        _machine_answered(row, incoming, trusted=trusted)
    else:
        ticket, message, outcome, cause = converse(incoming)
        settle(row, outcome, cause, ticket=ticket, message=message)


def describe(row: RawEmail, raw: bytes, mail: ParsedMail, said: Verdict) -> None:
    """Who, what and which kind, written beside the bytes for lists and for whoever asks why."""
    row.mail_key = mail_key(raw, mail)
    row.fingerprint = fingerprint(raw, mail)
    row.sender = one_line(str(mail.from_ or ""), 400)
    row.subject = mail.subject[:500]
    row.verdict = {
        "kind": said.kind.value,
        "reasons": [one_line(reason, 100) for reason in said.reasons[:20]],
        "answerable": said.answerable,
        "defects": list(mail.defects[:20]),
        "flags": [],
    }


def settle(
    row: RawEmail,
    outcome: str,
    cause: str = "",
    *,
    ticket: Ticket | None = None,
    message: Message | None = None,
) -> None:
    row.outcome, row.cause, row.handled_at = outcome, cause[:60], timezone.now()
    row.ticket, row.message = ticket, message
    row.save(
        update_fields=[
            *("outcome", "cause", "handled_at", "ticket", "message"),
            *("mail_key", "fingerprint", "sender", "subject", "verdict"),
        ]
    )


def _same_mail(row: RawEmail) -> RawEmail | None:
    """An earlier copy: same id and same content, in any mailbox. Same id with other content is only flagged.

    Two workers with two copies take turns: the lock is on the id, until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [row.mail_key])
    others = (
        RawEmail.objects.filter(mail_key=row.mail_key[:MAX_KEY])
        .exclude(pk=row.pk)
        .exclude(outcome__in=[Outcome.PENDING, Outcome.DUPLICATE])
        .order_by("pk")
    )
    same_id = list(others.values_list("pk", "fingerprint", "mailbox_id")[:50])
    for number, fingerprint_of_other, _mailbox in same_id:
        if fingerprint_of_other == row.fingerprint:
            return RawEmail.objects.select_related("ticket").defer("content").get(pk=number)
    if any(mailbox == row.mailbox_id for _number, _fingerprint, mailbox in same_id):
        row.verdict["flags"].append("id_used_before")
    return None


def _obstacle(row: RawEmail, incoming: Incoming) -> str:
    """Why it cannot become part of a conversation, or ''."""
    if row.cause == "oversize":
        return "oversize"
    if incoming.said.kind in {Kind.BOUNCE, Kind.REPORT}:
        return ""
    if not incoming.address:
        return "no_sender"
    if own(incoming.address, incoming.ours):
        return "own_address"
    return ""


def _about_delivery(row: RawEmail, incoming: Incoming) -> None:
    """A bounce or a receipt: it belongs to the letter it is about, or it waits for a person."""
    found = failures.subject_of(incoming)
    if found is None:
        settle(row, Outcome.QUARANTINED, incoming.said.kind.value)
        return
    ticket, answer = found
    message = automatic_on(ticket, incoming)
    if answer and incoming.said.bounce and incoming.said.bounce.permanent:
        failures.report(answer, incoming.said.bounce, at=row.received_at)
    settle(row, Outcome.APPENDED, incoming.said.kind.value, ticket=ticket, message=message)


def _machine_answered(row: RawEmail, incoming: Incoming, *, trusted: bool) -> None:
    """An auto-reply is kept where it belongs and moves nothing; alone it opens no ticket unless wanted."""
    found = match(incoming)
    if found and found.may_join_quietly:
        message = automatic_on(found.ticket, incoming)
        settle(row, Outcome.APPENDED, incoming.said.kind.value, ticket=found.ticket, message=message)
    elif trusted:
        ticket, message, outcome, cause = converse(incoming)
        settle(row, outcome, cause, ticket=ticket, message=message)
    else:
        settle(row, Outcome.QUARANTINED, "auto_reply")
