"""What becomes of one stored mail: the order of the questions, and exactly one answer."""

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from customers.actions import note_absence
from lib.lookalikes import suspicions
from lib.prepared import Prepared
from lib.storing import update
from lib.text import one_line
from mail import by_agent, failures, too_large
from mail.addressing import own
from mail.authentication import authenticate, believable
from mail.belonging import Match
from mail.choices import Copies, Fate, Outcome
from mail.conversation import Incoming, automatic_on, converse, match
from mail.identity import MAX_KEY, fingerprint, mail_key
from mail.models import RawEmail, SenderRule
from mail.parsed import ParsedMail
from mail.reading import parse_safely
from mail.ruling import weigh
from mail.threading import referenced
from mail.verdicts import Kind, Verdict, verdict
from tickets.models import Message, Ticket

MACHINE_ANSWERS = frozenset({Kind.AUTO_REPLY, Kind.OUT_OF_OFFICE})
MAX_LOCKS = 20
LOCK = """
SELECT pg_advisory_xact_lock(id) FROM unnest(ARRAY(
    SELECT DISTINCT hashtextextended(each, 7) AS id FROM unnest(%s::text[]) AS each ORDER BY id
)) AS id"""
ABOUT_DELIVERY = frozenset({Kind.BOUNCE, Kind.REPORT, Kind.FEEDBACK})


def decide(row: RawEmail, *, recovering: bool = False) -> None:
    """Give the mail its outcome. The caller holds its row locked in a transaction.

    `recovering`: a colleague took it out of the quarantine, so nothing sends it back there.
    """
    incoming = read(row, recovering=recovering)
    said = incoming.said
    earlier = _same_mail(row, incoming.mail)
    if earlier and not _wanted_again(row, earlier):
        settle(row, Outcome.DUPLICATE, "same_mail", ticket=earlier.ticket)
        return
    if incoming.sender_rule:
        row.verdict["sender_rule"] = incoming.sender_rule
    if said.kind is Kind.LOOP:
        settle(row, Outcome.IGNORED, "loop")
        return
    if incoming.denied and not recovering:
        settle(row, Outcome.IGNORED, "sender_denied")
        return
    # What became of our own letters is no matter of rules.
    returned = said.kind in ABOUT_DELIVERY or failures.came_back(incoming)
    if returned and not recovering and _about_delivery(row, incoming):
        return
    decision = weigh(incoming)
    if decision.fate and not recovering:
        settle(row, FATES[decision.fate], "mail_rule")
        return
    if cause := _obstacle(row, incoming) if not recovering else "":
        settle(row, Outcome.QUARANTINED, cause)
        return
    if answered := by_agent.decided(incoming):
        settle(row, answered.outcome, answered.cause, ticket=answered.ticket, message=answered.message)
        return
    found = match(incoming)
    if earlier and _told_already(earlier, found):
        settle(row, Outcome.DUPLICATE, "same_mail", ticket=earlier.ticket)
    elif said.kind in MACHINE_ANSWERS:
        _machine_answered(row, incoming, found)
    else:
        _conversed(row, incoming, found)


FATES = {Fate.IGNORE: Outcome.IGNORED, Fate.QUARANTINE: Outcome.QUARANTINED}


def read(row: RawEmail, *, recovering: bool = False) -> Incoming:
    """The stored mail taken apart and judged; what was found is written into the row, not yet saved."""
    raw = bytes(row.content)
    whole = parse_safely(raw)
    proof = authenticate(whole, authserv_id=row.mailbox.authserv_id if row.mailbox else "")
    mail, taken_out = believable(
        whole, envelope_to=row.envelope_to, envelope_from=row.envelope_from, believed=proof.believed
    )
    said = verdict(mail, instance=settings.INSTANCE_ID, raw=raw)
    describe(row, raw, mail, said)
    row.verdict["authentication"] = {
        "believed": proof.believed,
        "genuine": proof.genuine,
        "false": proof.false,
        "why": proof.why,
        "server": one_line(proof.server, 100),
        "results": [one_line(f"{method}={value}", 60) for method, value in proof.results[:10]],
    }
    if taken_out:
        row.verdict["taken_out"] = list(taken_out[:10])
    incoming = Incoming(row, mail, said, recovering=recovering, authentication=proof)
    if incoming.relayed:
        row.verdict["asks"] = one_line(str(incoming.sender), 400)
    if mail.from_ and (strange := suspicions(mail.from_.name, mail.from_.address)):
        row.verdict["flags"] += strange
    return incoming


def describe(row: RawEmail, raw: bytes, mail: ParsedMail, said: Verdict) -> None:
    """Who, what and which kind, written beside the bytes for lists and for whoever asks why."""
    row.mail_key = mail_key(raw, mail)
    row.fingerprint = fingerprint(raw, mail)
    row.sender = one_line(str(mail.from_ or ""), 400)
    row.subject = mail.subject[:500]
    row.verdict = {
        "kind": said.kind.value,
        "weight": said.weight,
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
    update(
        row,
        *("outcome", "cause", "handled_at", "ticket", "message"),
        *("mail_key", "fingerprint", "sender", "subject", "verdict"),
    )


@Prepared
def _earlier(*, key: str, number: int) -> QuerySet[RawEmail]:
    """What came before under this id and has its outcome."""
    return (
        RawEmail.objects.filter(mail_key=key)
        .exclude(pk=number)
        .exclude(outcome__in=[Outcome.PENDING, Outcome.DUPLICATE])
        .only("fingerprint", "mailbox")
        .order_by("pk")[:50]
    )


def _same_mail(row: RawEmail, mail: ParsedMail) -> RawEmail | None:
    """An earlier copy: same id and same content, in any mailbox. Same id with other content is only flagged.

    Two workers with two copies, or with a mail and the answer to it, take turns: the locks are on the ids,
    until the transaction ends. Whoever takes several takes them in the same order.
    """
    ids = [row.mail_key, *referenced(mail)[:MAX_LOCKS]]
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [ids])
    earlier = _earlier(key=row.mail_key[:MAX_KEY], number=row.pk)
    same_id = [(one.pk, one.fingerprint, one.mailbox_id) for one in earlier]
    copies = [(box != row.mailbox_id, number) for number, digest, box in same_id if digest == row.fingerprint]
    if copies:  # one of the same mailbox before one of another
        row.verdict["same_as"] = number = min(copies)[1]
        return RawEmail.objects.select_related("ticket").defer("content").get(pk=number)
    if any(mailbox == row.mailbox_id for _number, _fingerprint, mailbox in same_id):
        row.verdict["flags"].append("id_used_before")
    return None


def _obstacle(row: RawEmail, incoming: Incoming) -> str:
    """Why it cannot become part of a conversation, or ''."""
    if row.cause == "unreadable":  # the server could not give it out: there is nothing to converse about
        return row.cause
    if incoming.said.kind in ABOUT_DELIVERY:
        return incoming.said.kind.value
    if not incoming.address:
        return "no_sender"
    if own(incoming.address, incoming.ours):
        return "own_address"
    return ""


def _wanted_again(row: RawEmail, earlier: RawEmail) -> bool:
    """Whether a copy in another mailbox may open a ticket of its own: the mailbox says so."""
    other = row.mailbox is not None and earlier.mailbox_id != row.mailbox_id
    return other and row.mailbox.copies == Copies.EACH


def _told_already(earlier: RawEmail, found: Match | None) -> bool:
    """A second ticket only where the first copy opened one; a ticket that has the words gets them once."""
    return found.ticket.pk == earlier.ticket_id if found else earlier.outcome != Outcome.CREATED


def _about_delivery(row: RawEmail, incoming: Incoming) -> bool:
    """A bounce or a receipt belongs to the letter it is about; False if that is none of ours."""
    about = failures.subject_of(incoming)
    if about is None:
        return False
    if about.ticket is None:  # a letter to one of us: written down there, and nothing to converse about
        failures.report(about, incoming)
        settle(row, Outcome.IGNORED, "own_letter")
        return True
    message = _kept(about.ticket, incoming)
    failures.report(about, incoming)
    settle(row, Outcome.APPENDED, incoming.said.kind.value, ticket=about.ticket, message=message)
    return True


def _kept(ticket: Ticket, incoming: Incoming) -> Message:
    """What a machine said, kept where it belongs; what it says of an absence is known from then on."""
    message = automatic_on(ticket, incoming)
    if incoming.said.away_until and incoming.contact:
        note_absence(incoming.contact, until=incoming.said.away_until)
    return message


def _machine_answered(row: RawEmail, incoming: Incoming, found: Match | None) -> None:
    """An auto-reply is kept where it belongs and moves nothing; alone it opens no ticket unless wanted."""
    if found and found.may_join_quietly:
        message = _kept(found.ticket, incoming)
        settle(row, Outcome.APPENDED, incoming.said.kind.value, ticket=found.ticket, message=message)
    elif incoming.recovering or incoming.sender_rule == SenderRule.Say.ALLOW:
        _conversed(row, incoming, None)
    else:
        settle(row, Outcome.QUARANTINED, "auto_reply")


def _conversed(row: RawEmail, incoming: Incoming, found: Match | None) -> None:
    ticket, message, outcome, cause = converse(incoming, found)
    too_large.note_on(ticket, row)
    settle(row, outcome, cause, ticket=ticket, message=message)
