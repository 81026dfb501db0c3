"""How the mailboxes stand: fetched or not, how far behind, what came today."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Subquery, Sum, TextChoices
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mail import trouble
from mail.choices import Outcome
from mail.guards import withheld
from mail.models import Mailbox, RawEmail
from mail.queries import MOST_BEHIND

# A mailbox is asked every few seconds; one that nobody looked into for so long stands still.
STILL = datetime.timedelta(minutes=10)


class State(TextChoices):
    GOOD = "good", _("Fetched")
    NEW = "new", _("Not looked into yet")
    BEHIND = "behind", _("Behind")
    STILL = "still", _("Stands still")
    TROUBLE = "trouble", _("In trouble")
    HANDED = "handed", _("Mail is handed in")
    OFF = "off", _("Switched off")


RED = frozenset({State.BEHIND, State.STILL, State.TROUBLE})


@dataclass(frozen=True)
class Standing:
    """`behind` is how much newer the newest mail on the server is; `waiting` how many we do not have yet.
    `withheld`: so many confirmations, because too many strangers write at once.

    `today` counts what was stored since midnight of the reader's day, by outcome, `raw` all of them.
    """

    box: Mailbox
    state: State
    said: str = ""
    advice: str = ""
    behind: datetime.timedelta = datetime.timedelta()
    waiting: int = 0
    withheld: int = 0
    today: dict[str, int] = field(default_factory=dict)

    @property
    def is_red(self) -> bool:
        return self.state in RED


def standings(now: datetime.datetime, *, today: bool = True) -> list[Standing]:
    """Every mailbox, in two statements; in one if it does not matter what came today."""
    strangers = withheld(now).filter(mailbox=OuterRef("pk")).order_by()
    boxes = (
        Mailbox.objects.select_related("team", "grant")
        .annotate(
            waiting=Sum("folders__waiting"),
            withheld=Coalesce(Subquery(strangers.values("mailbox").annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("name", "pk")
    )
    counts = counts_today(now) if today else {}
    return [_standing(box, now, counts[box.pk] if today else {}) for box in boxes]


def counts_today(now: datetime.datetime) -> dict[int, dict[str, int]]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = RawEmail.objects.filter(stored_at__gte=midnight).order_by()
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(["raw", *Outcome.values], 0))
    for box, outcome, mails in rows.values_list("mailbox", "outcome").annotate(Count("pk")):
        found[box][outcome] = mails
        found[box]["raw"] += mails
    return found


def _standing(box: Mailbox, now: datetime.datetime, today: dict[str, int]) -> Standing:
    behind = datetime.timedelta()
    if box.newest_at and box.fetched_at:
        behind = max(box.newest_at - box.fetched_at, behind)
    said, advice = trouble.words(box.problem)
    state = _state(box, now, behind)
    if state in {State.OFF, State.HANDED}:
        said = advice = ""
    return Standing(box, state, said, advice, behind, box.waiting or 0, box.withheld, today)


def _state(box: Mailbox, now: datetime.datetime, behind: datetime.timedelta) -> State:
    if not box.active:
        return State.OFF
    if not box.host:
        return State.HANDED
    if box.problem:
        return State.TROUBLE
    if box.polled_at is None:
        return State.NEW
    if box.polled_at < now - STILL:
        return State.STILL
    return State.BEHIND if behind > MOST_BEHIND else State.GOOD
