"""What became of a letter, written into its rows. The caller holds the letter's row locked."""

import datetime

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from lib.text import one_line
from outbox.choices import LOST, TAKEN, DeliveryState, LetterState
from outbox.models import Delivery, Letter
from outbox.sending import NO_SMTPUTF8, Answer
from outbox.writing import recipients_of

# After each failed try the next one waits longer; after the last the letter has failed.
WAITS = [datetime.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]

# What a letter says that was settled before deliveries were written down one by one.
_BEFORE = {
    LetterState.SENT: DeliveryState.SENT,
    LetterState.FAILED: DeliveryState.FAILED,
    LetterState.SUPPRESSED: DeliveryState.SUPPRESSED,
}


def deliveries_of(letter: Letter) -> list[Delivery]:
    """A row for everybody it is for, made where there is none. ValueError if an address is none."""
    rows = list(letter.deliveries.all())
    if rows:
        return rows
    state = _BEFORE.get(letter.state, DeliveryState.QUEUED)
    made = [
        Delivery(letter=letter, address=address, state=state, sent_at=letter.sent_at)
        for address in recipients_of(letter)
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    return list(letter.deliveries.all())


def mark(delivery: Delivery, state: str, now: datetime.datetime, *, code: str = "", said: str = "") -> None:
    delivery.state, delivery.changed_at = state, now
    delivery.code, delivery.diagnostic = code[:12], one_line(said, 500)
    if state == DeliveryState.SENT:
        delivery.sent_at = now
    delivery.save(update_fields=["state", "changed_at", "code", "diagnostic", "sent_at"])


def about_to_end(due: list[Delivery], answers: dict[str, Answer], now: datetime.datetime) -> None:
    """The dot comes next: who was refused is known, all others are undecided until the server answers."""
    for delivery in due:
        answer = answers[delivery.address]
        if answer.taken:
            mark(delivery, DeliveryState.UNDECIDED, now)
        else:
            _refused(delivery, answer, now)


def answered(letter: Letter, answers: dict[str, Answer], now: datetime.datetime, *, at_once: bool) -> None:
    for delivery in letter.deliveries.filter(state__in=[DeliveryState.QUEUED, DeliveryState.UNDECIDED]):
        answer = answers.get(delivery.address)
        if answer and answer.taken:
            mark(delivery, DeliveryState.SENT, now, code=answer.code, said=answer.text)
        elif answer:
            _refused(delivery, answer, now)
    _let_go(letter, now, at_once=at_once)


def undecided(letter: Letter, problem: str, now: datetime.datetime) -> None:
    letter.deliveries.filter(state=DeliveryState.UNDECIDED).update(
        diagnostic=one_line(problem, 500), changed_at=now
    )
    _let_go(letter, now, keep_lease=True)


def not_sent(
    letter: Letter,
    due: list[Delivery],
    problem: str,
    now: datetime.datetime,
    *,
    hopeless: bool = False,
    at_once: bool = False,
) -> None:
    """None of those it was due to got it: what may have been written before the end is taken back. Who is
    undecided since an earlier try stays so: nothing was learned about them.
    """
    tried = letter.deliveries.filter(pk__in=[delivery.pk for delivery in due])
    tried.filter(state__in=[DeliveryState.QUEUED, DeliveryState.UNDECIDED]).update(
        state=DeliveryState.QUEUED, diagnostic=one_line(problem, 500), changed_at=now
    )
    if hopeless:
        give_up(letter, list(letter.deliveries.filter(state=DeliveryState.QUEUED)), problem, now)
    else:
        _let_go(letter, now, at_once=at_once)


def abandoned(letter: Letter, now: datetime.datetime) -> None:
    """Its worker died. What it wrote before the end tells whether the letter may have left."""
    undecided(letter, _("the sending was cut off before the mail server answered"), now)


def give_up(letter: Letter, due: list[Delivery], problem: str, now: datetime.datetime) -> None:
    for delivery in due:
        mark(delivery, DeliveryState.FAILED, now, code=delivery.code, said=problem)
    letter.problem = problem
    sum_up(letter, now)


def unspeakable(letter: Letter) -> set[str]:
    """Bare addresses that stand in no header: suppressed ones, and those our server cannot say."""
    hidden = letter.deliveries.filter(state=DeliveryState.SUPPRESSED) | letter.deliveries.filter(
        state=DeliveryState.FAILED, diagnostic=NO_SMTPUTF8.text
    )
    return set(hidden.annotate(bare=Lower("address")).values_list("bare", flat=True))


def troubled(letter: Letter) -> bool:
    """Somebody did not get it, or may not have."""
    return letter.deliveries.filter(state__in=[*LOST, DeliveryState.UNDECIDED]).exists()


def _refused(delivery: Delivery, answer: Answer, now: datetime.datetime) -> None:
    state = DeliveryState.FAILED if answer.final else DeliveryState.QUEUED
    mark(delivery, state, now, code=answer.code, said=answer.text)


def _let_go(
    letter: Letter, now: datetime.datetime, *, at_once: bool = False, keep_lease: bool = False
) -> None:
    """Out of our hands: who is still due waits for the next try, or has waited long enough."""
    due = list(letter.deliveries.filter(state=DeliveryState.QUEUED))
    if due and letter.attempts > len(WAITS):
        for delivery in due:
            mark(delivery, DeliveryState.FAILED, now, code=delivery.code, said=delivery.diagnostic)
        due = []
    if due:
        letter.next_attempt_at = now if at_once else now + WAITS[max(letter.attempts, 1) - 1]
    if not keep_lease or due:
        letter.lease = ""
    sum_up(letter, now)


def sum_up(letter: Letter, now: datetime.datetime) -> None:
    """The letter's state from those of its deliveries, and what went wrong in one line."""
    rows = list(letter.deliveries.all())
    states = {row.state for row in rows}
    if DeliveryState.QUEUED in states:
        letter.state = LetterState.QUEUED
    elif DeliveryState.UNDECIDED in states:
        letter.state = LetterState.UNDECIDED
    elif states & TAKEN:
        letter.state = LetterState.SENT
    elif states == {DeliveryState.SUPPRESSED}:
        letter.state = LetterState.SUPPRESSED
    else:
        letter.state = LetterState.FAILED
    if states & (TAKEN | {DeliveryState.UNDECIDED}) and letter.sent_at is None:
        letter.sent_at = now
    troubled = [row for row in rows if row.state in LOST or (row.diagnostic and row.state not in TAKEN)]
    if rows:
        letter.problem = one_line("; ".join(map(_trouble, troubled)), 1000)
    letter.announced_at = None
    letter.save(update_fields=["state", "lease", "next_attempt_at", "sent_at", "problem", "announced_at"])


def _trouble(row: Delivery) -> str:
    said = row.diagnostic if row.code and row.code in row.diagnostic else f"{row.code} {row.diagnostic}"
    return f"{row.address}: {said.strip()}"
