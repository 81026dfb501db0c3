"""What an answer sounds like is noted once it has left."""

import datetime
import logging

from django.db import transaction

from lib import database_clock
from qa.believing import judged_in
from qa.models import ToneFinding, ToneReading, ToneRule
from qa.tone import check
from qa.tones.findings import Result
from qa.tones.trust import weighed
from tickets.choices import EventKind, MessageKind
from tickets.models import Message, TicketEvent

MISSED_SINCE = datetime.timedelta(days=3)
AT_ONCE = 200
CONTEXT = 4000
log = logging.getLogger(__name__)


def note_tone(number: int, *, at: datetime.datetime | None = None) -> bool:
    """Of this answer; False if there is nothing to note any more. Safe to run twice and to be killed: all of
    it is there or nothing.
    """
    at = at or database_clock.now()
    message = (
        _unread(at).filter(pk=number).select_related("author", "ticket__team", "ticket__requester").first()
    )
    if message is None:
        return False
    language = message.ticket.language
    told = check(
        own_words(message), language, name=message.ticket.requester.name, context=asked_before(message)
    )
    return _keep(message, language, told, at)


def note_missed(*, at: datetime.datetime | None = None) -> int:
    """Answers of the last days whose hint was lost, at most so many at once; how many."""
    at = at or database_clock.now()
    answered = TicketEvent.objects.filter(kind=EventKind.AGENT_ANSWERED, at__gt=at - MISSED_SINCE)
    missed = _unread(at).filter(pk__in=answered.values("message"))
    numbers = [*missed.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]
    return sum(_noted(number, at) for number in numbers)


def _noted(number: int, at: datetime.datetime) -> bool:
    """One that cannot be read must not hold up those behind it."""
    try:
        return note_tone(number, at=at)
    except Exception:
        log.exception("answer %s could not be listened to", number)
        return False


def own_words(message: Message) -> str:
    """Without the signature under it; what was quoted is no part of its text."""
    text, author = message.text, message.author
    signature = (author.signature or message.ticket.team.signature_in(message.ticket.language)).strip()
    return text.removesuffix(signature) if signature else text


def asked_before(message: Message) -> str:
    """What the customer had written last."""
    theirs = Message.objects.filter(
        ticket=message.ticket_id, kind=MessageKind.PUBLIC, contact__isnull=False, at__lte=message.at
    )
    return (theirs.order_by("-at", "-pk").values_list("text", flat=True).first() or "")[:CONTEXT]


def _unread(at: datetime.datetime):
    """Public answers of colleagues that have left, with the words they left with."""
    return Message.objects.filter(
        kind=MessageKind.PUBLIC, author__isnull=False, redacted_at=None, tone=None
    ).exclude(held_until__gt=at)


@transaction.atomic
def _keep(message: Message, language: str, told: Result, at: datetime.datetime) -> bool:
    reading = {
        "language": language,
        "score": told.polite_score,
        "layers": "+".join(told.layers),
        "read_at": at,
    }
    _row, is_new = ToneReading.objects.get_or_create(message=message, defaults=reading)
    if is_new and told.findings:
        rules = _rules(language, {one.rule for one in told.findings})
        believed = weighed(told, judged_in(language))
        ToneFinding.objects.bulk_create(
            ToneFinding(
                message=message, rule=rules[one.rule], kind=one.kind, start=one.start, end=one.end,
                shipped=one.confidence, confidence=now.confidence, found_at=at,
            )
            for one, now in zip(told.findings, believed.findings, strict=True)
        )  # fmt: skip
    return is_new


def _rules(language: str, names: set[str]) -> dict[str, ToneRule]:
    known = ToneRule.objects.filter(language=language, name__in=names)
    if missing := names - {one.name for one in known}:
        new = [ToneRule(name=name, language=language) for name in sorted(missing)]
        ToneRule.objects.bulk_create(new, ignore_conflicts=True)
    return {one.name: one for one in known.all()}
